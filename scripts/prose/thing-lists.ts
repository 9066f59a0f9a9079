/** Reads what things are called out of unpacked npm packages, for training on texts that name nobody. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Language, languages } from './name-lists.ts'

export interface ThingLists {
  /** Per language: goods, food, plants, animals, colours, jobs of software, kinds of music. */
  things: Record<Language, string[]>
  /** Of companies and software. */
  brands: string[]
}

/** Parts of `@faker-js/faker` that name things; the rest names people and places, or is no plain list. */
const parts: Record<string, readonly string[]> = {
  animal: ['type', 'bird', 'fish', 'dog'],
  book: ['genre', 'series', 'title'],
  color: ['human'],
  commerce: ['department', 'product_name'],
  company: ['noun', 'descriptor', 'buzz_noun'],
  food: ['dish', 'fruit', 'ingredient', 'meat', 'spice', 'vegetable'],
  hacker: ['noun'],
  music: ['genre', 'song_name', 'album'],
  science: ['chemical_element'],
  vehicle: ['manufacturer', 'model', 'type', 'bicycle_type'],
  word: ['noun', 'adjective'],
}
const longest = 40
/** Lists of mnemonic words: everyday nouns, no names among them. */
const mnemonics: Partial<Record<Language, string>> = {
  en: 'english',
  fr: 'french',
  es: 'spanish',
  it: 'italian',
}

/** `folder` holds the packages by name, as `npm install` lays them. `banned`: words that must not be in any of it. */
export async function readThingLists(
  folder: string,
  banned: ReadonlySet<string> = new Set(),
): Promise<ThingLists> {
  const { allLocales } = (await import(
    pathToFileURL(join(folder, '@faker-js/faker/dist/index.js')).href
  )) as { allLocales: Record<string, Record<string, Record<string, unknown>>> }
  const isFree = (text: string) =>
    !text.split(/[^\p{L}]+/u).some((word) => banned.has(word.toLowerCase())) && text.length <= longest
  const things = {} as Record<Language, string[]>
  for (const language of languages) {
    const all = [
      ...Object.entries(parts).flatMap(([module, keys]) =>
        keys.flatMap((key) => textsIn(allLocales[language]?.[module]?.[key])),
      ),
      ...(await emojiLabels(folder, language)),
      ...(await mnemonicWords(folder, language)),
    ]
    things[language] = [...new Set(all.map((text) => text.normalize('NFC')))].filter(isFree)
  }
  const brands = [
    ...(await lines(join(folder, '@cspell/dict-companies/dict/companies.txt'))),
    ...(await lines(join(folder, '@cspell/dict-software-terms/dict/software-tools.txt'))),
  ].filter((brand) => /^\p{L}[\p{L}\d '&.-]{2,}$/u.test(brand) && isFree(brand))
  return { things, brands: [...new Set(brands)] }
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    // A few entries are templates or hold objects.
    return value.filter((one): one is string => typeof one === 'string' && /^[^{}<>]{2,}$/.test(one))
  }
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}

async function emojiLabels(folder: string, language: Language): Promise<string[]> {
  const file = await readFile(join(folder, `emojibase-data/${language}/compact.json`), 'utf8')
  const emoji = JSON.parse(file) as { label: string; tags?: string[] }[]
  return emoji
    .flatMap(({ label, tags }) => [label, ...(tags ?? [])])
    .filter((text) => /^\p{L}[\p{L} '’-]{2,}$/u.test(text))
}

async function mnemonicWords(folder: string, language: Language): Promise<string[]> {
  const name = mnemonics[language]
  if (name === undefined) return []
  const file = pathToFileURL(join(folder, `@scure/bip39/wordlists/${name}.js`)).href
  return [...((await import(file)) as { wordlist: string[] }).wordlist]
}

async function lines(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}
