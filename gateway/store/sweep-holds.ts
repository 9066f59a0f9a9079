/** Keeps legal holds and the mark of the trusted clock: what decides whether anything may be destroyed at all. */
import type { Hold, HoldScope } from '../core/retention/hold.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { HoldTable } from './schema-ledger.ts'

/** Durable when a call returns. Throws the STORE_ errors. */
export interface HoldRecords {
  add(hold: Pick<Hold, 'id' | 'scope' | 'setAt' | 'reason'>): void
  release(id: string, at: number, reason: string): void
  get(id: string): Hold | null
  /** Those that stand first, each group newest first. */
  list(): Hold[]
  standing(): Hold[]
}

export interface ClockMark {
  /** The latest time at which the clock was trusted. */
  at: number
  /** Entries of the ledger up to this one do not speak against a clock that stands before them. */
  entries: number
}

export interface ClockRecords {
  mark(): ClockMark | null
  setMark(mark: ClockMark): void
}

export function createHoldRecords(database: DurableDatabase): HoldRecords {
  const holds = (condition: string, ...values: string[]) =>
    database.run((connection) =>
      connection
        .prepare<string[], HoldTable>(
          `SELECT * FROM hold ${condition} ORDER BY released_at IS NOT NULL, set_at DESC, id`,
        )
        .all(...values)
        .map(holdOf),
    )
  return {
    add: ({ id, scope, setAt, reason }) =>
      void database.run((connection) =>
        connection
          .prepare('INSERT INTO hold (id, scope, set_at, reason) VALUES (?, ?, ?, ?)')
          .run(id, JSON.stringify(scope), setAt, reason),
      ),
    release: (id, at, reason) =>
      void database.run((connection) =>
        connection
          .prepare('UPDATE hold SET released_at = ?, release_reason = ? WHERE id = ?')
          .run(at, reason, id),
      ),
    get: (id) => holds('WHERE id = ?', id)[0] ?? null,
    list: () => holds(''),
    standing: () => holds('WHERE released_at IS NULL'),
  }
}

export function createClockRecords(database: DurableDatabase): ClockRecords {
  return {
    mark: () =>
      database.run(
        (connection) => connection.prepare<[], ClockMark>('SELECT at, entries FROM clock_mark').get() ?? null,
      ),
    setMark: ({ at, entries }) =>
      void database.run((connection) =>
        connection
          .prepare(
            `INSERT INTO clock_mark (only_row, at, entries) VALUES (1, ?, ?)
             ON CONFLICT DO UPDATE SET at = excluded.at, entries = excluded.entries`,
          )
          .run(at, entries),
      ),
  }
}

function holdOf(row: HoldTable): Hold {
  return {
    id: row.id,
    scope: JSON.parse(row.scope) as HoldScope,
    setAt: row.set_at,
    reason: row.reason,
    releasedAt: row.released_at,
    releaseReason: row.release_reason,
  }
}
