/** Reads what a word right before it calls a passport, a licence or an identity number, though no table has its form. */
import type { EntityType } from '../../entity.ts'
import { fewestOfWhole, joinsDigits } from '../../number-joints.ts'
import type { TextView } from '../../text-view.ts'
import type { Candidate } from './candidate.ts'
import type { NationalNumber, Topic } from './description.ts'
import { topicBits } from './dictionary.ts'
import type { Reading } from './judge.ts'
import type { Surroundings } from './surroundings.ts'

interface DocumentKind {
  topic: Topic
  type: EntityType
  fewest: number
  most: number
  digits: number
  /** The word is so common in other senses that another must say that a number follows. */
  needsNumberWord: boolean
}

const kinds: readonly DocumentKind[] = [
  { topic: 'passport', type: 'PASSPORT', fewest: 8, most: 12, digits: 4, needsNumberWord: false },
  { topic: 'driver', type: 'DRIVER_LICENSE', fewest: 6, most: 18, digits: 5, needsNumberWord: true },
  { topic: 'tax', type: 'TAX_ID', fewest: 8, most: 15, digits: 6, needsNumberWord: true },
  { topic: 'identity', type: 'NATIONAL_ID', fewest: 7, most: 18, digits: 5, needsNumberWord: true },
  { topic: 'social', type: 'NATIONAL_ID', fewest: 9, most: 15, digits: 7, needsNumberWord: true },
  { topic: 'health', type: 'HEALTH_ID', fewest: 8, most: 15, digits: 5, needsNumberWord: true },
]

const score = 0.65
const joining = new Set([0, 0x2d, 0x2e, 0x2f])

/** Null where no word right before the candidate tells. */
export function readDocument(
  text: TextView,
  { candidate, start, at, around }: { candidate: Candidate; start: number; at: number; around: Surroundings },
): Reading | null {
  const count = joinedLength(text, candidate)
  if (count < 6 || candidate.ends[count - 1]! <= at) return null
  const end = candidate.ends[count - 1]!
  if (!endsHere(text, end) || isMoney(text.byte(start - 1))) return null
  let digits = 0
  for (let index = 0; index < count; index++) if (candidate.values[index]! < 10) digits++
  if (digits < 4) return null
  const words = around.words(end)
  if (words === null || words.isOther || !words.isRight) return null
  for (const kind of kinds) {
    if ((words.topics & topicBits[kind.topic]) === 0 || (kind.needsNumberWord && !words.namesNumber)) continue
    if (count < kind.fewest || count > kind.most || digits < kind.digits) continue
    return {
      type: kind.type,
      number: unknown,
      count,
      score,
      reasons: [`word:${kind.topic}`, 'form:unknown'],
      word: 'topic',
    }
  }
  return null
}

/** Stands for no country's number. */
const unknown = { odds: 0 } as NationalNumber

/** The characters up to the first space or colon, or a mark that parts two numbers. */
function joinedLength(text: TextView, { length, gaps, ends }: Candidate): number {
  let count = 0
  while (count < length && joining.has(gaps[count]!)) {
    if (gaps[count] !== 0 && count >= fewestOfWhole && !joinsDigits(text, ends[count - 1]!)) break
    count++
  }
  return count
}

function endsHere(text: TextView, end: number): boolean {
  const after = text.byte(end)
  const next = text.byte(end + 1)
  const goesOn = (next >= 0x30 && next <= 0x39) || next === -1
  if (after === 0x2c) return !joinsDigits(text, end)
  if (after === 0x2e) return !goesOn || next === -1
  return after !== 0x25 && after !== 0x40 && after !== 0x5f
}

function isMoney(before: number): boolean {
  return before === 0x24 || before === 0x2b || before === 0x40
}
