/** Reads the journal page by page: the newest first, filtered, and every record exactly once while new ones arrive. */
import { type Kysely, type Selectable, sql } from 'kysely'
import { GatewayError } from '../core/errors.ts'
import type { ExchangeRecord, VerdictAction } from '../core/journal.ts'
import type { EntityType } from '../core/pii/entity.ts'
import { hourMs } from '../core/units.ts'
import { segmentRows, unpackPlaces } from './journal-index.ts'
import { recordOf } from './journal-row.ts'
import type { ExchangeTable, Facet, StoreSchema } from './schema.ts'

export interface JournalFilters {
  destination?: string
  client?: string
  action?: VerdictAction
  ruleId?: string
  entityType?: EntityType
  /** Milliseconds since 1970 at which the exchange began: from `since`, before `until`. */
  since?: number
  until?: number
}

export interface JournalQuery extends JournalFilters {
  /** 1 to 500. */
  limit: number
  /** `nextCursor` of the page before: the id of a record; null or nothing for the first. */
  cursor?: string | null
}

export interface JournalPage {
  /** In the order of arrival, newest first. May be fewer than asked for: the end is where `nextCursor` is null. */
  records: ExchangeRecord[]
  nextCursor: string | null
}

export const maxPageLength = 500

/**
 * One page. `mayGoOn` is asked between steps of a few thousand rows: once it says no, what was found so far is a page
 * (perhaps an empty one) and the cursor goes on from there, so that no search holds up the gateway.
 * Throws USAGE for a cursor that is no record's id (any more).
 */
export async function listExchanges(
  db: Kysely<StoreSchema>,
  query: JournalQuery,
  mayGoOn: () => boolean,
): Promise<JournalPage> {
  const walk = await beginWalk(db, query)
  if (walk === null) return { records: [], nextCursor: null }
  const found: Selectable<ExchangeTable>[] = []
  while (walk.at > walk.low && found.length < walk.limit) {
    const missing = walk.limit - found.length
    const searched = walk.facets.length > 0 && walk.at <= walk.indexedBelow
    found.push(...(await (searched ? stepByIndex : stepByReading)(db, walk, missing)))
    if (!mayGoOn()) break
  }
  return { records: found.map(recordOf), nextCursor: walk.at > walk.low ? await cursorAt(db, walk.at) : null }
}

