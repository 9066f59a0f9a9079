/** How the box stands in the network, what becomes of each group, also while the gateway is down, and what is not web. */
import { useQuery } from '@tanstack/react-query'
import { type Network, networkQuery, protocolsQuery } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Answered } from '../../parts/states.tsx'
import { Sheet } from './sheet.tsx'

export function NetworkPart() {
  const { t, rich } = useI18n()
  const network = useQuery(networkQuery)
  return (
    <>
      <div className="lead">
        <h1>
          {network.data === undefined ? t('system.network') : t(`system.way.${network.data.way ?? 'off'}`)}
        </h1>
        {network.data === undefined ? null : <p>{t(`system.way.${network.data.way ?? 'off'}.means`)}</p>}
      </div>
      <Answered query={network}>
        {(answer) => (
          <>
            <Rules network={answer} />
            {answer.way === null ? <Proxied network={answer} /> : <Groups network={answer} />}
            <p className="quiet under-table">
              {rich('system.network.onBox', { command: <code>gatehouse network status</code> })}
            </p>
          </>
        )}
      </Answered>
      <Protocols />
    </>
  )
}

const ruleMarks = {
  off: ['note', 'tunnel'],
  'in-force': ['', 'pass'],
  'not-in-force': ['now', 'now'],
  unseen: ['soon', 'soon'],
  unasked: ['note', 'note'],
} as const satisfies Record<string, readonly [string, IconName]>

function Rules({ network: { way, rules, interfaces, bridged } }: { network: Network }) {
  const { t, rich } = useI18n()
  if (way === null && (rules === 'off' || rules === null)) return null
  const [colour, mark] = ruleMarks[rules ?? 'unasked']
  return (
    <section className="section prose" aria-label={t('system.rules')}>
      <p className={`verdict told ${colour}`}>
        <Icon name={mark} />
        {t(`system.rules.${rules ?? 'unasked'}`)}
      </p>
      {interfaces.length === 0 ? null : (
        <p>{rich('system.interfaces', { names: <span className="mono">{interfaces.join(', ')}</span> })}</p>
      )}
      {bridged.map((one) => (
        <p className="soon" key={`${one.interface} ${one.family}`}>
          {rich('system.bridged', { name: <span className="mono">{one.interface}</span> })}
        </p>
      ))}
    </section>
  )
}

function Groups({ network: { groups, whileDown } }: { network: Network }) {
  const { t, rich } = useI18n()
  return (
    <section className="section">
      <h2>{t('system.groups')}</h2>
      <Sheet
        label={t('system.groups')}
        columns={[t('system.group'), t('system.group.web'), t('system.group.down'), t('system.group.refuse')]}
      >
        {groups.map(({ name, web, refuse }, at) => (
          <tr key={name ?? ''}>
            <th scope="row">{name ?? t('system.group.others')}</th>
            <td>{t('system.web', { web })}</td>
            <td>
              <Fate fate={whileDown[at]?.fate ?? 'as-always'} />
            </td>
            <td className="mono">{refuse.length === 0 ? '–' : refuse.join(', ')}</td>
          </tr>
        ))}
      </Sheet>
      <p className="quiet under-table">
        {rich('system.down.power', { command: <code>gatehouse network card</code> })}
      </p>
    </section>
  )
}

/** Where this box forwards nothing: of machines that are set to the proxy alone. */
function Proxied({ network: { whileDown } }: { network: Network }) {
  const { t } = useI18n()
  return (
    <section className="section">
      <h2>{t('system.groups')}</h2>
      <p className="quiet under">{t('system.down.proxied')}</p>
      <Sheet label={t('system.groups')} columns={[t('system.group'), t('system.group.down')]}>
        {whileDown.map(({ name, fate }) => (
          <tr key={name ?? ''}>
            <th scope="row">{name ?? t('system.group.others')}</th>
            <td>
              <Fate fate={fate} />
            </td>
          </tr>
        ))}
      </Sheet>
    </section>
  )
}

const fateMarks = {
  none: ['', 'refuse'],
  unread: ['soon', 'soon'],
  'by-script': ['soon', 'soon'],
  'not-taken': ['now', 'now'],
} as const satisfies Partial<Record<Network['whileDown'][number]['fate'], readonly [string, IconName]>>

function Fate({ fate }: { fate: Network['whileDown'][number]['fate'] }) {
  const { t } = useI18n()
  if (fate === 'as-always') return t('system.down.same')
  const [colour, mark] = fateMarks[fate]
  return (
    <span className={`told verdict ${colour}`}>
      <Icon name={mark} />
      {t('system.down', { fate: fate.replace('-', '_') })}
    </span>
  )
}

function Protocols() {
  const { t } = useI18n()
  const table = useQuery(protocolsQuery)
  return (
    <section className="section">
      <h2>{t('system.protocols')}</h2>
      <p className="quiet under">{t('system.protocols.lead')}</p>
      <Answered query={table}>
        {({ protocols }) => (
          <Sheet
            label={t('system.protocols')}
            columns={[t('system.protocol'), t('system.ports'), t('system.byDefault'), t('system.note')]}
          >
            {protocols.map(({ line, title, ports, byDefault, note }) => (
              <tr key={line} lang="en">
                <th scope="row">{title}</th>
                <td>{ports}</td>
                <td>{byDefault}</td>
                <td className="quiet">{note}</td>
              </tr>
            ))}
          </Sheet>
        )}
      </Answered>
    </section>
  )
}
