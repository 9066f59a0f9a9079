/** One's own account: who one is here, what proves it, where one is signed in, and which programs read in one's name. */
import '../system/system.css'
import './account.css'
import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '../../api/queries.ts'
import { apiKeysQuery } from '../../api/system.ts'
import type { OwnAccount } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Answered } from '../../parts/states.tsx'
import { Fact } from '../system/fact.tsx'
import { KeyTable } from '../system/keys.tsx'
import { OwnSessions } from '../system/own-sessions.tsx'
import { When } from '../system/when.tsx'
import { Passkeys } from './passkeys.tsx'
import { Reveal } from './reveal.tsx'

export function Account() {
  const { t } = useI18n()
  const own = useQuery(accountQuery)
  return (
    <Answered query={own}>
      {({ account, role, session }) => (
        <>
          <div className="lead">
            <h1>{account === null ? t('account.byToken') : t('account.title', { name: account.name })}</h1>
            <p>{t(account === null ? 'account.byToken.lead' : 'account.lead')}</p>
          </div>
          {account === null ? null : (
            <>
              <Facts account={account} role={role} />
              <Passkeys hasApp={account.secondFactor} />
            </>
          )}
          <OwnSessions current={session} />
          {account?.reveals === true ? (
            <Reveal hasApp={account.secondFactor} hasPasskey={account.passkeys > 0} />
          ) : null}
          {account === null ? null : <OwnKeys name={account.name} />}
        </>
      )}
    </Answered>
  )
}

function Facts({ account, role }: { account: NonNullable<OwnAccount['account']>; role: OwnAccount['role'] }) {
  const { t } = useI18n()
  const { expiresAt, secondFactor, recoveryCodesLeft, signedInAt } = account
  return (
    <dl className="system-facts account-facts">
      <Fact name={t('system.role')}>{t('system.roleName', { role })}</Fact>
      <Fact name={t('system.ends')}>
        <When at={expiresAt} never={t('system.noEnd')} />
      </Fact>
      <Fact name={t('account.app')}>
        {secondFactor
          ? `${t('system.proof.app')}, ${t('system.proof.codes', { count: recoveryCodesLeft })}`
          : t('account.app.none')}
      </Fact>
      <Fact name={t('system.signedIn')}>
        <When at={signedInAt} never={t('system.never')} />
      </Fact>
    </dl>
  )
}

function OwnKeys({ name }: { name: string }) {
  const { t } = useI18n()
  const list = useQuery(apiKeysQuery('own', null))
  return (
    <section className="section">
      <h2>{t('system.keys.own')}</h2>
      <Answered query={list}>
        {({ keys }) =>
          keys.length === 0 ? (
            <p className="quiet">{t('system.keys.none')}</p>
          ) : (
            <KeyTable label={t('system.keys.own')} {...{ keys, own: name }} mayRevoke={false} />
          )
        }
      </Answered>
    </section>
  )
}
