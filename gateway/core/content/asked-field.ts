/** Asks what the names say that lead to a text. */
import { entityTypes } from '../pii/entity.ts'
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'
import { withoutIndexes } from '../pii/fields/key-path.ts'
import type { NamesElsewhere } from '../pii/fields/names-elsewhere.ts'
import { type Records, recordKinds } from '../pii/fields/records.ts'
import type { TextContext } from './entity-editor.ts'
import { joinedPath } from './part-judge.ts'

/** The path by which names are asked; null where the text belongs to no field. */
export function askedPath(context: TextContext): string | null {
  return context.askedPath === undefined ? context.path() : context.askedPath()
}

/** True where the record in which the text stands has a phone or an address for mail, as far as that is known. */
export function isBesideContact(context: TextContext, records: Records): boolean {
  const place = withoutIndexes(joinedPath(context.judge.within ?? '', askedPath(context)))
  return (records.kindsAround(place) & recordKinds.contact) !== 0
}

/** What the name of the field tells in which the text stands; null where nothing. */
export function askMeaning(
  context: TextContext,
  { records, elsewhere }: { records: Records; elsewhere: NamesElsewhere | null },
): FieldMeaning | null {
  const { judge, place } = context
  const own = askedPath(context)
  const path = joinedPath(judge.within ?? '', own)
  if (path === '') return null
  const told = own === null ? undefined : elsewhere?.meaningAt(own)
  const meaning = told === undefined ? judge.analyzer.fields.meaningAt(path, records) : told
  // What opens a destination is sent to that destination in headers, cookies and queries: no finding of ours.
  if (place === 'body' || meaning?.role !== 'value') return meaning
  return entityTypes[meaning.type].class === 'secret' ? null : meaning
}
