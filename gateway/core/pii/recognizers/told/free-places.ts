/** Puts findings where nothing else was found. */
import type { Finding } from '../../entity.ts'

/** `found` and `out` are in their order, and `out` stays so; what overlaps with something of `out` is left out. */
export function addFree(found: readonly Finding[], out: Finding[]): void {
  const known = out.slice()
  let next = 0
  let end = 0
  for (const one of found) {
    while (next < known.length && known[next]!.end <= one.start) next++
    if (one.start < end || (next < known.length && known[next]!.start < one.end)) continue
    out.push(one)
    end = one.end
  }
  if (out.length > known.length) out.sort((one, other) => one.start - other.start)
}
