/** Where whoever looks is signed in: ends one, or all but this one. */
import { useQuery } from '@tanstack/react-query'
import { sessionsQuery } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Answered } from '../../parts/states.tsx'
import { SessionTable } from './sessions.tsx'
import { TakeAway } from './take-away.tsx'

const endPath = (id: string) => `account/sessions/${id}/end`

export function OwnSessions({ current }: { current: string | null }) {
  const { t } = useI18n()
  const list = useQuery(sessionsQuery('own'))
  return (
    <section className="section">
      <h2>{t('system.sessions.own')}</h2>
      <Answered query={list}>
        {({ sessions }) => {
          const others = sessions.filter(({ id }) => id !== current)
          return (
            <>
              <SessionTable label={t('system.sessions.own')} {...{ sessions, current, endPath }} />
              {others.length === 0 ? null : (
                <p className="under-table">
                  <TakeAway
                    paths={others.map(({ id }) => endPath(id))}
                    label={t('system.endOthers')}
                    of={t('system.sessions.count', { count: others.length })}
                  />
                </p>
              )}
            </>
          )
        }}
      </Answered>
    </section>
  )
}
