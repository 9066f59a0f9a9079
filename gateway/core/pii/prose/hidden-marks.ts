/** Has free text read as people see it: without what shows nothing inside of words, and with plain letters for full-width ones. */
import { isLetter } from '../bytes.ts'
import type { Finding, TextWindow } from '../entity.ts'
import { DROPPED, foldedAt } from '../folding.ts'
import type { ProseReader } from './prose-reader.ts'

export function readingThrough(reader: ProseReader): ProseReader {
  return {
    read(text, out) {
      const first = firstHidden(text)
      if (first < 0) reader.read(text, out)
      else readSeen(reader, seenOf(text, first), { text, out })
    },
    mayBeName(text) {
      const first = firstHidden(text)
      return reader.mayBeName(first < 0 ? text : windowOf(seenOf(text, first)))
    },
  }
}

/** The text as it is seen, and where each byte of it came from; one more entry says where the last one ended. */
interface Seen {
  readonly bytes: Uint8Array
  readonly from: Int32Array
}

function readSeen(
  reader: ProseReader,
  seen: Seen,
  { text, out }: { text: TextWindow; out: Finding[] },
): void {
  const originals = new Map<Finding, Finding>()
  for (const [index, finding] of out.entries()) {
    const start = indexOf(seen, finding.start)
    const moved = { ...finding, start, end: Math.max(start + 1, indexOf(seen, finding.end)) }
    originals.set(moved, finding)
    out[index] = moved
  }
  reader.read(windowOf(seen), out)
  for (const [index, finding] of out.entries()) {
    out[index] = originals.get(finding) ?? {
      ...finding,
      start: seen.from[finding.start]!,
      end: endOf(text, seen, finding.end),
    }
  }
}

/** Behind the character that was read last: what shows nothing behind it is none of it. */
function endOf({ bytes }: TextWindow, { from }: Seen, end: number): number {
  const last = from[end - 1]!
  return isFullWidth(bytes, last) ? last + 3 : last + 1
}

function windowOf({ bytes }: Seen): TextWindow {
  return { bytes, start: 0, from: 0, end: bytes.length, final: true }
}

/** `first`: before it nothing is left out. */
function seenOf({ bytes, start, end }: TextWindow, first: number): Seen {
  let kept = first
  const seen = new Uint8Array(end - start)
  const from = new Int32Array(end - start + 1)
  let length = 0
  let at = start
  while (at < end) {
    const next = at < kept ? at : hiddenEnd(bytes, at, end)
    if (isBesideLetter(bytes, { at, next }, { start, end })) {
      at = next
      continue
    }
    kept = Math.max(kept, next)
    from[length] = at
    const letter = at < kept ? 0 : fullWidthAt(bytes, at, end)
    seen[length++] = letter === 0 ? bytes[at]! : letter
    at += letter === 0 ? 1 : 3
  }
  from[length] = at
  return { bytes: seen.subarray(0, length), from: from.subarray(0, length + 1) }
}

/** The first character that is not seen, or full-width; -1 in nearly all texts. */
function firstHidden({ bytes, start, end }: TextWindow): number {
  let at = start
  while (at < end) {
    if (bytes[at]! < 0xc2) at++
    else {
      const next = hiddenEnd(bytes, at, end)
      const isFirst = isBesideLetter(bytes, { at, next }, { start, end })
      if (isFirst || fullWidthAt(bytes, at, end) !== 0) return at
      at = Math.max(next, at + 1)
    }
  }
  return -1
}

/** Behind the run of characters that show nothing from `at` on; `at` where none stands there. */
function hiddenEnd(bytes: Uint8Array, at: number, end: number): number {
  let next = at
  while (next < end && isHidden(bytes, next, end)) next += foldedAt(bytes, next, end) & 7
  return next
}

/**
 * True for a run that shows nothing beside a letter. Behind a picture such characters say how it is painted, and hide no
 * name. Combining marks show something. One answer is for the whole run: asked for each of its places, it would be read
 * as often as it is long.
 */
function isBesideLetter(
  bytes: Uint8Array,
  { at, next }: { at: number; next: number },
  { start, end }: { start: number; end: number },
): boolean {
  if (next === at) return false
  return endsLetter(bytes, at, start) || (next < end && beginsLetter(bytes, next, end))
}

function isHidden(bytes: Uint8Array, at: number, end: number): boolean {
  const lead = bytes[at]!
  if (lead < 0xc2 || lead === 0xcc || (lead === 0xcd && bytes[at + 1] !== 0x8f)) return false
  return foldedAt(bytes, at, end) >> 3 === DROPPED
}

/** Of Latin, Greek and Cyrillic, as names are read. */
function beginsLetter(bytes: Uint8Array, at: number, end: number): boolean {
  const byte = bytes[at]!
  return isLetter(byte) || (byte >= 0xc3 && byte <= 0xd3) || fullWidthAt(bytes, at, end) !== 0
}

function endsLetter(bytes: Uint8Array, at: number, start: number): boolean {
  if (at === start) return false
  const last = bytes[at - 1]!
  if (last < 0x80) return isLetter(last)
  const lead = at - 2 >= start ? bytes[at - 2]! : 0
  return (lead >= 0xc3 && lead <= 0xd3) || (at - 3 >= start && isFullWidth(bytes, at - 3))
}

/** The ASCII letter that a full-width one stands for (U+FF21-FF3A, U+FF41-FF5A); 0 where none stands. */
function fullWidthAt(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== 0xef || at + 2 >= end) return 0
  const ascii = foldedAt(bytes, at, end) >> 3
  return isLetter(ascii) && ascii !== DROPPED ? ascii : 0
}

function isFullWidth(bytes: Uint8Array, at: number): boolean {
  return fullWidthAt(bytes, at, bytes.length) !== 0
}

/** The first byte that was kept of what stands at `position` or behind it. */
function indexOf({ from }: Seen, position: number): number {
  let low = 0
  let high = from.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (from[middle]! < position) low = middle + 1
    else high = middle
  }
  return low
}
