/** Says whether the words around a name are of a language that the model was trained on; in others it guesses by the shape of words. */
import { CASELESS, MIXED, PUNCTUATION, SMALL } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { greetingClass, kinClass, roleClass, titleClass } from './vocabulary.ts'
import { COMMON, FIRST } from './word-look.ts'
import { WordTable } from './word-table.ts'

/** So many tokens on each side are asked. */
const reach = 16
/** Fewer words tell no language. */
const leastWords = 3
/** A word of another language among so many words tells that the text is in it. */
const mostToOneForeign = 6
const tellingReach = 3

/**
 * Words that no language of the model has, as common as any in theirs (Danish, Norwegian, Swedish, Finnish, Czech, Slovak, Polish,
 * Hungarian, Romanian, Turkish, Portuguese), and the verbs that requests to an assistant begin with.
 */
const foreign = tableOf(
  'og til jeg ikke på skriv skrive vennligst och att för inte är vänligen kirjoita hyvä että ' +
    'prosím napište napiš přeložte prosim napíšte není jsem že proszę napisz jest się który ' +
    'kérlek írj és egy hogy nem vă să și sunt pentru lütfen bir için yaz não você escreva',
)
/** Before a name in those languages, and in Russian, Ukrainian, Greek, Arabic, Hebrew and Hindi: `my name is`, `Mr`, `dear`. */
const tellers = tableOf(
  'hedder heter navn namn fru hr herra rouva nimeni jmenuji jmenuju pan paní pani pana panem nazywam imię hívnak nevem ' +
    'domnul doamna numele adım bay bayan sayın senhor senhora chamo ' +
    'зовут господин госпожа г уважаемый уважаемая звати пан пані шановний шановна ' +
    'λένε κύριε κύριος κυρία όνομα اسمي السيد السيدة الدكتور שמי מר גברת श्री श्रीमती नाम',
)

function tableOf(words: string): WordTable {
  return new WordTable(words.split(' ').map((word) => [hashWord(word), 1] as const))
}

/** True where tokens `[from, to)` look like a name to a model that cannot read what stands around them. */
export function isUnread(
  sight: Sight,
  { from, to, bytes }: { from: number; to: number; bytes: Uint8Array },
): boolean {
  const { tokens } = sight
  const { form, hash } = tokens
  if (to === from + 1 && foreign.get(hash[from]!) !== 0) return true
  // Lists of names tell little of scripts without capitals, in which many words are short.
  for (let at = from; at < to; at++)
    if (form[at] !== CASELESS && (sight.listsAt(at) & FIRST) !== 0) return false
  return !isReadable(sight, { from, to, bytes }) && !isTold(sight, from)
}

function isReadable(
  sight: Sight,
  { from, to, bytes }: { from: number; to: number; bytes: Uint8Array },
): boolean {
  const { count, form, hash, start } = sight.tokens
  let words = 0
  let known = 0
  let others = 0
  let scripts = 0
  for (let at = Math.max(0, from - reach); at < Math.min(count, to + reach); at++) {
    if (at >= from && at < to) continue
    if (form[at] === CASELESS || (form[at]! <= MIXED && !isLatin(bytes, start[at]!))) scripts++
    else if (form[at] === SMALL) {
      words++
      if (sight.kindAt(at) !== 0 || (sight.listsAt(at) & COMMON) !== 0) known++
      if (foreign.get(hash[at]!) !== 0) others++
    }
  }
  if (form[from] === CASELESS) return words > scripts
  if (scripts > words) return false
  return words < leastWords || (known * 2 >= words && others * mostToOneForeign < words)
}

/** Latin letters end with U+024F and U+1EFF; Greek begins at U+0370. */
function isLatin(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at]!
  return lead < 0xcd || (lead === 0xe1 && bytes[at + 1]! >= 0xb8 && bytes[at + 1]! <= 0xbb)
}

function isTold(sight: Sight, from: number): boolean {
  const { form, hash } = sight.tokens
  for (let at = from - 1; at >= 0 && at >= from - tellingReach; at--) {
    if (form[at] === PUNCTUATION) continue
    if (tellers.get(hash[at]!) !== 0) return true
    const kind = sight.kindAt(at)
    if (kind === titleClass || kind === greetingClass || kind === roleClass || kind === kinClass) return true
  }
  return false
}
