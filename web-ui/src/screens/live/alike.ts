/** Puts exchanges together that differ in time and size alone, so that a busy program does not hide the others. */
import type { Exchange } from '../../api/types.ts'

export interface Alike {
  /** The one that is shown. */
  newest: Exchange
  /** All, newest first. */
  records: readonly Exchange[]
}

/** Keeps the order of the newest of each; what had findings in other places or numbers stays apart. */
export function groupAlike(records: readonly Exchange[]): Alike[] {
  const groups = new Map<string, Exchange[]>()
  for (const record of records) {
    const key = likeness(record)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [record])
    else group.push(record)
  }
  return [...groups.values()].map((group) => ({ newest: group[0] as Exchange, records: group }))
}

export function eachAlone(records: readonly Exchange[]): Alike[] {
  return records.map((record) => ({ newest: record, records: [record] }))
}

function likeness(record: Exchange): string {
  const { client, scheme, destination, port, method, pathTemplate, action, reason, ruleId } = record
  const found = Object.entries(record.findingCounts).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([
    client,
    scheme,
    destination,
    port,
    method,
    pathTemplate,
    action,
    reason,
    ruleId,
    found,
  ])
}
