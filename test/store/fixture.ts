/** What store tests share: a folder that goes away, a clock, a health board that can be read, and exchanges. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ExchangeRecord, JournalFinding } from '../../gateway/core/journal.ts'
import type { Clock, HealthBoard, HealthWarning } from '../../gateway/core/ports.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { createJournal, type Journal, type JournalOptions } from '../../gateway/store/journal.ts'
import { openStore, type Store } from '../../gateway/store/store.ts'

export const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
export const key = new Secret(Buffer.alloc(32, 42))

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'gatehouse store-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export interface WatchedHealth extends HealthBoard {
  codes(): string[]
}

export function watchedHealth(): WatchedHealth {
  const standing = new Map<string, HealthWarning>()
  return {
    raise: (warning) => void standing.set(warning.code, { ...warning, since: 0 }),
    clear: (code) => void standing.delete(code),
    warnings: () => [...standing.values()],
    codes: () => [...standing.keys()].sort(),
  }
}

export interface Opened {
  file: string
  store: Store
  journal: Journal
  health: WatchedHealth
  close(): Promise<void>
}

/** A store and its journal; closed when the test ends. */
export async function openJournal(
  file = join(folder(), 'gatehouse.db'),
  options: Partial<JournalOptions> = {},
  withKey = key,
): Promise<Opened> {
  const health = watchedHealth()
  const store = await openStore({ file, key: withKey, clock, health })
  const journal = createJournal(store, { clock, health, ...options })
  const close = async () => {
    await journal[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  }
  onTestFinished(close)
  return { file, store, journal, health, close }
}

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
