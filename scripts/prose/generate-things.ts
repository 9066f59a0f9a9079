/** Makes texts in which nobody is named, as offices send them to assistants: lists, stocks, code, logs, headings, letters. */
import type { AnnotatedText } from './annotated.ts'
import { unmarked } from './marked-pieces.ts'
import { type Language, languages, type NameLists } from './name-lists.ts'
import { type Chance, pick } from './random.ts'
import { thingSentences } from './templates/thing-sentences.ts'
import { type ThingWords, thingWords } from './templates/thing-words.ts'
import type { ThingLists } from './thing-lists.ts'

/** Of the most frequent words, names that are words too are taken as well; of rarer ones, only what is no name. */
const surelyWords = 2500
const largestCities = 6000
/** Articles, prepositions, and the like. */
const commonestWords = 60
/** End a sentence before. */
const marks = [
  '°C.',
  '°F.',
  'cm.',
  'kg.',
  '%.',
  '€.',
  '€,',
  'min.',
  'x)',
  '“.',
  ').',
  '!',
  '?',
  '–',
  '·',
  '•',
]
const units = 'g|kg|ml|l|cm|mm|m|x|pcs|Stk|St.|%|€|$|h|min|km|kW|TL|EL|tbsp|oz|lb'.split('|')

/** Stand between two nouns, and between first and last names too. */
const joints: Record<Language, readonly string[]> = {
  en: ['of the', 'of', 'and', '&'],
  de: ['der', 'von', 'zur', 'vom', 'und'],
  fr: ['de', 'de la', 'du', 'des', 'à la', 'et'],
  es: ['de', 'de la', 'del', 'de los', 'y'],
  it: ['di', 'della', 'del', 'dei', 'da', 'e'],
  nl: ['van de', 'van', 'van het', 'en'],
}

type Draw = (language: Language) => string

/** Whether a word names a place is left open in these texts; whether it names a company, only where a brand stands. */
const scope = ['PERSON', 'ADDRESS', 'ORG']
const scopeBesideBrands = ['PERSON', 'ADDRESS']

export interface ThingSettings {
  things: ThingLists
  banned?: ReadonlySet<string>
  instead?: (language: Language) => string | null
}

