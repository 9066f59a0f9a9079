/** Who may sign in, who is signed in, and which programs read: looked through from time to time, and ended where nobody needs it. */
import { useQuery } from '@tanstack/react-query'
import { accountQuery } from '../../api/queries.ts'
import { mayRead, revokedBy } from '../../api/roles.ts'
import { accountsQuery, apiKeysQuery, sessionsQuery } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { usePlace } from '../../router/router.tsx'
import { AccountTable } from './accounts.tsx'
import { KeyTable } from './keys.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { SessionTable } from './sessions.tsx'
import { NextPage } from './sheet.tsx'

export function Access() {
  const { t } = useI18n()
  const account = useQuery(accountQuery)
  return (
    <Answered query={account}>
      {(own) => {
        const seesAll = mayRead(own.role, 'accounts')
        return (
          <>
            <div className="lead">
              <h1>{t(seesAll ? 'system.access.title' : 'system.access.own')}</h1>
              <p>{t(seesAll ? 'system.access.lead' : 'system.access.own.lead')}</p>
            </div>
            {seesAll ? (
              <Accounts mayRevoke={revokedBy.includes(own.role)} own={own.account?.name ?? null} />
            ) : null}
            <OwnSessions current={own.session} />
            {seesAll ? <Sessions mayEnd={revokedBy.includes(own.role)} current={own.session} /> : null}
            <Keys
              whose={seesAll ? 'all' : 'own'}
              mayRevoke={revokedBy.includes(own.role)}
              own={own.account?.name ?? null}
            />
          </>
        )
      }}
    </Answered>
  )
}

function Accounts({ mayRevoke, own }: { mayRevoke: boolean; own: string | null }) {
  const { t, rich } = useI18n()
  const cursor = 'accounts'
  const list = useQuery(accountsQuery(usePlace().search.get(cursor)))
  const command = <code>gatehouse user add sam --role owner</code>
  return (
    <section className="section">
      <h2>{t('system.accounts')}</h2>
      <Answered query={list}>
        {({ accounts, next }) =>
          accounts.length === 0 ? (
            <Empty title={t('system.accounts.none')}>
              <p>{rich('system.accounts.none.hint', { command })}</p>
            </Empty>
          ) : (
            <>
              <AccountTable {...{ accounts, mayRevoke, own }} />
              <NextPage name={cursor} next={next} />
              <p className="quiet under-table">
                {rich('system.accounts.onBox', { command, reset: <code>gatehouse user reset sam</code> })}
              </p>
            </>
          )
        }
      </Answered>
    </section>
  )
}

function Sessions({ mayEnd, current }: { mayEnd: boolean; current: string | null }) {
  const { t } = useI18n()
  const list = useQuery(sessionsQuery('all'))
  return (
    <section className="section">
      <h2>{t('system.sessions')}</h2>
      <Answered query={list}>
        {({ sessions }) =>
          sessions.length === 0 ? (
            <p className="quiet">{t('system.sessions.none')}</p>
          ) : (
            <SessionTable
              label={t('system.sessions')}
              {...{ sessions, current }}
              endPath={mayEnd ? (id) => `sessions/${id}/end` : null}
            />
          )
        }
      </Answered>
    </section>
  )
}

function Keys({ whose, mayRevoke, own }: { whose: 'own' | 'all'; mayRevoke: boolean; own: string | null }) {
  const { t, rich } = useI18n()
  const cursor = 'keys'
  const list = useQuery(apiKeysQuery(whose, usePlace().search.get(cursor)))
  return (
    <section className="section">
      <h2>{t(`system.keys.${whose}`)}</h2>
      <Answered query={list}>
        {({ keys, next }) => (
          <>
            {keys.length === 0 ? (
              <p className="quiet">{t('system.keys.none')}</p>
            ) : (
              <KeyTable label={t(`system.keys.${whose}`)} {...{ keys, mayRevoke, own }} />
            )}
            <NextPage name={cursor} next={next} />
            <p className="quiet under-table">
              {rich('system.keys.onBox', {
                command: (
                  <code>
                    gatehouse api-key add prometheus --account sam --scopes metrics --until 2027-03-31
                  </code>
                ),
              })}
            </p>
          </>
        )}
      </Answered>
    </section>
  )
}
