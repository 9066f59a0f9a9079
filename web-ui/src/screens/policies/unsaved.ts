/** Keeps what somebody has typed and not saved while they look at other screens; not beyond this tab. */
import { useEffect, useSyncExternalStore } from 'react'
import type { Overview, Written } from './asked.ts'

let work: Written | null = null
const listeners = new Set<() => void>()

export function keepWork(next: Written | null): void {
  work = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export interface Work extends Written {
  /** Whether it differs from what the gateway keeps. */
  isDirty: boolean
  /** `other`: the draft or the file became another while this was typed. `moved`: the draft was made from another file. */
  clash: 'other' | 'moved' | null
}

export function useWork(overview: Overview): Work {
  const { draft, etag, version } = overview
  const typed = useSyncExternalStore(subscribe, () => work)
  const kept = { text: draft?.text ?? overview.text, base: draft?.base ?? version, etag }
  const current = typed ?? kept
  const isDirty = typed !== null && typed.text !== kept.text
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
  const isOther = typed !== null && isDirty && typed.etag !== etag
  return { ...current, isDirty, clash: isOther ? 'other' : current.base === version ? null : 'moved' }
}
