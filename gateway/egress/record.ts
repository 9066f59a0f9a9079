/** Writes down how an exchange went: the last step of its way, taken whatever happened before. */
import type { RecordedExchange, VerdictAction, VerdictReason } from '../core/journal.ts'
import { journalHost } from '../core/policy/journal-host.ts'
import { templateOf } from '../core/policy/target-template.ts'
import type { Judgement } from '../core/policy/verdict.ts'
import type { ClientResponse } from './client-message.ts'
import type { ClientConnection, Tunnel } from './connection.ts'
import type { Egress } from './shared.ts'
import { isGuest, machineNotes } from './standing.ts'

/** What is known when an exchange begins. */
export interface Beginning {
  id: string
  at: number
  startedMs: number
  connection: ClientConnection
  counter: { bytes: number }
  /** Whose clock it began by, and where it is written down. */
  egress: Pick<Egress, 'ports' | 'guests' | 'guestBytes'>
}

/** Where the exchange wants to go; null parts were not understood. */
export interface Wanted {
  host: string
  port: number
  method: string | null
  target: string | null
}

/** How it ended. */
export interface Ending {
  action: VerdictAction
  reason: VerdictReason
  ruleId: string | null
  status: number | null
  address: string | null
  forwardedBytes: number
  responseBytes: number
  observed: boolean
  notes: readonly string[]
  judgement: Judgement | null
}

/** The parts of an ending that most endings share. */
export const nothingForwarded = {
  address: null,
  forwardedBytes: 0,
  responseBytes: 0,
  observed: false,
  notes: [] as readonly string[],
  judgement: null,
}

export function begin(
  connection: ClientConnection,
  egress: Pick<Egress, 'ports' | 'ids' | 'guests' | 'guestBytes'>,
): Beginning {
  const { ports, ids } = egress
  const at = ports.clock.now()
  return {
    id: ids.next(at),
    at,
    startedMs: ports.clock.monotonic(),
    connection,
    counter: { bytes: 0 },
    egress,
  }
}

export function record(beginning: Beginning, wanted: Wanted, ending: Ending): void {
  const { connection, egress } = beginning
  const { ports, guestBytes } = egress
  if (isGuest(connection, egress)) {
    guestBytes.add(beginning.counter.bytes, ending.responseBytes)
    return
  }
  const entry: RecordedExchange = {
    id: beginning.id,
    at: beginning.at,
    durationMs: Math.round(ports.clock.monotonic() - beginning.startedMs),
    client: connection.client,
    scheme: connection.scheme,
    destination: journalHost(wanted.host),
    port: wanted.port,
    address: ending.address,
    method: wanted.method,
    pathTemplate: wanted.target === null ? null : templateOf(wanted.target),
    status: ending.status,
    requestBytes: beginning.counter.bytes,
    forwardedBytes: ending.forwardedBytes,
    responseBytes: ending.responseBytes,
    action: ending.action,
    reason: ending.reason,
    ruleId: ending.ruleId,
    observed: ending.observed,
    notes: [...withTunnel(ending.notes, connection.tunnel, wanted.host), ...machineNotes(connection, egress)],
    findings: ending.judgement?.findings ?? [],
    findingCounts: ending.judgement?.findingCounts ?? {},
    ...(connection.client === connection.address ? {} : { from: connection.address }),
    ...(ending.judgement?.looked === undefined ? {} : { looked: ending.judgement.looked }),
  }
  ports.journal.record(entry)
}

/** By which name its tunnel was judged, where that is not the request's own. */
function withTunnel(notes: readonly string[], tunnel: Tunnel | null, host: string): readonly string[] {
  if (tunnel === null || (tunnel.host === host && tunnel.ruledAs === host)) return notes
  return [
    ...notes,
    ...(tunnel.host === host ? [] : [`asked-for:${journalHost(tunnel.host)}`]),
    ...(tunnel.ruledAs === tunnel.host ? [] : ['no-server-name']),
  ]
}

/** True where an answer can still be given. */
export function canAnswer(response: ClientResponse): boolean {
  return !response.headersSent && !response.destroyed && response.socket?.writable !== false
}
