/** Takes a month of the journal out of the database: rows, search index, totals and gaps. */
import type Database from 'sqlite3'
import { monthOf, type PeriodBounds } from '../core/retention/period.ts'
import { hourMs } from '../core/units.ts'
import { deleteInSteps } from './forgetting.ts'
import { packPlaces, segmentRows, unpackPlaces } from './journal-index.ts'
import type { DurableDatabase } from './ledger-database.ts'

export interface JournalMonth {
  /** `2026-11`, UTC. */
  period: string
  exchanges: number
}

/** From the hourly totals: the months in which exchanges began, or of which a gap is known. */
export function journalMonths(database: DurableDatabase): JournalMonth[] {
  return database.run((connection) => {
    const hours = connection
      .prepare<[], { hour: number; count: number }>(
        `SELECT hour, sum(count) AS count FROM exchange_hour GROUP BY hour
         UNION ALL SELECT until / ${hourMs}, 0 FROM journal_gap`,
      )
      .all()
    const months = new Map<string, number>()
    for (const { hour, count } of hours) {
      const month = monthOf(hour * hourMs)
      months.set(month, (months.get(month) ?? 0) + count)
    }
    return [...months].map(([period, exchanges]) => ({ period, exchanges }))
  })
}

/** Bytes that an exchange takes on average, by the newest ones. */
export function journalRowBytes(database: DurableDatabase): number {
  const bytes = database.run((connection) =>
    connection
      .prepare<[], number | null>(
        `SELECT avg(120 + length(destination) + coalesce(length(path_template), 0) + coalesce(length(findings), 0))
         FROM (SELECT * FROM exchange ORDER BY seq DESC LIMIT 200)`,
      )
      .pluck()
      .get(),
  )
  return Math.round(bytes ?? 0)
}

/** Returns how many exchanges it took away. Cut off at any step, the next call carries on. */
export async function eraseJournal(database: DurableDatabase, bounds: PeriodBounds): Promise<number> {
  const range = rowsOf(database, bounds)
  if (range !== null) await blankRows(database, bounds, range)
  const deleted = range === null ? 0 : await deleteRows(database, bounds, range)
  if (range !== null) await trimIndex(database, range)
  database.transact((connection) => {
    const [from, until] = [bounds.from / hourMs, bounds.until / hourMs]
    for (const table of ['exchange_hour', 'entity_hour', 'hour_range'])
      connection.prepare(`DELETE FROM ${table} WHERE hour >= ? AND hour < ?`).run(from, until)
    connection
      .prepare('DELETE FROM journal_gap WHERE until >= ? AND until < ?')
      .run(bounds.from, bounds.until)
    connection.prepare('DELETE FROM facet_value WHERE id NOT IN (SELECT value_id FROM exchange_facet)').run()
  })
  return deleted
}

/** Looks for anything of the month, row by row, as nobody who deletes would; null where nothing is there. */
export async function findJournal(database: DurableDatabase, bounds: PeriodBounds): Promise<string | null> {
  const totals = database.run((connection) =>
    ['exchange_hour', 'entity_hour', 'hour_range'].find((table) =>
      connection
        .prepare(`SELECT 1 FROM ${table} WHERE hour >= ? AND hour < ? LIMIT 1`)
        .get(bounds.from / hourMs, bounds.until / hourMs),
    ),
  )
  if (totals !== undefined) return `totals of hours (${totals})`
  for (let after: number | null = 0; after !== null; ) {
    const from: number = after
    const looked = database.run((connection) =>
      connection
        .prepare<[number, number, number, number], { last: number | null; found: number | null }>(
          `SELECT max(seq) AS last, sum(at >= ? AND at < ?) AS found
           FROM (SELECT seq, at FROM exchange WHERE seq > ? ORDER BY seq LIMIT ?)`,
        )
        .get(bounds.from, bounds.until, from, rowsPerLook),
    )
    if ((looked?.found ?? 0) > 0) return `${looked?.found} exchanges`
    after = looked?.last ?? null
    await new Promise((resolve) => setImmediate(resolve))
  }
  return null
}

interface RowRange {
  first: number
  last: number
}

const rowsPerLook = 2000
const rowsPerStep = 100

