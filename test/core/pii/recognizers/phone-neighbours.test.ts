/** Promises that a phone number with another number, a date or an amount over a space beside it is found, and ends where it ends. */
import { expect, test } from 'vitest'
import { find, scanPieces, scanWhole } from '../find.ts'
import { finds, leaves } from '../tables.ts'

finds('PHONE', [
  ['two over a space', '«0171 2345678» «0172 2345679»'],
  ['two over two spaces', '«0171 2345678»  «0172 2345679»'],
  ['two in pairs over a space', '«06 12 34 56 78» «06 12 34 56 79»'],
  ['two unbroken over a space', '«01712345678» «01722345679»'],
  ['two over a space behind a word', 'tel «212-555-0147» «212-555-0148»'],
  ['two that nothing but a word tells, written alike', 'tel «2125550147» «2125550148»'],
  ['two written in different ways', 'Tel: «+49 171 2345678» «0171-2345679»'],
  ['two of which one has a slash', 'tel «030 1234567» «030/7654321»'],
  ['one with a plus before one that many numbers look like', '«+49 171 2345678» «943 476 591»'],
  ['three over spaces', 'call «0171 2345678» «0172 2345679» «0173 2345670»'],
  ['two in a link', 'https://x.example/?tel=«0171+2345678»+«0172+2345679»'],
])
test('a phone number behind another one over a space is found, whatever that is', () => {
  expect(find('SIN 130 692 544 06 12 34 56 78')).toEqual(['CA_SIN 130 692 544', 'PHONE 06 12 34 56 78'])
})
leaves('PHONE', [
  ['columns of amounts', '612 345 678 712 345 679 612 345 671'],
  ['columns of pairs', '22 33 44 55 66 77 88 99'],
])
test('both of two phone numbers over a space are found wherever the text is cut', () => {
  const bytes = Buffer.from('call 0171 2345678 06 12 34 56 78 212-555-0147 212-555-0148 please')
  const whole = scanWhole(bytes)
  expect(whole.length).toBe(4)
  for (let cut = 1; cut < bytes.length; cut++) expect(scanPieces(bytes, [cut])).toEqual(whole)
})

finds('PHONE', [
  ['with its area in brackets behind a date with slashes', '12/24/2024 «(212) 555-0147»'],
  ['with its area in brackets behind a time', '24.12.2024 12:30 «(089) 7654321»'],
  ['with its area in brackets behind a date in words', '24. Dezember 2024 «(089) 7654321»'],
  ['with its area in brackets behind a count', 'Zimmer 12 «(030) 1234567»'],
  ['with its area in brackets in a bracket', 'Anna («(212) 555-0147»)'],
  ['in two brackets', '((«0171 2345678»))'],
  ['with its area in brackets over a narrow no-break space', '«(089)\u202f7654321»'],
  ['with its area in brackets over a thin space', '«(212)\u2009555-0147»'],
  ['with its area in brackets over an ideographic space', '«(089)\u30007654321»'],
  ['in brackets behind a time', 'Call at 12:30 («0173 2345671»)'],
  ['in brackets behind a count', 'Zimmer 12 («030 1234567»)'],
  ['in brackets behind a year', 'In 2024 («212-555-0147»)'],
  ['with a slash in brackets behind a short date', '24.12.24 («030/1234567»)'],
  ['with a piece in brackets', '«+44 (0)20 7946 0018» and «030 (1234567»)'],
])
leaves('PHONE', [['numbers in brackets', 'IBAN (12) 345 (6789012) 4 (1234567)']])

finds('PHONE', [
  ['behind a short date and a word', 'phone 24.12.24 «0173 2345671»'],
  ['behind a day and a month and a word', 'phone 24.12. «0173 2345671»'],
  ['behind a month and a year and a word', 'Tel. seit 12/2024 «0173 2345671»'],
  ['behind a year and a word', 'Tel. 2024 «0043 1 5880001»'],
  ['in brackets behind a short date and a word', 'phone 24.12.24 («0173 2345671»)'],
])

finds('PHONE', [
  ['before a note in brackets', 'phone «+49 171 2345678» (2)'],
  ['before a count', 'phone «+49 171 2345678» 2 Kinder'],
  ['before a count, without a word', '«0171 2345678» 2 Kinder'],
  ['before an amount and behind a word', 'phone «+49 171 2345678» 100 EUR'],
  ['before the mark of a list', 'phone «+49 171 2345678» 1. Stock'],
  ['before hours and behind a word', 'phone «0173 2345671» 9-17 Uhr'],
  ['before a year', '«0171 2345678» 2024'],
  ['that ends like a year', '«+49 30 1234 2012» and «+44 20 7946 2012»'],
])

