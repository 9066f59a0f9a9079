/** What store tests share: a folder that goes away, a clock, a health board that can be read, and an open journal. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock, HealthBoard, HealthWarning } from '../../gateway/core/ports.ts'
import { createJournal, type Journal, type JournalOptions } from '../../gateway/store/journal.ts'
import { openStore, type Store } from '../../gateway/store/store.ts'
import { key } from './records.ts'

export const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

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
