/** A real, encrypted journal with as many records as asked for, for benches of what reads it. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JournalReader } from '../../../gateway/api/services.ts'
import type { Clock } from '../../../gateway/core/ports.ts'
import { Secret } from '../../../gateway/core/secret.ts'
import { createHealthBoard } from '../../../gateway/ops/health.ts'
import { silentLog } from '../../../gateway/ops/log.ts'
import { createJournal } from '../../../gateway/store/journal.ts'
import { openStore } from '../../../gateway/store/store.ts'
import { exchange } from '../../../test/api/stand-in.ts'

export interface FullJournal extends AsyncDisposable {
  reader: JournalReader
}

const clock: Clock = { now: Date.now, monotonic: () => performance.now() }

/** `records` exchanges of the last hours, one a second: some cleaned, some with findings. */
export async function fullJournal(records: number): Promise<FullJournal> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  const health = createHealthBoard({ now: clock.now, log: silentLog })
  const key = new Secret(randomBytes(32))
  const store = await openStore({ file: join(folder, 'gatehouse.db'), key, clock, health })
  const journal = createJournal(store, { clock, health, maxBuffered: 20_000 })
  for (let n = 0; n < records; n++) {
    const found = n % 7 === 0
    journal.record(
      exchange({
        n: n + 1,
        at: Date.now() - (records - n) * 1000,
        destination: `host-${n % 200}.example.com`,
        action: found ? 'transform' : 'pass',
        reason: found ? 'rule' : 'nothing-found',
        findingCounts: found ? { EMAIL: 3 } : {},
      }),
    )
    if (n % 5000 === 0) await journal.flush()
  }
  await journal.flush()
  if (health.warnings().length > 0) throw new Error(`the store of the bench: ${health.warnings()[0]?.code}`)
  return {
    reader: {
      async list({ limit, before }) {
        const { records: page, nextCursor } = await journal.list({ limit, cursor: before ?? null })
        return { records: page, next: nextCursor }
      },
      get: (id) => journal.get(id),
      async totals(since) {
        const { actions, gaps, ...totals } = await journal.totals(since)
        return { ...totals, byAction: actions, dropped: gaps.length, gaps }
      },
      subscribe: (listener) => journal.subscribe(listener),
    },
    async [Symbol.asyncDispose]() {
      await journal[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}
