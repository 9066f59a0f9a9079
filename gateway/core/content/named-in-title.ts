/** Finds whom a sentence names that stands in a field for something else: `"title": "Complaint of Anna Weber about the noise"`. */
import { isDigit } from '../pii/bytes.ts'
import type { Finding, TextWindow } from '../pii/entity.ts'
import type { ProseReader } from '../pii/prose/prose-reader.ts'
import { isWordAt } from '../pii/word-bytes.ts'

/** Below it the model guesses, and half of what stands in such fields are names of goods. */
const leastScore = 0.6
/** Longer beginnings are no form of address. */
const longestAddress = 14
const decoder = new TextDecoder()
const SPACE = 0x20
const COMMA = 0x2c
const DOT = 0x2e
const COLON = 0x3a

/** By these people are addressed; nothing is sold under them. */
const sureTitles =
  'frau herr herrn fräulein dear liebe lieber hallo geehrte geehrter madame monsieur mme mademoiselle mlle chère cher señor señora ' +
  'señorita sra srta doña estimado estimada signor signora sig signore gentile egregio mevrouw meneer mevr dhr mw geachte beste ' +
  'pan pani panu senhor senhora ms'
const sure = new Set(sureTitles.split(' '))
/** Goods are called so as well: Mr Proper, Mrs Meyer's, Dr. Oetker. */
const doubtful = new Set('mr mrs miss mx dr prof doctor professor docteur doktor'.split(' '))

/** What people do; goods hardly do any of it. */
const deeds = new Set(
  (
    'called calls rang wants wishes wrote writes asks asked says said has had is was needs needed will would cannot complains ' +
    'complained reports reported requests requested cancelled canceled cancels ordered paid moved died left sent did does ' +
    'ruft rief hat hatte ist war will möchte wünscht bittet fragt schreibt schrieb sagt meldet braucht kommt kann beschwert ' +
    'est a demande veut souhaite appelle écrit dit ' +
    'quiere llama llamó pide solicita escribe tiene está es ' +
    'vuole chiede chiama ha scrive dice è ' +
    'wil vraagt belt belde heeft schreef zegt'
  ).split(' '),
)

/**
 * True where a short text begins as people are addressed: `Mrs Gwendolyn Pritchard`. Asked of every short text, most of
 * which are told apart by their first bytes.
 */
export function beginsWithTitle({ bytes, start, end }: TextWindow): boolean {
  const first = bytes[start]!
  if (first < 0x41 || first > 0x5a) return false
  const limit = Math.min(end, start + longestAddress)
  let at = start + 1
  while (at < limit && isWordAt(bytes, at)) at++
  if (at === limit || (bytes[at] !== SPACE && bytes[at] !== DOT)) return false
  const word = wordOf(bytes, start, at)
  return sure.has(word) || doubtful.has(word) || word === 'sehr'
}

/** `view` is a text that reads like a sentence, or begins as people are addressed; adds to `found`, which is in its order. */
export function findNamedInTitle(prose: ProseReader, view: TextWindow, found: Finding[]): void {
  const read = [...found]
  prose.read(view, read)
  if (read.length === found.length) return
  const named = read.filter((one) => !found.includes(one))
  const persons = named.filter((one) => one.type === 'PERSON' && isSomebody(view, one))
  for (const one of named) {
    if (one.type === 'PERSON' ? !persons.includes(one) : persons.length === 0 && !tells(view, one)) continue
    found.push(one)
  }
  found.sort((one, other) => one.start - other.start)
}

/** Passwords and addresses with a number are told by themselves; all else needs somebody whom it is said of. */
function tells({ bytes }: TextWindow, { type, start, end, score }: Finding): boolean {
  if (type === 'PASSWORD') return true
  if (type !== 'ADDRESS' || score < leastScore) return false
  for (let at = start; at < end; at++) if (isDigit(bytes[at]!)) return true
  return false
}

/** A thing's name begins its text, or stands behind what else it is called; somebody's stands in the midst of a sentence. */
function isSomebody(view: TextWindow, name: Finding): boolean {
  const { bytes, start, end } = view
  if (name.score < leastScore) return false
  const words = wordsIn(bytes, name)
  const title = name.reasons.find((reason) => reason.startsWith('title:'))?.slice(6)
  if (title !== undefined) {
    if (sure.has(title)) return true
    const isFirst = name.start - start <= title.length + 2
    const endsThere = name.end === end || bytes[name.end] === COMMA
    return !isFirst || (endsThere && words >= 2)
  }
  if (words < 2) return false
  if (deeds.has(wordBehind(bytes, name.end, end))) return true
  const before = wordBefore(bytes, start, name.start)
  return before === ':' || sure.has(before.toLowerCase()) || isSmallWord(before)
}

function isSmallWord(word: string): boolean {
  return word.length >= 2 && word === word.toLowerCase() && word !== word.toUpperCase()
}

/** The word right before `at`, as it is written; `:` where one ends a label there, `''` where there is none. */
function wordBefore(bytes: Uint8Array, start: number, at: number): string {
  if (at - 1 <= start || bytes[at - 1] !== SPACE) return ''
  if (bytes[at - 2] === COLON) return ':'
  let from = at - 1
  while (from > start && isWordAt(bytes, from - 1)) from--
  return decoder.decode(bytes.subarray(from, at - 1))
}

function wordBehind(bytes: Uint8Array, at: number, end: number): string {
  if (bytes[at] !== SPACE) return ''
  let to = at + 1
  while (to < end && isWordAt(bytes, to)) to++
  return decoder.decode(bytes.subarray(at + 1, to))
}

function wordsIn(bytes: Uint8Array, { start, end }: Finding): number {
  let words = 0
  for (let at = start; at < end; at++) {
    if (isWordAt(bytes, at) && (at === start || bytes[at - 1] === SPACE)) words++
  }
  return words
}

function wordOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end)).toLowerCase()
}
