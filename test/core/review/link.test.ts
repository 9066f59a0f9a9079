/** Nobody makes a link for a review but whoever stopped the exchange, and it works for one machine and one hour. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkMs, readLink, signLink, workerLinkKey } from '../../../gateway/core/review/link.ts'
import { hourMs } from '../../../gateway/core/units.ts'
import { runs } from '../../support/property-runs.ts'

const key = randomBytes(32)
const at = Date.UTC(2026, 10, 23, 9)
const exchangeId = `${at.toString(16).padStart(12, '0')}-a1b2c3d4e5f6`
const address = '192.168.1.7'
const signer = { worker: 'worker-1', key: workerLinkKey(key, 'worker-1') }
const link = signLink(signer, { exchangeId, address })
const read = (text: string, change: Partial<Parameters<typeof readLink>[1]> = {}) =>
  readLink(text, { key, address, now: at + 1000, ...change })

test('a link names the exchange that was stopped', () => {
  expect(read(link)).toBe(exchangeId)
})

test('a link of another office, made under another key, is none', () => {
  const other = { worker: 'worker-1', key: workerLinkKey(randomBytes(32), 'worker-1') }
  expect(read(signLink(other, { exchangeId, address }))).toBe(null)
})

test('what one worker knows signs for no other worker', () => {
  expect(read(signLink({ ...signer, worker: 'worker-2' }, { exchangeId, address }))).toBe(null)
})

test("another client's link is none, nor is one for another exchange", () => {
  expect(read(link, { address: '192.168.1.8' })).toBe(null)
  expect(read(link.replace(exchangeId, exchangeId.replace('a1b2', 'a1b3')))).toBe(null)
})

test('a link ends after an hour, and a clock that is set back gives it no more', () => {
  expect(linkMs).toBe(hourMs)
  expect(read(link, { now: at + hourMs - 1 })).toBe(exchangeId)
  expect(read(link, { now: at + hourMs })).toBe(null)
  expect(read(link, { now: at - 1 })).toBe(null)
})

test('a link of which any character is another one is none', () => {
  const other = fc.constantFrom(...'abcdef0123456789ABCDEF-_.')
  fc.assert(
    fc.property(fc.nat(link.length - 1), other, (position, character) => {
      fc.pre(link[position] !== character)
      const forged = link.slice(0, position) + character + link.slice(position + 1)
      expect(read(forged)).toBe(null)
    }),
    runs(500),
  )
})

test('whatever else is no link is read as none, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      expect(read(text)).toBe(null)
    }),
    runs(200),
  )
})
