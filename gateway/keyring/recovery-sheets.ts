/** The root key as three sheets of words of which any two bring it back, and whatever a person typed of one of both prints. */
import { combineSheets, type SheetsProblem, splitSecret } from '../core/recovery/slip39.ts'
import { slip39Words } from '../core/recovery/slip39-words.ts'
import { Secret } from '../core/secret.ts'
import { type ParsedRecoveryKey, parseRecoveryKey } from './recovery-key.ts'

const keyBytes = 32
/** A head of 4, 256 bits of value, and a checksum of 3. */
export const sheetWords = 33
/** With fewer it is a key of digits and letters. */
const fewestWords = 10
const beginnings = new Set(slip39Words.map((word) => word.slice(0, 4)))

/** Three sheets. Each print has a number of its own: sheets of two prints do not mix. */
export function printRecoverySheets(key: Secret): string[][] {
  return splitSecret(key.reveal(), { threshold: 2, count: 3 })
}

/** Reads a recovery key, or sheets one after another; numbers, marks and lines that begin with `#` do not matter between words. */
export function parseRecovery(text: string): ParsedRecoveryKey {
  const typed = text.replaceAll(/^\s*#.*$/gm, '')
  const words = typed.match(/\p{L}{3,}/gu) ?? []
  const known = words.filter((word) => beginnings.has(word.slice(0, 4).toLowerCase())).length
  if (words.length < fewestWords || 2 * known < words.length) return parseRecoveryKey(typed)
  const sheets = Array.from({ length: Math.ceil(words.length / sheetWords) }, (_, at) =>
    words.slice(at * sheetWords, (at + 1) * sheetWords),
  )
  const short = sheets.findIndex(({ length }) => length < sheetWords)
  if (short >= 0)
    return {
      ok: false,
      problem: `Sheet ${short + 1} has ${sheets[short]?.length} words; ${sheetWords} are expected.`,
    }
  const combined = combineSheets(sheets)
  if (!combined.ok) return { ok: false, problem: inWords(combined.problem) }
  if (combined.secret.length !== keyBytes)
    return { ok: false, problem: 'These sheets hold no key of Gatehouse.' }
  return { ok: true, key: new Secret(combined.secret) }
}

/** Names places alone: what was typed is nearly the key. */
function inWords(problem: SheetsProblem): string {
  switch (problem.why) {
    case 'word':
      return `Sheet ${problem.sheet}: word ${problem.at} is on no sheet.`
    case 'checksum':
      return `Sheet ${problem.sheet} has a mistake: a word is another, or two changed places.`
    case 'length':
    case 'content':
      return `Sheet ${problem.sheet} is no sheet of a recovery kit.`
    case 'other-print':
      return 'These sheets were not printed together.'
    case 'too-few':
      return `${problem.needed} different sheets are needed.`
    case 'digest':
      return 'These sheets do not belong together.'
  }
}
