/** Makes postal addresses as they are written in six languages and several countries. */
import {
  australian,
  dutchEnds,
  dutchStarts,
  englishEnds,
  englishNames,
  frenchKinds,
  frenchNames,
  germanEnds,
  italianKinds,
  italianNames,
  italianProvinces,
  provinces,
  saints,
  spanishKinds,
  spanishNames,
  streetKinds,
  unitWords,
  usStates,
} from './address-words.ts'
import type { Language, NameLists } from './name-lists.ts'
import { type Chance, pick } from './random.ts'

/** After the address formats of the Universal Postal Union, country by country. */
export type Country = 'US' | 'GB' | 'CA' | 'AU' | 'DE' | 'FR' | 'ES' | 'IT' | 'NL'
const countriesOf: Record<Language, readonly Country[]> = {
  en: ['US', 'US', 'US', 'GB', 'GB', 'CA', 'AU', 'DE', 'FR', 'IT', 'ES', 'NL'],
  de: ['DE', 'DE', 'DE', 'DE', 'US', 'FR'],
  fr: ['FR', 'FR', 'FR', 'FR', 'DE', 'GB'],
  es: ['ES', 'ES', 'ES', 'ES', 'US', 'FR'],
  it: ['IT', 'IT', 'IT', 'IT', 'DE', 'US'],
  nl: ['NL', 'NL', 'NL', 'NL', 'DE', 'FR'],
}
/** How many addresses are of any country, in forms that mix their pieces. */
const abroadShare = 0.3

export class AddressMaker {
  readonly #chance: Chance
  readonly #lists: NameLists
  readonly #last: (language: Language) => string

  constructor(chance: Chance, lists: NameLists, last: (language: Language) => string) {
    this.#chance = chance
    this.#lists = lists
    this.#last = last
  }

  #digits(count: number): string {
    let digits = ''
    for (let index = 0; index < count; index++) digits += Math.floor(this.#chance() * 10)
    return digits
  }

