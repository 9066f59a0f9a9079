/** Who is signed in by a browser, from where and since when, each with the button that ends it. */
import type { Session } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Sheet } from './sheet.tsx'
import { TakeAway } from './take-away.tsx'
import { When } from './when.tsx'

export interface SessionTableProps {
  label: string
  sessions: readonly Session[]
  /** The id of the session that looks. */
  current: string | null
  /** Null where whoever looks may not. */
  endPath: ((id: string) => string) | null
}

export function SessionTable({ label, sessions, current, endPath }: SessionTableProps) {
  const { t } = useI18n()
  const columns = ['account', 'role', 'address', 'opened', 'seen'] as const
  return (
    <Sheet
      label={label}
      columns={[...columns.map((column) => t(`system.${column}`)), ...(endPath === null ? [] : [''])]}
    >
      {sessions.map(({ id, name, role, address, openedAt, seenAt }) => (
        <tr key={id}>
          <th scope="row">
            {name ?? t('system.token')}
            {id === current ? <span className="quiet"> {t('system.thisOne')}</span> : null}
          </th>
          <td>{t('system.roleName', { role })}</td>
          <td className="mono">{address}</td>
          <td>
            <When at={openedAt} never="" />
          </td>
          <td>
            <When at={seenAt} never="" />
          </td>
          {endPath === null ? null : (
            <td className="act">
              <TakeAway
                paths={[endPath(id)]}
                label={t('system.end')}
                of={`${name ?? t('system.token')}, ${address}`}
              />
            </td>
          )}
        </tr>
      ))}
    </Sheet>
  )
}
