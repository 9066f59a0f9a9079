/** Makes names of people and companies as they are written in texts. */
import type { Language, NameLists, Origin } from './name-lists.ts'
import { type Chance, pick } from './random.ts'

/** A piece of a sentence; `type` where it is an entity. */
export interface Piece {
  text: string
  type?: string
}

/** Where a language's people mostly come from; half of all names are of these origins. */
const homes: Record<Language, readonly string[]> = {
  en: ['en', 'own-english', 'en', 'own-english', 'en_IN', 'en_NG', 'en_AU'],
  de: ['de', 'de', 'de_CH', 'tr', 'pl'],
  fr: ['fr', 'own-french', 'fr_BE', 'fr_CH', 'fr_SN'],
  es: ['es', 'own-spanish', 'es_MX'],
  it: ['it'],
  nl: ['own-dutch', 'own-dutch', 'nl', 'nl_BE'],
}
const titles: Record<Language, readonly string[]> = {
  en: ['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Prof.', 'Mr', 'Mrs', 'Ms', 'Dr', 'Miss', 'Sir', 'Professor', 'Doctor'],
  de: ['Herr', 'Frau', 'Herrn', 'Dr.', 'Frau Dr.', 'Herrn Dr.', 'Prof. Dr.', 'Hr.', 'Fr.', 'Dipl.-Ing.'],
  fr: ['M.', 'Mme', 'Mlle', 'Monsieur', 'Madame', 'Dr', 'Me', 'Pr', 'le docteur'],
  es: [
    'Sr.',
    'Sra.',
    'Srta.',
    'señor',
    'señora',
    'Dr.',
    'Dra.',
    'don',
    'doña',
    'D.',
    'el señor',
    'la señora',
  ],
  it: [
    'Sig.',
    'Sig.ra',
    'signor',
    'signora',
    'dott.',
    'dott.ssa',
    'Dott.',
    'Avv.',
    'Ing.',
    'la signora',
    'il signor',
  ],
  nl: ['dhr.', 'mevr.', 'mw.', 'meneer', 'mevrouw', 'de heer', 'dr.', 'drs.', 'prof.', 'Dhr.', 'Mevrouw'],
}
const particles: Record<Language, readonly string[]> = {
  en: ['de', 'van', 'St.', 'Le', 'da'],
  de: ['von', 'zu', 'von der', 'vom'],
  fr: ['de', 'du', 'de la', 'Le', "d'"],
  es: ['de', 'de la', 'del', 'de los'],
  it: ['di', 'De', 'Della', 'Di', 'Lo', "D'"],
  nl: ['van', 'de', 'van der', 'van den', 'van de', 'ten', 'ter', 'in ’t'],
}
const legalForms: Record<Language, readonly string[]> = {
  en: [
    'Ltd',
    'Ltd.',
    'Inc.',
    'Inc',
    'LLC',
    'Corp.',
    'plc',
    'LLP',
    'PLC',
    'Group',
    'and Sons',
    '& Co.',
    'Holdings',
    'Partners',
  ],
  de: ['GmbH', 'AG', 'GmbH & Co. KG', 'KG', 'OHG', 'SE', 'e.K.', 'UG', 'e.V.', 'Gruppe'],
  fr: ['SARL', 'SA', 'SAS', 'et Fils', 'S.A.', 'Groupe', 'EURL'],
  es: ['S.L.', 'S.A.', 'SL', 'SA', 'e Hijos', 'SLU', 'Grupo'],
  it: ['S.r.l.', 'S.p.A.', 'SRL', 'SpA', 'e Figli', 'Gruppo', 'snc'],
  nl: ['B.V.', 'BV', 'N.V.', 'NV', 'en Zonen', 'VOF', 'Groep'],
}
const organisations: Record<Language, readonly string[]> = {
  en: [
    'Solutions',
    'Systems',
    'Consulting',
    'Bank',
    'University',
    'Insurance',
    'Technologies',
    'Airlines',
    'Hospital',
    'Foods',
    'Logistics',
    'Media',
    'Records',
    'Energy',
    'Institute',
    'College',
    'Industries',
    'Dental Care',
  ],
  de: [
    'Werke',
    'Bau',
    'Technik',
    'Versicherung',
    'Klinik',
    'Sparkasse',
    'Logistik',
    'Verlag',
    'Apotheke',
    'Stiftung',
    'Maschinenbau',
    'Immobilien',
  ],
  fr: ['Assurances', 'Conseil', 'Industries', 'Logistique', 'Banque', 'Clinique', 'Énergie', 'Éditions'],
  es: ['Seguros', 'Servicios', 'Construcciones', 'Banco', 'Clínica', 'Energía', 'Transportes', 'Editorial'],
  it: ['Assicurazioni', 'Servizi', 'Costruzioni', 'Banca', 'Clinica', 'Energia', 'Trasporti', 'Edizioni'],
  nl: ['Verzekeringen', 'Diensten', 'Bouw', 'Bank', 'Kliniek', 'Energie', 'Transport', 'Uitgeverij'],
}
const brands = (
  'Microsoft,Google,Amazon,Apple,Siemens,Bosch,SAP,Allianz,BMW,Volkswagen,Lufthansa,Deutsche Bank,Commerzbank,Telekom,Airbus,Renault,' +
  'Carrefour,Orange,BNP Paribas,Santander,Telefónica,Inditex,Repsol,Fiat,Eni,Enel,Generali,UniCredit,Philips,ING,Shell,Rabobank,KPN,' +
  'Heineken,Nestlé,UBS,Novartis,HSBC,Barclays,Tesco,Vodafone,BP,Ford,IBM,Intel,Oracle,Netflix,Facebook,Twitter,YouTube,Spotify,Tesla,' +
  'Boeing,Walmart,Starbucks,McDonald’s,Nike,Adidas,Sony,Toyota,Samsung,Huawei,Stripe,PayPal,Visa,Mastercard,Salesforce,HubSpot,Slack,' +
  'Zoom,GitHub,OpenAI,DHL,FedEx,UPS,IKEA,Lidl,Aldi,NASA,FBI,SEC,NATO,UN,EU,WHO,BBC,CNN,Axis Bank,First National Bank,Red Cross,' +
  'Manchester United,Real Madrid,Bayern München,New York Yankees,Harvard,Oxford University'
).split(',')

