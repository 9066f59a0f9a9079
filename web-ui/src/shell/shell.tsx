/** The frame around every screen: where one is, where one can go, and whether the gateway answers. */
import './shell.css'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { accountQuery, statusQuery } from '../api/queries.ts'
import { mayRead } from '../api/roles.ts'
import type { Language } from '../i18n/catalogues.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from '../parts/icons.tsx'
import { NewsProvider } from '../parts/news.tsx'
import { Answered, Empty, Loading } from '../parts/states.tsx'
import { addressOf, Link, usePlace } from '../router/router.tsx'
import { SignOut } from '../session/sign-out-button.tsx'
import { Navigation } from './navigation.tsx'
import { Palette } from './palette.tsx'
import { screens } from './screens.tsx'
import { Settings } from './settings.tsx'

export interface ShellProps {
  chooseLanguage(language: Language): void
}

/** With the place where each screen says what was done. */
export function Shell(props: ShellProps) {
  return (
    <NewsProvider>
      <Frame {...props} />
    </NewsProvider>
  )
}

function Frame({ chooseLanguage }: ShellProps) {
  const { t } = useI18n()
  const { screen: name, part } = usePlace()
  const [isSearching, search] = useState(false)
  const account = useQuery(accountQuery)
  const status = useQuery(statusQuery)
  const open = screens.filter(({ needs }) => mayRead(account.data?.role, needs))
  const current = screens.find(
    (screen) => screen.name === name && (part === '' || screen.parts?.includes(part) === true),
  )
  useEffect(() => {
    document.title = current === undefined ? 'Gatehouse' : `${t(current.title)} · Gatehouse`
  }, [current, t])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      search(true)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="shell-head">
        <p className="brand">
          <span className="brand-name">Gatehouse</span>
          <span className="quiet brand-office">{status.data?.officeName}</span>
        </p>
        <button type="button" className="search" onClick={() => search(true)}>
          <Icon name="search" />
          <span>{t('palette.open')}</span>
          <kbd>Ctrl K</kbd>
        </button>
        <Navigation screens={open.filter(({ isAside }) => isAside !== true)} current={name} />
        <Settings chooseLanguage={chooseLanguage}>
          <Link
            href={addressOf('account')}
            className="quiet-button"
            aria-label={t('nav.account')}
            title={t('nav.account')}
            aria-current={name === 'account' ? 'page' : undefined}
          >
            <Icon name="account" />
          </Link>
          <SignOut name={account.data?.account?.name ?? null} />
        </Settings>
      </header>
      <main id="main" className="shell-main">
        {status.isError && status.data !== undefined ? (
          <p className="notice" role="status">
            <span className="soon">
              <Icon name="soon" />
            </span>
            {t('state.offline')}
          </p>
        ) : null}
        {current === undefined ? (
          <Empty title={t('state.missing')}>
            <p>{t('state.missing.hint')}</p>
            <p>
              <Link href={addressOf('today')}>{t('state.toToday')}</Link>
            </p>
          </Empty>
        ) : (
          <Answered query={account}>
            {({ role }) =>
              mayRead(role, current.needs) ? (
                <Suspense fallback={<Loading />}>
                  <current.Content />
                </Suspense>
              ) : (
                <Empty title={t('state.forbidden')}>
                  <p>{t('state.forbidden.hint')}</p>
                </Empty>
              )
            }
          </Answered>
        )}
      </main>
      {isSearching ? <Palette screens={open} close={() => search(false)} /> : null}
    </div>
  )
}
