/** Makes the journal searchable by destination, client, action, rule and entity type, one full segment of rows at a time. */
import type Database from 'sqlite3'
import type { Facet } from './schema.ts'

/**
 * Rows of one segment: `seq` 0 to 8191 are segment 0, and so on. A segment is indexed when it is full; the rows behind
 * it are few enough to be searched themselves.
 *
 * For each value that occurs in a segment there is one row: the places of its exchanges, two bytes each. Ordinary
 * indexes touch a page per distinct value and batch; with 50 destinations and 40 clients that was two thirds of the
 * journal's processor time and of what it wrote (memory cards die of writes). This is a twentieth of both, and
 * the answer to "this destination and that verdict" is an intersection of two short lists.
 */
export const segmentRows = 8192

export interface JournalIndexer {
  /** Indexes every full segment up to `lastSeq`, each in its own transaction. */
  indexFullSegments(lastSeq: number): void
}

export function createJournalIndexer(database: Database.Database): JournalIndexer {
  const indexed = database.prepare<[], { indexed_segments: number }>(
    'SELECT indexed_segments FROM journal_state',
  )
  const advance = database.prepare('UPDATE journal_state SET indexed_segments = ?')
  const facts = database
    .prepare<[number, number], FactRow>(
      'SELECT seq, destination, client, action, rule_id, finding_counts FROM exchange WHERE seq >= ? AND seq < ?',
    )
    .raw()
  const addValue = database.prepare('INSERT OR IGNORE INTO facet_value (facet, value) VALUES (?, ?)')
  const valueId = database.prepare<[string, string], { id: number }>(
    'SELECT id FROM facet_value WHERE facet = ? AND value = ?',
  )
  const addPlaces = database.prepare(
    'INSERT INTO exchange_facet (value_id, segment, places) VALUES (?, ?, ?)',
  )

  const indexSegment = database.transaction((segment: number) => {
    const from = segment * segmentRows
    for (const [facet, values] of placesByValue(facts.all(from, from + segmentRows), from)) {
      for (const [value, places] of values) {
        addValue.run(facet, value)
        addPlaces.run(valueId.get(facet, value)?.id, segment, packPlaces(places))
      }
    }
    advance.run(segment + 1)
  })

  let next = indexed.get()?.indexed_segments ?? 0
  return {
    indexFullSegments(lastSeq) {
      for (; lastSeq >= (next + 1) * segmentRows - 1; next++) indexSegment.immediate(next)
    },
  }
}

/** Places within a segment, ascending, as little-endian 16-bit numbers. */
export function packPlaces(places: readonly number[]): Buffer {
  const packed = Buffer.allocUnsafe(places.length * 2)
  for (const [index, place] of places.entries()) packed.writeUInt16LE(place, index * 2)
  return packed
}

export function unpackPlaces(packed: Buffer): number[] {
  const places = new Array<number>(packed.length >> 1)
  for (let index = 0; index < places.length; index++) places[index] = packed.readUInt16LE(index * 2)
  return places
}

type FactRow = [
  seq: number,
  destination: string,
  client: string,
  action: string,
  ruleId: string | null,
  findingCounts: string | null,
]

type PlacesByValue = Map<Facet, Map<string, number[]>>

function placesByValue(rows: readonly FactRow[], from: number): PlacesByValue {
  const facets: PlacesByValue = new Map()
  for (const [seq, destination, client, action, ruleId, findingCounts] of rows) {
    const place = seq - from
    add(facets, 'destination', destination, place)
    add(facets, 'client', client, place)
    add(facets, 'action', action, place)
    if (ruleId !== null) add(facets, 'rule', ruleId, place)
    if (findingCounts === null) continue
    for (const type of Object.keys(JSON.parse(findingCounts))) add(facets, 'entity', type, place)
  }
  return facets
}

function add(facets: PlacesByValue, facet: Facet, value: string, place: number): void {
  const values = facets.get(facet) ?? new Map<string, number[]>()
  facets.set(facet, values)
  const places = values.get(value)
  if (places === undefined) values.set(value, [place])
  else places.push(place)
}
