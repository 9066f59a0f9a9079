/** Makes personal data that belongs to nobody yet is valid for its type: check digits, lengths and ranges are right. */
import type { EntityType } from '../../gateway/core/pii/entity.ts'
import type { Random } from './random.ts'

export type PlantedType = (typeof plantedTypes)[number]

/** A fresh valid value of the type, in one of the forms in which people and programs write it. */
export function makeEntity(type: PlantedType, random: Random): string {
  return makers[type](random)
}

export const plantedTypes = [
  'EMAIL',
  'PHONE',
  'CREDIT_CARD',
  'IBAN',
  'US_SSN',
  'IP_ADDRESS',
] as const satisfies readonly EntityType[]

const firstNames = ['anna', 'jonas', 'maria', 'luca', 'sofie', 'david', 'elena', 'pieter', 'claire', 'tom']
const lastNames = [
  'weber',
  'rossi',
  'jansen',
  'martin',
  'garcia',
  'novak',
  'larsen',
  'smith',
  'dubois',
  'kowalski',
]
const hosts = ['example.com', 'example.org', 'mail.example.net', 'office.example.de', 'shop.example.co.uk']

/** Scheme's first digits and the number's length. */
const cards: readonly (readonly [string, number])[] = [
  ['4539', 16],
  ['5425', 16],
  ['2223', 16],
  ['3714', 15],
  ['6011', 16],
  ['3530', 16],
]

/** Country and the form of its account part: n digits, a letters. */
const accounts: readonly (readonly [string, string])[] = [
  ['DE', 'nnnnnnnnnnnnnnnnnn'],
  ['GB', 'aaaannnnnnnnnnnnnn'],
  ['NL', 'aaaannnnnnnnnn'],
  ['FR', 'nnnnnnnnnnnnnnnnnnnnnnn'],
  ['ES', 'nnnnnnnnnnnnnnnnnnnn'],
  ['IT', 'annnnnnnnnnnnnnnnnnnnnn'],
]

const makers: Record<PlantedType, (random: Random) => string> = {
  EMAIL: (random) => {
    const name = `${random.pick(firstNames)}.${random.pick(lastNames)}`
    return `${name}${random.below(100_000)}@${random.pick(hosts)}`
  },
  PHONE: (random) => {
    const area = 201 + random.below(699)
    const exchange = 201 + random.below(699)
    const line = String(random.below(10_000)).padStart(4, '0')
    return random.pick([
      `+1 ${area}-${exchange}-${line}`,
      `(${area}) ${exchange}-${line}`,
      `+4930${1_000_000 + random.below(9_000_000)}`,
      `+44 20 7946 ${line}`,
      `+33 6 ${pairs(random, 4)}`,
    ])
  },
  CREDIT_CARD: (random) => {
    const [prefix, length] = random.pick(cards)
    const body = prefix + random.digits(length - prefix.length - 1)
    const number = body + luhnDigit(body)
    const grouped =
      length === 15 ? number.replace(/(.{4})(.{6})/, '$1 $2 ') : number.replace(/(.{4})(?=.)/g, '$1 ')
    return random.pick([number, grouped, grouped.replaceAll(' ', '-')])
  },
  IBAN: (random) => {
    const [country, form] = random.pick(accounts)
    const account = form.replace(/./g, (kind) => (kind === 'n' ? random.digits(1) : random.letter()))
    const iban = country + ibanCheck(country, account) + account
    return random.pick([iban, iban.replace(/(.{4})(?=.)/g, '$1 ')])
  },
  US_SSN: (random) => {
    const area = 100 + random.below(500)
    const group = String(1 + random.below(99)).padStart(2, '0')
    return `${area}-${group}-${String(1 + random.below(9999)).padStart(4, '0')}`
  },
  IP_ADDRESS: (random) => {
    const piece = () => (1 + random.below(65_535)).toString(16)
    const quad = `${11 + random.below(200)}.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`
    return random.below(3) > 0 ? quad : `2001:db8:${piece()}:${piece()}::${random.hex(2)}1`
  },
}

function pairs(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.digits(2)).join(' ')
}

/** ISO/IEC 7812-1 Annex B: the digit that makes the number pass. */
export function luhnDigit(body: string): string {
  let sum = 0
  for (let index = 0; index < body.length; index++) {
    const digit = Number(body[body.length - 1 - index])
    const doubled = digit * 2
    sum += index % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** ISO 13616: the two digits that make the whole number 1 modulo 97. */
export function ibanCheck(country: string, account: string): string {
  const digits = `${account}${country}00`
    .toUpperCase()
    .replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  let remainder = 0
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97
  return String(98 - remainder).padStart(2, '0')
}
