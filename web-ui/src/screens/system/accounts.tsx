/** Accounts for the review of access: in which role, behind which proof, when last used, and until when. */
import type { Account } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Sheet } from './sheet.tsx'
import { TakeAway } from './take-away.tsx'
import { When } from './when.tsx'

const marks = {
  active: 'pass',
  waiting: 'soon',
  expired: 'fail',
  revoked: 'refuse',
} as const satisfies Record<Account['state'], IconName>

export interface AccountTableProps {
  accounts: readonly Account[]
  mayRevoke: boolean
  /** Nobody revokes their own. */
  own: string | null
}

export function AccountTable({ accounts, mayRevoke, own }: AccountTableProps) {
  const { t } = useI18n()
  const columns = ['account', 'role', 'state', 'proof', 'signedIn', 'ends'] as const
  return (
    <Sheet
      label={t('system.accounts')}
      columns={[...columns.map((column) => t(`system.${column}`)), ...(mayRevoke ? [''] : [])]}
    >
      {accounts.map((account) => (
        <tr key={account.name}>
          <th scope="row">
            {account.name}
            {account.name === own ? <span className="quiet"> {t('system.you')}</span> : null}
          </th>
          <td>{t('system.roleName', { role: account.role })}</td>
          <td>
            <span className={`verdict ${account.state === 'waiting' ? 'soon' : ''}`}>
              <Icon name={marks[account.state]} />
              {t('system.accountState', { state: account.state })}
            </span>
          </td>
          <td>
            <Proof account={account} />
          </td>
          <td>
            <When at={account.signedInAt} never={t('system.never')} />
          </td>
          <td>
            <When at={account.expiresAt} never={t('system.noEnd')} />
          </td>
          {mayRevoke ? (
            <td className="act">
              {account.state === 'revoked' || account.name === own ? null : (
                <TakeAway
                  paths={[`accounts/${encodeURIComponent(account.name)}/revoke`]}
                  label={t('system.revoke')}
                  of={account.name}
                  means={t('system.revoke.account')}
                />
              )}
            </td>
          ) : null}
        </tr>
      ))}
    </Sheet>
  )
}

/** A password alone is said aloud: only staff may have it so. */
function Proof({ account }: { account: Account }) {
  const { state, secondFactor, recoveryCodesLeft, passkeys, reveals } = account
  const { t } = useI18n()
  if (state === 'waiting' || state === 'revoked') return <span className="quiet">–</span>
  if (!secondFactor && passkeys === 0)
    return (
      <span className="verdict soon">
        <Icon name="soon" />
        {t('system.proof.password')}
      </span>
    )
  return (
    <>
      {secondFactor ? t('system.proof.app') : t('system.proof.passkeys', { count: passkeys })}{' '}
      {secondFactor ? (
        <span className="small quiet block">
          {t('system.proof.codes', { count: recoveryCodesLeft })}
          {passkeys === 0 ? null : `, ${t('system.proof.passkeys', { count: passkeys })}`}
        </span>
      ) : null}
      {reveals ? <span className="small block">{t('system.reveals')}</span> : null}
    </>
  )
}
