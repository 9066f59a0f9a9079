/** What is remembered for a few minutes of one exchange or connection, so that its verdict can be said in words: never a value, a path or a query. */
import { z } from 'zod'
import { machineIn } from '../client/machine-name.ts'
import { type RecordedExchange, verdictActions } from '../journal.ts'
import { isDeviceClient } from '../login/client-name.ts'
import { isResend } from '../original/original.ts'
import { type EntityType, entityTypeNames, operators } from '../pii/entity.ts'
import { verdictReasons } from '../policy/reasons.ts'

const changeSchema = z.strictObject({
  type: z.enum(entityTypeNames),
  operator: z.enum(operators),
  count: z.int(),
})
export type Change = z.infer<typeof changeSchema>

/** Notes of the journal that say what else was changed, or was not changed back. */
const told = ['metadata-stripped', 'unrestored'] as const

export const happenedSchema = z.strictObject({
  /** Of the first exchange of its kind. */
  id: z.string(),
  host: z.string(),
  port: z.int(),
  /** False for requests in the clear, which no tunnel carries. */
  encrypted: z.boolean(),
  action: z.enum(verdictActions),
  reason: z.enum(verdictReasons),
  rule: z.string().nullable(),
  /** As the client got it. */
  status: z.int().nullable(),
  /** What was not left as it came, or was a reason to stop it. */
  changes: z.array(changeSchema),
  /** True where there was more of it than is listed. */
  more: z.boolean(),
  /** The client's last word in TLS. */
  alert: z.string().nullable(),
  trackingRemoved: z.int(),
  marks: z.array(z.enum(told)),
})
export type Happened = z.infer<typeof happenedSchema>

/** The same with whose it was. */
export interface Seen extends Happened {
  /** As the journal calls it. */
  client: string
  /** Of the card that had the address then; null where nobody knows. */
  machine: string | null
  /** Whether a device showed its certificate, whoever has logged in on it. */
  byCertificate: boolean
}

/** More kinds of change than anybody reads, and a bound on what is remembered: the rest is `more`. */
const mostChanges = 8

/** Null for what went nowhere, and for what the owner sent: that machine knows nothing of it. */
export function seenIn(record: RecordedExchange): Seen | null {
  const { id, client, destination: host, port, scheme, method, action, reason, status, notes } = record
  if (host === '' || isResend(record)) return null
  const { changes, more } = changesIn(record)
  return {
    ...{ id, client, host, port, action, reason, status },
    machine: machineIn(record),
    byCertificate: isDeviceClient(client) || notes.some(isDeviceClient),
    encrypted: scheme === 'https' || method === 'CONNECT' || method === null,
    rule: record.ruleId,
    changes: changes.slice(0, mostChanges),
    more: more || changes.length > mostChanges,
    alert: after('alert:', notes),
    marks: told.filter((mark) => notes.includes(mark)),
    trackingRemoved: Number(after('tracking-removed:', notes) ?? 0),
  }
}

/** Types that did not leave as they came. */
export function changedTypes(record: RecordedExchange): EntityType[] {
  const { changes, more } = changesIn(record)
  const counted = Object.keys(record.findingCounts) as EntityType[]
  // Of what is not listed nobody knows what was done with it.
  return [...new Set([...changes.map(({ type }) => type), ...(more ? counted : [])])]
}

function changesIn({
  observed,
  findings,
  findingCounts,
}: RecordedExchange): Pick<Happened, 'changes' | 'more'> {
  if (observed || findings.length === 0) return { changes: [], more: false }
  const counts = new Map<string, Change>()
  for (const { type, operator } of findings) {
    if (operator === 'keep') continue
    const key = `${type} ${operator}`
    counts.set(key, { type, operator, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const all = Object.values(findingCounts).reduce((sum, count) => sum + count, 0)
  return { changes: [...counts.values()], more: all > findings.length }
}

function after(mark: string, notes: readonly string[]): string | null {
  return notes.find((note) => note.startsWith(mark))?.slice(mark.length) ?? null
}
