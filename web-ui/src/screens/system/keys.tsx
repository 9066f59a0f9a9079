/** API keys: for whom a program reads what, until when, and whether anybody still uses it. */
import type { ApiKey } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Sheet } from './sheet.tsx'
import { TakeAway } from './take-away.tsx'
import { When } from './when.tsx'

const marks = { active: 'pass', expired: 'fail', revoked: 'refuse' } as const satisfies Record<
  ApiKey['state'],
  IconName
>

export interface KeyTableProps {
  label: string
  keys: readonly ApiKey[]
  mayRevoke: boolean
  /** The account of whoever looks. */
  own: string | null
}

export function KeyTable({ label, keys, mayRevoke, own }: KeyTableProps) {
  const { t } = useI18n()
  const columns = ['key', 'readsFor', 'scopes', 'keyState', 'used', 'ends'] as const
  return (
    <Sheet
      label={label}
      columns={[...columns.map((column) => t(`system.${column}`)), ...(mayRevoke ? [''] : [])]}
    >
      {keys.map(({ name, account, scopes, state, usedOn, expiresAt }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>
            {account}
            {account === own ? <span className="quiet"> {t('system.you')}</span> : null}
          </td>
          <td className="mono">{scopes.join(', ')}</td>
          <td>
            <span className="verdict">
              <Icon name={marks[state]} />
              {t('system.keyStateName', { state })}
            </span>
          </td>
          <td>
            {usedOn === null ? <span className="quiet">{t('system.never')}</span> : <time>{usedOn}</time>}
          </td>
          <td>
            <When at={expiresAt} never="" />
          </td>
          {mayRevoke ? (
            <td className="act">
              {state !== 'active' ? null : (
                <TakeAway
                  paths={[`api-keys/${encodeURIComponent(name)}/revoke`]}
                  label={t('system.revoke')}
                  of={name}
                  means={t('system.revoke.key')}
                />
              )}
            </td>
          ) : null}
        </tr>
      ))}
    </Sheet>
  )
}
