/** Signs a post so that its receiver can tell it from a forged one, and from an old one that is sent again. */
import { createHmac } from 'node:crypto'
import type { Secret } from '../core/secret.ts'
import { secondMs } from '../core/units.ts'

export const signatureHeader = 'gatehouse-signature'

/**
 * `t=1790000000,v1=<64 hex digits>`: `v1` is HMAC-SHA-256 (RFC 2104) with the secret over the seconds since 1970, a dot,
 * and the body's bytes: the scheme that Stripe made common. A receiver computes it over what it received, compares in
 * constant time, and refuses a `t` that is more than five minutes off. `v2` may come beside `v1` one day.
 */
export function signatureOf(secret: Secret, body: string, wall: number): string {
  const seconds = Math.floor(wall / secondMs)
  const mac = createHmac('sha256', secret.reveal()).update(`${seconds}.`).update(body).digest('hex')
  return `t=${seconds},v1=${mac}`
}
