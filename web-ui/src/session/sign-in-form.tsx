/** One step of signing in: its fields, its button, and why the last try was refused, with the time that has to pass before the next. */
import { type FormEvent, type ReactNode, useEffect, useId, useState } from 'react'
import { ProblemError } from '../api/ask.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from '../parts/icons.tsx'
import { problemWords } from '../parts/problem-words.ts'

export interface SignInFormProps {
  action: string
  /** Rejects as `signInStep` does. */
  send(typed: Record<string, string>): Promise<void>
  /** The sign-in has to begin anew. */
  over?(): void
  children: ReactNode
}

export function SignInForm({ action, send, over, children }: SignInFormProps) {
  const { t, number } = useI18n()
  const [isBusy, setBusy] = useState(false)
  const [failed, fail] = useState<Error | null>(null)
  const [waitSeconds, wait] = useCountdown()
  const wordsId = useId()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    setBusy(true)
    fail(null)
    try {
      await send(typed)
    } catch (error) {
      fail(error as Error)
      setBusy(false)
      if (error instanceof ProblemError) {
        wait(error.waitSeconds ?? 0)
        if (error.problem.code === 'SIGN_IN_OVER') over?.()
      }
      form.querySelector<HTMLInputElement>('input[type="password"], input[name="code"]')?.select()
    }
  }
  const words = failed === null ? null : problemWords(failed, t)
  return (
    <form className="door-form" onSubmit={(event) => void submit(event)} aria-describedby={wordsId}>
      {children}
      <p id={wordsId} role="alert" className="door-failed">
        {words === null ? null : (
          <>
            <span className="now">
              <Icon name="now" />
            </span>
            <span>
              {words.title} {words.hint}
            </span>
          </>
        )}
      </p>
      <button type="submit" className="button button-main" disabled={isBusy || waitSeconds > 0}>
        {waitSeconds > 0 ? t('session.wait', { action, seconds: number(waitSeconds) }) : action}
      </button>
    </form>
  )
}

/** Whole seconds that are left, and how to begin. */
function useCountdown(): [number, (seconds: number) => void] {
  const [left, set] = useState(0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => set(left - 1), 1_000)
    return () => clearTimeout(timer)
  }, [left])
  return [left, set]
}
