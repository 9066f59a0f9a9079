/** National numbers of Austria and Switzerland. */
import { isArticle } from '../../../article-check.ts'
import { luhnSum } from '../../../luhn.ts'
import { isDayFirst, luhn, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const alpineNumbers: readonly NationalNumber[] = [
  {
    type: 'AT_SOCIAL_SECURITY',
    pack: 'AT',
    forms: '9999999999|9999 999999|999 9 999999',
    check: isAustrianInsured,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 290,
    words: 'svnr sozialversicherung* versicherungsnummer vsnr',
    topics: ['social', 'health'],
    source: '§31 Abs. 4 ASVG; Hauptverband: weights 3 7 9 5 8 4 2 1 6, modulo 11',
  },
  {
    type: 'AT_TAX_NUMBER',
    pack: 'AT',
    forms: '999999999|99-999/9999|99 999/9999|99 9999999',
    check: luhn,
    counts: 'told',
    printed: 'by-itself',
    odds: 10,
    words: 'steuer steuernummer abgabenkontonummer',
    topics: ['tax'],
    source: 'BMF, BMF-010102 (Abgabenkontonummer): office, number and a Luhn check digit',
  },
  {
    type: 'AT_FIRMENBUCH',
    pack: 'AT',
    forms: 'FN 999999a|FN999999a|FN 99999a|FN99999a|FN 9999a|999999a',
    counts: 'told',
    printed: 'anywhere',
    odds: 1,
    words: 'firmenbuch*',
    topics: ['company'],
    source: 'FBG §30: up to six digits and a letter',
  },
  {
    type: 'AT_VAT_ID',
    pack: 'AT',
    forms: 'U99999999',
    prefix: 'AT',
    // 6 less the sum, modulo 10; 96, so that it is never below 0.
    check: (v, from, end) => (96 - luhnSum(v, from + 1, end - 1)) % 10 === v[end - 1],
    counts: 'by-itself',
    prefixed: 'anywhere',
    odds: 10,
    words: 'uid ust umsatzsteuer* atu',
    topics: ['company'],
    source: 'Art. 28 UStG (Austria); BMF, Prüfziffernverfahren der UID',
  },
  {
    type: 'CH_AHV',
    pack: 'CH',
    forms: '7569999999999|756.9999.9999.99|756 9999 9999 99',
    check: isArticle,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 10,
    words: 'ahv ahvn avs avsn nss navs oasi ssn sozialversicherung*',
    topics: ['social', 'identity'],
    source: 'AHVG Art. 50c; ZAS, Register UPI: EAN-13 under the country prefix 756',
  },
  {
    type: 'CH_VAT_ID',
    pack: 'CH',
    forms: 'CHE999999999|CHE-999.999.999|CHE 999 999 999|CHE 999.999.999|CHE-999 999 999',
    check: (v, from) => (11 - (sum(v, from + 3, [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11 === v[from + 11],
    counts: 'anywhere',
    odds: 11,
    words: 'uid mwst tva iva ide idi',
    topics: ['company'],
    source: 'UIDV (SR 431.031); eCH-0097: weights 5 4 3 2 7 6 5 4, modulo 11',
  },
]

function isAustrianInsured(v: Values, from: number): boolean {
  if (v[from] === 0 || !isDayFirst(v, from + 4)) return false
  return (sum(v, from, [3, 7, 9]) + sum(v, from + 4, [5, 8, 4, 2, 1, 6])) % 11 === v[from + 3]
}
