/** Promises about the names of exchanges: they sort by time, and no two are the same. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { ExchangeIds } from '../../gateway/egress/exchange-ids.ts'

test('a name is its time and twelve random digits', () => {
  const ids = new ExchangeIds(randomBytes)
  expect(ids.next(1_700_000_000_000)).toMatch(/^018bcfe56800-[0-9a-f]{12}$/)
  expect(ids.next(1)).toMatch(/^000000000001-[0-9a-f]{12}$/)
})

test('names of one millisecond differ, however many there are', () => {
  const ids = new ExchangeIds(randomBytes)
  const names = new Set(Array.from({ length: 5000 }, () => ids.next(1_700_000_000_000)))
  expect(names.size).toBe(5000)
})

test('every random byte is used once', () => {
  let asked = 0
  const ids = new ExchangeIds((length) => {
    const bytes = Buffer.alloc(length)
    for (let i = 0; i < length; i += 6) bytes.writeUIntBE(asked++, i, 6)
    return bytes
  })
  const digits = Array.from({ length: 300 }, () => Number.parseInt(ids.next(0).slice(13), 16))
  expect(digits).toEqual(Array.from({ length: 300 }, (_, i) => i))
})
