/** Fills templates with made-up names and addresses: annotated texts for training, as many as wanted. */
import type { AnnotatedText } from './annotated.ts'
import { AddressMaker } from './generate-addresses.ts'
import { NameMaker, type Piece } from './generate-names.ts'
import { type Language, languages, type NameLists } from './name-lists.ts'
import { type Chance, pick } from './random.ts'
import { de, deNegative } from './templates/de.ts'
import { en, enNegative } from './templates/en.ts'
import { es, esNegative } from './templates/es.ts'
import { fr, frNegative } from './templates/fr.ts'
import { it, itNegative } from './templates/it.ts'
import { nl, nlNegative } from './templates/nl.ts'

const split = (templates: string): string[] => templates.trim().split('\n')
const positive: Record<Language, string[]> = {
  en: split(en),
  de: split(de),
  fr: split(fr),
  es: split(es),
  it: split(it),
  nl: split(nl),
}
const negative: Record<Language, string[]> = {
  en: split(enNegative),
  de: split(deNegative),
  fr: split(frNegative),
  es: split(esNegative),
  it: split(itNegative),
  nl: split(nlNegative),
}
const products = (
  'Salesforce,Outlook,Teams,Photoshop,Windows,Kubernetes,Postgres,Excel,PowerPoint,Jira,Confluence,SharePoint,Android,Chrome,Firefox,' +
  'Project Phoenix,Project Apollo,Release Train,Black Friday,Cyber Week,Data Protection,Machine Learning,Quality Management,Single Sign-On,' +
  'Board of Directors,Customer Success,Human Resources,Finance Department,Sprint Review,Master Agreement,Roadmap,Helpdesk,Payroll,Onboarding,' +
  'Docker,Linux,GitLab,Zendesk,Shopify,WordPress,Figma,Notion,ChatGPT,Claude,Gemini,Copilot,Alexa,Siri,iPhone,MacBook Pro,Galaxy S24,' +
  'Model S,Golf,Corolla,Star Wars,Harry Potter,Mona Lisa,Game of Thrones,Champions League,World Cup,Olympics,Bible,Koran,Brexit,' +
  'Art Nouveau,Will and Testament,Grace Period,Rose Garden,Mark Sheet,Bill of Lading,Frank Sauce,Penny Stock,Summer Sale,Faith Hope'
).split(',')
const dates: Record<Language, readonly string[]> = {
  en: ['Monday', 'Tuesday', 'Friday', 'March', 'April', 'June', 'next week', 'tomorrow', 'May 5', 'August'],
  de: ['Montag', 'Dienstag', 'Freitag', 'März', 'April', 'Juni', 'Mai', 'August', 'Ende Juli'],
  fr: ['lundi', 'mardi', 'vendredi', 'mars', 'avril', 'juin', 'mai', 'août'],
  es: ['lunes', 'martes', 'viernes', 'marzo', 'abril', 'junio', 'mayo', 'agosto'],
  it: ['lunedì', 'martedì', 'venerdì', 'marzo', 'aprile', 'giugno', 'maggio', 'agosto'],
  nl: ['maandag', 'dinsdag', 'vrijdag', 'maart', 'april', 'juni', 'mei', 'augustus'],
}

export class Generator {
  readonly #chance: Chance
  readonly #lists: NameLists
  readonly #names: NameMaker
  readonly #addresses: AddressMaker
  readonly #nouns: string[]
  readonly #wordsOf: Record<Language, string[]>

