/** Promises which US social security numbers are recognised, and that never-issued ones are not. */
import { finds, leaves, scores } from '../tables.ts'

finds('US_SSN', [
  ['with hyphens', 'SSN is «538-77-4637».'],
  ['without a word', '«134-77-9981»'],
  ['with spaces', 'abc «078 05 1123» abc'],
  ['nine digits behind the word', 'SSN «134779981»'],
  ['nine digits behind the long word', 'Social Security Number: «134779981»'],
])

leaves('US_SSN', [
  ['nine bare digits', '134779981'],
  ['nine digits behind another word', 'my old SSN is gone, account 134779981'],
  ['area 000', '000-12-3456'],
  ['area 666', '666-12-3456'],
  ['area 900 and above', '900-12-3456'],
  ['group 00', '123-00-4567'],
  ['serial 0000', '123-45-0000'],
  ['the number of the wallet insert', '078-05-1120'],
  ['mixed separators', '123-45 6789'],
  ['a longer number', '123-45-67890'],
  ['a piece of a longer dashed number', '1-123-45-6789-0'],
  ['a date', '2024-05-0112'],
])

scores('US_SSN', [
  ['behind its word it is nearly sure', 'SSN: 538-77-4637', 0.95],
  ['its form with hyphens is half sure', '538-77-4637', 0.5],
  ['behind a word for a thing it is hardly one', 'Ticket 538-77-4637', 0.3],
  ['with spaces it is hardly one', '538 77 4637', 0.3],
])
