/** Signs in by a passkey: alone, or after the password; says why where that cannot be. */
import { useState } from 'react'
import { ProblemError } from '../api/ask.ts'
import { signInByPasskey } from '../api/passkeys.ts'
import type { SignInStep } from '../api/types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from '../parts/icons.tsx'
import { problemWords } from '../parts/problem-words.ts'

export interface PasskeyButtonProps {
  /** Of the password that was right; null for a passkey alone. */
  ticket: string | null
  take(answer: SignInStep): void
  /** The sign-in has to begin anew. */
  over(): void
}

export function PasskeyButton({ ticket, take, over }: PasskeyButtonProps) {
  const { t } = useI18n()
  const [isBusy, setBusy] = useState(false)
  const [failed, fail] = useState<Error | null>(null)
  const use = async () => {
    setBusy(true)
    fail(null)
    try {
      take(await signInByPasskey(ticket))
    } catch (error) {
      fail(error as Error)
      setBusy(false)
      if (error instanceof ProblemError && error.problem.code === 'SIGN_IN_OVER') over()
    }
  }
  const words = failed === null ? null : problemWords(failed, t)
  return (
    <div className="door-form">
      <button type="button" className="button" disabled={isBusy} onClick={() => void use()}>
        {t(ticket === null ? 'session.passkey' : 'session.passkey.second')}
      </button>
      <p role="alert" className="door-failed">
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
    </div>
  )
}
