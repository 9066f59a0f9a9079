/** Recognises the few tokens that are written with marks which end a run: `:`, `~`, `$`. */
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

const formats: readonly OddFormat[] = [
  {
    // Telegram Bot API, "Authorizing your bot": the bot's number, a colon, 35 characters.
    tail: tokenFormat('telegram-bot AA{s33}'),
    startOf(text, at) {
      let start = at - 1
      if (text.byte(start) !== 0x3a) return -1
      while (start > at - 12 && isDigit(text.byte(start - 1))) start--
      return at - 1 - start >= 8 ? start : -1
    },
  },
  {
    // Microsoft Entra ID: three characters, a digit, `Q~`, then 31 to 34 more.
    tail: tokenFormat('azure-client-secret {s31-34}'),
    startOf(text, at) {
      const isMarked = text.byte(at - 1) === 0x7e && text.byte(at - 2) === 0x51 && isDigit(text.byte(at - 3))
      return isMarked && isAlphanumeric(text.byte(at - 4)) ? at - 6 : -1
    },
  },
  {
    // Braintree, "Access tokens": the environment, the merchant's key, then the secret.
    tail: tokenFormat('braintree {h32}'),
    startOf(text, at) {
      const start = at - 17 - braintree.length
      return text.byte(at - 1) === 0x24 && text.matches(start, braintree) ? start : -1
    },
  },
  {
    // Asana, "Personal access tokens": 1 or 2, a number, a colon, then hexadecimal digits.
    tail: tokenFormat('asana {h32}'),
    startOf(text, at) {
      let start = at - 1
      if (text.byte(start) !== 0x3a) return -1
      while (start > at - 20 && isDigit(text.byte(start - 1))) start--
      const isMarked = text.byte(start - 1) === 0x2f && isDigit(text.byte(start - 2))
      return isMarked && at - 1 - start >= 12 ? start - 2 : -1
    },
  },
]

/** The token whose tail begins at `at`. What an earlier finding took of its beginning stays with that. */
export function oddTokens(text: TextView, at: number): Finding | null {
  const before = text.byte(at - 1)
  if (before !== 0x3a && before !== 0x7e && before !== 0x24) return null
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
