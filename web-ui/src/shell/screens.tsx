/** Lists the screens: the address of each, its name, its mark, and its code, which is loaded when it is first opened. */
import { type ComponentType, lazy } from 'react'
import type { MessageKey } from '../i18n/catalogues.ts'
import type { IconName } from '../parts/icons.tsx'

export interface Screen {
  name: string
  title: MessageKey
  icon: IconName
  /** What a role must be allowed to read for it. */
  needs: 'journal' | 'clients' | 'reviews' | 'policy' | 'network' | 'account'
  /** Reached from beside the settings, not from among the screens. */
  isAside?: true
  /** What may be named below its address. */
  parts?: readonly string[]
  Content: ComponentType
}

export const screens: readonly Screen[] = [
  {
    name: 'today',
    title: 'nav.today',
    icon: 'today',
    needs: 'journal',
    Content: lazy(async () => ({ default: (await import('../screens/today/today.tsx')).Today })),
  },
  {
    name: 'live',
    title: 'nav.live',
    icon: 'live',
    needs: 'journal',
    Content: lazy(async () => ({ default: (await import('../screens/live/live.tsx')).Live })),
  },
  {
    name: 'reviews',
    title: 'nav.reviews',
    icon: 'reviews',
    needs: 'reviews',
    Content: lazy(async () => ({ default: (await import('../screens/reviews/reviews.tsx')).Reviews })),
  },
  {
    name: 'policies',
    title: 'nav.policies',
    icon: 'policies',
    needs: 'policy',
    Content: lazy(async () => ({ default: (await import('../screens/policies/policies.tsx')).Policies })),
  },
  {
    name: 'clients',
    title: 'nav.clients',
    icon: 'clients',
    needs: 'clients',
    Content: lazy(async () => ({ default: (await import('../screens/clients/clients.tsx')).Clients })),
  },
  {
    name: 'system',
    title: 'nav.system',
    icon: 'system',
    needs: 'network',
    parts: ['network', 'access', 'certificates', 'about'],
    Content: lazy(async () => ({ default: (await import('../screens/system/system.tsx')).System })),
  },
  {
    name: 'account',
    title: 'nav.account',
    icon: 'account',
    needs: 'account',
    isAside: true,
    Content: lazy(async () => ({ default: (await import('../screens/account/account.tsx')).Account })),
  },
]

/** Pages that the gateway draws itself. */
export const plainPages = [
  { href: '/setup', title: 'nav.setup', icon: 'setup' },
] as const satisfies readonly { href: string; title: MessageKey; icon: IconName }[]
