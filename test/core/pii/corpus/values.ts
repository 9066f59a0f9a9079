/** Makes names, addresses and countries' numbers that belong to nobody and yet are valid. */
import { makeEntity, plantedTypes } from '../../../../scripts/bench/entities.ts'
import type { Random } from '../../../../scripts/bench/random.ts'

export type Language = (typeof languages)[number]
export const languages = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const

/** A fresh value of one of the types that the sentences ask for. */
export function makeValue(type: string, language: Language, random: Random): string {
  const planted = plantedTypes.find((one) => one === type)
  if (planted) return makeEntity(planted, random)
  const make = makers[type]
  if (!make) throw new TypeError(`no maker for ${type}`)
  return make(language, random)
}

const people: Record<Language, readonly [string, string]> = {
  en: ['Emma Oliver Grace Henry Charlotte Thomas', 'Bennett Harris Mitchell Foster Campbell Morgan'],
  de: ['Anna Lukas Katharina Stefan Julia Markus', 'Schneider Hoffmann Krüger Lehmann Vogel Brandt'],
  fr: ['Camille Julien Sophie Nicolas Isabelle Laurent', 'Lefebvre Moreau Girard Rousseau Fontaine Mercier'],
  es: ['Lucía Javier Carmen Alejandro Elena Miguel', 'Fernández Romero Navarro Ortega Delgado Serrano'],
  it: ['Giulia Marco Francesca Alessandro Chiara Paolo', 'Ferrari Esposito Colombo Ricci Marino Conti'],
  nl: ['Sanne Daan Lotte Bram Femke Joost', 'de Vries van Dijk Bakker Visser Smit Mulder'],
}

const addresses: Record<Language, (random: Random) => string> = {
  en: (random) =>
    `${1 + random.below(180)} ${random.pick(['Mill', 'Church', 'Oak'])} Street, Bristol BS1 ${1 + random.below(8)}AB`,
  de: (random) =>
    `${random.pick(['Lindenstraße', 'Hauptstraße', 'Gartenweg'])} ${1 + random.below(90)}, 50667 Köln`,
  fr: (random) =>
    `${1 + random.below(90)} rue ${random.pick(['de la République', 'Victor Hugo'])}, 69002 Lyon`,
  es: (random) => `Calle ${random.pick(['Mayor', 'de Alcalá'])} ${1 + random.below(90)}, 28013 Madrid`,
  it: (random) => `Via ${random.pick(['Garibaldi', 'Roma'])} ${1 + random.below(90)}, 40121 Bologna`,
  nl: (random) => `${random.pick(['Kerkstraat', 'Dorpsstraat'])} ${1 + random.below(90)}, 1017 GC Amsterdam`,
}

const makers: Readonly<Record<string, (language: Language, random: Random) => string>> = {
  PERSON: (language, random) => {
    const [first, last] = people[language]
    const lastNames = language === 'nl' ? ['de Vries', 'van Dijk', 'Bakker', 'Visser'] : last.split(' ')
    return `${random.pick(first.split(' '))} ${random.pick(lastNames)}`
  },
  ADDRESS: (language, random) => addresses[language](random),
  PASSWORD: (_language, random) =>
    `${random.pick(['Regen', 'Kaffee', 'Berg'])}${random.digits(3)}!x${random.letter()}`,
  SECRET: (_language, random) => `sk_live_${characters(random, 24)}`,
  NATIONAL_ID: (language, random) => nationals[language](random),
}

const nationals: Record<Language, (random: Random) => string> = {
  en: (random) => `AB ${random.digits(2)} ${random.digits(2)} ${random.digits(2)} C`,
  de: (random) => germanTaxId(random),
  fr: (random) => {
    const body = `1${random.digits(1)}${6 + random.below(4)}0${1 + random.below(9)}75${random.digits(3)}${random.digits(3)}`
    return body + String(97 - Number(BigInt(body) % 97n)).padStart(2, '0')
  },
  es: (random) => {
    const number = random.digits(8)
    return number + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23]
  },
  it: () => 'RSSMRA85T10A562S',
  nl: (random) => elevenTest(random),
}

/** Bundeszentralamt für Steuern: eleven digits, one of the first ten twice, ISO 7064 MOD 11,10. */
function germanTaxId(random: Random): string {
  const start = 1 + random.below(8)
  const digits = [
    start,
    start,
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].filter((digit) => digit !== start).slice(0, 8),
  ]
  let product = 10
  for (const digit of digits) {
    const sum = (digit + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return digits.join('') + ((11 - product) % 10)
}

/** Besluit burgerservicenummer: nine digits, weights 9 to 2 and -1, divisible by 11. */
function elevenTest(random: Random): string {
  while (true) {
    const body = `1${random.digits(7)}`
    const check = [...body].reduce((sum, digit, index) => sum + Number(digit) * (9 - index), 0) % 11
    if (check < 10) return body + check
  }
}

function characters(random: Random, count: number): string {
  const all = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length: count }, () => random.pick([...all])).join('')
}
