/** Says what a token stands for, to whom was given the right: for a reason, after a fresh second factor, and as long as one looks. */
import { type FormEvent, useId, useState } from 'react'
import type { z } from 'zod'
import type { revealedToken } from '../../../../gateway/api/schemas/tokens.ts'
import type { RevealReason } from '../../../../gateway/core/account/reveal.ts'
import { change, ProblemError } from '../../api/ask.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Field } from '../../parts/field.tsx'
import { problemWords } from '../../parts/problem-words.ts'
import { Proof } from './proof.tsx'

type Revealed = z.output<typeof revealedToken>

/** In the order in which they are offered; one that is missing here is no type. */
const reasons = Object.keys({
  'subject-request': true,
  incident: true,
  correction: true,
  'legal-duty': true,
  support: true,
} satisfies Record<RevealReason, true>) as RevealReason[]

export function Reveal({ hasApp, hasPasskey }: { hasApp: boolean; hasPasskey: boolean }) {
  const { t } = useI18n()
  const [asked, ask] = useState({ token: '', why: 'subject-request' as RevealReason })
  const [isProving, prove] = useState(false)
  const [found, find] = useState<Revealed | null>(null)
  const [failed, fail] = useState<Error | null>(null)
  const reveal = async () => {
    fail(null)
    find(null)
    try {
      const code = asked.token.trim().toUpperCase().replace(/^.*_/, '')
      find(await change(`tokens/${encodeURIComponent(code)}/lookup`, { body: { why: asked.why } }))
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'FRESH_FACTOR_NEEDED') prove(true)
      else fail(error as Error)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void reveal()
  }
  const words = failed === null ? null : problemWords(failed, t)
  return (
    <section className="section">
      <h2>{t('account.reveal')}</h2>
      <p className="quiet">{t('account.reveal.lead')}</p>
      {isProving ? (
        <Proof
          {...{ hasApp, hasPasskey }}
          why={t('account.reveal.proof')}
          done={() => {
            prove(false)
            void reveal()
          }}
          leave={() => prove(false)}
        />
      ) : (
        <form className="door-form account-form" onSubmit={submit}>
          <Field
            label={t('account.reveal.token')}
            name="token"
            autoComplete="off"
            spellCheck={false}
            maxLength={60}
            value={asked.token}
            onChange={(event) => ask({ ...asked, token: event.target.value })}
          />
          <Reason why={asked.why} choose={(why) => ask({ ...asked, why })} />
          <div className="buttons">
            <button type="submit" className="button button-main">
              {t('account.reveal.show')}
            </button>
          </div>
        </form>
      )}
      {words === null ? null : (
        <p role="alert" className="small now">
          {words.title} {words.hint}
        </p>
      )}
      {found === null ? null : (
        <p role="status">
          <span className="mono">{found.type}</span>:{' '}
          <strong>{found.value ?? t('account.reveal.gone')}</strong>
        </p>
      )}
    </section>
  )
}

function Reason({ why, choose }: { why: RevealReason; choose(why: RevealReason): void }) {
  const { t } = useI18n()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{t('account.reveal.why')}</label>
      <select id={id} value={why} onChange={(event) => choose(event.target.value as RevealReason)}>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {t('account.reveal.reason', { reason })}
          </option>
        ))}
      </select>
    </div>
  )
}
