/** Promises what is said of a whole value when a field's name has told its type, and that values of other forms are refused. */
import { expect, test } from 'vitest'
import type { EntityType } from '../../../../gateway/core/pii/entity.ts'
import { wholeValue } from '../../../../gateway/core/pii/recognizers/whole-value.ts'

function scoreOf(type: EntityType, value: string): number | null {
  const bytes = Buffer.from(`<${value}>`)
  return wholeValue(type, bytes, { start: 1, end: bytes.length - 1 })?.score ?? null
}

const sure: readonly (readonly [EntityType, string])[] = [
  ['PHONE', '+49 30 1234567'],
  ['PHONE', ' (212) 555-0123 '],
  ['PHONE', '0301234567'],
  ['PHONE', '2125550123'],
  ['PHONE', 'tel:+1-201-555-0123'],
  ['PHONE', '212-555-0123 x42'],
  ['PHONE', '＋４９ ３０ １２３４５６７'],
  ['CREDIT_CARD', '4111 1111 1111 1111'],
  ['CREDIT_CARD', '4111111111111111'],
  ['CARD_SECURITY_CODE', '123'],
  ['IBAN', 'DE89370400440532013000'],
  ['IBAN', 'gb29 nwbk 6016 1331 9268 19'],
  ['BIC', 'DEUTDEFF'],
  ['BIC', 'NEDSZAJJXXX'],
  ['BANK_ACCOUNT', '12345678'],
  ['BANK_ROUTING', '021000021'],
  ['BANK_ROUTING', '60-16-13'],
  ['US_SSN', '134779981'],
  ['US_SSN', '134-77-9981'],
  ['IP_ADDRESS', '203.0.113.77'],
  ['IP_ADDRESS', '2001:db8::1'],
  ['MAC_ADDRESS', '00:1a:2b:3c:4d:5e'],
  ['MAC_ADDRESS', '00-1A-2B-3C-4D-5E'],
  ['MAC_ADDRESS', '001a.2b3c.4d5e'],
  ['IMEI', '490154203237518'],
  ['VEHICLE_ID', '1HGCM82633A004352'],
  ['DATE_OF_BIRTH', '1980-05-12'],
  ['DATE_OF_BIRTH', '12.05.1980'],
  ['DATE_OF_BIRTH', '5/12/80'],
  ['DATE_OF_BIRTH', '19800512'],
  ['DATE_OF_BIRTH', '12 May 1980'],
  ['DATE_OF_BIRTH', 'May 12, 1980'],
  ['DATE_OF_BIRTH', '12. März 1980'],
  ['DATE_OF_BIRTH', '1er août 1980'],
  ['DATE_OF_BIRTH', '12 de mayo de 1980'],
  ['DATE_OF_BIRTH', '12 maggio 1980'],
  ['DATE_OF_BIRTH', '1980-05-12T00:00:00Z'],
]

test.each(sure)('%s %j is likely', (type, value) => {
  expect(scoreOf(type, value)).toBeGreaterThanOrEqual(0.75)
})

const refused: readonly (readonly [EntityType, string])[] = [
  ['PHONE', '2024-05-01'],
  ['PHONE', '123456.78'],
  ['PHONE', 'yes'],
  ['PHONE', '12'],
  ['PHONE', '12345678901234567890'],
  ['CREDIT_CARD', '4111111111111112'],
  ['CREDIT_CARD', '**** 1111'],
  ['CARD_SECURITY_CODE', '12'],
  ['IBAN', 'DE893704'],
  ['IBAN', 'XX89370400440532013000'],
  ['BIC', 'DEUTXXFF'],
  ['BIC', 'Deutsche'],
  ['BANK_ACCOUNT', '12.50'],
  ['BANK_ACCOUNT', 'savings'],
  ['BANK_ROUTING', 'none'],
  ['US_SSN', '000-00-0000'],
  ['US_SSN', '13-4779981'],
  ['IP_ADDRESS', '1.2.3'],
  ['MAC_ADDRESS', '00:1a:2b:3c'],
  ['IMEI', '12345'],
  ['VEHICLE_ID', '1HGCM82633A00435I'],
  ['DATE_OF_BIRTH', '2024'],
  ['DATE_OF_BIRTH', '99.99.1980'],
  ['DATE_OF_BIRTH', 'soon'],
  ['PERSON', 'Anna'],
]

test.each(refused)('%s %j is refused', (type, value) => {
  expect(scoreOf(type, value)).toBeNull()
})

test.each([
  ['IBAN', 'DE89370400440532013001'],
  ['US_SSN', '666-12-3456'],
  ['IMEI', '490154203237519'],
] as const)('%s %j with a wrong check is less likely, yet not refused', (type, value) => {
  const score = scoreOf(type, value)
  expect(score).toBeGreaterThan(0.4)
  expect(score).toBeLessThan(0.75)
})
