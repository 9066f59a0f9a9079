/** Counts what the journal holds, from hourly sums: the status page never reads millions of rows. */
import type { Kysely } from 'kysely'
import { type VerdictAction, verdictActions } from '../core/journal.ts'
import type { EntityType } from '../core/pii/entity.ts'
import { hourMs } from '../core/units.ts'
import type { Gap } from './journal-writer.ts'
import type { StoreSchema } from './schema.ts'

export interface JournalTotals {
  /** What is really counted: from the start of the hour that was asked for. Milliseconds since 1970. */
  since: number
  exchanges: number
  actions: Record<VerdictAction, number>
  /** Exchanges in which anything was found, whatever was done about it. */
  withFindings: number
  /** Findings by type. */
  entities: Partial<Record<EntityType, number>>
  /** What could not be written in that time. */
  gaps: Gap[]
}

export async function journalTotals(db: Kysely<StoreSchema>, since: number): Promise<JournalTotals> {
  const hour = Math.floor(since / hourMs)
  const actions = await db
    .selectFrom('exchange_hour')
    .select((of) => [
      'action',
      of.fn.sum<number>('count').as('count'),
      of.fn.sum<number>('with_findings').as('withFindings'),
    ])
    .where('hour', '>=', hour)
    .groupBy('action')
    .execute()
  const entities = await db
    .selectFrom('entity_hour')
    .select((of) => ['type', of.fn.sum<number>('count').as('count')])
    .where('hour', '>=', hour)
    .groupBy('type')
    .execute()
  const gaps = await gapsSince(db, since)
  return {
    since: hour * hourMs,
    exchanges: actions.reduce((sum, { count }) => sum + count, 0),
    actions: { ...noActions, ...Object.fromEntries(actions.map(({ action, count }) => [action, count])) },
    withFindings: actions.reduce((sum, { withFindings }) => sum + withFindings, 0),
    entities: Object.fromEntries(entities.map(({ type, count }) => [type, count])),
    gaps,
  }
}

/** What could not be written and ended then or later. */
export function gapsSince(db: Kysely<StoreSchema>, since: number): Promise<Gap[]> {
  return db.selectFrom('journal_gap').selectAll().where('until', '>=', since).orderBy('since').execute()
}

const noActions = Object.fromEntries(verdictActions.map((action) => [action, 0])) as Record<VerdictAction, 0>
