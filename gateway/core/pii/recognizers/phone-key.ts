/** Tells whether the name before a `=` says that a phone number follows: `phone=`, `customer[mobileNumber]=`, `TEL_2=`. */
import { isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import { hashSeed, mix } from '../prose/hash.ts'
import type { TextView } from '../text-view.ts'

/** Of the words that tell in sentences (`telling-words.ts`) those that name nothing else: not `contact`, `call` or `office`. */
const words = hashesOf(
  'phone phones telephone tel telno mobile mob cell cellphone fax telefax whatsapp gsm tlf puhelin telefon telefonnummer ' +
    'telefonnr rufnummer mobil mobilnummer mobilnr mobiltelefon handy handynummer handynr portable telefono movil celular ' +
    'cellulare telefone telefoon telefoonnummer',
)
/** What may stand behind such a word: whose phone it is, and that it is a number. */
const fillers = hashesOf('no nr num nb number nummer numero home work private privat main primary business')
const longestName = 48
const mostWords = 3

const SPACE = 0x20
const HYPHEN = 0x2d
const DOT = 0x2e
const COLON = 0x3a
const EQUALS = 0x3d
const CLOSE = 0x5d

/** True where what begins at `start` stands right behind such a name. */
export function isBehindPhoneKey(text: TextView, start: number): boolean {
  const end = start - 1
  if (text.byte(end) !== EQUALS) return false
  const farthest = end - longestName
  let at = text.byte(end - 1) === CLOSE ? end - 1 : end
  for (let count = 0; count < mostWords; count++) {
    while (at > farthest && isBetween(text.byte(at - 1))) at--
    let hash = hashSeed
    const wordEnd = at
    while (at > farthest && isLetter(text.byte(at - 1))) {
      at--
      hash = mix(hash, text.byte(at) | 0x20)
      // `phoneNumber`: a capital behind a small letter begins a word.
      if (isUpper(text.byte(at)) && isLetter(text.byte(at - 1)) && !isUpper(text.byte(at - 1))) break
    }
    if (at === wordEnd || at === farthest) return false
    if (words.has(hash)) return !isAlphanumeric(text.byte(at - 1)) || isUpper(text.byte(at))
    if (!fillers.has(hash)) return false
  }
  return false
}

/** `Cell #`, `Phone no. #`: true where the words before `end` name a phone, and not `Call #`, which counts calls. */
export function isBehindPhoneWord(text: TextView, end: number): boolean {
  const farthest = end - longestName
  let at = end
  for (let count = 0; count < mostWords; count++) {
    while (at > farthest && isBetweenWords(text.byte(at - 1))) at--
    let hash = hashSeed
    const wordEnd = at
    while (at > farthest && isLetter(text.byte(at - 1))) hash = mix(hash, text.byte(--at) | 0x20)
    if (at === wordEnd || at === farthest || isAlphanumeric(text.byte(at - 1))) return false
    if (words.has(hash)) return true
    if (!fillers.has(hash)) return false
  }
  return false
}

function isBetweenWords(byte: number): boolean {
  return byte === SPACE || byte === DOT || byte === COLON || byte === HYPHEN
}

/** Between the words of a name, or behind the last one: a mark, or which of several phones it is. */
function isBetween(byte: number): boolean {
  return byte === 0x5f || byte === HYPHEN || byte === DOT || isDigit(byte)
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}

/** Words are read from their last letter on. */
function hashesOf(list: string): ReadonlySet<number> {
  return new Set(
    list.split(' ').map((word) => {
      let hash = hashSeed
      for (let at = word.length - 1; at >= 0; at--) hash = mix(hash, word.charCodeAt(at))
      return hash
    }),
  )
}