/** The id of the oldest record that was dealt with. */
async function cursorAt(db: Kysely<StoreSchema>, at: number): Promise<string | null> {
  const row = await db
    .selectFrom('exchange')
    .select('id')
    .where('seq', '>=', at)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** A walk from new to old through `seq` in [low, at). Each step moves `at` down to what it has dealt with. */
interface Walk {
  limit: number
  low: number
  at: number
  /** Rows below are in the search index. */
  indexedBelow: number
  filters: JournalFilters
  facets: readonly { facet: Facet; value: string; column: FacetColumn | null; valueId: number | null }[]
}

type FacetColumn = 'destination' | 'client' | 'action' | 'rule_id'

async function beginWalk(db: Kysely<StoreSchema>, query: JournalQuery): Promise<Walk | null> {
  // Two queries: SQLite answers min or max from the tree's edge, but both at once by reading everything.
  const first = await db.selectFrom('exchange').select('seq').orderBy('seq').limit(1).executeTakeFirst()
  const last = await db
    .selectFrom('exchange')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const hours = await hoursRange(db, query)
  if (hours === null || first === undefined || last === undefined) return null
  const state = await db.selectFrom('journal_state').select('indexed_segments').executeTakeFirstOrThrow()
  const before = query.cursor == null ? Number.POSITIVE_INFINITY : await seqOf(db, query.cursor)
  return {
    limit: Math.min(Math.max(Math.trunc(query.limit) || 1, 1), maxPageLength),
    low: Math.max(first.seq, hours.first),
    at: Math.min(last.seq + 1, hours.last + 1, before),
    indexedBelow: state.indexed_segments * segmentRows,
    filters: query,
    facets: await Promise.all(
      wantedFacets(query).map(async ({ facet, value, column }) => {
        const known = await db
          .selectFrom('facet_value')
          .select('id')
          .where('facet', '=', facet)
          .where('value', '=', value)
          .executeTakeFirst()
        return { facet, value, column, valueId: known?.id ?? null }
      }),
    ),
  }
}

async function seqOf(db: Kysely<StoreSchema>, cursor: string): Promise<number> {
  const row = await db.selectFrom('exchange').select('seq').where('id', '=', cursor).executeTakeFirst()
  if (row !== undefined) return row.seq
  throw new GatewayError(
    'USAGE',
    { what: 'cursor' },
    { hint: 'Ask for the first page again, without a cursor.' },
  )
}

function wantedFacets({ destination, client, action, ruleId, entityType }: JournalFilters) {
  const wanted: readonly { facet: Facet; value: string | undefined; column: FacetColumn | null }[] = [
    { facet: 'destination', value: destination, column: 'destination' },
    { facet: 'client', value: client, column: 'client' },
    { facet: 'rule', value: ruleId, column: 'rule_id' },
    { facet: 'entity', value: entityType, column: null },
    { facet: 'action', value: action, column: 'action' },
  ]
  return wanted.flatMap(({ facet, value, column }) => (value === undefined ? [] : [{ facet, value, column }]))
}

/** Where the rows of the asked-for hours lie; null where there are none. Hours overlap, since exchanges end late. */
async function hoursRange(
  db: Kysely<StoreSchema>,
  { since, until }: JournalFilters,
): Promise<{ first: number; last: number } | null> {
  if (since === undefined && until === undefined) return { first: 0, last: Number.POSITIVE_INFINITY }
  let hours = db
    .selectFrom('hour_range')
    .select((of) => [of.fn.min('first_seq').as('first'), of.fn.max('last_seq').as('last')])
  if (since !== undefined) hours = hours.where('hour', '>=', Math.floor(since / hourMs))
  if (until !== undefined) hours = hours.where('hour', '<=', Math.floor(until / hourMs))
  const range = await hours.executeTakeFirst()
  if (typeof range?.first !== 'number' || typeof range.last !== 'number') return null
  return { first: range.first, last: range.last }
}

/** Reads the rows themselves, a segment's worth at a time: without facets, and for rows not yet in the search index. */
async function stepByReading(db: Kysely<StoreSchema>, walk: Walk, limit: number) {
  const floor = walk.facets.length > 0 ? Math.max(walk.low, walk.indexedBelow) : walk.low
  const from = Math.max(floor, walk.at - segmentRows)
  let rows = withTimes(db.selectFrom('exchange').selectAll(), walk.filters)
    .where('seq', '>=', from)
    .where('seq', '<', walk.at)
  for (const { column, value } of walk.facets) {
    rows =
      column === null
        ? rows.where(sql<boolean>`instr(finding_counts, ${`"${value}":`}) > 0`)
        : rows.where(column, '=', value)
  }
  const found = await rows.orderBy('seq', 'desc').limit(limit).execute()
  const last = found.at(-1)
  walk.at = found.length === limit && last !== undefined ? last.seq : from
  return found
}

/** Segments that are looked up together. */
const segmentsPerStep = 16

/** Intersects the places of the wanted values, segment by segment, and reads only the rows that are in all of them. */
async function stepByIndex(db: Kysely<StoreSchema>, walk: Walk, limit: number) {
  const segments = await segmentsWithAll(db, walk)
  const found: Selectable<ExchangeTable>[] = []
  for (const [segment, places] of segments) {
    const base = segment * segmentRows
    const seqs = places
      .map((place) => base + place)
      .filter((seq) => seq >= walk.low && seq < walk.at)
      .reverse()
    while (seqs.length > 0 && found.length < limit) {
      const part = seqs.splice(0, limit - found.length)
      const rows = withTimes(db.selectFrom('exchange').selectAll().where('seq', 'in', part), walk.filters)
      found.push(...(await rows.orderBy('seq', 'desc').execute()))
      walk.at = part.at(-1) ?? walk.at
    }
    if (found.length >= limit) return found
    walk.at = Math.max(walk.low, Math.min(walk.at, base))
  }
  if (segments.length < segmentsPerStep) walk.at = walk.low
  return found
}

/** The next segments below `walk.at` in which the first value occurs, each with the places where all values do. */
async function segmentsWithAll(
  db: Kysely<StoreSchema>,
  walk: Walk,
): Promise<[segment: number, places: number[]][]> {
  const [first, ...others] = walk.facets
  if (first?.valueId == null || others.some(({ valueId }) => valueId === null)) return []
  const candidates = await db
    .selectFrom('exchange_facet')
    .select(['segment', 'places'])
    .where('value_id', '=', first.valueId)
    .where('segment', '<=', Math.floor((walk.at - 1) / segmentRows))
    .where('segment', '>=', Math.floor(walk.low / segmentRows))
    .orderBy('segment', 'desc')
    .limit(segmentsPerStep)
    .execute()
  const common = new Map(candidates.map(({ segment, places }) => [segment, unpackPlaces(places)]))
  for (const { valueId } of others) {
    const theirs = await db
      .selectFrom('exchange_facet')
      .select(['segment', 'places'])
      .where('value_id', '=', valueId)
      .where('segment', 'in', [...common.keys()])
      .execute()
    const bySegment = new Map(theirs.map(({ segment, places }) => [segment, new Set(unpackPlaces(places))]))
    for (const [segment, places] of common) {
      common.set(
        segment,
        places.filter((place) => bySegment.get(segment)?.has(place) ?? false),
      )
    }
  }
  return [...common]
}

function withTimes<T extends { where(column: 'at', operator: '>=' | '<', value: number): T }>(
  rows: T,
  { since, until }: JournalFilters,
): T {
  let bounded = rows
  if (since !== undefined) bounded = bounded.where('at', '>=', since)
  if (until !== undefined) bounded = bounded.where('at', '<', until)
  return bounded
}
