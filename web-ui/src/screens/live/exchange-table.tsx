/** Exchanges as a dense table: when, who, where to, what happened and why, what was found. */
import type { Exchange } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { entityName } from '../../parts/entity-name.ts'
import { clientLabel, hostLabel } from '../../parts/labels.ts'
import { useNow } from '../../parts/use-now.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { Link } from '../../router/router.tsx'
import type { Alike } from './alike.ts'

export interface ExchangeTableProps {
  groups: readonly Alike[]
  names: ReadonlyMap<string, string>
  /** The id of the one at the side. */
  chosen: string | null
  addressFor(id: string): string
}

/** Explicit roles: on narrow screens rows become blocks, and `display: grid` would take the table from screen readers. */
export function ExchangeTable({ groups, names, chosen, addressFor }: ExchangeTableProps) {
  const { t } = useI18n()
  const now = useNow()
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table className="exchanges" role="table" aria-label={t('live.table')}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
        <tr role="row">
          {(['time', 'client', 'destination', 'what', 'found'] as const).map((column) => (
            // biome-ignore lint/a11y/noRedundantRoles: see above
            <th role="columnheader" scope="col" className={`at-${column}`} key={column}>
              {t(`live.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <tbody role="rowgroup">
        {groups.map((group) => (
          <Row
            key={group.records.at(-1)?.id}
            {...{ group, names, now, addressFor }}
            isChosen={group.records.some(({ id }) => id === chosen)}
          />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  group: Alike
  names: ReadonlyMap<string, string>
  now: number
  isChosen: boolean
  addressFor(id: string): string
}

function Row({ group: { newest, records }, names, now, isChosen, addressFor }: RowProps) {
  const { t, time, dateTime } = useI18n()
  return (
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <tr role="row" data-chosen={isChosen}>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <td role="cell" className="at-time">
        <time dateTime={new Date(newest.at).toISOString()} title={dateTime(newest.at)}>
          {time(newest.at, now)}
        </time>
      </td>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <td role="cell" className="at-client">
        {clientLabel(newest, names)}
      </td>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <td role="cell" className="at-destination">
        <Link
          className="mono"
          href={addressFor(newest.id)}
          aria-current={isChosen ? 'true' : undefined}
          title={hostLabel(newest)}
        >
          {hostLabel(newest) === '' ? '–' : hostLabel(newest)}
        </Link>
        {newest.method === null ? null : (
          <span className="mono quiet">
            {' '}
            {newest.method} {newest.pathTemplate}
          </span>
        )}
      </td>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <td role="cell" className="at-what">
        <Verdict action={newest.action} />
        {records.length > 1 ? (
          <span className="times"> {t('live.times', { count: records.length })}</span>
        ) : null}
        {newest.observed ? <span className="quiet"> ({t('live.observed')})</span> : null}
        {newest.reason === 'nothing-found' ? null : (
          <span className="quiet" title={t(`reason.${newest.reason}`)}>
            {' '}
            {t(`reason.${newest.reason}`)}
          </span>
        )}
      </td>
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <td role="cell" className="at-found">
        {foundWords(newest, t)}
      </td>
    </tr>
  )
}

function foundWords({ findingCounts, findings }: Exchange, t: ReturnType<typeof useI18n>['t']): string {
  return Object.entries(findingCounts)
    .filter(([, count]) => (count ?? 0) > 0)
    .map(([type, count]) => {
      const dataClass = findings.find((finding) => finding.type === type)?.class
      return t('found.item', { count: count ?? 0, name: entityName(type, dataClass, t) })
    })
    .join(', ')
}
