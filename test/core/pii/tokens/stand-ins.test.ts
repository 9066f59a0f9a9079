/** Promises what tokens, hashes and format-preserving ciphers give away, and to whom. */
import { createHmac } from 'node:crypto'
import { FF1 } from '@noble/ciphers/ff1.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EntityType } from '../../../../gateway/core/pii/entity.ts'
import { preservesForm, withForm } from '../../../../gateway/core/pii/tokens/form-preserving.ts'
import { KeyedStandIns } from '../../../../gateway/core/pii/tokens/keyed-stand-ins.ts'
import type { TokenKeys } from '../../../../gateway/core/ports.ts'
import { makeEntity, plantedTypes } from '../../../../scripts/bench/entities.ts'
import { Random } from '../../../../scripts/bench/random.ts'
import { runs } from '../../../support/property-runs.ts'

function keysOf(period = '2026-11'): TokenKeys {
  return {
    keyed: (use, { type, destinationGroup }, value) => ({
      period,
      bytes: createHmac('sha256', `${period} ${use} ${type} ${destinationGroup}`).update(value).digest(),
    }),
  }
}

const standIns = (destinationGroup = 'ai', keys = keysOf()) => new KeyedStandIns({ keys, destinationGroup })
const made = (operator: 'tokenize' | 'hash' | 'fpe', type: EntityType, value: string, by = standIns()) =>
  Buffer.from(by.make(operator, { type, value: Buffer.from(value) })).toString()

describe('a token', () => {
  test('is the same for the same value, and another for another type, destination group or month', () => {
    const own = made('tokenize', 'PERSON', 'Anna Weber')
    expect(own).toMatch(/^PERSON_[2-9A-Z]{12}$/)
    expect(made('tokenize', 'PERSON', 'Anna Weber')).toBe(own)
    expect(made('tokenize', 'USERNAME', 'Anna Weber').slice(-12)).not.toBe(own.slice(-12))
    expect(made('tokenize', 'PERSON', 'Anna Weber', standIns('crm'))).not.toBe(own)
    expect(made('tokenize', 'PERSON', 'Anna Weber', standIns('ai', keysOf('2026-12')))).not.toBe(own)
  })

  test('is one for each way of writing, since each comes back as it went', () => {
    expect(made('tokenize', 'PERSON', 'ANNA WEBER')).not.toBe(made('tokenize', 'PERSON', 'Anna Weber'))
  })

  test('is to be kept once, with the value that it stands for', () => {
    const by = standIns()
    made('tokenize', 'PHONE', '+49 30 901820', by)
    made('tokenize', 'PHONE', '+49 30 901820', by)
    expect(by.takeUnkept()).toMatchObject([
      { type: 'PHONE', period: '2026-11', value: Buffer.from('+49 30 901820') },
    ])
    expect(by.takeUnkept()).toEqual([])
  })

  test('is to be kept once however many others are made before it is made again', () => {
    const by = standIns()
    for (let look = 0; look < 2; look++)
      for (let n = 0; n < 10_500; n++) made('tokenize', 'EMAIL', `person${n}@example.com`, by)
    const unkept = by.takeUnkept()
    expect(unkept).toHaveLength(10_500)
    expect(new Set(unkept.map(({ code }) => code)).size).toBe(10_500)
    by.putBack(unkept)
    expect(by.takeUnkept()).toHaveLength(10_500)
  })

  test('of two values that are one code asks for both to be kept, so that the store sees it', () => {
    const bytes = new Uint8Array(32)
    const by = standIns('ai', { keyed: () => ({ period: '2026-11', bytes }) })
    made('tokenize', 'EMAIL', 'anna@example.com', by)
    made('tokenize', 'EMAIL', 'bert@example.com', by)
    expect(by.takeUnkept()).toHaveLength(2)
  })

  test('stays the same within one exchange when the month turns in its midst', () => {
    let month = '2026-11'
    const by = standIns('ai', { keyed: (use, scope, value) => keysOf(month).keyed(use, scope, value) })
    const before = made('tokenize', 'PHONE', '+49 30 901820', by)
    month = '2026-12'
    expect(made('tokenize', 'PHONE', '+49 30 901820', by)).toBe(before)
    expect(made('tokenize', 'PHONE', '+49 30 901821', by)).not.toBe(before)
    expect(by.takeUnkept().map(({ period }) => period)).toEqual(['2026-11', '2026-12'])
  })

  test('cannot be made without a key: then the value is masked, and the journal says why', () => {
    const keyless = standIns('ai', { keyed: () => null })
    const entity = { type: 'PHONE', value: Buffer.from('+49 30 901820') } as const
    expect(keyless.settle('tokenize', entity)).toEqual({ operator: 'mask', note: 'no-key' })
    expect(Buffer.from(keyless.make('tokenize', entity)).toString()).not.toMatch(/PHONE_|901820/)
  })
})