leaves('PHONE', [
  ['numbers by ones', '01 02 03 04 05'],
  ['numbers by tens', 'Minuten: 06 16 26 36 46 56'],
  ['numbers of three digits by tens', '010 020 030 040'],
  ['counts behind a word', 'Call 5 10 15 20, call 2 4 6 8 10 12'],
  ['years behind a word', 'Microsoft Office 2019 2021 2024, mobile 2023 2024 2025'],
  ['the edges of a drawing', '<svg viewBox="0 0 51500 51500">'],
  ['bytes that a program prints', '<Buffer 01 02 07 04 05 06> <Buffer ff 06 12 34 56 78>'],
])
finds('PHONE', [
  ['in pairs that are what forms are filled with', '«01 23 45 67 89»'],
  ['in pairs by ones behind a word', 'tel «01 02 03 04 05»'],
  ['of eight digits by ones behind a word', 'phone «20 21 22 23»'],
  ['of two groups that may be years behind a word', 'tel «2020 2021»'],
  ['in pairs behind the word for bytes', 'the buffer «06 12 34 56 78»'],
])

finds('PHONE', [
  ['right behind the number of a list', '1)«+49 171 2345678»'],
  ['right behind the letter of a list', 'a)«+49 171 2345678»'],
  ['with its area in brackets behind the number of a list', '12)«(030) 1234567»'],
  ['right behind the hyphen of a list', 'Tel:\n-«+49 171 2345678»\n-«0171 2345678»'],
  ['behind the number of a line and a colon', '1:«030/1234567»'],
  ['in pairs behind the number of a line that may be an hour', '12:«06.12.34.56.78»'],
])
leaves('PHONE', [
  ['a sum', 'f(x)+49 171 2345678'],
  ['a figure below nothing', '-212 555 0147'],
  ['a name of a thing', 'part-0171 2345678'],
  ['a time with a fraction', 'call at 12:06:15.123'],
])

finds('PHONE', [
  ['behind a number sign', 'Cell #«415-555-0199»'],
  ['behind a number sign and a word for a number', 'Phone no. #«212-555-0147»'],
  ['behind a number sign, of another country', 'Tel #«0171 2345678»'],
  ['behind a number sign, with a plus', 'Mobile: #«+49 171 2345678»'],
  ['behind a number sign, in brackets', 'fax #«(415) 555-0199»'],
])
leaves('PHONE', [
  ['an order behind a number sign', 'Phone order #415-555-0199'],
  ['a ticket', 'ticket #0171 2345678'],
  ['a call that is counted', 'Call #4155550199'],
  ['a word that ends so', 'iPhone #4155550199'],
])

finds('PHONE', [
  ['behind a postcode', 'New York, NY 10001 «212-555-0147»'],
  ['behind a postcode, with its area in brackets', 'New York, NY 10001 «(212) 555-0147»'],
  ['behind a postcode in two pieces', 'New York, NY 10001-1234 «(212) 555-0147»'],
  ['behind a postcode that begins with a zero', 'Dresden 01067 «0351 1234567»'],
  ['behind the number of a house', 'Musterstr. 5 «0171 2345678»'],
  ['behind the numbers of a house', 'Musterstr. 5-7 «0171 2345678»'],
  ['behind a room', 'Raum 101 «030 1234567», Suite 200 «415.555.0199»'],
  ['unbroken behind a room', 'Raum 101 «01712345678»'],
  ['in lines that are numbered', '1 «0171 2345678»\n2 «0172 2345679»'],
  ['behind the number of a customer', 'Kunde 4711 «06 12 34 56 78»'],
  ['from abroad behind a number', 'Zimmer 12 «0043 1 5880001»'],
  ['before a postcode', '«0171 2345678» 80331 München'],
  ['before a postcode, with a hyphen', '«0171-2345678» 12345 Berlin'],
  ['in pairs before a postcode', '«06 12 34 56 78» 75001 Paris'],
  ['before a count of two digits', '«0171 2345678» 43 Jahre'],
  ['before a share', '«0171 2345678» 50%'],
])
leaves('PHONE', [
  ['a number in fours', '4711 0812 3456 7890, 0412 3456 7890 1234'],
  ['a number in threes', '12 045 678 901'],
  ['figures in a row', '12 345 678 9012 5 6'],
  ['a book number', 'ISBN 3 04 1234567 8'],
  ['pairs that are no more than a list', '11 05 17 02 14 09'],
  ['a number behind zeros', '00 0123 456789, 0.5 0123 456789'],
])
test('a phone number beside another number is found wherever the text is cut', () => {
  const bytes = Buffer.from('NY 10001 (212) 555-0147, Raum 12 0171 2345678 80331 München')
  const whole = scanWhole(bytes)
  expect(whole.length).toBe(2)
  for (let cut = 1; cut < bytes.length; cut++) expect(scanPieces(bytes, [cut])).toEqual(whole)
})
