/** Recognises the numbers that states, insurers and registries give: one recognizer for the packs that are switched on. */
import { endsEscape } from '../../boundaries.ts'
import { isAlphanumeric, isDigit, isWordByte } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { precedesAt } from '../../local-part.ts'
import type { TextView } from '../../text-view.ts'
import type { Recognizer, Trigger } from '../recognizer.ts'
import { Candidate, leadStart, maxCharacters, wordStart } from './candidate.ts'
import { readDocument } from './document.ts'
import { isBetter, judge, type Reading, type Surroundings } from './judge.ts'
import { nationalNumbers } from './numbers.ts'
import { WayTable } from './table.ts'
import { type Telling, tellingWords } from './words.ts'

/** `packs` null: the numbers of all countries. */
export function nationalRecognizers(packs: ReadonlySet<string> | null): readonly Recognizer[] {
  const table = new WayTable(nationalNumbers.filter(({ pack }) => packs === null || packs.has(pack)))
  const source = 'the laws and registries named with each number in national/numbers'
  const make = (trigger: Trigger): Recognizer => ({
    name: 'national',
    trigger,
    source,
    recognize: (text, at) => recognize(table, text, { at, mayBeAlone: trigger === 'mixed' }),
  })
  const alone: Recognizer = {
    name: 'national-alone',
    trigger: 'digits',
    source,
    yields: true,
    // Of a number with anything before it, the first recognizer has said all there is to say.
    recognize: (text, at) => (beginsText(text, at) ? recognize(table, text, { at, mayBeAlone: true }) : null),
  }
  return [make('digits'), make('mixed'), alone]
}

/** True where only the number's own letters, or a country's, can stand between the text's beginning and `at`. */
function beginsText(text: TextView, at: number): boolean {
  return text.byte(at - maxLead) === -1
}

/** One candidate serves all recognizers, which never overlap. */
const candidate = new Candidate()

const fewest = 5
/** The word that the digit is in, a separator, and four letters of a country before it. */
const maxLead = maxCharacters + 8
const HYPHEN = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const COLON = 0x3a
const SPACE = 0x20

interface Anchor {
  at: number
  mayBeAlone: boolean
}

function recognize(table: WayTable, text: TextView, anchor: Anchor): Finding | null {
  const own = wordStart(text, anchor.at)
  if (own <= anchor.at - maxCharacters || own < text.floor) return null
  const lead = leadStart(text, own)
  const withLead = lead >= text.floor && lead >= 0 ? readFrom(table, text, { start: lead, anchor }) : null
  return withLead ?? readFrom(table, text, { start: own, anchor })
}

function readFrom(
  table: WayTable,
  text: TextView,
  { start, anchor }: { start: number; anchor: Anchor },
): Finding | null {
  const before = text.byte(start - 1)
  if (isAlphanumeric(before) && !endsEscape(text, start - 1)) return null
  candidate.read(text, start)
  let best: Reading | null = null
  for (let count = candidate.length; count >= fewest; count--) {
    if (!candidate.isEnd(count - 1) || candidate.ends[count - 1]! <= anchor.at) continue
    if (table.waysOf(candidate, count) === undefined || !standsAlone(text, start, count)) continue
    const reading = judge({ table, candidate, count }, surroundings(text, { start, count, anchor }))
    if (reading && (best === null || isBetter(reading, best))) best = reading
  }
  best ??= readDocument(text, { candidate, start, at: anchor.at })
  if (best === null) return null
  const { type, score, reasons, count } = best
  return { type, start, end: candidate.ends[count - 1]!, score, reasons }
}

/** False where the characters before or behind make the candidate a piece of something longer. */
function standsAlone(text: TextView, start: number, count: number): boolean {
  const end = candidate.ends[count - 1]!
  const before = text.byte(start - 1)
  if (before === 0x2b || before === 0x40 || before === 0x25 || isCurrency(text, start)) return false
  const isGrouped = isSpaced(count)
  if (isDigit(text.byte(start - 2))) {
    if (before === DOT || before === HYPHEN || before === COLON || before === SLASH || before === 0x2c)
      return false
    if (before === SPACE && isGrouped) return false
  }
  const after = text.byte(end)
  if (isAlphanumeric(after) || after === 0x25 || after === 0x40) return false
  const next = text.byte(end + 1)
  if (after === 0x5f) return !isAlphanumeric(next) || precedesAt(text, end + 1)
  if (after === HYPHEN || after === SLASH || after === COLON)
    return !isAlphanumeric(next) || (after !== HYPHEN && !isDigit(next))
  if (after === DOT || after === 0x2c) return !isDigit(next)
  return !(after === SPACE && isGrouped && isDigit(next))
}

/** Behind $, £ or €. */
function isCurrency(text: TextView, start: number): boolean {
  const before = text.byte(start - 1)
  return (
    before === 0x24 ||
    (before === 0xa3 && text.byte(start - 2) === 0xc2) ||
    (before === 0xac && text.byte(start - 2) === 0x82)
  )
}

/** True where the candidate goes over a space, so that digits behind another one may belong to it. */
function isSpaced(count: number): boolean {
  for (let index = 1; index < count; index++) if (candidate.gaps[index] === SPACE) return true
  return false
}

interface Place {
  start: number
  count: number
  anchor: Anchor
}

function surroundings(text: TextView, { start, count, anchor }: Place): Surroundings {
  const end = candidate.ends[count - 1]!
  let words: Telling | null | undefined
  return {
    isAlone: anchor.mayBeAlone && isAlone(text, start, end),
    isTied: isTied(text, start),
    words: () => {
      if (words === undefined) words = tellingWords(text, start, end)
      return words
    },
  }
}

function isAlone(text: TextView, start: number, end: number): boolean {
  if (text.byte(start - 1) !== -1) return false
  const after = text.byte(end)
  return after === -1 || ((after === DOT || after === 0x0a) && text.byte(end + 1) === -1)
}

/** Behind a dash that follows a word, in a path or a query, or behind the sign of a currency. */
function isTied(text: TextView, start: number): boolean {
  const before = text.byte(start - 1)
  if (before === HYPHEN || before === 0x5f) return isWordByte(text.byte(start - 2))
  return before === SLASH || before === 0x3d || before === 0x26 || before === 0x23 || before === 0x2a
}
