/** Promises that dates behind a word about birth are recognised in any form, and that no other date is. */
import { finds, leaves } from '../tables.ts'

finds('DATE_OF_BIRTH', [
  ['ISO', 'born on «1980-05-12» in Bonn'],
  ['behind a Spanish verb', 'Nació el «7 de febrero de 1988» en Sevilla'],
  ['ISO behind a label', 'Date of Birth: «1985-05-15»'],
  ['German', 'geboren am «12.05.1980» in Bonn'],
  ['German, short', 'geb. «2.5.80»'],
  ['German, short, over a preposition', 'Frau Keller, geb. am «3.4.1971», wohnt hier'],
  ['Spanish, short, over an article', 'Ana, nac. el «3/4/1971» en Lugo'],
  ['German, with spaces', 'Geburtsdatum: «12. 5. 1980»'],
  ['German, with the month', 'geboren am «12. März 1980»'],
  ['American', 'DOB: «05/12/1980»'],
  ['American, short', 'DOB «5/2/80»'],
  ['English, with the month first', 'She was born on «May 12, 1980» there'],
  ['English, with an ordinal', 'born «3rd of May 1980»'],
  ['English, with the day first', 'Birthday: «12 Dec 1980»'],
  ['Asian', 'birthday «1980/05/12»'],
  ['Asian, short', 'born «1980.5.2» there'],
  ['French', 'né le «1er août 1980» à Lyon'],
  ['French, in digits', 'Date de naissance : «12/05/1980»'],
  ['Spanish', 'nacido el «12 de mayo de 1980»'],
  ['Italian', 'nata il «12 maggio 1980»'],
  ['Dutch', 'geboren op «12 mei 1980»'],
  ['Portuguese', 'data de nascimento «12 de março de 1980»'],
  ['Polish', 'urodzony «12 stycznia 1980»'],
])

leaves('DATE_OF_BIRTH', [
  ['a date without a word', 'on 1980-05-12 we met'],
  ['a date in the next sentence', 'He was born. On 2024-05-12 he came'],
  ['a date in the sentence behind a short word', 'Keller geb. Sie kam. Am 3.4.1971 war es kalt'],
  ['a date on the next line', 'born\n2024-05-12'],
  ['a number', 'born 1 of 3 children'],
  ['a version', 'born with version 1.2.3'],
  ['a day that does not exist', 'born 45.13.1980'],
  ['a timestamp at the start', '1980-05-12T10:00:00Z'],
])
