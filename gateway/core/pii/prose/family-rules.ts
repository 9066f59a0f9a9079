/** Finds last names by what stands beside them alone: `Familie Berger`, `Máire Ní Dhomhnaill`, `[Fatima Berger](…)`. */
import type { Finding } from '../entity.ts'
import { BLANK, NEW_LINE, NOTHING, PUNCTUATION, SMALL, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { ANY_NAME, COMMON, FIRST, LAST } from './word-look.ts'

const families = setOf('familie famille familia famiglia família family')
const [family] = [...setOf('family')]
/** Names of families too, and of royal and holy ones more often. */
const kings = setOf('real royal royale reale sacra sagrada santa heilige')
/** `the Ford family of trucks`, `Berger family business` */
const things = setOf(
  'of business businesses name names room doctor medicine office holiday car law tree history court',
)
/** Of a woman's last name: only Irish has these words, and each stands before the name itself. */
const irish = setOf('ní nic uí')
const [grandson] = [...setOf('ó')]
const OPEN = 0x5b
const CLOSE = 0x5d
/** CommonMark 0.31 §6.3: the address of a link stands in brackets behind its text. */
const ADDRESS = 0x28
const score = 0.7

function setOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord))
}

/** Appends the names among the first `count` tokens, as findings of type PERSON. */
export function findFamilies(sight: Sight, count: number, out: Finding[]): void {
  if ((sight.formsSeen & (1 << TITLE)) === 0) return
  const { form, start, end } = sight.tokens
  for (let mark = 0; mark < sight.markCount; mark++) {
    const index = sight.marks[mark]!
    if (index >= count) return
    if (form[index] !== TITLE) continue
    const found = nameEndingAt(sight, index, count)
    if (found === null) continue
    const reasons = [`rule:${found.rule}`]
    out.push({ type: 'PERSON', start: start[found.from]!, end: end[index]!, score, reasons })
  }
}

function nameEndingAt(sight: Sight, index: number, count: number): { from: number; rule: string } | null {
  if (namesFamily(sight, index, count)) return { from: index, rule: 'family-name' }
  if (isLinked(sight, index, count)) return { from: index - 1, rule: 'linked-name' }
  const from = beforeIrish(sight, index)
  return from < 0 ? null : { from, rule: 'gaelic-name' }
}

/** `[Fatima Berger](https://…)`: to the tagger the last name is a part of the address. */
function isLinked(sight: Sight, index: number, count: number): boolean {
  const { form, gap, joined, tail } = sight.tokens
  if (joined[index] === 0 || index < 2 || index + 2 >= count || gap[index] !== BLANK) return false
  const isBracketed = tail[index - 2] === OPEN && tail[index + 1] === CLOSE && tail[index + 2] === ADDRESS
  if (!isBracketed || gap[index + 1] !== NOTHING || gap[index + 2] !== NOTHING || form[index - 1] !== TITLE)
    return false
  return (sight.listsAt(index - 1) & (FIRST | COMMON)) === FIRST && (sight.listsAt(index) & ANY_NAME) !== 0
}

function namesFamily(sight: Sight, index: number, count: number): boolean {
  const { form, gap, hash } = sight.tokens
  const isBehind = index > 0 && gap[index] === BLANK && families.has(hash[index - 1]!)
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
function beforeIrish(sight: Sight, index: number): number {
  const { form, gap, hash } = sight.tokens
  const from = index - 2
  if (from < 0 || gap[index] !== BLANK || gap[index - 1] !== BLANK || form[from] !== TITLE) return -1
  if (irish.has(hash[index - 1]!)) return form[index - 1] === TITLE ? from : -1
  if (hash[index - 1] !== grandson) return -1
  return (sight.listsAt(from) & (FIRST | COMMON)) === FIRST ? from : -1
}