  constructor(chance: Chance, lists: NameLists) {
    this.#chance = chance
    this.#lists = lists
    this.#names = new NameMaker(chance, lists)
    this.#addresses = new AddressMaker(chance, lists, (language) => this.#names.last(language))
    const known = new Set(lists.names)
    const first = new Set(lists.origins.flatMap((origin) => origin.first))
    this.#wordsOf = Object.fromEntries(
      languages.map((language) => [
        language,
        lists.words[language].filter(
          (word) => !known.has(capitalised(word)) && !first.has(capitalised(word)),
        ),
      ]),
    ) as Record<Language, string[]>
    this.#nouns = lists.words.de.filter(
      (word) => /^\p{Lu}\p{Ll}{4,}$/u.test(word) && !known.has(word) && !first.has(word),
    )
  }

  /** `count` texts in each language, two of three with names in them. */
  texts(count: number): AnnotatedText[] {
    const texts: AnnotatedText[] = []
    for (const language of languages) {
      for (let index = 0; index < count; index++) {
        if (this.#chance() < 0.08) {
          texts.push(this.#salad(language, `${language}-${index}`))
          continue
        }
        const template = pick(this.#chance, this.#chance() < 0.68 ? positive[language] : negative[language])
        texts.push(this.#fill(template, language, `${language}-${index}`))
      }
    }
    return texts
  }

  #fill(template: string, language: Language, id: string): AnnotatedText {
    const entities: AnnotatedText['entities'] = []
    let text = ''
    for (const part of template.replaceAll('\\n', '\n').split(/(\{[A-Z]\})/)) {
      for (const piece of /^\{[A-Z]\}$/.test(part) ? this.#slot(part[1]!, language) : [{ text: part }]) {
        if (piece.type !== undefined) {
          entities.push({
            type: piece.type,
            start: text.length,
            end: text.length + piece.text.length,
            value: piece.text,
          })
        }
        text += piece.text
      }
    }
    const written = this.#write(text)
    return {
      id,
      source: 'generated',
      set: 'generated',
      lang: language,
      text: written.length === text.length ? written : text,
      entities,
    }
  }

  /** Words that are no names, rare ones among them, one after the other. */
  #salad(language: Language, id: string): AnnotatedText {
    const words: string[] = []
    const count = 5 + Math.floor(this.#chance() * 9)
    const all = this.#wordsOf[language]
    for (let index = 0; index < count; index++) {
      const word =
        all[Math.floor((this.#chance() < 0.5 ? this.#chance() ** 3 : this.#chance()) * all.length)]!
      words.push(index === 0 || this.#chance() < 0.06 ? capitalised(word) : word)
    }
    return {
      id,
      source: 'generated',
      set: 'generated',
      lang: language,
      text: `${words.join(' ')}.`,
      entities: [],
    }
  }

  /** Now and then somebody writes without capitals, or with nothing else. */
  #write(text: string): string {
    const draw = this.#chance()
    if (draw < 0.07) return text.toLowerCase()
    if (draw < 0.09) return text.toUpperCase()
    if (draw < 0.14) return text.replace(/[.!?]$/, '')
    return text
  }

  #slot(slot: string, language: Language): Piece[] {
    const chance = this.#chance
    const plain = (text: string): Piece[] => [{ text }]
    switch (slot) {
      case 'P':
        return this.#names.person(language)
      case 'F':
        return [{ text: this.#names.first(language), type: 'PERSON' }]
      case 'V':
        return [{ text: this.#names.last(language), type: 'PERSON' }]
      case 'L':
        return this.#names.titled(language)
      case 'O':
        return this.#names.company(language)
      case 'A':
        return [{ text: this.#addresses.address(language), type: 'ADDRESS' }]
      case 'C':
        return [{ text: this.#addresses.city(null), type: 'LOCATION' }]
      case 'K':
        return [{ text: pick(chance, this.#lists.countries), type: 'LOCATION' }]
      case 'U':
        return plain(
          chance() < 0.6
            ? pick(chance, products)
            : chance() < 0.5
              ? this.#names.invented()
              : capitalised(pick(chance, this.#lists.words[language])),
        )
      case 'Q':
        return plain(pick(chance, this.#nouns))
      case 'W':
        return plain(pick(chance, dates[language]))
      case 'E':
        return plain(
          `${asciiName(this.#names.first('en'))}.${asciiName(this.#names.last('en'))}@example.${pick(chance, ['com', 'org', 'de', 'net'])}`,
        )
      case 'T':
        return plain(
          this.#pattern(
            pick(chance, [
              '+49 30 ######',
              '+44 20 7### ####',
              '(###) ###-####',
              '+33 1 ## ## ## ##',
              '06 ########',
              '+1-###-###-####',
            ]),
          ),
        )
      case 'D':
        return plain(
          this.#pattern(pick(chance, ['1#.0#.19##', '19##-0#-1#', '0#/1#/20##', '2#-0#-20##', '0#.1#.20##'])),
        )
      case 'N':
        return plain(
          this.#pattern(
            pick(chance, [
              '######',
              'A-####-##',
              '#########',
              'RE-20##-####',
              '###-##-####',
              'INV####',
              '#### #### ####',
            ]),
          ),
        )
      case 'M':
        return plain(
          this.#pattern(pick(chance, ['€ ###', '#.### €', '$#,###', '##.000 EUR', '###,## €', '£##.##'])),
        )
      default:
        throw new RangeError(`no such slot: ${slot}`)
    }
  }

  #pattern(pattern: string): string {
    return pattern.replace(/#/g, () => String(1 + Math.floor(this.#chance() * 9)))
  }
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

function asciiName(name: string): string {
  return (
    name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase() || 'x'
  )
}
