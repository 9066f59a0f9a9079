/** Remembers each sweep from its intent to its proof, so that a crash at any point is carried on and never forgotten. */
import type { KeyPlace } from '../core/ports.ts'
import type { KeptPeriod } from '../core/retention/target.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { SweepCause, SweepItemTable, SweepState, SweepTable } from './schema-ledger.ts'

export interface SweepIntent {
  id: string
  cause: SweepCause
  /** The moment that age was counted to. */
  plannedAt: number
  clockConfirmed: boolean
  /** Periods that were due and are kept by a hold. */
  keptByHold: number
  items: readonly { period: KeptPeriod; retentionDays: number }[]
}

export interface SweepItem {
  number: number
  period: KeptPeriod
  retentionDays: number
  state: SweepItemTable['state']
  erased: number
  /** What could still be read at the last try; null where nothing could, or nobody tried yet. */
  readable: string | null
}

export interface SweepRecord extends Omit<SweepIntent, 'items'> {
  keysGone: boolean
  state: SweepState
  finishedAt: number | null
  problem: string | null
  hasProof: boolean
}

/** Every call is durable when it returns. Throws the STORE_ errors. */
export interface SweepRecords {
  begin(intent: SweepIntent): void
  /** A hold covers these now: they are kept. */
  keep(id: string, numbers: readonly number[]): void
  keysGone(id: string): void
  erased(id: string, number: number, count: number): void
  /** `readable`: by item number. */
  settle(id: string, outcome: Unsettled): void
  /** `also` becomes durable with it, or neither does. */
  complete(id: string, proof: { text: string; at: number }, also: () => void): void
  get(id: string): SweepRecord | null
  items(id: string): SweepItem[]
  proof(id: string): string | null
  /** Newest first; older than the sweep `before`. */
  list(limit: number, before?: string | null): SweepRecord[]
  /** When the newest daily one was planned; null where there was none. Hourly ones may lie between by the hundred. */
  lastDailyAt(): number | null
  /** Keys that were proven to be destroyed, and when; of these periods alone, as proofs are kept for ever. */
  destroyedKeys(periods: readonly string[]): { place: KeyPlace; at: number }[]
  /** Oldest first. */
  unfinished(): SweepRecord[]
}

export interface Unsettled {
  state: 'pending' | 'failed'
  problem: string
  readable?: ReadonlyMap<number, string>
}

export function createSweepRecords(database: DurableDatabase): SweepRecords {
  const change = (sql: string, ...values: (string | number | null)[]) =>
    void database.run((connection) => connection.prepare(sql).run(...values))
  const rows = (sql: string, ...values: (string | number)[]) =>
    database.run((connection) =>
      connection
        .prepare<(string | number)[], SweepTable>(sql)
        .all(...values)
        .map(recordOf),
    )
  return {
    begin: (intent) => begin(database, intent),
    keep(id, numbers) {
      database.transact(() => {
        for (const number of numbers)
          change(`UPDATE sweep_item SET state = 'held' WHERE sweep_id = ? AND number = ?`, id, number)
        change('UPDATE sweep SET kept_by_hold = kept_by_hold + ? WHERE id = ?', numbers.length, id)
      })
    },
    keysGone: (id) => change('UPDATE sweep SET keys_gone = 1 WHERE id = ?', id),
    erased: (id, number, count) =>
      change(
        'UPDATE sweep_item SET erased = erased + ? WHERE sweep_id = ? AND number = ?',
        count,
        id,
        number,
      ),
    settle(id, { state, problem, readable = new Map() }) {
      database.transact(() => {
        change('UPDATE sweep SET state = ?, problem = ? WHERE id = ?', state, problem, id)
        change('UPDATE sweep_item SET readable = NULL WHERE sweep_id = ?', id)
        for (const [number, what] of readable)
          change('UPDATE sweep_item SET readable = ? WHERE sweep_id = ? AND number = ?', what, id, number)
      })
    },
    complete(id, { text, at }, also) {
      database.transact(() => {
        change(
          `UPDATE sweep_item SET state = 'destroyed', readable = NULL WHERE sweep_id = ? AND state = 'doomed'`,
          id,
        )
        change(
          `UPDATE sweep SET state = 'complete', problem = NULL, finished_at = ?, proof = ? WHERE id = ?`,
          at,
          text,
          id,
        )
        also()
      })
    },
    get: (id) => rows('SELECT * FROM sweep WHERE id = ?', id)[0] ?? null,
    items: (id) =>
      database.run((connection) =>
        connection
          .prepare<[string], SweepItemTable>('SELECT * FROM sweep_item WHERE sweep_id = ? ORDER BY number')
          .all(id)
          .map(itemOf),
      ),
    proof: (id) =>
      database.run(
        (connection) =>
          connection
            .prepare<[string], { proof: string | null }>('SELECT proof FROM sweep WHERE id = ?')
            .get(id)?.proof ?? null,
      ),
    list: (limit, before) =>
      rows('SELECT * FROM sweep WHERE id < ? ORDER BY id DESC LIMIT ?', before ?? afterAll, limit),
    lastDailyAt: () =>
      database.run((connection) => connection.prepare<[], number>(lastDailySql).pluck().get() ?? null),
    destroyedKeys: (periods) =>
      database.run((connection) =>
        connection
          .prepare<[string], { place: string; at: number }>(destroyedKeysSql)
          .all(JSON.stringify(periods))
          .map(({ place, at }) => ({ place: JSON.parse(place) as KeyPlace, at })),
      ),
    unfinished: () => rows(`SELECT * FROM sweep WHERE state <> 'complete' ORDER BY id`),
  }
}

