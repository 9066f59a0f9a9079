/** Makes the lists a model carries: words as single bits, so few and so shared that no single name can be told from them. */
import { NUMBER } from '../../gateway/core/pii/prose/forms.ts'
import { type HashedList, listed, listNames } from '../../gateway/core/pii/prose/model.ts'
import { Tokens } from '../../gateway/core/pii/prose/tokens.ts'
import { languages, type NameLists } from './name-lists.ts'

/** How many of the most frequent words of a language are words before they are names. */
const surelyCommon = 400
const commonWords = 9000
/** No name is among this many first words of a language, but for those that are both. */
const everydayWords = 700
const largestCities = 25_000

/** In the order of `listNames`. */
export function makeHashedLists(lists: NameLists): HashedList[] {
  const western = new Set([
    'en',
    'de',
    'fr',
    'es',
    'it',
    'nl',
    'own-dutch',
    'own-french',
    'own-spanish',
    'own-english',
  ])
  const home = hashesOf(lists.origins.filter(({ id }) => western.has(id)).flatMap(({ first }) => first))
  const frequent = hashesOf(languages.flatMap((language) => lists.words[language].slice(0, surelyCommon)))
  const common = hashesOf(languages.flatMap((language) => lists.words[language].slice(0, commonWords)))
  for (const hash of home) if (!frequent.has(hash)) common.delete(hash)
  const first = hashesOf(lists.origins.flatMap((origin) => origin.first))
  const names = hashesOf(lists.names)
  const last = hashesOf(lists.origins.flatMap((origin) => origin.last))
  for (const hash of namesInManyLanguages(lists))
    if (names.has(hash) || first.has(hash) || last.has(hash)) common.delete(hash)
  for (const hash of frequent) {
    if (!home.has(hash)) first.delete(hash)
    last.delete(hash)
  }
  const cities = hashesOf([
    ...lists.cities.slice(0, largestCities).filter((city) => !city.includes(' ')),
    ...lists.origins.flatMap((origin) => origin.cities.filter((city) => !/[\s-]/.test(city))),
    ...lists.countries.filter((country) => !country.includes(' ')),
    ...lists.states.filter((state) => !state.includes(' ')),
  ])
  for (const hash of frequent) cities.delete(hash)
  const byName = {
    'first-name': first,
    'last-name': last,
    name: names,
    city: cities,
    'common-word': common,
  }
  return listNames.map((name) => hashedList(byName[name]))
}

/**
 * The lists of common words come from subtitles too, and so hold `john`, `smith` and `london`: what is common in four
 * languages or more, and among the first few in none, is a name rather than a word.
 */
function namesInManyLanguages(lists: NameLists): Set<number> {
  const count = new Map<number, number>()
  for (const language of languages) {
    for (const hash of hashesOf(lists.words[language])) count.set(hash, (count.get(hash) ?? 0) + 1)
  }
  const everyday = hashesOf(languages.flatMap((language) => lists.words[language].slice(0, everydayWords)))
  return new Set(
    [...count].filter(([hash, times]) => times >= 4 && !everyday.has(hash)).map(([hash]) => hash),
  )
}

/** One bit in eight to sixteen is set: that share of unlisted words is taken for listed ones. */
export function hashedList(hashes: ReadonlySet<number>): HashedList {
  let bitsLog = 10
  while (hashes.size * 8 > 1 << bitsLog) bitsLog++
  const list: HashedList = { bits: new Uint8Array(1 << (bitsLog - 3)), shift: 32 - bitsLog }
  for (const hash of hashes) {
    const place = Math.imul(hash, 0x9e3779b1) >>> list.shift
    list.bits[place >>> 3]! |= 1 << (place & 7)
  }
  for (const hash of hashes) if (!listed(list, hash)) throw new RangeError('a listed word is not found')
  return list
}

const tokens = new Tokens(64)
const encoder = new TextEncoder()

/** The hashes of all words in `texts`, with and without their accents. */
export function hashesOf(texts: readonly string[]): Set<number> {
  const hashes = new Set<number>()
  for (const text of texts) {
    const plain = text.normalize('NFD').replace(/\p{M}/gu, '')
    for (const written of plain === text ? [text] : [text, plain]) {
      const bytes = encoder.encode(written)
      tokens.clear()
      tokens.fill(bytes, 0, bytes.length)
      for (let index = 0; index < tokens.count; index++) {
        if (tokens.form[index]! < NUMBER && tokens.end[index]! - tokens.start[index]! > 1)
          hashes.add(tokens.hash[index]!)
      }
    }
  }
  return hashes
}
