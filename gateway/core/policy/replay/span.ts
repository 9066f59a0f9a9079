/** The least and the most that may become of an exchange; known where they are the same. */
import type { Unknown } from './unknown.ts'

const acts = ['pass', 'transform', 'refuse'] as const
/** In this order: what is found in addition never makes it less. */
export type Act = (typeof acts)[number]

export interface Span {
  low: Act
  high: Act
  /** What keeps the two apart. */
  whys: Unknown[]
}

export function atLeast(span: Span, act: Act): void {
  if (acts.indexOf(act) > acts.indexOf(span.low)) span.low = act
  if (acts.indexOf(act) > acts.indexOf(span.high)) span.high = act
}

/** It may come to that as well. */
export function atMost(span: Span, act: Act, why: Unknown): void {
  if (acts.indexOf(act) <= acts.indexOf(span.high)) return
  span.high = act
  span.whys.unshift(why)
}

/** It may be less. */
export function maybeLess(span: Span, act: Act, why: Unknown): void {
  if (acts.indexOf(act) >= acts.indexOf(span.low)) return
  span.low = act
  span.whys.unshift(why)
}

/** Both of them, where nobody knows which it is. */
export function either(one: Span, other: Span, why: Unknown | null): Span {
  const span = { ...one, whys: [...one.whys] }
  const reason = why ?? other.whys[0] ?? one.whys[0] ?? 'content-type'
  maybeLess(span, other.low, reason)
  atMost(span, other.high, reason)
  return span
}
