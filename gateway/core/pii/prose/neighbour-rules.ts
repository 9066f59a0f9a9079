/** Finds names by what stands beside them alone: `Familie Berger`, `Máire Ní Dhomhnaill`, `Hallo Petra,`, `[Fatima Berger](…)`. */
import type { Finding } from '../entity.ts'
import { BLANK, NEW_LINE, NOTHING, PUNCTUATION, SMALL, TITLE } from './forms.ts'
import { findLabelled } from './label-rules.ts'
import { findGreeted, findSigned, salutations } from './letter-rules.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { ANY_NAME, COMMON, FIRST, LAST } from './word-look.ts'
import { WordTable } from './word-table.ts'

/** What the word before tells: it is one for a family, */
const FAMILY = 1
/** or one that stands before the last name of a woman in Irish alone, */
const IRISH = 2
/** or one that does so of a man, and is an interjection elsewhere. */
const GRANDSON = 3
/** or somebody is greeted by it. */
const SALUTATION = 4
const before = new WordTable([
  ...wordsOf('familie famille familia famiglia família family', FAMILY),
  ...wordsOf('ní nic uí', IRISH),
  ...wordsOf('ó', GRANDSON),
  ...wordsOf(salutations.join(' '), SALUTATION),
])
const family = hashWord('family')
/** Names of families too, and of royal and holy ones more often. */
const kings = setOf('real royal royale reale sacra sagrada santa heilige')
/** `the Ford family of trucks`, `Berger family business` */
const things = setOf(
  'of business businesses name names room doctor medicine office holiday car law tree history court',
)
const OPEN = 0x5b
const CLOSE = 0x5d
/** CommonMark 0.31 §6.3: the address of a link stands in brackets behind its text. */
const ADDRESS = 0x28
const score = 0.7

function wordsOf(words: string, value: number): (readonly [hash: number, value: number])[] {
  return words.split(' ').map((word) => [hashWord(word), value] as const)
}

function setOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord))
}

/** Appends the names among the first `count` tokens, as findings of type PERSON. */
export function findByNeighbours(sight: Sight, count: number, out: Finding[]): void {
  if ((sight.formsSeen & (1 << TITLE)) === 0) return
  const { form, gap, hash, joined, start, end } = sight.tokens
  for (let mark = 0; mark < sight.markCount; mark++) {
    const index = sight.marks[mark]!
    if (index >= count) return
    if (form[index] !== TITLE) continue
    if (gap[index] === NEW_LINE && index > 0) findSigned(sight, index, count, out)
    if (index > 1 && form[index - 1] === PUNCTUATION) findLabelled(sight, index, count, out)
    const told = index > 0 && gap[index] === BLANK ? before.get(hash[index - 1]!) : 0
    // Of nearly every word this is all that is asked.
    if (told === 0 && joined[index] === 0 && hash[index + 1] !== family) continue
    if (told === SALUTATION) findGreeted(sight, index, count, out)
    const found = nameEndingAt(sight, { index, count, told })
    if (found === null) continue
    const reasons = [`rule:${found.rule}`]
    out.push({ type: 'PERSON', start: start[found.from]!, end: end[index]!, score, reasons })
  }
}

interface Place {
  readonly index: number
  readonly count: number
  /** What the word before tells. */
  readonly told: number
}

function nameEndingAt(sight: Sight, place: Place): { from: number; rule: string } | null {
  const { index } = place
  if (namesFamily(sight, place)) return { from: index, rule: 'family-name' }
  if (isLinked(sight, place)) return { from: index - 1, rule: 'linked-name' }
  const from = beforeIrish(sight, place)
  return from < 0 ? null : { from, rule: 'gaelic-name' }
}

/** `[Fatima Berger](https://…)`: to the tagger the last name is a part of the address. */
function isLinked(sight: Sight, { index, count }: Place): boolean {
  const { form, gap, joined, tail } = sight.tokens
  if (joined[index] === 0 || index < 2 || index + 2 >= count || gap[index] !== BLANK) return false
  const isBracketed = tail[index - 2] === OPEN && tail[index + 1] === CLOSE && tail[index + 2] === ADDRESS
  if (!isBracketed || gap[index + 1] !== NOTHING || gap[index + 2] !== NOTHING || form[index - 1] !== TITLE)
    return false
  return (sight.listsAt(index - 1) & (FIRST | COMMON)) === FIRST && (sight.listsAt(index) & ANY_NAME) !== 0
}

function namesFamily(sight: Sight, { index, count, told }: Place): boolean {
  const { form, gap, hash } = sight.tokens
  const isBehind = told === FAMILY
  const next = index + 1
  const isBefore = next < count && gap[next] === BLANK && hash[next] === family
  if (!isBehind && !isBefore) return false
  if ((sight.listsAt(index) & LAST) === 0 || kings.has(hash[index]!) || sight.kindAt(index) !== 0)
    return false
  const beyond = isBehind ? next : next + 1
  if (beyond >= count || gap[beyond] === NEW_LINE || form[beyond] === PUNCTUATION) return true
  return form[beyond] === SMALL && !things.has(hash[beyond]!)
}

/** Where the name begins that ends with the word at `index`, behind `Ní` or `Ó` and a first name; -1 where none does. */
function beforeIrish(sight: Sight, { index, told }: Place): number {
  const { form, gap } = sight.tokens
  const from = index - 2
  if (from < 0 || gap[index - 1] !== BLANK || form[from] !== TITLE) return -1
  if (told === IRISH) return form[index - 1] === TITLE ? from : -1
  if (told !== GRANDSON) return -1
  return (sight.listsAt(from) & (FIRST | COMMON)) === FIRST ? from : -1
}
