/** Lists which payment card schemes issue which first six digits, and how long their numbers are. */

export interface CardScheme {
  name: string
  lengths: readonly number[]
  /** The length of its usual cards, where so many people carry them that its leading digits speak for a card; else 0. */
  commonLength: number
}

const upTo19 = [16, 17, 18, 19]
const maestro = [12, 13, 14, 15, 16, 17, 18, 19]

// Issuer identification numbers by ISO/IEC 7812-1, as the schemes publish their ranges (Visa, Mastercard incl. the
// 2-series of 2017, American Express, Discover/Diners/JCB/UnionPay network agreements, Mir, RuPay, Troy, Verve, Elo,
// UzCard, Humo). A row is: scheme, lengths, ranges of leading digits. The first row that matches decides.
// RuPay's 6521 and 6522 are Discover's by their agreement (NPCI and Discover, 2012): abroad they are accepted as such.
const table: readonly (readonly [string, readonly number[], string])[] = [
  ['amex', [15], '34 37'],
  ['diners', [14, 15, 16, 17, 18, 19], '300-305 3095 36 38-39'],
  ['jcb', upTo19, '3528-3589'],
  ['jcb', [15], '1800 2131'],
  ['mir', upTo19, '2200-2204'],
  ['mastercard', [16], '2221-2720 51-55'],
  ['visa', [13, 16, 19], '4'],
  ['verve', [16, 18, 19], '506099-506198 507865-507964 650002-650027'],
  ['discover', upTo19, '6011 622126-622925 644-649 65'],
  ['elo', [16], '506699-506778 509000-509999 627780 636297 636368'],
  ['rupay', [16], '508500-508999 606985-607984 608001-608500 817200-819899'],
  ['unionpay', upTo19, '62 810-817'],
  ['instapayment', [16], '637-639'],
  ['interpayment', upTo19, '636'],
  ['hipercard', [16], '606282'],
  ['dankort', [16], '5019'],
  ['maestro', maestro, '50 56-58 6304 6390 67'],
  ['troy', [16], '9792'],
  ['uzcard', [16], '8600'],
  ['humo', [16], '9860'],
]

const iinDigits = 6

/** Schemes whose cards are carried in most of the world, and the length nearly all of their cards have. */
const commonLengths: Partial<Record<string, number>> = {
  visa: 16,
  mastercard: 16,
  amex: 15,
  discover: 16,
  jcb: 16,
}

interface Range {
  from: number
  to: number
  scheme: CardScheme
}

/** Ranges by leading digit, in the table's order. */
const rangesByFirstDigit: Range[][] = Array.from({ length: 10 }, () => [])
for (const [name, lengths, ranges] of table) {
  for (const range of ranges.split(' ')) {
    const [low, high = low] = range.split('-') as [string, string?]
    const entry = {
      from: Number(low.padEnd(iinDigits, '0')),
      to: Number(high.padEnd(iinDigits, '9')),
      scheme: { name, lengths, commonLength: commonLengths[name] ?? 0 },
    }
    rangesByFirstDigit[Number(low[0])]!.push(entry)
  }
}

/** The scheme whose range holds the number's first six digits and that issues numbers of this length, or null. */
export function cardScheme(firstSixDigits: number, length: number): CardScheme | null {
  const ranges = rangesByFirstDigit[Math.floor(firstSixDigits / 100_000)]
  for (const { from, to, scheme } of ranges ?? []) {
    if (firstSixDigits >= from && firstSixDigits <= to && scheme.lengths.includes(length)) return scheme
  }
  return null
}
