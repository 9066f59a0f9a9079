/** Promises what stands in an entity's place, and which ways of writing one value count as one. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizeEntity, standIn } from '../../../gateway/core/pii/anonymize.ts'
import { type EntityType, entityTypeNames } from '../../../gateway/core/pii/entity.ts'
import { makeEntity, plantedTypes } from '../../../scripts/bench/entities.ts'
import { Random } from '../../../scripts/bench/random.ts'
import { runs } from '../../support/property-runs.ts'
import { find } from './find.ts'

const mask = (type: EntityType, value: string) =>
  Buffer.from(standIn(type, Buffer.from(value), 'mask')).toString()
const normal = (type: EntityType, value: string) => normalizeEntity(type, Buffer.from(value))
const planted = fc
  .record({ seed: fc.nat(), type: fc.constantFrom(...plantedTypes) })
  .map(({ seed, type }) => ({ type, value: makeEntity(type, new Random(seed)) }))

describe('a stand-in', () => {
  test.each([
    ['EMAIL', 'anna.weber@example.com', 'a***.*****@example.com'],
    ['EMAIL', 'jörg+x@größe.de', 'j***+*@*****.**'],
    ['EMAIL', "o'brien@b.de", 'o******@b.de'],
    ['CREDIT_CARD', '4111 1111 1111 1234', '**** **** **** 1234'],
    ['CREDIT_CARD', '4111-1111-1111-1-234', '****-****-****-1-234'],
    ['PHONE', '+49 (0)30 123-45', '+** (*)** ***-**'],
    ['IBAN', 'DE89 3704 0044 0532 0130 00', '**** **** **** **** **30 00'],
    ['US_SSN', '134-77-9981', '***-**-****'],
    ['IBAN', 'NO9386011117947', '***********7947'],
    ['BANK_ACCOUNT', '12345678', '********'],
    ['BANK_ACCOUNT', '532013000', '*****3000'],
    ['PERSON', 'Anna-Lena van der Berg', 'A***-**** v** d** B***'],
    ['PERSON', 'J. Émile O', '*. ***** *'],
    ['EMAIL', 'a@example.com', '*@example.com'],
    ['EMAIL', 'a.@example.com', '*.@*******.***'],
    ['EMAIL', '"a b"@example.com', '** **@example.com'],
    ['IP_ADDRESS', '2001:db8::1/64', '****:***::*/**'],
    ['PRIVATE_KEY', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '[private key]'],
  ] as const)('of %s %j is %j when it masks', (type, value, masked) => {
    expect(mask(type, value)).toBe(masked)
  })

  test('is empty when it redacts, and names the type when it replaces', () => {
    for (const type of entityTypeNames) {
      expect(standIn(type, Buffer.from('secret'), 'redact')).toHaveLength(0)
      expect(Buffer.from(standIn(type, Buffer.from('secret'), 'replace')).toString()).toBe(`[${type}]`)
    }
  })

  test('never contains the value, nor a character that needs escaping anywhere', () => {
    fc.assert(
      fc.property(planted, fc.constantFrom('mask', 'redact', 'replace'), ({ type, value }, operator) => {
        const made = Buffer.from(standIn(type, Buffer.from(value), operator)).toString()
        expect(made).not.toContain(value)
        expect(made).toMatch(/^[ -~]*$/)
        expect(made).not.toMatch(/["'\\<&,\r\n]/)
      }),
      runs(2000),
    )
  })

  test('of any bytes at all is printable, and reveals no more than the last four, initials, or a domain', () => {
    const telling = new Set<EntityType>(['EMAIL', 'PERSON', 'PRIVATE_KEY'])
    const lastFour = new Set<EntityType>(['CREDIT_CARD', 'IBAN', 'BANK_ACCOUNT'])
    fc.assert(
      fc.property(fc.constantFrom(...entityTypeNames), fc.uint8Array({ maxLength: 80 }), (type, value) => {
        const made = Buffer.from(standIn(type, value, 'mask')).toString('latin1')
        expect(made).toMatch(/^[ -~]*$/)
        expect(made).not.toMatch(/["'\\<&,\r\n]/)
        if (!telling.has(type))
          expect(made.match(/[A-Za-z0-9]/g)?.length ?? 0).toBeLessThanOrEqual(lastFour.has(type) ? 4 : 0)
      }),
      runs(100),
    )
  })

  test('is not taken for an entity again, but for an address that keeps its domain', () => {
    fc.assert(
      fc.property(planted, ({ type, value }) => {
        if (type !== 'EMAIL') expect(find(`x ${mask(type, value)} y`)).toEqual([])
      }),
      runs(1000),
    )
  })
})

describe('the normal form', () => {
  test.each([
    ['EMAIL', 'Anna.Weber@Example.COM', 'anna.weber@example.com'],
    ['EMAIL', 'JO\u0308RG@GRÖSSE.DE', 'jörg@grösse.de'],
    ['CREDIT_CARD', '4111-1111 1111.1111', '4111111111111111'],
    ['US_SSN', '134 77 9981', '134779981'],
    ['IBAN', 'de89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['PERSON', 'Anna  WEBER', 'anna weber'],
    ['PERSON', 'Anna+Weber', 'anna weber'],
    ['HEALTH', 'Blood group A+', 'blood group a+'],
    ['PHONE', '+49 (0)30 1234567', '+49301234567'],
    ['PHONE', '0049 30 1234567', '+49301234567'],
    ['PHONE', '(+45) 12 34 56 78', '+4512345678'],
    ['PHONE', '(212) 555-0123', '+12125550123'],
    ['PHONE', '1-212-555-0123 ext. 12', '+12125550123'],
    ['PHONE', '212.555.0123x9', '+12125550123'],
    ['PHONE', '089 5540 2218', '08955402218'],
    ['IP_ADDRESS', '2001:0DB8:0:0::1', '2001:db8::1'],
    ['IP_ADDRESS', '::ffff:10.0.0.1', '10.0.0.1'],
    ['IP_ADDRESS', 'fe80::1%eth0', 'fe80::1'],
    ['IP_ADDRESS', '192.168.1.0/24', '192.168.1.0/24'],
    ['PRIVATE_KEY', '-----BEGIN PRIVATE KEY-----\\nAB\\nCD\\n-----END PRIVATE KEY-----', 'ABCD'],
    ['PRIVATE_KEY', '-----BEGIN PRIVATE KEY-----\nABCD\n-----END PRIVATE KEY-----', 'ABCD'],
  ] as const)('of %s %j is %j', (type, value, form) => {
    expect(normal(type, value)).toBe(form)
  })

  test.each([
    ['CREDIT_CARD', '４１１１ １１１１ １１１１ １１１１', '4111111111111111'],
    ['CREDIT_CARD', '4111\u200b1111\u00a01111‑1111', '4111111111111111'],
    ['PHONE', '＋４９ （０）３０ １２３４５６７', '+49301234567'],
    ['PHONE', '٠٣٠ ١٢٣٤٥٦٧', '0301234567'],
    ['IBAN', 'ｄｅ８９ 3704 0044 0532 0130 00', 'DE89370400440532013000'],
    ['US_SSN', '१३४-७७-९९८१', '134779981'],
    ['IP_ADDRESS', '１９２.１６８.１.７', '192.168.1.7'],
    ['EMAIL', 'ａｎｎａ＠example．com', 'anna@example.com'],
    ['EMAIL', 'an\u200bna@example.com', 'anna@example.com'],
    ['PERSON', 'Ａｎｎａ Weber', 'anna weber'],
    ['LICENSE_PLATE', 'А123ВС 77', 'А123ВС77'],
  ] as const)('of %s %j, in characters of another width or script, is %j', (type, value, form) => {
    expect(normal(type, value)).toBe(form)
  })

  test('of different numbers is different, in whatever digits they are written', () => {
    const zeros = [0x30, 0x660, 0x6f0, 0x966, 0xe50, 0xff10, 0x1d7ce]
    const digits = fc.array(fc.nat(9), { minLength: 7, maxLength: 12 })
    const written = (number: readonly number[], zero: number) =>
      number.map((digit) => String.fromCodePoint(zero + digit)).join('')
    const type = fc.constantFrom<EntityType>('PHONE', 'CREDIT_CARD', 'IBAN', 'US_SSN', 'LICENSE_PLATE')
    fc.assert(
      fc.property(type, fc.constantFrom(...zeros), digits, digits, (of, zero, one, other) => {
        fc.pre(one.join() !== other.join())
        expect(normal(of, written(one, zero))).not.toBe(normal(of, written(other, zero)))
      }),
      runs(1000),
    )
  })

  test('is never empty, and of two values that have no digit not the same', () => {
    for (const type of entityTypeNames) {
      expect(normal(type, '陈伟')).not.toBe('')
      expect(normal(type, '陈伟')).not.toBe(normal(type, '王芳'))
      expect(normal(type, '--')).not.toBe('')
    }
  })

  test('of a normal form is itself', () => {
    fc.assert(
      fc.property(planted, ({ type, value }) => {
        expect(normal(type, normal(type, value))).toBe(normal(type, value))
      }),
      runs(1000),
    )
  })
})
