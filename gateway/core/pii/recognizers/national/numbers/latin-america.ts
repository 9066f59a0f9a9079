/** National numbers of Mexico, Brazil, Argentina and Chile. */
import { isVaried, isYearFirst, letter, number, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const latinAmericanNumbers: readonly NationalNumber[] = [
  {
    type: 'MX_CURP',
    pack: 'MX',
    forms: 'aaaa999999aaaaaa*9',
    check: isCurp,
    counts: 'anywhere',
    odds: 4000,
    words: 'curp',
    topics: ['identity'],
    source: 'DOF 18.10.2021, Instructivo normativo para la asignación de la CURP; RENAPO, dígito verificador',
  },
  {
    type: 'MX_RFC',
    pack: 'MX',
    forms: 'aaaa999999***|aaaa-999999-***|aaa999999***|aaa-999999-***',
    check: isRfc,
    counts: 'by-itself',
    unchecked: 'told',
    odds: 300,
    words: 'rfc',
    topics: ['tax', 'company'],
    source: 'Código Fiscal de la Federación art. 27; SAT, RFC: dígito verificador modulo 11',
  },
  {
    type: 'BR_CPF',
    pack: 'BR',
    forms: '99999999999|999.999.999-99|999 999 999 99|999999999-99',
    check: (v, from, end) => isVaried(v, from, end) && isCpf(v, from),
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 100,
    words: 'cpf',
    topics: ['tax', 'identity'],
    source: 'Receita Federal, IN RFB 2172/2024: weights 10 to 2, then 11 to 2, modulo 11',
  },
  {
    type: 'BR_CNPJ',
    pack: 'BR',
    forms: '99999999999999|99.999.999/9999-99|************99|**.***.***/****-99',
    check: isCnpj,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 99,
    words: 'cnpj',
    topics: ['company', 'tax'],
    source: 'Receita Federal, IN RFB 2229/2024: letters as their ASCII code less 48, modulo 11',
  },
  {
    type: 'BR_RG',
    pack: 'BR',
    forms: '99.999.999-*|999999999|99999999*',
    counts: 'told',
    odds: 1,
    words: 'rg',
    topics: ['identity'],
    source: 'Lei 7.116/1983: given by the states',
  },
  {
    type: 'AR_CUIT',
    pack: 'AR',
    forms: '99-99999999-9|99999999999',
    check: (v, from) =>
      v[from]! >= 2 &&
      v[from]! <= 3 &&
      (11 - (sum(v, from, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === v[from + 10],
    counts: 'told',
    printed: 'anywhere',
    odds: 55,
    words: 'cuit cuil',
    topics: ['tax'],
    source: 'AFIP, RG 10/1997: weights 5 4 3 2 7 6 5 4 3 2, modulo 11',
  },
  {
    type: 'AR_DNI',
    pack: 'AR',
    forms: '99.999.999|99999999|9.999.999',
    possible: (v, from, end) => v[from] !== 0 && isVaried(v, from, end),
    counts: 'told',
    odds: 1,
    words: 'dni',
    topics: [],
    source: 'Ley 17.671 (RENAPER): numbers given one after another, without a check digit',
  },
  {
    type: 'CL_RUT',
    pack: 'CL',
    forms: '99.999.999-*|99999999-*|9.999.999-*|9999999-*|99999999*|9999999*',
    check: isRut,
    counts: 'told',
    printed: 'anywhere',
    odds: 11,
    words: 'rut run',
    topics: ['identity', 'tax'],
    source: 'DFL 3/1969; SII, RUT: weights 2 to 7 from the right, modulo 11, K for 10',
  },
]

const states = new Set(
  'AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE'.split(
    ' ',
  ),
)

function isCurp(v: Values, from: number): boolean {
  const sex = v[from + 10]
  if (!isYearFirst(v, from + 4) || (sex !== letter('H') && sex !== letter('M') && sex !== letter('X')))
    return false
  if (!states.has(String.fromCharCode(v[from + 11]! + 0x37, v[from + 12]! + 0x37))) return false
  let total = 0
  for (let index = 0; index < 17; index++) {
    const value = v[from + index]!
    // Ñ stands between N and O.
    total += (value > 23 ? value + 1 : value) * (18 - index)
  }
  return (10 - (total % 10)) % 10 === v[from + 17]
}

function isRfc(v: Values, from: number, end: number): boolean {
  const person = end - from === 13
  const date = from + (person ? 4 : 3)
  if (!isYearFirst(v, date)) return false
  // Behind the date no character is O but in early numbers; the last is a digit or A.
  if (v[end - 1]! > 10) return false
  let total = person ? 0 : 37 * 13
  for (let index = from; index < end - 1; index++) {
    const value = v[index]!
    total += (value > 23 ? value + 1 : value) * (end - index)
  }
  const digit = (11 - (total % 11)) % 11
  return digit === v[end - 1]
}

function isCpf(v: Values, from: number): boolean {
  const first = ((sum(v, from, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
  return (
    first === v[from + 9] &&
    ((sum(v, from, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10 === v[from + 10]
  )
}

const firstCnpj = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
const secondCnpj = [6, ...firstCnpj]

function isCnpj(v: Values, from: number): boolean {
  // ASCII less 48: A is 17.
  const code = (index: number) => (v[from + index]! > 9 ? v[from + index]! + 7 : v[from + index]!)
  const digit = (weights: readonly number[]) => {
    let total = 0
    for (let index = 0; index < weights.length; index++) total += code(index) * weights[index]!
    return ((total * 10) % 11) % 10
  }
  return (
    number(v, from + 8, from + 12) > 0 &&
    digit(firstCnpj) === v[from + 12] &&
    digit(secondCnpj) === v[from + 13]
  )
}

function isRut(v: Values, from: number, end: number): boolean {
  let total = 0
  for (let index = end - 2, weight = 2; index >= from; index--) {
    total += v[index]! * weight
    weight = weight === 7 ? 2 : weight + 1
  }
  const digit = (11 - (total % 11)) % 11
  return v[end - 1] === (digit === 10 ? letter('K') : digit)
}
