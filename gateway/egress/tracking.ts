/** Takes tracking parameters out of what a client asks for, where that is wanted for it and there. */
import { signatureOf } from '../core/content/signed.ts'
import type { RequestHead } from '../core/http/head.ts'
import { type Tracking, trackingOf } from '../core/trackers/compile.ts'
import { isGuest, ruledClient } from './standing.ts'
import type { Way } from './way.ts'

export interface CleanedHead {
  head: RequestHead
  removed: number
}

/** What is done with this request; null: nothing. Of a guest nothing is changed. */
export function trackingOn({ connection, egress }: Way, host: string): Tracking | null {
  if (isGuest(connection, egress)) return null
  return trackingOf(egress.ports.policy.current(), ruledClient(connection, egress), host)
}

/** A URL that a signature covers stays as it is: the destination would refuse another one. */
export function withoutTracking(way: Way, host: string, head: RequestHead): CleanedHead {
  const clean = trackingOn(way, host)?.clean ?? null
  if (clean === null) return { head, removed: 0 }
  const { target, removed } = clean(head.target)
  if (removed === 0) return { head, removed }
  const binding = signatureOf({ method: head.method, target: head.target, fields: head.fields })
  return binding?.binds.query === true ? { head, removed: 0 } : { head: { ...head, target }, removed }
}