/** Ids begin with hexadecimal milliseconds. */
const afterAll = 'g'

const lastDailySql = `SELECT planned_at FROM sweep WHERE cause = 'daily' ORDER BY id DESC LIMIT 1`

// CROSS JOIN keeps the order: the table of sweeps has the proofs in it, and is asked for what was found alone.
const destroyedKeysSql = `
  SELECT key.value AS place, sweep.finished_at AS at
    FROM sweep_item CROSS JOIN json_each(sweep_item.period, '$.keys') AS key CROSS JOIN sweep ON sweep.id = sweep_item.sweep_id
    WHERE sweep_item.state = 'destroyed' AND key.value ->> '$.period' IN (SELECT value FROM json_each(?))
      AND sweep.state = 'complete'`

function begin(database: DurableDatabase, intent: SweepIntent): void {
  database.transact((connection) => {
    connection
      .prepare(
        `INSERT INTO sweep (id, cause, by_hour, planned_at, clock_confirmed, kept_by_hold, keys_gone, state)
         VALUES (?, ?, ?, ?, ?, ?, 0, 'running')`,
      )
      .run(
        ...[intent.id, intent.cause === 'hourly' ? 'asked' : intent.cause, intent.cause === 'hourly' ? 1 : 0],
        ...[intent.plannedAt, intent.clockConfirmed ? 1 : 0, intent.keptByHold],
      )
    const add = connection.prepare(
      `INSERT INTO sweep_item (sweep_id, number, period, retention_days, state, erased)
       VALUES (?, ?, ?, ?, 'doomed', 0)`,
    )
    for (const [number, { period, retentionDays }] of intent.items.entries())
      add.run(intent.id, number, JSON.stringify(period), retentionDays)
  })
}

function recordOf(row: SweepTable): SweepRecord {
  return {
    id: row.id,
    cause: row.by_hour === 1 ? 'hourly' : row.cause,
    plannedAt: row.planned_at,
    clockConfirmed: row.clock_confirmed === 1,
    keptByHold: row.kept_by_hold,
    keysGone: row.keys_gone === 1,
    state: row.state,
    finishedAt: row.finished_at,
    problem: row.problem,
    hasProof: row.proof !== null,
  }
}

function itemOf(row: SweepItemTable): SweepItem {
  return {
    number: row.number,
    period: JSON.parse(row.period) as KeptPeriod,
    retentionDays: row.retention_days,
    state: row.state,
    erased: row.erased,
    readable: row.readable,
  }
}