test('a hash says the same again, however the value is written, and cannot be kept or restored', () => {
  const by = standIns()
  const own = made('hash', 'IBAN', 'DE89 3704 0044 0532 0130 00', by)
  expect(own).toMatch(/^HASH_[2-9A-Z]{12}$/)
  expect(made('hash', 'IBAN', 'de89370400440532013000')).toBe(own)
  expect(made('hash', 'IBAN', 'DE89 3704 0044 0532 0130 00', standIns('crm'))).not.toBe(own)
  expect(by.takeUnkept()).toEqual([])
})

describe('encryption that keeps the form', () => {
  // csrc.nist.gov, "Block Cipher Modes of Operation, FF1 Method": the samples to SP 800-38G.
  const key256 = '2b7e151628aed2a6abf7158809cf4f3cef4359d8d580aa4f7f036d6f04fc6a94'
  const [key128, key192] = [key256.slice(0, 32), key256.slice(0, 48)]
  const [digitsTweak, lettersTweak] = ['39383736353433323130', '3737373770717273373737']
  test.each([
    [1, key128, 10, '', '0123456789', '2433477484'],
    [2, key128, 10, digitsTweak, '0123456789', '6124200773'],
    [3, key128, 36, lettersTweak, '0123456789abcdefghi', 'a9tv40mll9kdu509eum'],
    [4, key192, 10, '', '0123456789', '2830668132'],
    [5, key192, 10, digitsTweak, '0123456789', '2496655549'],
    [6, key192, 36, lettersTweak, '0123456789abcdefghi', 'xbj3kv35jrawxv32ysr'],
    [7, key256, 10, '', '0123456789', '6657667009'],
    [8, key256, 10, digitsTweak, '0123456789', '1001623463'],
    [9, key256, 36, lettersTweak, '0123456789abcdefghi', 'xs8a0azh2avyalyzuwd'],
  ])('is FF1 as sample %i of its standard has it', (_, key, radix, tweak, plain, sealed) => {
    const cipher = FF1(radix, Buffer.from(key, 'hex'), Buffer.from(tweak, 'hex'))
    const symbols = (text: string) => [...text].map((symbol) => Number.parseInt(symbol, 36))
    expect(cipher.encrypt(symbols(plain))).toEqual(symbols(sealed))
    expect(cipher.decrypt(symbols(sealed))).toEqual(symbols(plain))
  })

  test('is offered for no domain of fewer than a million values', () => {
    const written = fc
      .array(fc.constantFrom(...'0123456789AZaz .-()+/'), { maxLength: 9 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(written, (value) => {
        const digits = value.replace(/\D/g, '').length
        const letters = value.replace(/[^A-Za-z]/g, '').length
        expect(preservesForm('PHONE', Buffer.from(value))).toBe(10 ** digits * 26 ** letters >= 1e6)
      }),
      runs(2000),
    )
  })

  test('never makes a card of a card, whatever its key and its length', () => {
    for (let n = 0; n < 2000; n++) {
      const value = '4111111111111111111'.slice(0, 12 + (n % 8))
      const key = createHmac('sha256', 'key').update(String(n)).digest()
      const out = String(withForm(Buffer.from(value), key))
      expect(out).toMatch(/^\d+$/)
      expect(out).toHaveLength(value.length)
      expect(isCard(out)).toBe(false)
    }
  })

  test('keeps length and marks, has digits and letters where there were some, and is never a card number', () => {
    const number = fc
      .record({
        seed: fc.nat(),
        type: fc.constantFrom(...plantedTypes),
        key: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      })
      .map(({ seed, type, key }) => ({ type, key, value: makeEntity(type, new Random(seed)) }))
    let seen = 0
    fc.assert(
      fc.property(number, ({ type, value, key }) => {
        if (!preservesForm(type, Buffer.from(value))) return
        seen++
        const out = String(withForm(Buffer.from(value), key))
        expect(out).not.toBe(value)
        expect(formOf(out)).toBe(formOf(value))
        expect(isCard(out)).toBe(false)
      }),
      runs(1500),
    )
    expect(seen).toBeGreaterThan(500)
  })

  test.each([
    ['NATIONAL_ID', 'AB123456C'],
    ['NATIONAL_ID', '12345678Z'],
    ['LICENSE_PLATE', 'B-AB 1234'],
    ['IBAN', 'DE89 3704 0044 0532 0130 00'],
    ['IBAN', 'de89370400440532013000'],
    ['VEHICLE_ID', 'WVWZZZ1JZXW000001'],
  ] as const)('of %s %s has the form that a schema asks for', (_, value) => {
    for (let n = 0; n < 50; n++) {
      const key = createHmac('sha256', 'form').update(String(n)).digest()
      const out = withForm(Buffer.from(value), key)
      expect(formOf(String(out))).toBe(formOf(value))
    }
  })

  test('of different values is different, since it could be undone', () => {
    const key = createHmac('sha256', 'form').digest()
    const seen = new Set<string>()
    for (let n = 0; n < 1000; n++) {
      const letter = String.fromCharCode(0x41 + (n % 26))
      seen.add(String(withForm(Buffer.from(`${letter}${letter}${String(n).padStart(4, '0')}`), key)))
    }
    expect(seen.size).toBe(1000)
  })

  test('is a mask where it would have to walk on for ever', () => {
    const all = { keyed: () => ({ period: '2026-11', bytes: Buffer.alloc(32) }) }
    const value = Buffer.from('4111111111111111')
    expect(withForm(value, Buffer.alloc(32), 0)).toBeNull()
    expect(standIns('ai', all).make('fpe', { type: 'CREDIT_CARD', value })).toHaveLength(16)
  })

  test.each([
    ['CREDIT_CARD', '4111 1111 1111 1111', true],
    ['PHONE', '12345', false],
    ['PHONE', '123456', true],
    ['TAX_ID', 'AB1', false],
    ['TAX_ID', 'AB12', false],
    ['TAX_ID', 'AB123', false],
    ['TAX_ID', 'ABC123', true],
    ['EMAIL', 'anna@example.com', false],
    ['PERSON', 'Anna Weber', false],
    ['PHONE', '+٤٩ ٣٠ ٩٠١٨٢٠', false],
  ] as const)('of %s %s is offered: %s', (type, value, offered) => {
    const entity = { type, value: Buffer.from(value) }
    expect(preservesForm(type, entity.value)).toBe(offered)
    expect(standIns().settle('fpe', entity).note).toBe(offered ? null : 'no-form')
  })
})

/** What a schema sees: where digits, capitals and small letters stand. */
function formOf(value: string): string {
  return value.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/\d/g, '0')
}

/** ISO/IEC 7812-1 Annex B, for 12 to 19 digits. */
function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (digits.length < 12 || digits.length > 19) return false
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
