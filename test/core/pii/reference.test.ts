/** Promises that the byte recognizers agree with a slow reference written with regular expressions. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ibanLength } from '../../../gateway/core/pii/recognizers/iban-countries.ts'
import { runs } from '../../support/property-runs.ts'
import { find } from './find.ts'
import { cardsIn, emailsIn, ipv4In, isIban } from './reference.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const word = fc.constantFrom('paid with', 'see', 'and', ',', 'to', 'from', '(', ')', 'x', '|')

function valuesOf(type: string, text: string): string[] {
  return find(text)
    .filter((found) => found.startsWith(`${type} `))
    .map((found) => found.slice(type.length + 1))
}

test('every card in fours that the reference sees is found, and none whose Luhn digit is wrong', () => {
  const number = fc
    .tuple(
      fc.constantFrom('4', '51', '55', '2221', '6011', '3528'),
      digits(15),
      fc.constantFrom('', ' ', '-'),
    )
    .map(([lead, rest, separator]) => {
      const groups = (lead + rest).slice(0, 16).match(/.{4}/g)!
      return groups.join(separator)
    })
  fc.assert(
    fc.property(word, number, word, (before, value, after) => {
      const text = `${before} ${value} ${after}`
      expect(valuesOf('CREDIT_CARD', text).filter((found) => found.length >= 16)).toEqual(cardsIn(text))
    }),
    runs(4000),
  )
})

test('an account is found exactly where the reference says that its check digits are right', () => {
  const country = fc.constantFrom('DE', 'FR', 'ES', 'AT', 'BE', 'PL', 'NO', 'SE', 'CH')
  const account = fc
    .tuple(country, fc.nat(99), fc.boolean(), digits(30))
    .map(([code, check, grouped, rest]) => {
      const length = ibanLength(code.charCodeAt(0), code.charCodeAt(1))
      const bank = rest.slice(0, length - 4)
      const right = [...Array(97).keys()]
        .map((one) => String(one + 2).padStart(2, '0'))
        .find((one) => isIban(code + one + bank))!
      const plain = code + (check < 50 ? right : String(check).padStart(2, '0')) + bank
      return grouped ? plain.match(/.{1,4}/g)!.join(' ') : plain
    })
  fc.assert(
    fc.property(account, (value) => {
      expect(valuesOf('IBAN', `to ${value} now`)).toEqual(isIban(value) ? [value] : [])
    }),
    runs(3000),
  )
})

test('addresses of machines are found as the reference finds them', () => {
  const part = fc.oneof(fc.nat(255), fc.nat(300), fc.constantFrom(0, 1, 255, 256))
  const text = fc.array(
    fc.oneof(
      fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.')),
      fc.constantFrom(' ', ' ', ', ', ' at ', '; '),
    ),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(text, (pieces) => {
      const joined = pieces.join('')
      expect(valuesOf('IP_ADDRESS', joined)).toEqual(ipv4In(joined))
    }),
    runs(4000),
  )
})

test('every plain address that the reference sees is found whole', () => {
  const local = fc.stringMatching(/^[a-z][a-z0-9._+-]{0,12}[a-z0-9]$/)
  const domain = fc.constantFrom('example.com', 'office.example', 'mail.example.org', 'x.de')
  const address = fc.tuple(local, domain).map(([name, host]) => `${name}@${host}`)
  const piece = fc.oneof(address, fc.constantFrom(' ', ' ', ', ', ' <', '> ', ' an ', '"', '; '))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      for (const wanted of emailsIn(text)) expect(valuesOf('EMAIL', text)).toContain(wanted)
    }),
    runs(4000),
  )
})
