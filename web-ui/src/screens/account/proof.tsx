/** Asks once more for a sign that it is still the same person: a code of the app, a passkey, or the password where there is neither. */
import { useState } from 'react'
import { change } from '../../api/ask.ts'
import { isAtBareAddress, proveByPasskey } from '../../api/passkeys.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Field } from '../../parts/field.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { SignInForm } from '../../session/sign-in-form.tsx'

export interface ProofProps {
  why: string
  hasApp: boolean
  hasPasskey: boolean
  done(): void
  leave(): void
}

export function Proof({ why, hasApp, hasPasskey, done, leave }: ProofProps) {
  const { t } = useI18n()
  const [failed, fail] = useState<Error | null>(null)
  const byPasskey = () =>
    proveByPasskey().then(done, (error: Error) => {
      fail(error)
    })
  const give = (typed: Record<string, string>) => change('account/proof', { body: typed }).then(done)
  const words = failed === null ? null : problemWords(failed, t)
  return (
    <section aria-label={t('account.proof')} className="door-form account-form">
      <h3>{t('account.proof')}</h3>
      <p>{why}</p>
      {hasPasskey && !isAtBareAddress() ? (
        <div className="buttons">
          <button type="button" className="button" onClick={() => void byPasskey()}>
            {t('account.proof.passkey')}
          </button>
        </div>
      ) : null}
      {words === null ? null : (
        <p role="alert" className="small now">
          {words.title} {words.hint}
        </p>
      )}
      {hasApp ? (
        <SignInForm action={t('account.proof.give')} send={give}>
          <Field
            label={t('account.proof.code')}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
          />
        </SignInForm>
      ) : null}
      {hasApp || hasPasskey ? null : (
        <SignInForm action={t('account.proof.give')} send={give}>
          <Field
            label={t('session.password')}
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={256}
          />
        </SignInForm>
      )}
      <button type="button" className="link" onClick={leave}>
        {t('account.proof.leave')}
      </button>
    </section>
  )
}
