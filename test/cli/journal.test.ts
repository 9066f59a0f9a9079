/** Promises about the lines of `gatehouse journal`. */
import { expect, test } from 'vitest'
import { addressOf } from '../../gateway/cli/journal.ts'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'

const asked = { scheme: 'http', destination: 'a.example', port: 80, pathTemplate: '/x' } as const

test('an exchange is named by its address, and one of which none is known by none', () => {
  const address = (record: Partial<ExchangeRecord>) => addressOf({ ...asked, ...record } as ExchangeRecord)
  expect(address({})).toBe('http://a.example/x')
  expect(address({ port: 8080 })).toBe('http://a.example:8080/x')
  expect(address({ scheme: 'https', port: 443, pathTemplate: null })).toBe('https://a.example')
  // Whoever has not logged in yet, above all.
  expect(address({ destination: '', port: 0, pathTemplate: null })).toBe('-')
})
