/** Judges a whole value of which a field's name says that it is a country's number: `{"nhs_number": "943 476 5919"}`. */
import { type EntityDescription, type EntityType, entityTypes } from '../../entity.ts'
import { TextView } from '../../text-view.ts'
import { Candidate } from './candidate.ts'
import type { NationalNumber } from './description.ts'
import { nationalNumbers } from './numbers.ts'
import { fits, WayTable } from './table.ts'

/**
 * How well `bytes[start, end)` is, as a whole, a number of this type, or for a general type (`TAX_ID`) of any country:
 * null where its form or check digits rule that out, and for types of which nothing is known here. Spaces around it do
 * not matter.
 */
export function isWholeValue(
  type: EntityType,
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
): { score: number; reasons: readonly string[] } | null {
  const table = tables.get(type)
  if (table === undefined) return null
  let from = start
  let to = end
  while (from < to && bytes[from] === SPACE) from++
  while (to > from && bytes[to - 1] === SPACE) to--
  if (to - from > longest) return null
  view.open({ bytes, start: from, from, end: to, final: true })
  candidate.read(view, from)
  const count = candidate.length
  if (count === 0 || candidate.ends[count - 1] !== to) return null
  let best: { score: number; reasons: string[] } | null = null
  for (const way of table.waysOf(candidate, count)?.all ?? []) {
    if (fits(candidate, way, count) === null) continue
    const judged = judge(way.number, way.from, count)
    if (judged && (best === null || judged.score > best.score)) best = judged
  }
  return best
}

const SPACE = 0x20
/** No way to write a number has more bytes. */
const longest = 40
const view = new TextView()
const candidate = new Candidate()

function judge(
  number: NationalNumber,
  from: number,
  count: number,
): { score: number; reasons: string[] } | null {
  if (number.possible && !number.possible(candidate.values, from, count)) return null
  const country = `country:${number.pack}`
  if (number.check === undefined) return { score: 0.85, reasons: [country, 'form'] }
  return number.check(candidate.values, from, count)
    ? { score: 0.97, reasons: [country, 'check-digits'] }
    : null
}

/** The ways to write a type's numbers; a general type has those of all countries. */
const tables = new Map<EntityType, WayTable>()
for (const [type, numbers] of groupByType()) tables.set(type, new WayTable(numbers))

function groupByType(): Map<EntityType, NationalNumber[]> {
  const groups = new Map<EntityType, NationalNumber[]>()
  const add = (type: EntityType, number: NationalNumber) =>
    groups.set(type, [...(groups.get(type) ?? []), number])
  for (const number of nationalNumbers) {
    add(number.type, number)
    const { kindOf }: EntityDescription = entityTypes[number.type]
    if (kindOf !== undefined) add(kindOf as EntityType, number)
    // In half of the Union the tax or company number serves behind the country's letters (Directive 2006/112/EC, Art. 215).
    if (/_VAT_/.test(number.type) || number.prefix !== undefined) add('VAT_ID', number)
  }
  return groups
}
