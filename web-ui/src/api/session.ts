/** Knows whether whoever is here is signed in; what was asked too late waits in it for the next sign-in. */
import { useSyncExternalStore } from 'react'

const changed = new EventTarget()
let ended: PromiseWithResolvers<void> | null = null

/** Of an answer that only somebody signed in gets: resolves once somebody is. */
export function sessionEnded(): Promise<void> {
  if (ended === null) {
    ended = Promise.withResolvers()
    changed.dispatchEvent(new Event('change'))
  }
  return ended.promise
}

export function sessionBegan(): void {
  ended?.resolve()
  ended = null
  changed.dispatchEvent(new Event('change'))
}

export function useIsSignedOut(): boolean {
  return useSyncExternalStore(subscribe, () => ended !== null)
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener)
  return () => changed.removeEventListener('change', listener)
}
