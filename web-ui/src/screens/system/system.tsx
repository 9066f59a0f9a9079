/** The box itself: is it well, how does it stand in the network, who may do what, what vouches for it. */
import './system.css'
import type { ComponentType } from 'react'
import type { MessageKey } from '../../i18n/catalogues.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { addressOf, Link, usePlace } from '../../router/router.tsx'
import { About } from './about.tsx'
import { Access } from './access.tsx'
import { Certificates } from './certificates.tsx'
import { Health } from './health.tsx'
import { NetworkPart } from './network.tsx'

interface Part {
  /** Below the screen's address. */
  name: string
  title: MessageKey
  Content: ComponentType
}

const parts: readonly Part[] = [
  { name: '', title: 'system.health', Content: Health },
  { name: 'network', title: 'system.network', Content: NetworkPart },
  { name: 'access', title: 'system.access', Content: Access },
  { name: 'certificates', title: 'system.certificates', Content: Certificates },
  { name: 'about', title: 'system.about', Content: About },
]

export function System() {
  const { t } = useI18n()
  const { part: name } = usePlace()
  const current = parts.find((part) => part.name === name)
  return (
    <>
      <nav className="parts" aria-label={t('system.parts')}>
        <ul>
          {parts.map((part) => (
            <li key={part.name}>
              <Link
                href={addressOf(part.name === '' ? 'system' : `system/${part.name}`)}
                aria-current={part === current ? 'page' : undefined}
              >
                {t(part.title)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {current === undefined ? null : <current.Content />}
    </>
  )
}
