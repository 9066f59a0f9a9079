/** One destination at the side: which rules it meets, in order, and what each does to which data. */
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { SidePane } from '../../parts/side-pane.tsx'
import type { MatrixRow, PolicyView, Rule } from './asked.ts'
import { BundleTitle } from './bundle-title.tsx'
import { destinationName, markOf, matchWords } from './words.ts'

export interface DestinationProps {
  row: MatrixRow
  view: PolicyView
  close(): void
}

export function Destination({ row, view, close }: DestinationProps) {
  const { t } = useI18n()
  const name = destinationName(row, t)
  return (
    <SidePane label={t('policies.at', { name })} close={close}>
      <h2>{name}</h2>
      <p className="quiet">
        {row.destination.startsWith('group:') ? (
          <>
            <code>{row.destination}</code>, {t('policies.hosts', { count: row.hosts })}
          </>
        ) : null}
      </p>
      <section>
        <h3>{t('policies.connections')}</h3>
        <ol className="chain-rules">
          {row.connections.map(({ ruleId, action }) => (
            <li key={ruleId}>
              <code>{ruleId}</code>
              <span className="verdict">
                <Icon name={action === 'intercept' ? 'note' : action} />
                {t(`policies.action.${action}`)}
              </span>
            </li>
          ))}
        </ol>
      </section>
      {row.exchanges.length === 0 ? null : (
        <section>
          <h3>{t('policies.exchanges')}</h3>
          <ol className="chain-rules">
            {row.exchanges.map(({ ruleId }) => (
              <li key={ruleId}>
                <RuleHere id={ruleId} view={view} destination={row.destination} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </SidePane>
  )
}

function RuleHere({ id, view, destination }: { id: string; view: PolicyView; destination: string }) {
  const { t } = useI18n()
  const rule = view.rules.find((each) => each.id === id)
  const operators = view.matrix.rules.find((each) => each.id === id)?.operators ?? []
  const when = rule === undefined ? [] : matchWords(withoutHere(rule, destination), view, t)
  return (
    <>
      <code>{id}</code>
      <p className="quiet">{when.length === 0 ? t('policies.match.rest') : when.join(' · ')}</p>
      <dl className="what">
        {view.matrix.bundles.map((bundle, at) => {
          const operator = operators[at]
          return operator === undefined ? null : (
            <div key={bundle.types.join(' ')}>
              <dt>
                <BundleTitle bundle={bundle} />
              </dt>
              <dd>
                <span className="verdict">
                  <Icon name={markOf(operator)} />
                  {t(`operator.${operator}`)}
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
    </>
  )
}

/** That a rule is about this very destination is said above. */
function withoutHere(rule: Rule, destination: string): Rule {
  const isHere = rule.match.destinations?.includes(destination) === true
  return isHere ? { ...rule, match: { ...rule.match, destinations: undefined } } : rule
}
