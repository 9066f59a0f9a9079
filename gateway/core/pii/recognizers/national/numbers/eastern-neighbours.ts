/** National numbers of Russia, Ukraine, Israel and Pakistan. */
import { isVaried, luhn, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const easternNumbers: readonly NationalNumber[] = [
  {
    type: 'RU_INN',
    pack: 'RU',
    forms: '999999999999',
    check: (v, from, end) =>
      isVaried(v, from, end) &&
      russianDigit(v, from, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) === v[from + 10] &&
      russianDigit(v, from, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) === v[from + 11],
    counts: 'by-itself',
    odds: 100,
    words: 'ИНН инн inn',
    topics: ['tax'],
    source: 'Приказ ФНС России ЕД-7-14/559@: two check digits, modulo 11 and 10',
  },
  {
    type: 'RU_INN',
    pack: 'RU',
    forms: '9999999999',
    check: (v, from) => russianDigit(v, from, [2, 4, 10, 3, 5, 9, 4, 6, 8]) === v[from + 9],
    counts: 'told',
    odds: 10,
    words: 'ИНН инн inn',
    topics: [],
    source: 'Приказ ФНС России ЕД-7-14/559@: of organisations, one check digit',
  },
  {
    type: 'RU_SNILS',
    pack: 'RU',
    forms: '99999999999|999-999-999 99|999-999-999-99',
    check: (v, from, end) =>
      isVaried(v, from, end) &&
      (sum(v, from, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === v[from + 9]! * 10 + v[from + 10]!,
    counts: 'told',
    printed: 'anywhere',
    odds: 100,
    words: 'СНИЛС снилс snils',
    topics: ['social'],
    source: 'Постановление Правления ПФР 192п: weights 9 to 1, modulo 101',
  },
  {
    type: 'UA_RNTRC',
    pack: 'UA',
    forms: '9999999999',
    check: (v, from, end) =>
      isVaried(v, from, end) &&
      (((sum(v, from, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10 === v[from + 9],
    counts: 'told',
    odds: 10,
    words: 'РНОКПП рнокпп ідентифікаційний',
    topics: ['tax'],
    source: 'Наказ Мінфіну 822 (2017): weights -1 5 7 9 4 6 10 5 7, modulo 11',
  },
  {
    type: 'IL_ID',
    pack: 'IL',
    forms: '999999999|99999999-9',
    check: (v, from, end) => luhn(v, from, end) && isVaried(v, from, end),
    counts: 'told',
    odds: 10,
    // The last letter of the abbreviation `ת"ז` stands as a word of its own.
    words: 'zehut זהות תז ז',
    topics: ['identity'],
    source: 'משרד הפנים, מספר זהות: ISO/IEC 7812-1 Annex B over nine digits',
  },
  {
    type: 'PK_CNIC',
    pack: 'PK',
    forms: '9999999999999|99999-9999999-9',
    possible: (v, from, end) => v[from]! >= 1 && v[from]! <= 7 && v[end - 1] !== 0 && isVaried(v, from, end),
    counts: 'told',
    printed: 'by-itself',
    odds: 2,
    words: 'cnic nicop',
    topics: ['identity'],
    source: 'NADRA: five digits of the place (1 to 7 for the province), seven of the family, one of the sex',
  },
]

function russianDigit(v: Values, from: number, weights: readonly number[]): number {
  return (sum(v, from, weights) % 11) % 10
}
