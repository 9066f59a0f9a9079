/** Writes batches of exchanges into the database: all of a batch or nothing of it. */
import Database from 'sqlite3'
import { hourMs } from '../core/units.ts'
import { createJournalIndexer } from './journal-index.ts'
import { type Row, rowColumns, rowIndex } from './journal-row.ts'

/** Exchanges that could not be written, from the first to the last of them. */
export interface Gap {
  since: number
  until: number
  dropped: number
  reason: string
}

export interface WriteResult {
  written: number
  /** Rows that the database refuses for what they are. They are lost; retrying could not help. */
  refused: number
}

export interface JournalWriter {
  /** Throws SQLite's error where nothing was written. A record whose id is there already is not written again. */
  write(rows: readonly Row[], gap: Gap | null): WriteResult
}

export function createJournalWriter(database: Database.Database): JournalWriter {
  const totals = prepareTotals(database)
  const indexer = createJournalIndexer(database)
  // `last_seq` is set where a sweep took the newest rows away: the search index counts on numbers that never come back.
  const lastSeq = database.prepare<[], { seq: number }>(
    'SELECT max(coalesce((SELECT max(seq) FROM exchange), 0), (SELECT last_seq FROM journal_state)) AS seq',
  )
  const insert = database.prepare<[number, ...Row]>(
    `INSERT INTO exchange (seq, ${rowColumns.join(', ')}) VALUES (?${', ?'.repeat(rowColumns.length)})
     ON CONFLICT (id) DO NOTHING`,
  )
  const insertGap = database.prepare(
    'INSERT INTO journal_gap (since, until, dropped, reason) VALUES (?, ?, ?, ?)',
  )
  let seq = 0

  const writeBatch = database.transaction((rows: readonly Row[], gap: Gap | null): WriteResult => {
    seq = lastSeq.get()?.seq ?? 0
    const tally: Tally = new Map()
    let refused = 0
    for (const row of rows) {
      try {
        if (insert.run(seq + 1, ...row).changes === 0) continue
        seq++
        count(tally, row, seq)
      } catch (error) {
        if (!isRowsFault(error)) throw error
        refused++
      }
    }
    totals(tally)
    if (gap !== null) insertGap.run(gap.since, gap.until, gap.dropped, gap.reason)
    return { written: rows.length - refused, refused }
  })

  return {
    write(rows, gap) {
      const result = writeBatch.immediate(rows, gap)
      indexer.indexFullSegments(seq)
      return result
    },
  }
}

/** What a batch adds to the totals of each hour, summed up so that it costs a few statements. */
type Tally = Map<number, HourTally>

interface HourTally {
  first: number
  last: number
  actions: Map<string, { count: number; withFindings: number }>
  /** How often each text of counts came: few differ, and each is read once. */
  counts: Map<string, number>
}

function count(tally: Tally, row: Row, seq: number): void {
  const hour = Math.floor(Number(row[rowIndex.at]) / hourMs)
  const known = tally.get(hour)
  const sums = known ?? { first: seq, last: seq, actions: new Map(), counts: new Map() }
  if (known === undefined) tally.set(hour, sums)
  sums.last = seq
  const name = String(row[rowIndex.action])
  const action = sums.actions.get(name) ?? { count: 0, withFindings: 0 }
  if (action.count === 0) sums.actions.set(name, action)
  action.count++
  const counts = row[rowIndex.findingCounts]
  if (typeof counts !== 'string') return
  action.withFindings++
  sums.counts.set(counts, (sums.counts.get(counts) ?? 0) + 1)
}

/** Entities of each type. */
function entitiesOf({ counts }: HourTally): Map<string, number> {
  const entities = new Map<string, number>()
  for (const [text, times] of counts)
    for (const [type, found] of Object.entries(JSON.parse(text)))
      entities.set(type, (entities.get(type) ?? 0) + times * (Number(found) || 0))
  return entities
}

function prepareTotals(database: Database.Database): (tally: Tally) => void {
  const addAction = database.prepare(
    `INSERT INTO exchange_hour (hour, action, count, with_findings) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, with_findings = with_findings + excluded.with_findings`,
  )
  const addEntity = database.prepare(
    `INSERT INTO entity_hour (hour, type, count) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  )
  const addRange = database.prepare(
    `INSERT INTO hour_range (hour, first_seq, last_seq) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq`,
  )
  return (tally) => {
    for (const [hour, sums] of tally) {
      for (const [action, { count, withFindings }] of sums.actions)
        addAction.run(hour, action, count, withFindings)
      for (const [type, found] of entitiesOf(sums)) addEntity.run(hour, type, found)
      addRange.run(hour, sums.first, sums.last)
    }
  }
}

/** A value of the wrong kind or a broken constraint: the row's fault, not the disk's. */
function isRowsFault(error: unknown): boolean {
  if (error instanceof Database.SqliteError)
    return /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(error.code)
  return error instanceof TypeError || error instanceof RangeError
}
