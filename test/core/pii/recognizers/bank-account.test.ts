/** Promises that accounts and sort codes are found behind the short forms of their words, in the ways they are written, or by their check digits. */
import { expect, test } from 'vitest'
import { scanWhole } from '../find.ts'
import { finds, leaves, scores } from '../tables.ts'

finds('BANK_ACCOUNT', [
  ['behind a short form', 'Kto. «532013000»'],
  ['behind a short form with a number', 'Kto-Nr. «532013000»'],
  ['with stops in it', 'Kto.-Nr.: «532013000»'],
  ['behind a compound', 'Kontonr. «532013000»'],
])
finds('BANK_ROUTING', [
  ['of blanks', 'Sort code «40 47 84»'],
  ['of blanks, before its account', 'Sort code «40 47 84» 70872490'],
  ['of hyphens', 'Sort code: «40-47-84»'],
])
leaves('BANK_ROUTING', [
  ['three small numbers', 'Size 40 47 84'],
  ['four of them', 'sort by 40 47 84 90'],
])

finds('BANK_ACCOUNT', [
  ['French, with a letter', 'RIB : «30002 00550 0000157841Z 25»'],
  ['French, of digits', 'RIB «30002 00550 00001578419 25»'],
  ['French, unbroken', 'RIB «20041010050500013M02606»'],
  ['Spanish', 'CCC «2100-0418-45-0200051332»'],
  ['Spanish, with blanks', 'Cuenta «2100 0418 45 0200051332»'],
  ['Spanish, unbroken behind a word', 'cuenta «21000418450200051332»'],
  ['Polish', 'Nr konta: «61109010140000071219812874»'],
  ['Polish, in groups', 'numer konta «61 1090 1014 0000 0712 1981 2874»'],
  ['Polish, alone', '«61 1090 1014 0000 0712 1981 2874»'],
])
scores('BANK_ACCOUNT', [
  ['a French account behind a word', 'compte 30002 00550 0000157841Z 25', 0.95],
  ['a French account in groups', '30002 00550 0000157841Z 25', 0.6],
  ['an unbroken Spanish one is as long as many numbers', '21000418450200051332', 0.3],
])
leaves('BANK_ACCOUNT', [
  ['a French account with a wrong key', '30002 00550 0000157841Z 26'],
  ['a Spanish account with wrong check digits', '2100-0418-46-0200051332'],
  ['a Polish account with wrong check digits', '62 1090 1014 0000 0712 1981 2874'],
  ['zeros', '00000000000000000000'],
  ['other marks between the groups', '2100-0418 45-0200051332'],
  ['a longer number', '2100-0418-45-02000513321'],
])

test('few numbers of such a length pass', () => {
  let passed = 0
  for (let number = 0; number < 10_000; number++) {
    const digits = String(10n ** 25n + 109n * 10n ** 20n + BigInt(number) * 12_345_678_901n)
    if (scanWhole(Buffer.from(digits)).some(({ type }) => type === 'BANK_ACCOUNT')) passed++
  }
  // One in 97.
  expect(passed).toBeLessThan(150)
  expect(passed).toBeGreaterThan(50)
})
