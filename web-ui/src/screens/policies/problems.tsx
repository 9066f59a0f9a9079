/** What the gateway finds wrong with a draft, each with its line, which a click leads to. */
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import type { TextProblem } from './asked.ts'

export interface ProblemsProps {
  problems: readonly TextProblem[]
  /** While what was typed last is looked at. */
  isChecking: boolean
  goTo(line: number): void
}

const mostShown = 50

export function Problems({ problems, isChecking, goTo }: ProblemsProps) {
  const { t } = useI18n()
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return (
    <section id="policy-problems" className="problems" aria-label={t('policies.problems')}>
      <p role="status" className={errors > 0 ? 'now' : 'quiet'}>
        <Icon name={errors > 0 ? 'now' : 'pass'} />{' '}
        {isChecking
          ? t('policies.checking')
          : t('policies.checked', { errors, warnings: problems.length - errors })}
      </p>
      <ul>
        {problems.slice(0, mostShown).map(({ line, column, severity, path, message, hint }) => (
          <li key={`${line} ${column} ${path} ${message}`}>
            <span className={severity === 'error' ? 'now' : 'note'}>
              <Icon name={severity === 'error' ? 'now' : 'note'} />
            </span>
            <div>
              {line === null ? null : (
                <button type="button" className="link" onClick={() => goTo(line)}>
                  {t('policies.line', { line })}
                </button>
              )}{' '}
              {path === '' ? null : <code>{path}</code>} {message}
              {hint === null ? null : <p className="quiet">{hint}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
