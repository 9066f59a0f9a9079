/** Writes what was found again among what was found by itself, so that each is judged as what it is. */
import { entityTypes, type Finding } from '../entity.ts'

export const foundAgain = 'elsewhere-in-body'
const none: readonly Finding[] = []

interface Found {
  readonly bytes: Uint8Array
  /** In order of their beginnings, and of two that begin together the longer one first. */
  readonly out: Finding[]
}

/**
 * `index` is of the first in `out` that ends behind the beginning of `finding`. What covers it stays before it: where the rule
 * keeps that, this counts. What covers a part of it is told of the rest. Returns where the last one is that may cover the next.
 */
export function insertFound({ bytes, out }: Found, index: number, finding: Finding): number {
  const first = out[index]
  if (first !== undefined && first.start <= finding.start && first.end >= finding.end) {
    let at = index + 1
    while (at < out.length && out[at]!.start < finding.start) at++
    out.splice(at, 0, finding)
    return index
  }
  const parts: Finding[] = []
  const rest: Finding[] = []
  let from = finding.start
  let behind = index
  for (; behind < out.length && out[behind]!.start < finding.end; behind++) {
    const one = out[behind]!
    if (one.start < finding.start)
      parts.push(...partOf(one, { bytes, start: one.start, end: Math.min(one.end, finding.start) }))
    else if (isSecret(one) && one.type !== finding.type) {
      // What opens something may be refused, with whosever name it begins.
      parts.push(...partOf(finding, { bytes, start: from, end: one.start }), one)
      from = one.end
    }
    if (one.end > finding.end && from < finding.end)
      rest.push(...partOf(one, { bytes, start: finding.end, end: one.end }))
  }
  if (from === finding.start) parts.push(finding)
  else parts.push(...partOf(finding, { bytes, start: from, end: finding.end }))
  out.splice(index, behind - index, ...parts, ...rest)
  return index + parts.length - 1
}

/** True for a value that is known from elsewhere in the body: what its field is called says nothing against that. */
export function isFoundAgain(finding: Finding): boolean {
  return finding.reasons[0] === foundAgain
}

/** Takes what was found again out of `found`, and returns it: it says nothing of the rest of a value. */
export function takeFoundAgain(found: Finding[]): readonly Finding[] {
  if (!found.some(isFoundAgain)) return none
  const again = found.filter(isFoundAgain)
  const others = found.filter((one) => !isFoundAgain(one))
  found.length = 0
  found.push(...others)
  return again
}

/** Puts back what was taken out. */
export function putFoundAgain(bytes: Uint8Array, found: Finding[], again: readonly Finding[]): void {
  for (const one of again) {
    const behind = found.findIndex(({ end }) => end > one.start)
    insertFound({ bytes, out: found }, behind < 0 ? found.length : behind, one)
  }
}

/** What is left of it without blanks at its ends; none where that is nothing. */
function partOf(
  finding: Finding,
  { bytes, start: first, end: last }: { bytes: Uint8Array; start: number; end: number },
): Finding[] {
  let start = first
  let end = last
  while (start < end && bytes[start] === 0x20) start++
  while (end > start && bytes[end - 1] === 0x20) end--
  return start < end ? [{ ...finding, start, end }] : []
}

function isSecret({ type }: Finding): boolean {
  return entityTypes[type].class === 'secret'
}