  #house(): string {
    const chance = this.#chance
    const number = 1 + Math.floor(chance() * (chance() < 0.7 ? 99 : 999))
    return `${number}${chance() < 0.1 ? pick(chance, ['a', 'b', 'A', ' bis', '-12', '/3']) : ''}`
  }

  city(country: Country | null): string {
    const chance = this.#chance
    const home: Partial<Record<Country, string>> = {
      DE: 'de',
      FR: 'own-french',
      ES: 'own-spanish',
      IT: 'it',
      NL: 'own-dutch',
      US: 'en',
      GB: 'own-english',
    }
    const origin = this.#lists.origins.find(({ id }) => country !== null && id === home[country])
    if (origin !== undefined && origin.cities.length > 0 && chance() < 0.75)
      return pick(chance, origin.cities)
    if (chance() < 0.1)
      return `${pick(chance, ['New', 'North', 'South', 'East', 'West', 'Port', 'Lake', 'Bad', 'San', 'St.'])} ${pick(chance, this.#lists.names)}${chance() < 0.5 ? pick(chance, ['ton', 'ville', 'burgh', 'side', 'mouth', 'shire', 'town', 'haven', 'land', 'chester', 'fort', 'view', 'bury']) : ''}`
    return pick(chance, this.#lists.cities.slice(0, chance() < 0.7 ? 4000 : 40_000))
  }

  /** An address in one of the ways it is written in a text of this language. */
  address(language: Language): string {
    const chance = this.#chance
    const country = pick(chance, countriesOf[language])
    if (chance() < abroadShare) return this.#abroad(language)
    const draw = chance()
    const break_ = chance() < 0.12 ? '\n' : ', '
    if (draw < 0.05) return this.#box(country)
    if (draw < 0.22) return this.street(country)
    if (draw < 0.28) return this.#town(country)
    if (draw < 0.36) return `${this.street(country)}${break_}${this.city(country)}`
    if (draw < 0.42)
      return `${this.street(country)}${break_}${this.#town(country)}${break_}${pick(chance, this.#lists.countries)}`
    return `${this.street(country)}${break_}${this.#town(country)}`
  }

  /** An address of any country as forms print it: the unit, the town and the postcode each a line, or all in one. */
  #abroad(language: Language): string {
    const chance = this.#chance
    const number = () => String(1 + Math.floor(chance() ** 2 * (chance() < 0.5 ? 300 : 60_000)))
    const [kind, isBehind] = pick(chance, streetKinds)
    const name = this.#last(language)
    const street = isBehind ? `${name}${kind}` : `${kind} ${name}`
    const line =
      chance() < 0.45
        ? `${number()} ${street}`
        : chance() < 0.6
          ? `${street} ${number()}`
          : `${number()} ${street} ${number()}`
    if (chance() < 0.15) return line
    const unit = `${pick(chance, unitWords)} ${number().slice(0, 3)}`
    const parts = [
      line,
      ...(chance() < 0.4 ? [unit] : []),
      this.city(null),
      ...(chance() < 0.25 ? [this.#letters(2)] : []),
      ...(chance() < 0.6 ? [pick(chance, this.#lists.countries)] : []),
    ]
    const postcode = chance() < 0.7 ? ` ${this.#digits(5)}` : ''
    return parts.join(pick(chance, ['\n', '\n ', '\n    ', ', ', ', ', ' '])) + postcode
  }

  street(country: Country): string {
    const chance = this.#chance
    switch (country) {
      case 'DE': {
        const faker = pick(
          chance,
          this.#lists.origins.find(({ id }) => id === 'de')?.streets ?? ['Hauptstraße'],
        )
        const draw = chance()
        const own =
          draw < 0.35
            ? faker
            : draw < 0.8
              ? pick(chance, saints) + pick(chance, germanEnds)
              : `${this.#last('de')}${pick(chance, ['straße', 'weg', '-Straße', 'platz', ' Straße'])}`
        return `${own} ${this.#house()}${chance() < 0.08 ? pick(chance, [', 3. OG', ', Hinterhaus', ', Whg. 12', ' (EG links)']) : ''}`
      }
      case 'FR':
        return `${this.#house()}${chance() < 0.3 ? ',' : ''} ${pick(chance, frenchKinds)} ${chance() < 0.7 ? pick(chance, frenchNames) : `${this.#last('fr')}`}${chance() < 0.08 ? pick(chance, [', Bât. B', ', appartement 12', ', 3e étage']) : ''}`
      case 'ES':
        return `${pick(chance, spanishKinds)} ${chance() < 0.7 ? pick(chance, spanishNames) : this.#last('es')}${chance() < 0.3 ? ',' : ''} ${chance() < 0.1 ? 'nº ' : ''}${this.#house()}${chance() < 0.2 ? pick(chance, [', 2º B', ', 3º izda.', ', piso 4', ', Bajo']) : ''}`
      case 'IT':
        return `${pick(chance, italianKinds)} ${chance() < 0.7 ? pick(chance, italianNames) : this.#last('it')}${chance() < 0.2 ? ',' : ''} ${chance() < 0.1 ? 'n. ' : ''}${this.#house()}${chance() < 0.1 ? pick(chance, [', int. 5', ', scala B', ', piano 2']) : ''}`
      case 'NL':
        return `${chance() < 0.75 ? pick(chance, dutchStarts) + pick(chance, dutchEnds) : `${this.#last('nl')}${pick(chance, dutchEnds)}`} ${this.#house()}${chance() < 0.1 ? pick(chance, [' II', '-2', ' hs', ', 2e verdieping']) : ''}`
      case 'US':
      case 'GB':
      case 'CA':
      case 'AU':
        return this.#englishStreet()
    }
  }

  #englishStreet(): string {
    const chance = this.#chance
    const name =
      chance() < 0.45
        ? pick(chance, englishNames)
        : chance() < 0.5
          ? this.#last('en')
          : pick(chance, this.#lists.names)
    const end = chance() < 0.6 ? pick(chance, englishEnds) : pick(chance, this.#lists.streetSuffixes)
    const number = chance() < 0.5 ? this.#house() : String(100 + Math.floor(chance() * 99_000))
    const unit =
      chance() < 0.2
        ? pick(chance, [
            ', Apt 4B',
            ' Apt. 12',
            ', Suite 300',
            ' Suite 632',
            ', Flat 3',
            ', Unit 7',
            ' #12',
            ', 2nd Floor',
          ])
        : ''
    return `${number} ${chance() < 0.12 ? pick(chance, ['N ', 'South ', 'West ', 'E. ', 'NW ']) : ''}${name} ${end}${unit}`
  }

  #town(country: Country): string {
    const chance = this.#chance
    const city = this.city(country)
    switch (country) {
      case 'DE':
        return `${chance() < 0.08 ? 'D-' : ''}${this.#digits(5)} ${city}`
      case 'FR':
      case 'ES':
        return `${this.#digits(5)} ${city}`
      case 'IT':
        return `${this.#digits(5)} ${city}${chance() < 0.3 ? ` (${pick(chance, italianProvinces)})` : ''}`
      case 'NL':
        return `${1 + Math.floor(chance() * 9)}${this.#digits(3)} ${this.#letters(2)} ${city}`
      case 'US': {
        const state = chance() < 0.6 ? pick(chance, usStates) : pick(chance, this.#lists.usStates)
        return `${city}${chance() < 0.85 ? ',' : ''} ${state}${chance() < 0.8 ? ` ${this.#digits(5)}${chance() < 0.1 ? `-${this.#digits(4)}` : ''}` : ''}`
      }
      case 'GB':
        return `${city}${chance() < 0.4 ? ',' : ''} ${this.#letters(1 + Math.floor(chance() * 2))}${this.#digits(1)} ${this.#digits(1)}${this.#letters(2)}`
      case 'CA':
        return `${city}, ${pick(chance, provinces)} ${this.#letters(1)}${this.#digits(1)}${this.#letters(1)} ${this.#digits(1)}${this.#letters(1)}${this.#digits(1)}`
      case 'AU':
        return `${city} ${pick(chance, australian)} ${this.#digits(4)}`
    }
  }

  #letters(count: number): string {
    let letters = ''
    for (let index = 0; index < count; index++) letters += pick(this.#chance, [...'ABCDEFGHJKLMNPRSTVWXYZ'])
    return letters
  }

  #box(country: Country): string {
    const chance = this.#chance
    const words: Record<Country, readonly string[]> = {
      US: ['PO Box', 'P.O. Box'],
      GB: ['PO Box'],
      CA: ['PO Box', 'P.O. Box'],
      AU: ['PO Box', 'GPO Box'],
      DE: ['Postfach'],
      FR: ['BP', 'B.P.'],
      ES: ['Apartado', 'Apartado de Correos'],
      IT: ['Casella Postale', 'C.P.'],
      NL: ['Postbus'],
    }
    return `${pick(chance, words[country])} ${this.#digits(2 + Math.floor(chance() * 3))}${chance() < 0.8 ? `, ${this.#town(country)}` : ''}`
  }
}