export class ThingGenerator {
  readonly #chance: Chance
  readonly #instead: (language: Language) => string | null
  readonly #lists: NameLists
  readonly #things: ThingLists
  readonly #wordsOf: Record<Language, string[]>
  readonly #shapes: readonly Draw[] = [
    (language) => this.#list(language),
    (language) => `${this.#word(language, 'asks')} ${this.#items(language, 2 + this.#below(7))}`,
    (language) => this.#form(language),
    (language) => this.#headings(language),
    (language) => this.#table(language),
    (language) => this.#stock(language),
    (language) => this.#numbers(language),
    (language) => this.#json(language),
    (language) => this.#code(language),
    (language) => this.#log(language),
    (language) => this.#letter(language),
    (language) => this.#bare(language),
    (language) => this.#clause(language),
    (language) => this.#clause(language),
    (language) => this.#sentences(language),
    (language) => this.#sentences(language),
    (language) => this.#sentences(language),
  ]

  /** Whether a brand stands in the text that is being made. */
  #branded = false

  /**
   * `banned`: small words that must stand in none of the texts, so that a measure which has them is one of new words.
   * `instead`: now and then a person or an address for a thing, as `marked` has it, so that the shape of a text denies nobody.
   */
  constructor(
    chance: Chance,
    lists: NameLists,
    { things, banned = new Set(), instead = () => null }: ThingSettings,
  ) {
    this.#chance = chance
    this.#instead = instead
    this.#lists = lists
    this.#things = things
    const first = new Set(lists.origins.flatMap((origin) => origin.first))
    const known = new Set(lists.names)
    this.#wordsOf = Object.fromEntries(
      languages.map((language) => [
        language,
        lists.words[language].filter(
          (word, rank) =>
            !banned.has(word.toLowerCase()) &&
            !first.has(capitalised(word)) &&
            (rank < surelyWords || !known.has(capitalised(word))),
        ),
      ]),
    ) as Record<Language, string[]>
  }

  /** `count` texts in each language. */
  texts(count: number): AnnotatedText[] {
    return languages.flatMap((lang) =>
      Array.from({ length: count }, (_, index) => {
        this.#branded = false
        const made = unmarked(this.#write(pick(this.#chance, this.#shapes)(lang)))
        return {
          id: `things-${lang}-${index}`,
          source: 'generated',
          set: 'things',
          lang,
          ...made,
          scope: this.#branded ? scopeBesideBrands : scope,
        }
      }),
    )
  }

  #write(text: string): string {
    const draw = this.#chance()
    return draw < 0.05 ? text.toLowerCase() : draw < 0.07 ? text.toUpperCase() : text
  }

  #below(bound: number): number {
    return Math.floor(this.#chance() * bound)
  }

  #digits(count: number): string {
    return String(1 + this.#below(9)) + Array.from({ length: count - 1 }, () => this.#below(10)).join('')
  }

  #word(language: Language, kind: keyof ThingWords): string {
    return pick(this.#chance, thingWords[language][kind].split('|'))
  }

  /** One or two words, in capitals more often than not: nothing but its surroundings tells that it is no name. */
  #thing(language: Language): string {
    const instead = this.#instead(language)
    if (instead !== null) return instead
    const chance = this.#chance
    const draw = chance()
    if (draw < 0.08) return this.#brand()
    if (draw < 0.14) return this.#city()
    if (draw < 0.2) return `${this.#brand()} ${this.#one(language)}`
    const one = this.#one(language)
    // Two nouns of which the second tells more of the first, and a model that is called after a place.
    if (draw < 0.26)
      return titledAround(`${one} ${pick(chance, joints[language])} ${this.#one(language)}`, chance() < 0.7)
    if (draw < 0.29) return `${one} ${this.#city()}`
    const style = chance()
    if (style < 0.2) return one
    if (style < 0.65) return capitalised(one)
    const both = `${one} ${this.#one(language)}`
    return style < 0.9 ? titled(both) : capitalised(both)
  }

  #one(language: Language): string {
    const chance = this.#chance
    if (chance() < 0.55) return pick(chance, this.#things.things[language])
    const words = this.#wordsOf[language]
    return words[Math.floor(chance() ** 1.3 * words.length)]!
  }

  #brand(): string {
    this.#branded = true
    return pick(this.#chance, this.#things.brands)
  }

  #city(): string {
    return pick(this.#chance, this.#lists.cities.slice(0, largestCities))
  }

  #items(language: Language, count: number): string {
    const style = this.#chance()
    const items = Array.from({ length: count }, () => {
      const thing = this.#thing(language)
      if (style < 0.2) return `${this.#digits(1 + this.#below(3))} ${pick(this.#chance, units)} ${thing}`
      if (style < 0.3) return `${thing} ${this.#digits(1 + this.#below(3))}`
      return thing
    })
    const last = items.pop()!
    if (items.length === 0) return last
    const mark = this.#chance() < 0.8 ? ', ' : this.#chance() < 0.5 ? '\n- ' : '; '
    return items.join(mark) + (this.#chance() < 0.4 ? ` ${this.#word(language, 'and')} ` : mark) + last
  }

  #list(language: Language): string {
    return `${this.#word(language, 'labels')}: ${this.#items(language, 2 + this.#below(8))}${this.#chance() < 0.5 ? '.' : ''}`
  }

  /** What a thing or a branch is called, alone: the value of a field `name`. */
  #bare(language: Language): string {
    const one = capitalised(this.#one(language))
    return this.#chance() < 0.5 ? `${one} ${this.#city()}` : this.#thing(language)
  }

  /** A sentence that begins with a rare word in capitals, as orders and steps of recipes do. */
  #clause(language: Language): string {
    const small = () => this.#lists.words[language][this.#below(commonestWords)]!.toLowerCase()
    const before =
      this.#chance() < 0.4 ? `${this.#digits(1 + this.#below(3))} ${pick(this.#chance, marks)} ` : ''
    const end =
      this.#chance() < 0.5
        ? `${small()} ${this.#thing(language)}`
        : `${this.#one(language)} ${this.#digits(2)} ${pick(this.#chance, units)}`
    return `${before}${capitalised(this.#one(language))} ${small()} ${this.#thing(language)} ${small()} ${end}.`
  }

  #form(language: Language): string {
    return Array.from({ length: 2 + this.#below(4) }, () => {
      const value = this.#chance() < 0.7 ? this.#thing(language) : this.#digits(1 + this.#below(5))
      return `${this.#word(language, 'labels')}: ${value}`
    }).join('\n')
  }

  #headings(language: Language): string {
    const style = this.#below(3)
    return Array.from({ length: 2 + this.#below(5) }, (_, index) => {
      const heading = titled(
        `${this.#thing(language)} ${this.#chance() < 0.5 ? this.#one(language) : ''}`.trim(),
      )
      if (style === 0) return `${index + 1}. ${heading}`
      if (style === 1) return `${'#'.repeat(1 + this.#below(3))} ${heading}`
      return index === 0 ? `${this.#word(language, 'numbered')} ${index + 1}: ${heading}` : heading
    }).join(style === 0 && this.#chance() < 0.5 ? ' ' : '\n')
  }

  #table(language: Language): string {
    const mark = pick(this.#chance, [';', ',', '\t', ' | '])
    const head = [0, 1, 2].map(() => this.#word(language, 'labels')).join(mark)
    const rows = Array.from({ length: 1 + this.#below(4) }, () =>
      [this.#thing(language), this.#thing(language), this.#digits(1 + this.#below(4))].join(mark),
    )
    return [head, ...rows].join('\n')
  }

  #stock(language: Language): string {
    return Array.from({ length: 1 + this.#below(4) }, () => {
      const place = `${this.#word(language, 'numbered')} ${this.#digits(1 + this.#below(3))}`
      const inner =
        this.#chance() < 0.5
          ? `, ${this.#word(language, 'numbered')} ${pick(this.#chance, [...'ABCDE123456789'])}`
          : ''
      return `${place}${inner}: ${this.#thing(language)}${this.#chance() < 0.4 ? ` ${this.#digits(2)}` : ''}`
    }).join(this.#chance() < 0.6 ? '\n' : ', ')
  }

  #numbers(language: Language): string {
    return Array.from({ length: 1 + this.#below(4) }, () => {
      const mark = this.#chance() < 0.5 ? ': ' : ' '
      return `${this.#word(language, 'numbers')}${mark}${this.#digits(4 + this.#below(6))}`
    }).join(
      pick(this.#chance, ['\n', ', ', `, ${this.#word(language, 'labels')}: ${this.#thing(language)}\n`]),
    )
  }

  #json(language: Language): string {
    const key = () => this.#one('en').split(' ')[0]!.toLowerCase()
    const fields = Array.from({ length: 2 + this.#below(3) }, () => {
      if (this.#chance() < 0.25) return `"${key()}": ${this.#digits(3)}`
      if (this.#chance() < 0.25) return `"${key()}":["${this.#thing(language)}","${this.#thing(language)}"]`
      return `"${this.#chance() < 0.3 ? 'name' : key()}":"${this.#thing(language)}"`
    })
    return `{${fields.join(',')}}`
  }

  #code(language: Language): string {
    const chance = this.#chance
    const part = () => capitalised(this.#one(chance() < 0.6 ? 'en' : language).replace(/[^\p{L}]/gu, ''))
    const type = () => part() + (chance() < 0.6 ? part() : '')
    const field = () => part().toLowerCase()
    return pick(chance, [
      () =>
        `class ${type()} extends ${type()} { ${field()}(${type()} ${field()}) { return new ${type()}(${field()}.${part()}) } }`,
      () =>
        `import { ${type()}, ${type()} } from './${field()}'\nconst ${field()} = new ${type()}(${type()}.${part()})`,
      () =>
        `# ${titled(this.#thing(language))}\nif ${field()}.${part()} == ${part()}: return ${type()}(${field()})`,
      () =>
        `SELECT ${part()}, ${part()}, COUNT(${type()}) FROM ${type()} WHERE ${part()}.${part()} = '${this.#thing(language)}' ORDER BY ${part()};`,
      () =>
        `INSERT INTO ${type()} (${part()}, ${part()}) VALUES ('${this.#thing(language)}', ${this.#digits(2)});`,
      () => `<${part()} title="${this.#thing(language)}">${this.#thing(language)}</${part()}>`,
      () => `public ${type()} ${part()} { get; set; } // ${this.#thing(language)}`,
    ])()
  }

  #log(language: Language): string {
    const chance = this.#chance
    const service = () =>
      capitalised(this.#one('en').replace(/[^\p{L}]/gu, '')) +
      pick(chance, ['Service', 'Job', 'Handler', 'Controller', ''])
    return Array.from({ length: 1 + this.#below(3) }, () => {
      const time = `20${this.#digits(2)}-0${this.#digits(1)}-1${this.#digits(1)} 1${this.#digits(1)}:2${this.#digits(1)}:3${this.#digits(1)}`
      const level = pick(chance, ['INFO', 'WARN', 'ERROR', 'DEBUG', 'Error', 'Warning'])
      return `${time} ${level} ${service()}${chance() < 0.5 ? ':' : ''} ${this.#thing(language)} ${this.#one(language)} ${this.#digits(3)}${chance() < 0.3 ? `: ${this.#thing(language)}` : ''}`
    }).join('\n')
  }

  #letter(language: Language): string {
    return `${this.#word(language, 'openings')}\n${this.#sentences(language)}\n${this.#word(language, 'closings')}`
  }

  #sentences(language: Language): string {
    return Array.from({ length: 1 + this.#below(3) }, () =>
      pick(this.#chance, thingSentences[language].trim().split('\n')).replace(
        /\{([A-Z])\}/g,
        (_, slot: string) => {
          if (slot === 'C') return this.#city()
          if (slot === 'K') return pick(this.#chance, this.#lists.countries)
          if (slot === 'N') return this.#digits(1 + this.#below(4))
          if (slot === 'B') return this.#brand()
          if (slot === 'I') return this.#items(language, 2 + this.#below(4))
          return this.#thing(language)
        },
      ),
    ).join(' ')
  }
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** The small word between stays small. */
function titledAround(words: string, all: boolean): string {
  if (!all) return capitalised(words)
  const parts = words.split(' ')
  return parts
    .map((part, index) => (index === 0 || index === parts.length - 1 ? capitalised(part) : part))
    .join(' ')
}

function titled(words: string): string {
  return words.split(' ').map(capitalised).join(' ')
}
