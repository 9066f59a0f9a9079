/** Promises which payment card numbers are recognised in which spacing, and which other numbers are not. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { luhnDigit } from '../../../../scripts/bench/entities.ts'
import { runs } from '../../../support/property-runs.ts'
import { find } from '../find.ts'
import { finds, leaves, scores } from '../tables.ts'

finds('CREDIT_CARD', [
  ['a bare Visa number', 'paid with «4111111111111111» today'],
  ['a Visa number in fours', '«4111 1111 1111 1111»'],
  ['with hyphens', '«4111-1111-1111-1111»'],
  ['with dots', '«4111.1111.1111.1111».'],
  ['with no-break spaces', '«4111\u00a01111\u00a01111\u00a01111»'],
  ['an American Express number', '«3782 822463 10005»'],
  ['a Diners number', '«3056 930902 5904»'],
  ['a Mastercard number of the 2-series', '«2223003122003222»'],
  ['a Discover number', '«6011111111111117»'],
  ['a JCB number', '«3530111333300000»'],
  ['a UnionPay number', '«6234917882863855»'],
  ['a Maestro number of 12 digits', 'card «676390034863» for'],
  ['a Visa number of 19 digits', '«4661889241418328564»'],
  ['a Visa number of 13 digits behind the word', 'card «4222222222222»'],
  ['behind a year', 'In 2026 4 paid, «4111 1111 1111 1111»'],
  ['directly behind a year', '2026 «4111 1111 1111 1111»'],
  ['with an expiry date behind', '«4111 1111 1111 1111» 12/27'],
  ['as a JSON value', '{"number":"«4111111111111111»"}'],
  ['in CSV', 'Weber,«4111111111111111»,12'],
  ['behind a label with a hyphen', 'card-«4111111111111111»'],
  ['on the first track of a magnetic stripe', '%B«4111111111111111»^SCHMIDT/ANNA^27121011234567890?'],
  ['on the second track of a magnetic stripe', ';«4111111111111111»=27121011234567890?'],
  ['of a rare scheme on a magnetic stripe', '%B«6759649826438453»^SCHMIDT/ANNA^2712101?'],
  ['between Chinese words', '卡号«4111111111111111»谢谢'],
  ['behind a phone number', '«4111111111111111» «5555555555554444»'],
])

leaves('CREDIT_CARD', [
  ['a wrong check digit', 'ref 4111111111111112'],
  ['an order number', 'Order 4539148803436468 shipped'],
  ['a number that no scheme issues', '9999999999999995'],
  ['a length that the scheme does not have', '41111111111111111115'],
  ['a longer run of digits', '12341111111111111111111111'],
  ['a piece of a word', 'A4111111111111111'],
  ['a code that no track goes on from', '%B4111111111111111 '],
  ['a number that is no card’s on a track', '%B4111111111111112^SCHMIDT/ANNA^2712101?'],
  ['a number before letters', '4111111111111111suffix'],
  ['a float', '0.4111111111111111'],
  ['an amount', '4111111111111111.50'],
  ['odd groups', '411 111111 1111 111'],
  ['mixed separators', '4111-1111 1111.1111'],
  ['an identifier', 'order_4111111111111111'],
  ['a timestamp in milliseconds', 'ts=1712345678901'],
  ['a timestamp in microseconds', '1712345678901234'],
  ['a tracking number', '9400111899223197428490'],
  ['an article number', 'EAN 4006381333931'],
  ['an article number whose Luhn digit fits too', '4000000000006'],
])

scores('CREDIT_CARD', [
  ['grouped as embossed is nearly sure', '4111 1111 1111 1111', 0.95],
  ['grouped as American Express does is nearly sure', '3782 822463 10005', 0.95],
  ['grouped stays sure behind a word for a thing', 'order 4111 1111 1111 1111', 0.95],
  ['fours of 19 digits are rather sure', '4661 8892 4141 8328 564', 0.8],
  ['unbroken with a common beginning is rather sure', '4111111111111111', 0.85],
  ['unbroken of American Express is rather sure', '378282246310005', 0.85],
  ['unbroken of a rarer scheme is half sure', '2200000000000004', 0.5],
  ['unbroken of 19 digits is hardly one', '4661889241418328564', 0.3],
  ['unbroken of 14 digits is hardly one', '30569309025904', 0.3],
  ['a parcel number of twelve digits in fours is hardly one', '6763 9003 4863', 0.3],
  ['unbroken behind the word is nearly sure', 'Karte 4661889241418328564', 0.95],
  ['unbroken behind the word and its filler is nearly sure', 'Card no. 4111111111111111', 0.95],
  ['unbroken behind a word for a thing is hardly one', 'Order number is 4111111111111111', 0.3],
  ['unbroken behind a field for a thing is hardly one', 'order_id=4111111111111111', 0.3],
  ['unbroken behind a word for a customer is hardly one', 'Kundennummer 4539578763621486', 0.3],
  ['unbroken behind an abbreviation for a thing is hardly one', 'Auftragsnr. 4539578763621486', 0.3],
  ['unbroken behind a word for a meter is hardly one', 'Zählernummer: 4539578763621486', 0.3],
  ['unbroken behind a word for a device is hardly one', 'IMEI 4539578763621486', 0.3],
  ['unbroken behind an amount or a time is rather sure', 'time 4539578763621486', 0.85],
  ['unbroken behind a word for an account may be one', 'account 4539578763621486', 0.85],
  ['a word for a thing counts right before only', 'your order was paid with 4111111111111111', 0.85],
  ['a word on another line counts nothing', 'order\n4111111111111111', 0.85],
])

const schemes = fc.constantFrom(
  { prefix: '4', length: 16 },
  { prefix: '4', length: 19 },
  { prefix: '51', length: 16 },
  { prefix: '2720', length: 16 },
  { prefix: '34', length: 15 },
  { prefix: '300', length: 14 },
  { prefix: '6011', length: 16 },
  { prefix: '3589', length: 16 },
  { prefix: '62', length: 17 },
  { prefix: '2200', length: 16 },
)
const prose = fc
  .array(
    fc.constantFrom('the', 'customer', 'said', 'on', '3 May', 'in 2026,', 'für', 'paid:', '(see', '#7)', '—'),
    {
      maxLength: 12,
    },
  )
  .map((words) => words.join(' '))

test('a valid card number in any listed spacing is found in any prose', () => {
  fc.assert(
    fc.property(
      schemes,
      fc.array(fc.nat(9), { minLength: 19, maxLength: 19 }),
      fc.constantFrom('', ' ', '-', '.', '\u00a0'),
      prose,
      prose,
      (scheme, random, separator, before, after) => {
        const body = (scheme.prefix + random.join('')).slice(0, scheme.length - 1)
        const digits = body + luhnDigit(body)
        // Numbers of 14 digits that are article numbers as well are told apart by words only.
        fc.pre(scheme.length > 14)
        const number = spaced(digits, separator)
        const found = find(`${before} ${number} ${after}`)
        expect(found.some((one) => one.startsWith(`CREDIT_CARD ${number}`))).toBe(true)
      },
    ),
    runs(500),
  )
})

function spaced(digits: string, separator: string): string {
  if (digits.length === 15) return digits.replace(/(.{4})(.{6})/, `$1${separator}$2${separator}`)
  return digits.replace(/(.{4})(?=.)/g, `$1${separator}`)
}
