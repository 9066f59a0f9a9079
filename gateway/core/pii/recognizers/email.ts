/** Recognises e-mail addresses, internationalised ones included, and handles of the fediverse, which are written alike. */
import { endsEscape } from '../boundaries.ts'
import { asciiBytes, isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import { closesEmphasis } from '../emphasis.ts'
import type { Finding } from '../entity.ts'
import { isLocalByte, maxLocalPart } from '../local-part.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the `@`. */
export const email = {
  name: 'email',
  trigger: 'at',
  source:
    'RFC 5321 §4.1.2 and §4.5.3.1 (lengths), RFC 6531 (UTF-8), RFC 1035 §2.3.1 (labels), RFC 7565 (handles)',
  recognize: recognizeEmail,
} as const satisfies Recognizer

const maxDomain = 255
const maxLabel = 63

const DOT = 0x2e
const HYPHEN = 0x2d
const COLON = 0x3a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const UNDERSCORE = 0x5f

function recognizeEmail(text: TextView, at: number): Finding | null {
  const start = text.byte(at - 1) === QUOTE ? quotedStart(text, at) : localPartStart(text, at)
  if (start === at) return null
  const end = text.byte(at + 1) === 0x5b ? literalEnd(text, at + 1) : domainEnd(text, at + 1)
  if (end < 0 || isRepository(text, { start, at, end }) || isScaledImage(text, at, end)) return null
  const inner = start + emphasisAround(text, { start, at, end })
  return { type: 'EMAIL', start: inner, end, score: 0.95, reasons: ['local-part', 'domain'] }
}

/** How many underscores at its front close again behind the address: `__joe@example.com__`. */
function emphasisAround(
  text: TextView,
  { start, at, end }: { start: number; at: number; end: number },
): number {
  let marks = 0
  while (marks < 3 && text.byte(start + marks) === UNDERSCORE && text.byte(end + marks) === UNDERSCORE)
    marks++
  return start + marks < at ? marks : 0
}

/**
 * Where a quoted local part starts (RFC 5321 §4.1.2), which may hold spaces; `at` when there is none. Its last quote is never
 * escaped, so one that is stands in a text with escapes, where the first is written just so.
 */
function quotedStart(text: TextView, at: number): number {
  const farthest = Math.max(text.floor, at - maxLocalPart)
  const escapes = backslashesBefore(text, at - 1, farthest)
  const last = at - 1 - escapes
  for (let quote = last - 1; quote >= farthest; quote--) {
    const byte = text.byte(quote)
    if (byte < 0x20 || byte === 0x7f) return at
    if (byte !== QUOTE) continue
    const before = backslashesBefore(text, quote, farthest)
    // The string around this one begins there.
    if (before < escapes) return at
    if (before > escapes) continue
    const start = quote - before
    return quote < last - 1 && mayStandBefore(text.byte(start - 1)) ? start : at
  }
  return at
}

function backslashesBefore(text: TextView, at: number, farthest: number): number {
  let from = at
  while (from > farthest && text.byte(from - 1) === BACKSLASH) from--
  return at - from
}

function mayStandBefore(byte: number): boolean {
  return !isAlphanumeric(byte) && byte < 0x80 && byte !== COLON
}

/** Where the local part starts; `at` when there is none. */
function localPartStart(text: TextView, at: number): number {
  const farthest = Math.max(text.floor, at - maxLocalPart)
  let start = at
  let seenAscii = false
  while (start > farthest) {
    const byte = text.byte(start - 1)
    if (byte < 0x80) {
      if (!isLocalByte(byte)) break
      seenAscii = true
      start--
      continue
    }
    const lead = leadBefore(text, start, farthest)
    if (lead < 0 || isOutsideWords(text, lead)) break
    // Chinese and Japanese put no space between a word and the address behind it.
    if (seenAscii && text.byte(lead) >= 0xe3) break
    start = lead
  }
  if (endsEscape(text, start)) start++
  while (start < at && !mayBegin(text.byte(start))) start++
  return text.byte(at - 1) === DOT ? at : start
}

/** Other marks at the front belong to what surrounds the address: a quote, a dash, a bullet. */
function mayBegin(byte: number): boolean {
  return byte >= 0x80 || isAlphanumeric(byte) || byte === UNDERSCORE || byte === 0x2b
}

/** Where the code point that ends before `end` starts; -1 where the bytes are no UTF-8. */
function leadBefore(text: TextView, end: number, farthest: number): number {
  for (let lead = end - 1; lead >= farthest && lead >= end - 4; lead--) {
    const byte = text.byte(lead)
    if (byte >= 0xc2) return lead
    if (byte < 0x80) return -1
  }
  return -1
}

/** True for the UTF-8 lead of punctuation and symbols: U+0080-00BF, U+2000-2FFF, U+3000-303F, U+F000 and above. */
function isOutsideWords(text: TextView, lead: number): boolean {
  const byte = text.byte(lead)
  if (byte === 0xc2 || byte === 0xe2 || byte >= 0xef) return true
  return byte === 0xe3 && text.byte(lead + 1) === 0x80
}

/** Where the domain ends that starts at `start`; -1 where there is none with a top-level domain. */
function domainEnd(text: TextView, start: number): number {
  let end = -1
  let labelStart = start
  let labels = 0
  while (labelStart - start < maxDomain) {
    const label = readLabel(text, labelStart)
    if (label.end === labelStart) break
    labels++
    if (labels > 1 && label.topLevelEnd > 0) end = label.topLevelEnd
    if (text.byte(label.end) !== DOT) break
    labelStart = label.end + 1
  }
  return end
}

/** One label, and where it would end as a top-level domain (-1: it cannot be one). */
function readLabel(text: TextView, start: number): { end: number; topLevelEnd: number } {
  let end = start
  let letters = 0
  let isAsciiLetters = true
  let topLevelEnd = -1
  while (end < start + maxLabel) {
    const byte = text.byte(end)
    if (byte >= 0x80) {
      if (isOutsideWords(text, end)) break
      // A top-level domain is of one script: `a@b.com谢谢` ends at `com`.
      if (isAsciiLetters && letters > 1 && topLevelEnd < 0) topLevelEnd = end
      isAsciiLetters = false
    } else if (isLetter(byte)) letters++
    else if (byte === UNDERSCORE && closesEmphasis(text, end)) break
    else if (byte === HYPHEN || byte === UNDERSCORE) {
      // Of top-level domains only those in Punycode have one: `anna@web.de-Adresse` ends at `de`.
      const mayEnd = isAsciiLetters && letters > 1 && topLevelEnd < 0
      if (mayEnd && !text.matches(start, punycode)) topLevelEnd = end
      isAsciiLetters = false
    } else if (isDigit(byte)) isAsciiLetters = false
    else break
    end++
  }
  if (text.byte(start) === HYPHEN) return { end: start, topLevelEnd: -1 }
  while (end > start && text.byte(end - 1) === HYPHEN) end--
  if (topLevelEnd > 0) return { end, topLevelEnd }
  const isInternational = end > start && (text.byte(start) >= 0x80 || text.matches(start, punycode))
  return { end, topLevelEnd: (isAsciiLetters && letters > 1) || isInternational ? end : -1 }
}

const punycode = asciiBytes('xn--')

/** `[192.0.2.1]`, RFC 5321 §4.1.3. */
function literalEnd(text: TextView, bracket: number): number {
  let end = bracket + 1
  let dots = 0
  while (end < bracket + 46) {
    const byte = text.byte(end)
    if (byte === 0x5d) return dots === 3 ? end + 1 : -1
    if (byte === DOT) dots++
    else if (!isAlphanumeric(byte) && byte !== COLON) return -1
    end++
  }
  return -1
}

const git = asciiBytes('git')

/** `git@host:path` names a repository, not a person; so does `git@host-work:path`, with a name for the host of one's own. */
function isRepository(text: TextView, span: { start: number; at: number; end: number }): boolean {
  if (span.at - span.start !== 3 || !text.matches(span.start, git)) return false
  let end = span.end
  if (text.byte(end) === HYPHEN) {
    while (end < span.end + maxLabel && (isAlphanumeric(text.byte(end)) || text.byte(end) === HYPHEN)) end++
  }
  return text.byte(end) === COLON
}

/** `logo@2x.png`: a picture for dense screens. */
function isScaledImage(text: TextView, at: number, end: number): boolean {
  return (
    isDigit(text.byte(at + 1)) &&
    (text.byte(at + 2) | 0x20) === 0x78 &&
    text.byte(at + 3) === DOT &&
    end <= at + 8
  )
}
