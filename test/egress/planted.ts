/** Values that must not arrive, and the ways to see that they did not while everything else did. */
import { expect } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'

export const card = '4111111111111111'
export const email = 'jane.roe@customer.example'
export const iban = 'DE89370400440532013000'

/** What of each value shows that it was there, in whatever escapes. */
const telling = ['411111111111', 'jane.roe', '37040044053201']

/**
 * Throws unless `arrived` is `sent` with something else in place of the planted values, byte for byte. Latin-1 strings
 * are bytes.
 */
export function expectClean(sent: string, arrived: string | undefined, planted: readonly string[]): void {
  const parts = sent.split(new RegExp(planted.map(escaped).join('|')))
  expect(parts.length, 'planted values in what was sent').toBe(planted.length + 1)
  const shape = new RegExp(`^${parts.map(escaped).join('([^]{1,80}?)')}$`)
  expect(arrived ?? '(nothing)').toMatch(shape)
  expectNothingPlanted(arrived ?? '')
}

export function expectNothingPlanted(text: string): void {
  for (const value of telling) expect(text).not.toContain(value)
}

/** What the journal says was found: `TYPE place path operator`. */
export function foundIn(record: ExchangeRecord): string[] {
  expectNothingPlanted(JSON.stringify(record))
  return record.findings.map(({ type, place, path, operator }) => `${type} ${place} ${path} ${operator}`)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