/** Hours overlap, since exchanges end late: the range holds every row of the month, and some of others. */
function rowsOf(database: DurableDatabase, bounds: PeriodBounds): RowRange | null {
  const range = database.run((connection) =>
    connection
      .prepare<[number, number], { first: number | null; last: number | null }>(
        'SELECT min(first_seq) AS first, max(last_seq) AS last FROM hour_range WHERE hour >= ? AND hour < ?',
      )
      .get(bounds.from / hourMs, bounds.until / hourMs),
  )
  return range?.first == null || range.last === null ? null : { first: range.first, last: range.last }
}

/**
 * Overwrites what speaks of persons in its place, before any row is deleted. Deleting merges half-empty pages, and a merge
 * leaves copies of rows in the gaps of pages, which `secure_delete` does not reach (measured: the residue test found them).
 * A value of the same length is written over the old one (SQLite does that in place); JSON stays JSON for readers meanwhile.
 */
function blankRows(database: DurableDatabase, bounds: PeriodBounds, range: RowRange): Promise<number> {
  let from = range.first
  return deleteInSteps(database, (connection) => {
    if (from > range.last) return null
    const { changes } = connection
      .prepare(`UPDATE exchange SET ${blanks} WHERE seq >= ? AND seq < ? AND at >= ? AND at < ?`)
      .run(from, Math.min(from + rowsPerStep, range.last + 1), bounds.from, bounds.until)
    from += rowsPerStep
    return changes
  })
}

const blankWith: Readonly<Record<string, string>> = {
  ...{ client: '', destination: '', address: '', method: '', path_template: '', reason: '', rule_id: '' },
  ...{ notes: '[]', findings: '[]', finding_counts: '{}' },
}

const blanks = Object.entries(blankWith)
  .map(
    ([column, value]) =>
      `${column} = CASE WHEN ${column} IS NOT NULL THEN printf('%-*s', length(CAST(${column} AS BLOB)), '${value}') END`,
  )
  .join(', ')

function deleteRows(database: DurableDatabase, bounds: PeriodBounds, range: RowRange): Promise<number> {
  let from = range.first
  return deleteInSteps(database, (connection) => {
    if (from > range.last) return null
    // Numbers never come back: what is written next counts on from here, also where this was the newest row.
    connection
      .prepare(
        'UPDATE journal_state SET last_seq = max(last_seq, coalesce((SELECT max(seq) FROM exchange), 0))',
      )
      .run()
    const { changes } = connection
      .prepare('DELETE FROM exchange WHERE seq >= ? AND seq < ? AND at >= ? AND at < ?')
      .run(from, Math.min(from + rowsPerStep, range.last + 1), bounds.from, bounds.until)
    from += rowsPerStep
    return changes
  })
}

/** What the search index says of rows that are gone: which client and destination stood where. */
async function trimIndex(database: DurableDatabase, { first, last }: RowRange): Promise<void> {
  const [from, until] = [Math.floor(first / segmentRows), Math.floor(last / segmentRows)]
  const survivors = new Map<number, Set<number>>()
  let after = 0
  await deleteInSteps(database, (connection) => {
    const rows = connection
      .prepare<[number, number, number], { rowid: number; segment: number; places: Buffer }>(
        `SELECT rowid, segment, places FROM exchange_facet
         WHERE rowid > ? AND segment >= ? AND segment <= ? ORDER BY rowid LIMIT 50`,
      )
      .all(after, from, until)
    for (const { rowid, segment, places } of rows) {
      after = rowid
      const alive = survivors.get(segment) ?? survivorsOf(connection, segment)
      survivors.set(segment, alive)
      const before = unpackPlaces(places)
      const kept = before.filter((place) => alive.has(place))
      if (kept.length === 0) connection.prepare('DELETE FROM exchange_facet WHERE rowid = ?').run(rowid)
      else if (kept.length < before.length)
        connection
          .prepare('UPDATE exchange_facet SET places = ? WHERE rowid = ?')
          .run(packPlaces(kept), rowid)
    }
    return rows.length === 0 ? null : 0
  })
}

function survivorsOf(connection: Database.Database, segment: number): Set<number> {
  const base = segment * segmentRows
  const seqs = connection
    .prepare<[number, number], number>('SELECT seq FROM exchange WHERE seq >= ? AND seq < ?')
    .pluck()
    .all(base, base + segmentRows)
  return new Set(seqs.map((seq) => seq - base))
}
