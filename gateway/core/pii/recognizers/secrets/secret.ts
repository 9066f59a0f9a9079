/** Recognises keys and tokens of services: by the form their provider gives them, or by a word that calls a random value one. */
import { isRunByte } from '../../anchor-words.ts'
import { endsEscape } from '../../boundaries.ts'
import { isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import type { TextView } from '../../text-view.ts'
import type { Recognizer } from '../recognizer.ts'
import { isTokenHeader } from './base64-text.ts'
import { codeTokens } from './code-tokens.ts'
import { numberedToken } from './numbered-token.ts'
import { oddTokens } from './odd-tokens.ts'
import { officeTokens } from './office-tokens.ts'
import { prefixedTokens } from './prefixed-token.ts'
import { tokenFinding } from './token-finding.ts'
import { prefixOf, type TokenFormat, tokenEnd } from './token-format.ts'
import { toldSecret } from './told-secret.ts'

/** Asked at the first byte of a long run that mixes letters with digits. */
export const secret = {
  name: 'secret',
  trigger: 'word',
  source:
    'the pages of each provider; RFC 7519 (JWT), RFC 6750 (Bearer), RFC 7617 (Basic); Shannon (1948) for told values',
  recognize: recognizeSecret,
} as const satisfies Recognizer

export const secretRecognizers: readonly Recognizer[] = [secret, numberedToken, ...prefixedTokens]

/** A token begins at most so far behind the beginning of its run, since the run's digit is not farther. */
const farthestStart = 66

/** Formats by their first two bytes; those that begin with an alphabet are asked at each beginning of a word. */
const byPrefix = new Map<number, TokenFormat[]>()
const withoutPrefix: TokenFormat[] = []
for (const format of [...codeTokens, ...officeTokens]) {
  const [first, second] = prefixOf(format)
  if (first === undefined) withoutPrefix.push(format)
  else if (second === undefined) {
    for (let next = 0; next < 0x80; next++) put((first << 8) | next, format)
  } else put((first << 8) | second, format)
}

function put(key: number, format: TokenFormat): void {
  byPrefix.set(key, [...(byPrefix.get(key) ?? []), format])
}

function recognizeSecret(text: TextView, at: number): Finding | null {
  const start = startOf(text, at)
  const limit = at + farthestStart
  const isInside = start === at && isRunByte(text.byte(at - 1))
  for (let position = start; position < limit; position++) {
    const byte = text.byte(position)
    if (!isRunByte(byte)) break
    if (!isAlphanumeric(byte) || !mayBegin(text, position, { start, isInside })) continue
    const found = tokenAt(text, position)
    if (found || text.starved) return found
  }
  // Nothing that is told begins there.
  return isInside ? null : (oddTokens(text, start) ?? toldSecret(text, start))
}

/**
 * A token begins where a word does. Deep inside of a run only behind `=` and `.`: runs of base64 are full of words, and the
 * files that are sent in them are long.
 */
function mayBegin(
  text: TextView,
  at: number,
  { start, isInside }: { start: number; isInside: boolean },
): boolean {
  const before = text.byte(at - 1)
  if (isInside) return before === 0x3d || before === 0x2e
  return at === start || !isAlphanumeric(before)
}

/** JSON inside a JSON string ends its lines with the letters `\n`: the `n` does not belong to what follows. */
function startOf(text: TextView, at: number): number {
  return endsEscape(text, at) && at >= text.floor ? at + 1 : at
}

function tokenAt(text: TextView, at: number): Finding | null {
  const candidates = byPrefix.get((text.byte(at) << 8) | text.byte(at + 1))
  if (candidates) {
    const found = firstOf(text, at, candidates)
    if (found || text.starved) return found
  }
  if (text.byte(at) === 0x65 && text.byte(at + 1) === 0x79) return jwtAt(text, at)
  return firstOf(text, at, withoutPrefix)
}

function firstOf(text: TextView, start: number, formats: readonly TokenFormat[]): Finding | null {
  for (const format of formats) {
    const end = tokenEnd(text, start, format)
    if (text.starved) return null
    if (end < 0) continue
    return tokenFinding(text, { start, end }, format)
  }
  return null
}

const longestJwt = 8192
const longestHeader = 600
const mostParts = 5

/** RFC 7515 §3.1 three parts, RFC 7516 §3.1 five: base64url apart by dots, the first a header. */
function jwtAt(text: TextView, start: number): Finding | null {
  const headerEnd = partEnd(text, start, start + longestHeader)
  if (text.byte(headerEnd) !== 0x2e || !isTokenHeader(text, start, headerEnd)) return null
  let position = headerEnd
  let parts = 1
  while (parts <= mostParts && text.byte(position) === 0x2e) {
    position = partEnd(text, position + 1, start + longestJwt)
    parts++
  }
  // A sentence ends with a dot of its own.
  while (text.byte(position - 1) === 0x2e && parts !== 3 && parts !== mostParts) {
    position--
    parts--
  }
  if (text.starved || (parts !== 3 && parts !== mostParts)) return null
  return { type: 'SECRET', start, end: position, score: 0.99, reasons: ['format:jwt', 'jwt-header'] }
}

/** Behind the base64url that begins at `from`. */
function partEnd(text: TextView, from: number, limit: number): number {
  let position = from
  while (position < limit) {
    const byte = text.byte(position)
    if (!isAlphanumeric(byte) && byte !== 0x5f && byte !== 0x2d) break
    position++
  }
  return position
}
