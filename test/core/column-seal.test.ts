/** Sealed columns: they open at their place with their key, and nowhere else. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openColumn, sealColumn, sealOverheadBytes } from '../../gateway/core/column-seal.ts'
import { Secret } from '../../gateway/core/secret.ts'

const key = new Secret(Buffer.alloc(32, 7))
const nonce = Buffer.alloc(12, 9)
const place = { table: 'telemetry_raw', row: 'device 1 slot 2', period: '2026-11-22' }

test('whatever is sealed opens at its place, and is 28 bytes longer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (plain) => {
      const sealed = sealColumn(plain, { key, nonce, place })
      expect(sealed.length).toBe(plain.length + sealOverheadBytes)
      expect(openColumn(sealed, key, place)).toEqual(Buffer.from(plain))
    }),
  )
})

test('another key, another place, a turned bit or a cut end: it does not open', () => {
  const sealed = sealColumn(Buffer.from('12.5'), { key, nonce, place })
  expect(openColumn(sealed, new Secret(Buffer.alloc(32, 8)), place)).toBeNull()
  for (const [name, value] of [
    ['table', 'telemetry_late'],
    ['row', 'device 12 slot 2'],
    ['period', '2026-11-23'],
  ])
    expect(openColumn(sealed, key, { ...place, [name as string]: value })).toBeNull()
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const turned = Buffer.from(sealed)
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(openColumn(turned, key, place)).toBeNull()
  }
  for (let length = 0; length < sealed.length; length++)
    expect(openColumn(sealed.subarray(0, length), key, place)).toBeNull()
})
