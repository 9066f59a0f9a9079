/** Recognises the few tokens that are written with marks which end a run: `~`, `$`. */
import { asciiBytes, isAlphanumeric, isDigit } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import type { TextView } from '../../text-view.ts'
import { type TokenFormat, tokenEnd, tokenFormat } from './token-format.ts'

/** The tail of a token behind its odd mark, and what must stand left of it. */
interface OddFormat {
  tail: TokenFormat
  /** Where the token begins, when the tail does at `at`; -1 where something else stands before it. */
  startOf(text: TextView, at: number): number
}

const braintree = asciiBytes('access_token$production$')
const merchantLength = 16

const formats: readonly OddFormat[] = [
  {
    // Microsoft Entra ID: three characters, a digit, `Q~`, then 31 to 34 more.
    tail: tokenFormat('azure-client-secret {s31-34}'),
    startOf(text, at) {
      const isMarked = text.byte(at - 1) === 0x7e && text.byte(at - 2) === 0x51 && isDigit(text.byte(at - 3))
      return isMarked && isAlphanumeric(text.byte(at - 4)) ? at - 6 : -1
    },
  },
  {
    // Braintree, "Access tokens": the environment, the merchant's key, then the secret, which alone is taken.
    tail: tokenFormat('braintree {h32}'),
    startOf(text, at) {
      const start = at - 1 - merchantLength - braintree.length
      return text.byte(at - 1) === 0x24 && text.matches(start, braintree) ? at : -1
    },
  },
]

/** The token whose tail begins at `at`. What an earlier finding took of its beginning stays with that. */
export function oddTokens(text: TextView, at: number): Finding | null {
  const before = text.byte(at - 1)
  if (before !== 0x7e && before !== 0x24) return null
  for (const { tail, startOf } of formats) {
    const start = startOf(text, at)
    const end = start < 0 ? -1 : tokenEnd(text, at, tail)
    if (text.starved) return null
    if (end < 0) continue
    const reasons = [`format:${tail.name}`]
    return { type: 'SECRET', start: Math.max(start, text.floor), end, score: 0.95, reasons }
  }
  return null
}
