/** Exchanges and findings for store tests, and the key that their databases have. */
import { randomBytes } from 'node:crypto'
import type { ExchangeRecord, JournalFinding } from '../../gateway/core/journal.ts'
import { Secret } from '../../gateway/core/secret.ts'

export const key = new Secret(Buffer.alloc(32, 42))

export const november = Date.UTC(2026, 10, 22, 10)

export function exchange(change: Partial<ExchangeRecord> = {}): ExchangeRecord {
  const at = change.at ?? november
  return {
    id: `${at.toString(16).padStart(12, '0')}-${randomBytes(6).toString('hex')}`,
    at,
    durationMs: 12.5,
    client: '192.0.2.10',
    scheme: 'https',
    destination: 'api.example.com',
    port: 443,
    address: '203.0.113.7',
    method: 'POST',
    pathTemplate: '/v1/customers/{…}',
    status: 200,
    requestBytes: 2048,
    forwardedBytes: 2040,
    responseBytes: 5_000_000_000,
    action: 'pass',
    reason: 'nothing-found',
    ruleId: null,
    observed: false,
    notes: [],
    findings: [],
    findingCounts: {},
    ...change,
  }
}

export function finding(change: Partial<JournalFinding> = {}): JournalFinding {
  return {
    type: 'EMAIL',
    class: 'identifying',
    place: 'body',
    path: 'customer.email',
    offset: 17,
    length: 20,
    score: 0.95,
    reasons: ['domain', 'tld'],
    operator: 'mask',
    blindIndex: 'abcdefghijklmnopqrstuv',
    ...change,
  }
}
