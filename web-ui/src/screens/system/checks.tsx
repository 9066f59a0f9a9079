/** What the doctor found, in its own words: each thing that is wrong with what it means and what to do, then what is well. */
import type { DoctorReport } from '../../api/system.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Told } from './told.tsx'

type Checks = DoctorReport['checks']

const marks = { fail: 'now', warn: 'soon' } as const

export function WrongChecks({ checks }: { checks: Checks }) {
  const { t } = useI18n()
  const wrong = [...checks.filter(({ state }) => state === 'fail'), ...checks.filter(isWarning)]
  if (wrong.length === 0) return <p className="quiet">{t('system.doctor.well')}</p>
  return (
    <ol className="tasks">
      {wrong.map(({ id, title, state, found, meaning, todo }) => {
        const mark = state === 'fail' ? marks.fail : marks.warn
        return (
          <li key={id}>
            <span className={mark}>
              <Icon name={mark} />
            </span>
            <div>
              <h3>
                <Told text={title} /> <span className={`small ${mark}`}>{t(`system.check.${mark}`)}</span>
              </h3>
              <dl className="findings">
                {(['found', 'meaning', 'todo'] as const).map((what) => {
                  const text = { found, meaning, todo }[what]
                  return text === '' ? null : (
                    <div key={what}>
                      <dt>{t(`system.check.${what}`)}</dt>
                      <dd>
                        <Told text={text} />
                      </dd>
                    </div>
                  )
                })}
              </dl>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

export function WellChecks({ checks }: { checks: Checks }) {
  const { t } = useI18n()
  const well = checks.filter(({ state }) => state === 'ok')
  if (well.length === 0) return null
  return (
    <details className="more">
      <summary>{t('system.doctor.wellCount', { count: well.length })}</summary>
      <ul className="well">
        {well.map(({ id, title, found }) => (
          <li key={id}>
            <Icon name="pass" />
            <strong lang="en">{title}</strong>
            <span className="quiet">
              <Told text={found} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function isWarning({ state }: Checks[number]): boolean {
  return state === 'warn'
}
