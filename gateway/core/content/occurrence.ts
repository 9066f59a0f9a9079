/** Where an entity stands in a body, which may be in several stretches with markup or escapes between them. */
import type { Finding } from '../pii/entity.ts'

/** A stretch of the body: offsets from its beginning. */
export interface Stretch {
  start: number
  end: number
}

/** Offsets in the body; `value` is the entity with escapes undone, `stretches` where it stands, in order. */
export interface Occurrence {
  finding: Finding
  value: Uint8Array
  stretches: readonly Stretch[]
  /** How it is written where a second layer of escapes hid it; the stand-in must be readable there too. */
  coded?: Uint8Array
  /** As in `LocatedFinding`. */
  number?: true
}

export function beginOf(stretches: readonly Stretch[]): number {
  return (stretches[0] as Stretch).start
}

export function endOf(stretches: readonly Stretch[]): number {
  return (stretches[stretches.length - 1] as Stretch).end
}

/** What of the stretches stands behind `offset`. */
export function behind(stretches: readonly Stretch[], offset: number): Stretch[] {
  const rest = stretches.filter(({ end }) => end > offset)
  return rest.map(({ start, end }) => ({ start: Math.max(start, offset), end }))
}

/** True where the very bytes stand in `bytes[start, end)` already. */
export function isWritten(text: Uint8Array, bytes: Uint8Array, { start, end }: Stretch): boolean {
  if (text.length !== end - start) return false
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[start + i]) return false
  return true
}
