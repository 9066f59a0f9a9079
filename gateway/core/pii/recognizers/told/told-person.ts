/** Finds what in free text means something only by the word beside it: ages, user names, numbers of patients, banks, card codes. */
import { isAlphanumeric, isDigit, isLetter } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { blankAt, blankBefore, quoteAt } from '../../word-bytes.ts'
import { isExpression, kindsOfValues } from './expressions.ts'
import { hashesOf, hashOf, type Prose, type Word, wordBefore, wordEndAt, wordStartAt } from './prose-words.ts'
import { bankTelling, isBankTelling, toldBank } from './told-bank.ts'
import { isNumberTelling, numberTelling, toldNumber } from './told-number.ts'

/** Before the number: `aged 34`, `Alter: 34`. */
const ages = 'age aged alter âge edad età leeftijd'
const ageWords = hashesOf(ages)
/** `turns 40` at the end of a clause, or before when that is; not `turn 40 degrees`. */
const turns = 'turn turns turned turning'
const turnWords = hashesOf(turns)
const whenWords = hashesOf('today tomorrow yesterday this next last on in soon')
/** Behind the number with another word behind it (`34 years old`), and the words before it that make the second needless. */
const years = 'year years jahre jahr jähriger jährige jähriges jährigen ans an años año anni anno jaar jarige'
const yearWords = hashesOf(years)
const oldWords = hashesOf('old alt jung âgé oud')
const isYearsOld = hashesOf('jähriger jährige jähriges jährigen jarige')
const hasYears = hashesOf('a ai as avait tiene tengo tenía cumple cumplió ha ho aveva compie')
const users =
  'username usernames userid benutzername benutzernamen anmeldename gebruikersnaam nickname loginname'
const userWords = hashesOf(users)
/** `user name`, `nome utente`, `nom d’utilisateur`: only with one of the words before. */
const secondUsers = 'name id utente utilisateur usuario'
const secondUserWords = hashesOf(secondUsers)
const firstUserWords = hashesOf('user login nome nom d nombre account')
/** Before a name that has letters and digits: `user anna77`, `log in as maria_k`. */
const hints = 'user benutzer utente usuario utilisateur gebruiker'
const userHints = hashesOf(hints)
const [as] = [...hashesOf('as')]
const logIn = hashesOf('login in')
const noNames = hashesOf(kindsOfValues)
const fillers = hashesOf('is was ist lautet war est es era è to are')
/** Only behind one of these words something is told: nobody needs to be asked at another one. */
export const personWords: readonly string[] = [
  ...[ages, turns, years, users, secondUsers, hints, 'as'].flatMap((words) => words.split(' ')),
  ...numberTelling,
  ...bankTelling,
]
const oldest = 120
const longestName = 32
const shortestHinted = 5
const unsureName = 0.6

/** Appends what `words` of the text tell. */
export function findToldPersons(text: Prose, words: readonly Word[], out: Finding[]): void {
  for (const word of words) {
    const found = ageOrName(text, word)
    if (found) out.push(found)
  }
}

interface Place {
  start: number
  end: number
}

function ageOrName(text: Prose, word: Word): Finding | null {
  const { hash } = word
  if (isNumberTelling(hash)) return toldNumber(text, word)
  if (isBankTelling(hash)) return toldBank(text, word)
  if (yearWords.has(hash)) return ageBefore(text, word, hash)
  if (ageWords.has(hash)) return ageBehind(text, word.end)
  if (turnWords.has(hash)) {
    const found = ageBehind(text, word.end)
    return found && endsClause(text, found.end) ? found : null
  }
  const isUser = userWords.has(hash) || (secondUserWords.has(hash) && isBehind(text, word, firstUserWords))
  if (isUser) return nameBehind(text, word)
  if (!userHints.has(hash) && !(hash === as && isBehind(text, word, logIn))) return null
  const found = nameBehind(text, word)
  return found && found.score > unsureName && found.end - found.start >= shortestHinted ? found : null
}

/** True where one of `words` is the last one before. */
function isBehind(text: Prose, word: Place, words: ReadonlySet<number>): boolean {
  const { start, end } = wordBefore(text, word.start)
  return start < end && words.has(hashOf(text.bytes, start, end))
}

/** `34 years old`, `34-year-old`, `il a 34 ans`. */
function ageBefore(text: Prose, word: Place, hash: number): Finding | null {
  const { bytes, start } = text
  const end = word.start - gapBefore(text, word.start)
  let from = end
  while (from > start && from > end - 4 && isDigit(bytes[from - 1]!)) from--
  if (!isAge(text, { start: from, end })) return null
  return isYearsOld.has(hash) || isFollowedByOld(text, word.end) || isPrecededByHas(text, from)
    ? age({ start: from, end }, 'word:years')
    : null
}

