/** The rules in the order in which they are asked: when each applies, what it does, and where it stands. */
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { addressOf, Link } from '../../router/router.tsx'
import type { PolicyView, Rule } from './asked.ts'
import { markOf, matchWords } from './words.ts'

export function Rules({ view }: { view: PolicyView }) {
  const { t } = useI18n()
  return (
    <>
      {(['connections', 'exchanges'] as const).map((list) => (
        <section className="section" key={list} aria-labelledby={`rules-${list}`}>
          <h2 id={`rules-${list}`}>{t(`policies.${list}`)}</h2>
          <p className="quiet under">{t('policies.first')}</p>
          <ol className="rules">
            {view.rules
              .filter((rule) => rule.list === list)
              .map((rule) => (
                <RuleItem key={rule.id} rule={rule} view={view} />
              ))}
          </ol>
        </section>
      ))}
    </>
  )
}

function RuleItem({ rule, view }: { rule: Rule; view: PolicyView }) {
  const { t } = useI18n()
  const { id, line, purpose, action, entities, bounds } = rule
  const when = matchWords(rule, view, t)
  return (
    <li>
      <p className="rule-head">
        <code>{id}</code>
        {purpose === null ? null : <span>{purpose}</span>}
        {line === null ? (
          <span className="quiet">{t('policies.rule.added')}</span>
        ) : (
          <Link href={addressOf('policies', { view: 'edit', line: String(line) })}>
            {t('policies.line', { line })}
          </Link>
        )}
      </p>
      <p className="quiet">{when.length === 0 ? t('policies.match.rest') : when.join(' · ')}</p>
      {action === null ? null : (
        <p className="verdict">
          <Icon name={action === 'intercept' ? 'note' : action} />
          {t(`policies.action.${action}`)}
        </p>
      )}
      {entities === null ? null : (
        <ul className="operators">
          {Object.entries(entities).map(([type, operator]) => (
            <li key={type}>
              <code>{type}</code>{' '}
              <span className="verdict">
                <Icon name={markOf(operator)} />
                {t(`operator.${operator}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {bounds === null || bounds.maxPersons === null ? null : (
        <p className="quiet">{t('policies.persons', { count: bounds.maxPersons })}</p>
      )}
    </li>
  )
}
