/** Writes an exchange's record as a row of the journal and reads it back, whatever traffic put into it. */
import type { ExchangeRecord, JournalFinding } from '../core/journal.ts'
import { maxJournalFindings } from '../core/journal.ts'
import type { ExchangeTable } from './schema.ts'

/** The columns of `exchange` after `seq`, in the order of `rowOf`. */
export const rowColumns = [
  'id',
  'at',
  'duration_ms',
  'client',
  'scheme',
  'destination',
  'port',
  'address',
  'method',
  'path_template',
  'status',
  'request_bytes',
  'forwarded_bytes',
  'response_bytes',
  'action',
  'reason',
  'rule_id',
  'observed',
  'notes',
  'findings',
  'finding_counts',
  'looked',
] as const satisfies readonly Exclude<keyof ExchangeTable, 'seq'>[]

/** One value per column of `rowColumns`: plain, so that it goes to another thread cheaply. */
export type Row = readonly (string | number | null)[]

export const rowIndex = { at: 1, action: 14, findingCounts: 20 } as const

/** The row of a record. Lengths and numbers are bounded here, since parts of it come from traffic. */
export function rowOf(record: ExchangeRecord): Row {
  return [
    short(record.id),
    whole(record.at),
    Number.isFinite(record.durationMs) ? record.durationMs : 0,
    short(record.client),
    record.scheme,
    short(record.destination),
    whole(record.port),
    record.address === null ? null : short(record.address),
    record.method === null ? null : short(record.method),
    record.pathTemplate === null ? null : bounded(record.pathTemplate, maxPath),
    record.status === null ? null : whole(record.status),
    whole(record.requestBytes),
    whole(record.forwardedBytes),
    whole(record.responseBytes),
    record.action,
    record.reason,
    record.ruleId === null ? null : short(record.ruleId),
    record.observed ? 1 : 0,
    record.notes.length === 0 ? null : JSON.stringify(record.notes),
    record.findings.length === 0
      ? null
      : JSON.stringify(record.findings.slice(0, maxJournalFindings).map(packFinding)),
    hasKeys(record.findingCounts) ? JSON.stringify(record.findingCounts) : null,
    record.looked ?? null,
  ]
}

/** The record of a row. */
export function recordOf(row: ExchangeTable): ExchangeRecord {
  return {
    id: row.id,
    at: row.at,
    durationMs: row.duration_ms,
    client: row.client,
    scheme: row.scheme as ExchangeRecord['scheme'],
    destination: row.destination,
    port: row.port,
    address: row.address,
    method: row.method,
    pathTemplate: row.path_template,
    status: row.status,
    requestBytes: row.request_bytes,
    forwardedBytes: row.forwarded_bytes,
    responseBytes: row.response_bytes,
    action: row.action as ExchangeRecord['action'],
    reason: row.reason as ExchangeRecord['reason'],
    ruleId: row.rule_id,
    observed: row.observed === 1,
    notes: row.notes === null ? [] : JSON.parse(row.notes),
    findings: row.findings === null ? [] : (JSON.parse(row.findings) as PackedFinding[]).map(unpackFinding),
    findingCounts: row.finding_counts === null ? {} : JSON.parse(row.finding_counts),
    ...(row.looked === null ? {} : { looked: row.looked }),
  }
}

/** A finding without its field names, which would be two thirds of the journal. Append only: old rows stay. */
type PackedFinding = [
  type: JournalFinding['type'],
  dataClass: JournalFinding['class'],
  place: JournalFinding['place'],
  path: string | null,
  offset: number,
  length: number,
  score: number,
  reasons: readonly string[],
  operator: JournalFinding['operator'],
  blindIndex: string | null,
]

function packFinding(finding: JournalFinding): PackedFinding {
  const { type, place, offset, length, score, reasons, operator, blindIndex } = finding
  const path = finding.path === null ? null : bounded(finding.path, maxPath)
  return [type, finding.class, place, path, offset, length, score, reasons, operator, blindIndex]
}

function unpackFinding(packed: PackedFinding): JournalFinding {
  const [type, dataClass, place, path, offset, length, score, reasons, operator, blindIndex] = packed
  return { type, class: dataClass, place, path, offset, length, score, reasons, operator, blindIndex }
}

/** Longer than any name DNS allows (253), and than any address or method. */
const maxShort = 300
const maxPath = 1000

function short(text: string): string {
  return bounded(text, maxShort)
}

function bounded(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

function whole(value: number): number {
  return Number.isFinite(value) ? Math.round(value) : 0
}

function hasKeys(counts: object): boolean {
  for (const _ in counts) return true
  return false
}