function isFollowedByOld(text: Prose, from: number): boolean {
  const gap = text.bytes[from] === 0x2d ? 1 : blankAt(text.bytes, from, text.end)
  const start = from + gap
  return gap > 0 && oldWords.has(hashOf(text.bytes, start, wordEndAt(text, start)))
}

function isPrecededByHas(text: Prose, number: number): boolean {
  const end = number - blankBefore(text.bytes, number, text.start)
  return end < number && hasYears.has(hashOf(text.bytes, wordStartAt(text, end), end))
}

/** `aged 34`, `Alter: 34`. */
function ageBehind(text: Prose, from: number): Finding | null {
  const start = behindMarks(text, from)
  let end = start
  while (end < text.end && end < start + 4 && isDigit(text.bytes[end]!)) end++
  return start > from && isAge(text, { start, end }) ? age({ start, end }, 'word:age') : null
}

function endsClause(text: Prose, end: number): boolean {
  if (end >= text.end || text.bytes[end] !== 0x20) return true
  return whenWords.has(hashOf(text.bytes, end + 1, wordEndAt(text, end + 1)))
}

/** One to three digits up to 120 that stand alone: no range, share, price or date. */
function isAge({ bytes, start: textStart, end: textEnd }: Prose, { start, end }: Place): boolean {
  if (end === start || end - start > 3) return false
  let value = 0
  for (let index = start; index < end; index++) value = value * 10 + bytes[index]! - 0x30
  const before = start > textStart ? bytes[start - 1]! : 0x20
  const after = end < textEnd ? bytes[end]! : 0x20
  if (value === 0 || value > oldest || isAlphanumeric(before) || before === 0x2d || before === 0x2e)
    return false
  if (isMark(after)) return !(end + 1 < textEnd && isDigit(bytes[end + 1]!))
  return after !== 0x25 && !isDigit(after)
}

/** `- . , / :` join digits to a range, a price or a date. */
function isMark(byte: number): boolean {
  return byte === 0x2d || byte === 0x2e || byte === 0x2c || byte === 0x2f || byte === 0x3a
}

function age({ start, end }: Place, reason: string): Finding {
  return { type: 'AGE', start, end, score: 0.7, reasons: [reason] }
}

/** `username: anna_k`, `Benutzername ist akoch`, `user name anna.k`. */
function nameBehind(text: Prose, { end: from, hash: told }: Word): Finding | null {
  const { bytes, end: textEnd } = text
  let start = behindMarks(text, from)
  let isMarked = start > from + Math.max(1, blankAt(bytes, from, textEnd))
  const word = wordEndAt(text, start)
  if (fillers.has(hashOf(bytes, start, word)) && bytes[word] === 0x20) {
    start = behindMarks(text, word)
    isMarked = true
  }
  let end = start
  while (end < textEnd && end < start + longestName && isNameByte(bytes[end]!)) end++
  while (end > start && (bytes[end - 1] === 0x2e || bytes[end - 1] === 0x2d)) end--
  if (start === from || end - start < 3 || bytes[end] === 0x40) return null
  const hash = hashOf(bytes, start, end)
  if (noNames.has(hash) || hash === told || isExpression(bytes, { start, end }, textEnd)) return null
  const looks = looksLikeName(bytes, { start, end })
  if (!looks && !isMarked) return null
  return { type: 'USERNAME', start, end, score: looks ? 0.75 : unsureName, reasons: ['word:username'] }
}

/** With a digit or a mark inside, as words do not have them. */
function looksLikeName(bytes: Uint8Array, { start, end }: Place): boolean {
  let letters = 0
  let others = 0
  for (let index = start; index < end; index++) {
    if (isLetter(bytes[index]!)) letters++
    else if (bytes[index] !== 0x2d) others++
  }
  return letters > 0 && others > 0
}

function isNameByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === 0x5f || byte === 0x2e || byte === 0x2d
}

/** Behind blanks, a colon or sign of equality, and a quotation mark. */
function behindMarks({ bytes, end }: Prose, from: number): number {
  let position = from
  for (let passed = 0; passed < 3 && position < end; passed++) {
    const isColon = bytes[position] === 0x3a || bytes[position] === 0x3d
    position += isColon ? 1 : blankAt(bytes, position, end)
  }
  if (position === from || position >= end) return position
  const isQuote = bytes[position] === 0x22 || bytes[position] === 0x27
  return position + (isQuote ? 1 : quoteAt(bytes, position))
}

/** How many bytes the blank or hyphen takes that ends before `end`; 0 where none does. */
function gapBefore({ bytes, start }: Prose, end: number): number {
  return end > start && bytes[end - 1] === 0x2d ? 1 : blankBefore(bytes, end, start)
}
