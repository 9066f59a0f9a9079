/** What vouches for the gateway: both authorities with fingerprint and end, and their roots to be installed. */
import { useQuery } from '@tanstack/react-query'
import { type Authority, authoritiesQuery } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Answered } from '../../parts/states.tsx'
import { Fact } from './fact.tsx'
import { When } from './when.tsx'

export function Certificates() {
  const { t, rich } = useI18n()
  const list = useQuery(authoritiesQuery)
  const areWell = list.data?.authorities.every(({ state }) => state === 'ready' || state === 'overlapping')
  return (
    <>
      <div className="lead">
        <h1>
          {t(
            areWell === undefined
              ? 'system.certificates'
              : areWell
                ? 'system.certificates.well'
                : 'system.certificates.wrong',
          )}
        </h1>
        <p>{t('system.certificates.lead')}</p>
      </div>
      <Answered query={list}>
        {({ authorities }) => (
          <>
            {authorities.map((authority) => (
              <AuthoritySection key={authority.kind} authority={authority} />
            ))}
            <section className="section prose">
              <h2>{t('system.install')}</h2>
              <p>
                <a href="/api/v1/authorities/bundle.pem" download>
                  {t('system.bundle')}
                </a>
              </p>
              <p className="quiet">
                {rich('system.certificates.onBox', {
                  command: <code>gatehouse ca rotate interception</code>,
                })}
              </p>
            </section>
          </>
        )}
      </Answered>
    </>
  )
}

const marks = {
  ready: ['', 'pass'],
  overlapping: ['', 'transform'],
  'not-yet-valid': ['now', 'now'],
  expired: ['now', 'now'],
} as const satisfies Record<Authority['state'], readonly [string, IconName]>

function AuthoritySection({ authority }: { authority: Authority }) {
  const { t, rich } = useI18n()
  const { kind, state, subject, fingerprint, notBefore, notAfter, excluded, successor } = authority
  const [colour, mark] = marks[state]
  return (
    <section className="section">
      <h2>{t('system.authority', { kind })}</h2>
      <p className="quiet under prose">{t('system.authority.for', { kind })}</p>
      <dl className="system-facts">
        <Fact name={t('system.state')}>
          <span className={`verdict told ${colour}`}>
            <Icon name={mark} />
            {t('system.authorityState', { state })}
          </span>
        </Fact>
        <Fact name={t('system.subject')}>
          <span className="mono">{subject}</span>
        </Fact>
        <Fact name={t('system.valid')}>
          {rich('system.valid.span', {
            from: <When at={notBefore} never="" />,
            to: <When at={notAfter} never="" />,
          })}
        </Fact>
        <Fact name={t('system.fingerprint')}>
          <span className="mono fingerprint">{fingerprint}</span>
        </Fact>
        {excluded.length === 0 ? null : (
          <Fact name={t('system.excluded')}>
            <span className="mono">{excluded.join(', ')}</span>
          </Fact>
        )}
        {successor === null ? null : (
          <Fact name={t('system.successor')}>
            {rich('system.successor.at', { time: <When at={successor.takesOverAt} never="" /> })}{' '}
            <span className="mono fingerprint">{successor.fingerprint}</span>
          </Fact>
        )}
      </dl>
      <p className="under-table">
        <a href={`/api/v1/authorities/${kind}.der`} download>
          {t('system.download')}
        </a>
      </p>
    </section>
  )
}
