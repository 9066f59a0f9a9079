/** Says in words why a change was not made; what was typed stays. */
import { NoAnswerError, ProblemError } from '../../api/ask.ts'
import { type I18n, useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { problemWords } from '../../parts/problem-words.ts'

export function Trouble({ error }: { error: Error }) {
  const { t } = useI18n()
  return (
    <p className="trouble" role="alert">
      <span className="now">
        <Icon name="now" />
      </span>{' '}
      {wordsOf(error, t)}
    </p>
  )
}

function wordsOf(error: Error, t: I18n['t']): string {
  if (error instanceof NoAnswerError) return t('policies.trouble.silent')
  if (error instanceof ProblemError) {
    const { status, code } = error.problem
    if (status === 412 || code === 'POLICY_MOVED') return t('policies.trouble.other')
    if (code === 'POLICY_INVALID') return t('policies.trouble.invalid')
    if (code === 'POLICY_UNJUDGED') return t('policies.trouble.unjudged')
  }
  const { title, hint } = problemWords(error, t)
  return [title, hint].filter((words) => words !== undefined && words !== '').join(' ')
}
