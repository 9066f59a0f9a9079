/** Recognises a random value that the words before it call a key, a token or a password. */
import { isRunByte } from '../../anchor-words.ts'
import { asciiBytes, isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { labelAbove } from '../../label-line.ts'
import type { TextView } from '../../text-view.ts'
import { holdsCredentials } from './base64-text.ts'
import { looksRandom } from './randomness.ts'
import { toldBefore } from './telling.ts'

const longest = 1024
const COLON = 0x3a
const EQUALS = 0x3d
/** What a provider calls public, whatever the words around it say. */
const publicPrefixes = ['pk_', 'pk-', 'pk.', 'pub', 'sha256-', 'sha384-', 'sha512-'].map(asciiBytes)

/** `at`: the first byte of a run of letters, digits and `_-+/=.` */
export function toldSecret(text: TextView, at: number): Finding | null {
  const end = runEnd(text, at)
  if (text.starved || end - at > longest) return null
  const start = valueStart(text, at, end)
  if (publicPrefixes.some((prefix) => text.matches(start, prefix))) return null
  const told = toldBefore(text, start) ?? toldAbove(text, start, end)
  if (told === null) return null
  if (told === 'basic') {
    if (!holdsCredentials(text, start, end)) return null
    return { type: 'SECRET', start, end, score: 0.95, reasons: ['word:basic', 'credentials'] }
  }
  if (!looksRandom(text, start, end)) return null
  return { type: 'SECRET', start, end, score: 0.85, reasons: ['word:secret', 'random'] }
}

/** `API key:⏎a8Kd…`; what a lone header above says of credentials is its own line's. */
function toldAbove(text: TextView, start: number, end: number): 'secret' | null {
  const labelEnd = labelAbove(text, start, end)
  if (labelEnd < 0 || text.byte(labelEnd - 1) !== COLON) return null
  return toldBefore(text, labelEnd) === 'secret' ? 'secret' : null
}

/** Behind the run, without a full stop that ends a sentence. */
function runEnd(text: TextView, at: number): number {
  let end = at
  while (end <= at + longest && isRunByte(text.byte(end))) end++
  while (end > at && text.byte(end - 1) === 0x2e) end--
  return end
}

/** `API_KEY=abc…` is one run: the value begins behind the sign, unless only padding does. */
function valueStart(text: TextView, at: number, end: number): number {
  let start = at
  for (let index = at; index < end - 1; index++) {
    if (text.byte(index) === EQUALS && isAlphanumeric(text.byte(index + 1))) start = index + 1
  }
  return start
}
