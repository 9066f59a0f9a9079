/** Promises that amounts with a currency beside them are no addresses and no phone numbers, and that numbers beside amounts stay. */
import { finds, leaves } from './tables.ts'

leaves('IP_ADDRESS', [
  ['an amount behind a sign', '$9.188.164.230,42'],
  ['an amount behind a sign and a space', '€ 9.188.164.230'],
  ['an amount before a code', 'Umsatz 9.188.164.230,42 EUR'],
])
leaves('PHONE', [
  ['an amount with dots behind a code', 'EUR 383.958.029.477,36'],
  ['an amount with spaces behind a code', 'EUR 636 372 684'],
  ['an amount before a code', '636 372 684 EUR'],
  ['an amount before a sign', '636 372 684,50 €'],
  ['an amount behind a sign', '£636 372 684'],
  ['amounts in columns behind a code', 'EUR 891,95 6 720 621 211,10'],
])
finds('IP_ADDRESS', [
  ['before a cell of two digits', 'ip,count\n«192.168.178.100»,42'],
  ['behind an amount', '5 EUR «9.188.164.230»'],
  ['behind a code that nothing else says to be one', 'the CHF «192.168.178.100» line'],
  ['behind a word that is a code', 'PLEASE TRY «192.168.178.100» FIRST'],
])
finds('PHONE', [
  ['behind an amount and a sign', '50 € «612 345 678»'],
  ['before a code and an amount', '«612 345 678» EUR 50'],
  ['that is in no threes, behind a code', 'USD «212 555 0147»'],
  ['with a zero, behind a code', 'CHF «044 668 18 00»'],
  ['of which a word tells, before a code', 'Tel. «612 345 678» EUR'],
  ['of which a word tells, behind a code', 'EUR, Tel: «601 123 456» SEK'],
  ['before a word that is a code', 'call «601 123 456» TRY later'],
  ['with a plus, behind a code', 'EUR «+34 612 345 678»'],
])

leaves('PHONE', [
  ['an amount with a plus before a code', 'Gewinn +12 345 678 EUR'],
  ['an amount with a plus before a sign', '+12.345.678 €'],
  ['an amount with a plus behind a sign', '€ +12.345.678'],
  ['a count with a plus', '+100 000 000 views'],
])
finds('PHONE', [
  ['with a plus and its country’s length, before a code', '«+48 601 123 456» PLN'],
  ['of which a word tells, with a plus, before a code', 'tel «+12 345 678» EUR'],
])
