/** Tells whether the words before a value call it a secret: `API key:`, `client_secret=`, `Zugangstoken ist`. */
import { isLetter } from '../../bytes.ts'
import type { TextView } from '../../text-view.ts'
import { behindEscape, isWordAt } from '../../word-bytes.ts'

/** How far to the left the words may stand, in bytes. */
const reach = 72
/** Between a word and its value. */
const farthestSeparators = 8
const LINE_FEED = 0x0a

type Meaning = 'secret' | 'basic' | 'noun' | 'qualifier' | 'filler' | 'harmless'

const vocabulary: Record<Meaning, string> = {
  secret:
    'token tokens secret secrets apikey apitoken authtoken accesstoken accesskey secretkey clientsecret bearer jwt ssws ' +
    'credential credentials pat geheimnis zugangstoken zugriffstoken zugangsschlüssel jeton secreto segreto geheim ' +
    'segredo password passwort kennwort passwd pwd passphrase passkey wachtwoord contraseña senha apisecret',
  basic: 'basic',
  noun: 'key keys schlüssel schluessel clé clef clave llave chiave sleutel chave code pin',
  qualifier:
    'api access secret private auth authentication authorization encryption signing signature master service client ' +
    'shared webhook app application account storage admin root deploy license licence security sas aws azure gcp ' +
    'privé secrète accès acceso privada accesso segreta toegang geheime privater privaten geheimer zugangs zugriffs secreta segreta secreto',
  filler:
    'is are was the a an value here following this my our your ist lautet der die das est le la es el è il de het o d di da del della',
  harmless:
    'public publishable page next previous prev cart checkout cursor continuation sync idempotency cache sort partition ' +
    'primary foreign tracking design cancel upload device push pagination max min total prompt completion input output ' +
    'csrf xsrf anonymous öffentlicher öffentliche publique pública pubblica openbare stop',
}

const hashSeed = 0x811c9dc5
const meanings = new Map<number, Meaning>()
for (const [meaning, words] of Object.entries(vocabulary) as [Meaning, string][]) {
  for (const word of words.split(' ')) meanings.set(hashText(word), meanings.get(hashText(word)) ?? meaning)
}

/** What the words left of the value at `at` say; null where they say nothing. */
export function toldBefore(text: TextView, at: number): 'secret' | 'basic' | null {
  const reader = new WordReader(text, at)
  let meaning = reader.next()
  if (reader.gap > farthestSeparators) return null
  for (let fillers = 0; meaning === 'filler' && fillers < 3; fillers++) meaning = reader.next()
  if (meaning === 'basic') return 'basic'
  if (meaning === 'secret') return reader.next() === 'harmless' ? null : 'secret'
  if (meaning === 'noun') return isQualified(reader) ? 'secret' : null
  return meaning === 'qualifier' && isNamed(reader) ? 'secret' : null
}

/** `API key`, `secret key`; not `public API key`. */
function isQualified(reader: WordReader): boolean {
  const before = reader.next()
  if (before === 'qualifier') return reader.next() !== 'harmless'
  return before === 'secret'
}

/** `clé d’API`, `clave secreta`, `chiave di accesso`: some languages put the noun first. */
function isNamed(reader: WordReader): boolean {
  let before = reader.next()
  for (let fillers = 0; before === 'filler' && fillers < 2; fillers++) before = reader.next()
  return before === 'noun' || before === 'secret'
}

/** Reads words from right to left; `apiKey` and `API_KEY` are two. */
class WordReader {
  readonly #text: TextView
  readonly #farthest: number
  #position: number
  /** Characters that were passed over before the word that was read last. */
  gap = 0

  constructor(text: TextView, at: number) {
    this.#text = text
    this.#position = at
    this.#farthest = Math.max(text.start, at - reach)
  }

  /** The meaning of the next word to the left on the same line; null where it has none, or there is no word. */
  next(): Meaning | null {
    const { bytes } = this.#text
    let end = this.#position
    this.gap = 0
    while (end > this.#farthest && !isWordAt(bytes, end - 1)) {
      if (bytes[end - 1] === LINE_FEED) return this.#stop(end)
      end--
      if ((bytes[end]! & 0xc0) !== 0x80) this.gap++
    }
    let start = end
    let hash = hashSeed
    while (start > this.#farthest && isWordAt(bytes, start - 1)) {
      hash = mix(hash, bytes[--start]!)
      if (isHump(bytes, start, this.#farthest)) break
    }
    // What the reach cuts off is no word.
    if (start === end || start === this.#farthest) {
      if (start !== this.#text.start || start === end) return this.#stop(start)
    }
    this.#position = start
    const known = meanings.get(hash)
    if (known !== undefined) return known
    const from = behindEscape(bytes, start)
    return from > start && from < end ? (meanings.get(hashBytes(bytes, from, end)) ?? null) : null
  }

  #stop(position: number): null {
    this.#position = position
    this.gap = reach
    return null
  }
}

/** True at the capital that begins a word inside of a word: `apiKey`. */
function isHump(bytes: Uint8Array, at: number, farthest: number): boolean {
  const byte = bytes[at]!
  const before = at > farthest ? bytes[at - 1]! : 0
  return byte >= 0x41 && byte <= 0x5a && before >= 0x61 && isLetter(before)
}

function hashText(word: string): number {
  const bytes = new TextEncoder().encode(word)
  return hashBytes(bytes, 0, bytes.length)
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = hashSeed
  for (let index = end - 1; index >= start; index--) hash = mix(hash, bytes[index]!)
  return hash
}

/** One step of 32-bit FNV-1a, over bytes from the last to the first, in lower case. */
function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte), 0x01000193)
}
