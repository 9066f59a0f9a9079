/** Recognises the numbers that states, insurers and registries give: one recognizer for the packs that are switched on. */
import { endsEscape } from '../../boundaries.ts'
import { isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import type { TextView } from '../../text-view.ts'
import type { Recognizer, Trigger } from '../recognizer.ts'
import { Candidate, leadStart, maxCharacters, wordStart } from './candidate.ts'
import { readDocument } from './document.ts'
import { tieOf } from './edges.ts'
import { isBetter, judge, outweighs, type Reading } from './judge.ts'
import { nationalNumbers } from './numbers.ts'
import { Surroundings } from './surroundings.ts'
import { WayTable } from './table.ts'

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
    recognize: (text, at) => (beginsText(text, at) ? recognize(table, text, { at, mayBeAlone: true }) : null),
  }
  return [make('digits'), make('mixed'), alone]
}

/** One of each serves all recognizers, which never overlap. */
const candidate = new Candidate()
const around = new Surroundings()

/** No national number has fewer characters. */
const fewest = 5
const longestLead = 5

interface Anchor {
  at: number
  mayBeAlone: boolean
}

/** Nothing stands before the number but, at most, the letters it begins with. */
function beginsText(text: TextView, at: number): boolean {
  return text.byte(at - 1) === -1 || (at - text.start <= longestLead && text.byte(text.start - 1) === -1)
}

function recognize(table: WayTable, text: TextView, anchor: Anchor): Finding | null {
  const own = wordStart(text, anchor.at)
  if (own <= anchor.at - maxCharacters || own < text.floor) return null
  const lead = leadStart(text, own)
  if (lead < text.floor) return readFrom(table, text, { start: own, anchor })
  // RSS MRA 85T10 A562S: two groups of letters before the first digit.
  const first = leadStart(text, lead)
  const withBoth = first >= text.floor ? readFrom(table, text, { start: first, anchor }) : null
  return (
    withBoth ??
    readFrom(table, text, { start: lead, anchor }) ??
    readFrom(table, text, { start: own, anchor })
  )
}

function readFrom(
  table: WayTable,
  text: TextView,
  { start, anchor }: { start: number; anchor: Anchor },
): Finding | null {
  if (isAlphanumeric(text.byte(start - 1)) && !endsEscape(text, start - 1)) return null
  candidate.read(text, start)
  around.open(text, start, anchor.mayBeAlone)
  let best: Reading | null = null
  for (let word = candidate.words; word > 0; word--) {
    const count = candidate.wordEnds[word - 1]!
    if (count < fewest || candidate.ends[count - 1]! <= anchor.at) break
    const ways = table.waysOf(candidate, count)
    if (ways === undefined) continue
    const tie = tieOf(text, { candidate, start, count })
    if (tie === 'firm') continue
    const reading = judge(ways, { candidate, count, around })
    if (reading && outweighs(reading, tie) && (best === null || isBetter(reading, best))) best = reading
  }
  best ??= readDocument(text, { candidate, start, at: anchor.at, around })
  if (best === null) return null
  const { type, score, reasons, count } = best
  return { type, start, end: candidate.ends[count - 1]!, score, reasons }
}
