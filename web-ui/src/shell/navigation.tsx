/** The ways to the screens, and to the pages that the gateway draws itself. */
import { useEffect, useRef } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { Icon } from '../parts/icons.tsx'
import { addressOf, Link } from '../router/router.tsx'
import { plainPages, type Screen } from './screens.tsx'

export function Navigation({ screens, current }: { screens: readonly Screen[]; current: string }) {
  const { t } = useI18n()
  const list = useRef<HTMLUListElement>(null)
  // Where there is no room for all of them, the one that is open is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which is marked follows from what is open
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current, screens])
  return (
    <>
      <nav className="nav" aria-label={t('shell.screens')}>
        <ul ref={list}>
          {screens.map(({ name, title, icon }) => (
            <li key={name}>
              <Link href={addressOf(name)} aria-current={name === current ? 'page' : undefined}>
                <Icon name={icon} />
                {t(title)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <nav className="nav nav-plain" aria-label={t('shell.plainPages')}>
        <ul>
          {plainPages.map(({ href, title, icon }) => (
            <li key={href}>
              <a href={href}>
                <Icon name={icon} />
                <span>{t(title)}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  )
}
