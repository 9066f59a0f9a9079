/** Knows which address is shown: a screen, what is named in it, and its filters; every state worth returning to has one. */
import { type AnchorHTMLAttributes, type MouseEvent, useMemo, useSyncExternalStore } from 'react'

/** Where the interface is served. */
const base = '/app/'

export interface Place {
  /** `today`, `live`, `clients`; what was typed where it is none of these. */
  screen: string
  /** What is named below the screen, `access` of `system/access`; empty where nothing is. */
  part: string
  search: URLSearchParams
}

const changed = new EventTarget()

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener)
  window.addEventListener('popstate', listener)
  return () => {
    changed.removeEventListener('change', listener)
    window.removeEventListener('popstate', listener)
  }
}

const here = () => window.location.pathname + window.location.search

export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, here)
  return useMemo(() => placeOf(address), [address])
}

/** Of an address below the base. */
export function placeOf(address: string): Place {
  const { pathname, search } = new URL(address, 'https://gatehouse.invalid')
  const path = pathname.startsWith(base) ? pathname.slice(base.length).replace(/\/$/, '') : ''
  const [screen = '', ...parts] = path.split('/')
  return {
    screen: screen === '' ? 'today' : screen,
    part: parts.join('/'),
    search: new URLSearchParams(search),
  }
}

/** `/app/live?action=refuse`; empty values are left out. */
export function addressOf(screen: string, filters: Readonly<Record<string, string | null>> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filters))
    if (value !== null && value !== '') search.set(name, value)
  const query = search.toString()
  return `${base}${screen === 'today' ? '' : screen}${query === '' ? '' : `?${query}`}`
}

/** `replace` where going back should not stop here, as for each letter of a filter. */
export function goTo(address: string, { replace = false } = {}): void {
  if (address === here()) return
  const { screen } = placeOf(here())
  if (replace) window.history.replaceState(null, '', address)
  else window.history.pushState(null, '', address)
  changed.dispatchEvent(new Event('change'))
  if (placeOf(address).screen !== screen) window.scrollTo(0, 0)
}

/** An ordinary link, so that it opens in another tab as well; only a plain click stays in this page. */
export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    goTo(href)
  }
  return <a {...rest} href={href} onClick={follow} />
}
