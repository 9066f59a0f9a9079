/** Is the box well: what the gateway warns of, and what the doctor found when it last looked. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { accountQuery, healthQuery } from '../../api/queries.ts'
import { mayRead } from '../../api/roles.ts'
import { type DoctorReport, doctorQuery } from '../../api/system.ts'
import type { Health as HealthReport } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Answered } from '../../parts/states.tsx'
import { useNow } from '../../parts/use-now.ts'
import { WellChecks, WrongChecks } from './checks.tsx'
import { Told } from './told.tsx'

export function Health() {
  const { t } = useI18n()
  const { data: account } = useQuery(accountQuery)
  const mayAskDoctor = mayRead(account?.role, 'doctor')
  const health = useQuery(healthQuery)
  const doctor = useQuery({ ...doctorQuery, enabled: mayAskDoctor })
  return (
    <>
      <div className="lead">
        <h1>{t(`system.health.${standingOf(health.data, doctor.data)}`)}</h1>
        <p>{t(mayAskDoctor ? 'system.health.lead' : 'system.health.lead.warnings')}</p>
      </div>
      <Answered query={health}>{({ warnings }) => <Warnings warnings={warnings} />}</Answered>
      {mayAskDoctor ? (
        <section className="section" aria-labelledby="doctor">
          <div className="head">
            <h2 id="doctor">{t('system.doctor')}</h2>
            <Button
              variant="default"
              size="sm"
              loading={doctor.isFetching}
              onClick={() => void doctor.refetch()}
            >
              {t('system.doctor.again')}
            </Button>
          </div>
          <Answered query={doctor} lines={8}>
            {({ checks }) => (
              <>
                <WrongChecks checks={checks} />
                <WellChecks checks={checks} />
              </>
            )}
          </Answered>
        </section>
      ) : null}
    </>
  )
}

type Standing = 'asking' | 'now' | 'soon' | 'well'

/** The worst of both. */
function standingOf(health: HealthReport | undefined, doctor: DoctorReport | undefined): Standing {
  const severities = health?.warnings.map(({ severity }) => severity) ?? []
  const states = doctor?.checks.map(({ state }) => state) ?? []
  if (severities.includes('act-now') || states.includes('fail')) return 'now'
  if (severities.includes('act-by') || states.includes('warn')) return 'soon'
  return health === undefined ? 'asking' : 'well'
}

const marks = { 'act-now': 'now', 'act-by': 'soon', note: 'note' } as const
const words = { 'act-now': 'today.task.now', 'act-by': 'today.task.soon', note: 'today.task.note' } as const

function Warnings({ warnings }: { warnings: HealthReport['warnings'] }) {
  const { t, time } = useI18n()
  const now = useNow()
  if (warnings.length === 0) return null
  return (
    <section className="section" aria-labelledby="warnings">
      <h2 id="warnings">{t('system.warnings')}</h2>
      <ol className="tasks">
        {warnings.map(({ code, title, hint, severity, since }) => (
          <li key={code}>
            <span className={marks[severity]}>
              <Icon name={marks[severity]} />
            </span>
            <div>
              <h3>
                <Told text={title} />
              </h3>
              <p>
                <Told text={hint} />
              </p>
              <p className="small quiet">
                <span className={`when ${marks[severity]}`}>{t(words[severity])}</span>
                {', '}
                {t('today.task.since', { time: time(since, now) })}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
