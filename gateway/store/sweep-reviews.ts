/** Takes the reviews of a month's exchanges out of the database: they go with the journal that they speak of. */
import type { PeriodBounds } from '../core/retention/period.ts'
import { deleteInSteps } from './forgetting.ts'
import type { DurableDatabase } from './ledger-database.ts'

const rowsPerStep = 100

/** Overwritten in place before they are deleted, as the journal's rows are, and for the same reason. */
export async function eraseReviews(database: DurableDatabase, { from, until }: PeriodBounds): Promise<void> {
  for (const sql of [blankSql, deleteSql])
    await deleteInSteps(database, (connection) => {
      const { changes } = connection.prepare(sql).run(from, until, rowsPerStep)
      return changes === 0 ? null : changes
    })
}

/** How many of them can still be read. */
export function countReviews(database: DurableDatabase, { from, until }: PeriodBounds): number {
  return database.run(
    (connection) =>
      connection
        .prepare<[number, number], number>('SELECT count(*) FROM review WHERE at >= ? AND at < ?')
        .pluck()
        .get(from, until) ?? 0,
  )
}

const blankWith: Readonly<Record<string, string>> = {
  ...{ client: '', destination: '', method: '', path: '', address: '', machine: '', rule: '' },
  found: '[]',
}

const blanks = Object.entries(blankWith)
  .map(([column, value]) => `${column} = printf('%-*s', length(CAST(${column} AS BLOB)), '${value}')`)
  .join(', ')

// Blank is what has no client: a step that was cut off goes on behind it.
const blankSql = `
  UPDATE review SET ${blanks} WHERE id IN (SELECT id FROM review WHERE at >= ? AND at < ? AND trim(client) <> '' LIMIT ?)`

const deleteSql = `
  DELETE FROM review WHERE id IN (SELECT id FROM review WHERE at >= ? AND at < ? LIMIT ?)`
