/** Promises which US social security numbers are recognised, and that never-issued ones are not; IMEIs end as they do. */
import { finds, leaves, scores } from '../tables.ts'

finds('US_SSN', [
  ['with hyphens', 'SSN is «538-77-4637».'],
  ['without a word', '«134-77-9981»'],
  ['with spaces', 'abc «078 05 1123» abc'],
  ['nine digits behind the word', 'SSN «134779981»'],
  ['nine digits behind the long word', 'Social Security Number: «134779981»'],
  ['before a sentence that begins with a digit', 'My SSN is «536-90-4399». 2 questions about it.'],
  ['nine digits before such a sentence', 'SSN «536904399». 2 questions'],
  ['with spaces before such a sentence', 'SSN «536 90 4399». 2 questions'],
  ['before a bracket', 'SSN «536-90-4399» (1 child)'],
  ['before a spaced hyphen', 'SSN «536-90-4399» - 2 kids'],
  ['before a hyphen behind a space', 'SSN «536-90-4399» -1'],
  ['before a spaced slash', 'SSN «536-90-4399» / 2024'],
  ['before a slash', 'SSN «536-90-4399»/2024'],
  ['two over a spaced slash', 'SSN «536-90-4399» / «536-90-4398»'],
  ['two over a slash', 'SSN «536-90-4399»/«536-90-4398»'],
  ['between no-break spaces and marks', 'SSN «536-90-4399»\u00a0/\u00a02024'],
])

finds('IMEI', [
  ['before a sentence that begins with a digit', 'IMEI «490154203237518». 2 phones'],
  ['in groups, before a bracket', 'IMEI «35-209900-176148-1» (2 phones)'],
  ['two over a slash', 'IMEI «490154203237518»/«356938035643809»'],
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
  ['one that goes on over its own mark', 'SSN 536-90-4399-1'],
  ['one with decimals', 'SSN 536904399.25'],
])

scores('US_SSN', [
  ['behind its word it is nearly sure', 'SSN: 538-77-4637', 0.95],
  ['its form with hyphens is half sure', '538-77-4637', 0.5],
  ['behind a word for a thing it is hardly one', 'Ticket 538-77-4637', 0.3],
  ['with spaces it is hardly one', '538 77 4637', 0.3],
])