/** How many persons have a name that is made of the halves of two others. */
const unlistedShare = 0.15

export class NameMaker {
  readonly #chance: Chance
  readonly #lists: NameLists
  readonly #byId: Map<string, Origin>

  constructor(chance: Chance, lists: NameLists) {
    this.#chance = chance
    this.#lists = lists
    this.#byId = new Map(lists.origins.map((origin) => [origin.id, origin]))
  }

  #origin(language: Language): Origin {
    const home = this.#byId.get(pick(this.#chance, homes[language]))
    if (home !== undefined && this.#chance() < 0.55) return home
    return pick(this.#chance, this.#lists.origins)
  }

  first(language: Language): string {
    if (this.#chance() < 0.12) return pick(this.#chance, this.#lists.names)
    return pick(this.#chance, this.#origin(language).first)
  }

  last(language: Language): string {
    if (this.#chance() < 0.25) return pick(this.#chance, this.#lists.names)
    return pick(this.#chance, this.#origin(language).last)
  }

  title(language: Language): string {
    return pick(this.#chance, titles[language])
  }

  /** A whole name in one of the ways people write it; a title before it is no part of it. */
  person(language: Language): Piece[] {
    const chance = this.#chance
    const origin = this.#origin(language)
    const isNew = chance() < unlistedShare
    const first = isNew
      ? this.#mixed(origin.first)
      : chance() < 0.1
        ? this.first(language)
        : pick(chance, origin.first)
    const last = isNew
      ? this.#mixed(origin.last)
      : chance() < 0.15
        ? this.last(language)
        : pick(chance, origin.last)
    const whole = (text: string): Piece[] => [{ text, type: 'PERSON' }]
    const initial = `${[...first][0]}.`
    const draw = chance()
    if (draw < 0.05)
      return [{ text: `${this.title(language)} ` }, ...whole(chance() < 0.5 ? last : `${first} ${last}`)]
    if (draw < 0.07) return whole(`${initial} ${last}`)
    if (draw < 0.09)
      return whole(`${initial}${chance() < 0.5 ? ' ' : ''}${[...this.first(language)][0]}. ${last}`)
    if (draw < 0.12) return whole(`${last}, ${first}`)
    if (draw < 0.15) return whole(`${first} ${[...this.first(language)][0]}. ${last}`)
    if (draw < 0.19) return whole(`${first} ${pick(chance, origin.first)} ${last}`)
    if (draw < 0.23) return whole(`${first} ${last}-${pick(chance, origin.last)}`)
    if (draw < 0.25) return whole(`${first}-${pick(chance, origin.first)} ${last}`)
    if (draw < 0.3) return whole(this.#withParticle(first, last, language))
    if (draw < 0.32) return whole(`${first} ${last}`.toUpperCase())
    if (draw < 0.36) return whole(`${first} ${last}`.toLowerCase())
    if (draw < 0.38) return whole(`${last.toUpperCase()} ${first}`)
    if (draw < 0.42) return whole(first)
    if (draw < 0.44) return whole(`${first} ${last} ${pick(chance, ['Jr.', 'Sr.', 'III', 'PhD', 'MD'])}`)
    if (draw < 0.5 || ((origin.id.startsWith('es') || origin.id === 'own-spanish') && draw < 0.7)) {
      return whole(`${first} ${last} ${pick(chance, origin.last)}`)
    }
    if (draw < 0.51) return whole(`${first} ${last} (${pick(chance, origin.last)})`)
    return whole(`${first} ${last}`)
  }

  /** The beginning of one name and the end of another: a name as its origin spells them, and mostly on no list. */
  #mixed(names: readonly string[]): string {
    const [one, other] = [[...pick(this.#chance, names)], [...pick(this.#chance, names)]]
    if (one.length < 3 || other.length < 3) return one.join('')
    const end = other
      .slice(Math.floor(other.length / 2))
      .join('')
      .toLowerCase()
    return one.slice(0, Math.ceil(one.length / 2)).join('') + end
  }

  #withParticle(first: string, last: string, language: Language): string {
    const particle = pick(this.#chance, particles[language])
    return `${first} ${particle}${/['’]$/.test(particle) ? '' : ' '}${last}`
  }

  titled(language: Language): Piece[] {
    const name = this.#chance() < 0.6 ? this.last(language) : `${this.first(language)} ${this.last(language)}`
    return [{ text: `${this.title(language)} ` }, { text: name, type: 'PERSON' }]
  }

  company(language: Language): Piece[] {
    const chance = this.#chance
    const draw = chance()
    const last = () => this.last(language)
    const form = pick(chance, chance() < 0.6 ? legalForms[language] : legalForms.en)
    const noun = pick(chance, organisations[language])
    const whole = (text: string): Piece[] => [{ text, type: 'ORG' }]
    if (draw < 0.2) return whole(pick(chance, brands))
    if (draw < 0.25) return whole(`${last()} ${form}`)
    if (draw < 0.36) return whole(`${last()}-${last()}`)
    if (draw < 0.47) return whole(`${last()}, ${last()} and ${last()}`)
    if (draw < 0.51) return whole(`${last()} & ${last()}`)
    if (draw < 0.55) return whole(`${last()} and Sons`)
    if (draw < 0.62) return whole(`${last()} ${noun}`)
    if (draw < 0.7) return whole(`${this.invented()} ${form}`)
    if (draw < 0.76) return whole(this.invented())
    if (draw < 0.84) return whole(`${this.invented()} ${noun}`)
    if (draw < 0.9) return whole(`${noun} ${pick(chance, this.#lists.cities.slice(0, 3000))}`)
    return whole(`${noun} ${last()} ${form}`)
  }

  /** A made-up word as brands have it. */
  invented(): string {
    const chance = this.#chance
    const starts =
      'Al,Bri,Cor,Dyn,Ex,Fin,Glo,Hy,In,Jo,Kel,Lum,Med,Nov,Opt,Pro,Qua,Rex,Syn,Tech,Uni,Ver,Web,Xen,Zet,Data,Cloud,Soft,Net,Eco'.split(
        ',',
      )
    const ends =
      'ia,ix,on,ex,ora,ify,ly,tec,soft,sys,net,ware,lab,hub,one,um,is,ent,base,flow,works,gen,Point,Pro,Box'.split(
        ',',
      )
    return `${pick(chance, starts)}${chance() < 0.5 ? pick(chance, ['a', 'o', 'i', 'e', 'ta', 'na', 'ro', 'li']) : ''}${pick(chance, ends)}`
  }
}
