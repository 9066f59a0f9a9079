/** Asks who is there: name and password, then a code; or the access token. Nothing that was typed is kept anywhere. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { signInStep } from '../api/ask.ts'
import { waysInQuery } from '../api/queries.ts'
import type { SignInStep } from '../api/types.ts'
import type { Language } from '../i18n/catalogues.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Field } from '../parts/field.tsx'
import { Settings } from '../shell/settings.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Name: null for the access token. */
export type SignedIn = Extract<SignInStep, { next: 'none' }>

export interface SignInProps {
  /** Somebody was here before. */
  isBack: boolean
  letIn(who: SignedIn): void
  chooseLanguage(language: Language): void
}

export function SignIn({ isBack, letIn, chooseLanguage }: SignInProps) {
  const { t } = useI18n()
  const here = useRef<HTMLElement>(null)
  const { data: ways, isPending } = useQuery(waysInQuery)
  const [held, hold] = useState<Halfway | null>(null)
  const ticket = held?.ticket ?? null
  const [isOver, setOver] = useState(false)
  const [wantsToken, wantToken] = useState(false)
  const byToken = ticket === null && (wantsToken || ways?.hasAccounts === false)
  const step = isPending ? 'none' : ticket === null ? (byToken ? 'token' : 'account') : 'code'
  useEffect(() => {
    const before = document.title
    document.title = `${t('session.title')} · Gatehouse`
    return () => {
      document.title = before
    }
  }, [t])
  useEffect(() => {
    if (step !== 'none') here.current?.querySelector('input')?.focus()
  }, [step])
  const begin = (again: boolean) => {
    hold(null)
    setOver(again)
  }
  const take = (answer: SignInStep) => (answer.next === 'none' ? letIn(answer) : hold(answer))
  return (
    <div className="door">
      <header className="door-head">
        <p className="brand">
          <span className="brand-name">Gatehouse</span>
          <span className="quiet brand-office">{ways?.officeName}</span>
        </p>
        <Settings chooseLanguage={chooseLanguage} />
      </header>
      <main className="door-main" ref={here}>
        <div className="lead">
          <h1>{t(held !== null ? askOf(held) : isBack ? 'session.ask.again' : 'session.ask')}</h1>
          <p role={isOver ? 'alert' : undefined}>
            {t(isOver && step === 'account' ? 'problem.SIGN_IN_OVER' : meaningOf(step, isBack))}
          </p>
        </div>
        {step === 'account' ? (
          <SignInForm
            key="account"
            action={t('session.goOn')}
            send={(typed) => signInStep<SignInStep>('session', typed).then(take)}
          >
            <Field
              label={t('session.name')}
              name="name"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={40}
            />
            <Field
              label={t('session.password')}
              name="password"
              type="password"
              autoComplete="current-password"
              maxLength={256}
            />
          </SignInForm>
        ) : null}
        {step === 'code' && held?.byCode === true ? (
          <SignInForm
            key="code"
            action={t('session.signIn')}
            send={(typed) => signInStep<SignInStep>('session/code', { ...typed, ticket }).then(take)}
            over={() => begin(true)}
          >
            <Field
              label={t('session.code')}
              name="code"
              autoComplete="one-time-code"
              spellCheck={false}
              maxLength={40}
              hint={t('session.code.hint')}
            />
          </SignInForm>
        ) : null}
        {step === 'account' || held?.byPasskey === true ? (
          <PasskeyButton key={ticket} ticket={ticket} take={take} over={() => begin(true)} />
        ) : null}
        {step === 'token' ? (
          <SignInForm
            key="token"
            action={t('session.token.open')}
            send={(typed) => signInStep<SignInStep>('session/token', typed).then(take)}
          >
            <Field
              label={t('session.token')}
              name="token"
              type="password"
              autoComplete="off"
              spellCheck={false}
              maxLength={512}
              hint={t('session.token.hint')}
            />
          </SignInForm>
        ) : null}
        <OtherWays
          {...{ step, hasAccounts: ways?.hasAccounts ?? true }}
          begin={() => begin(false)}
          byToken={wantToken}
        />
      </main>
    </div>
  )
}

type Halfway = Extract<SignInStep, { next: 'code' }>

function askOf({ byCode }: Halfway) {
  return byCode ? 'session.code.ask' : 'session.passkey.ask'
}

type Step = 'none' | 'account' | 'code' | 'token'

function meaningOf(step: Step, isBack: boolean) {
  if (step === 'code') return 'session.code.meaning'
  if (isBack) return 'session.meaning.again'
  return step === 'token' ? 'session.meaning.token' : 'session.meaning'
}

interface OtherWaysProps {
  step: Step
  hasAccounts: boolean
  begin(): void
  byToken(wants: boolean): void
}

function OtherWays({ step, hasAccounts, begin, byToken }: OtherWaysProps) {
  const { t } = useI18n()
  if (step === 'code')
    return (
      <button type="button" className="link" onClick={begin}>
        {t('session.back')}
      </button>
    )
  if (!hasAccounts || step === 'none') return null
  return (
    <div className="door-ways">
      <button type="button" className="link" onClick={() => byToken(step === 'account')}>
        {t(step === 'account' ? 'session.token.instead' : 'session.account.instead')}
      </button>
      {step === 'account' ? <a href="/account/setup">{t('session.oneTime')}</a> : null}
    </div>
  )
}
