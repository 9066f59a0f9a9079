/** Promises which bank accounts are recognised, and that a wrong length or check digit is none. */
import { finds, leaves } from '../tables.ts'

finds('IBAN', [
  ['spaced in fours', 'to «DE89 3704 0044 0532 0130 00», please'],
  ['with two spaces between the fours', 'IBAN «DE89  3704  0044  0532  0130  00» please'],
  ['unbroken', '«DE89370400440532013000»'],
  ['in lower case', '«gb29nwbk60161331926819»'],
  ['with letters in the account', '«FR14 2004 1010 0505 0001 3M02 606»'],
  ['of Malta, 31 characters', '«MT84MALT011000012345MTLCAST001S»'],
  ['of Norway, 15 characters', '«NO9386011117947»'],
  ['with hyphens', '«GB29-NWBK-6016-1331-9268-19»'],
  ['with no-break spaces', '«NL91\u00a0ABNA\u00a00417\u00a01643\u00a000»'],
  ['before a word', '«VG96 VPVG 0000 0123 4567 8901» X in a sentence'],
  ['with dots', 'Konto «DE89.3704.0044.0532.0130.00».'],
  ['with its name stuck to it', 'IBAN«DE89370400440532013000»'],
  ['with its name in small letters stuck to it', 'iban«de89 3704 0044 0532 0130 00»'],
  ['of Norway with its name stuck to it', 'IBAN«NO9386011117947»'],
  ['in Chinese prose', '账户«DE89370400440532013000»。'],
])

leaves('IBAN', [
  ['a wrong check digit', 'GB29 NWBK 6016 1331 9268 10'],
  ['a missing digit', 'DE8937040044053201300'],
  ['an extra digit', 'DE893704004405320130001'],
  ['a country without IBAN', 'US89370400440532013000'],
  ['a piece of a word', 'XDE89370400440532013000'],
  ['a piece of a word that ends in its name', 'MYIBANDE89370400440532013000'],
  ['a VAT number', 'DE811907980'],
  ['a bank code of the wrong kind', 'PS072435171802145240705922007'],
  ['a hash', 'd41d8cd98f00b204e9800998ecf8427e'],
])
