/** The way of one WebSocket: its handshake is inspected like any request, then its messages, until both sides are gone. */
import { Buffer } from 'node:buffer'
import type { Duplex } from 'node:stream'
import type { RequestHead } from '../../core/http/head.ts'
import { conclude, refuse } from '../conclude.ts'
import { identifyClient } from '../identify.ts'
import { judgementOf } from '../inspected.ts'
import type { Objection } from '../lasting.ts'
import { locate } from '../locate.ts'
import type { Ending } from '../record.ts'
import { objectionToMachine } from '../standing.ts'
import { decide, prepare, understand } from '../steps.ts'
import { viaOfAnswer } from '../via.ts'
import type { Way } from '../way.ts'
import { type Asking, askForWebSocket, type Switched } from './ask.ts'
import { carryWebSocket, maxMessageBytes } from './carry.ts'
import { readHandshake, readHandshakeAnswer, withoutProof, withProof } from './handshake.ts'

/** The client's side of a handshake: one connection of HTTP/1.1, or one stream of HTTP/2. */
export interface WebSocketClient {
  /** True in HTTP/2: there is no key, and nothing to be proven by it (RFC 8441 §5). */
  isKeyless: boolean
  /** Says yes, with these fields; hands over what carries frames from then on, and what of them was read already. */
  accept(fields: readonly string[]): { stream: Duplex; head: Buffer }
}

/**
 * `way.request` shows the handshake as a GET without a body, whichever version of HTTP carries it. Rejects with what the
 * steps of an exchange reject with; until `accept` the client can be told.
 */
export async function openWebSocket(way: Way, client: WebSocketClient): Promise<Ending> {
  const unknown = await identifyClient(way)
  if (unknown !== null) return unknown
  way.follow()
  const understood = understand(way)
  if (!understood.ok) return understood.ending
  const { head, place } = understood
  const rule = decide(way, understood)
  const newKey = client.isKeyless ? () => way.egress.ports.random(16).toString('base64') : null
  const handshake = readHandshake(head, newKey)
  const ready = await prepare(way, understood, rule)
  if (!ready.ok) return ready.ending
  if (handshake === null) return refuse(way, head, { reason: 'malformed-request', ruleId: null })
  const asking: Asking = { ...ready, head, rule, hostField: place.hostField, handshake }
  const outcome = await askForWebSocket(way, asking)
  if (outcome.kind !== 'switched') return conclude(way, head, { outcome, ...asking })
  return begin(way, { client, asking, switched: outcome, place })
}

interface Taken {
  client: WebSocketClient
  asking: Asking
  switched: Switched
  place: ReturnType<typeof locate>
}

async function begin(way: Way, { client, asking, switched, place }: Taken): Promise<Ending> {
  const { head, handshake, inspected, route, rule } = asking
  const { limits } = way.egress.options
  const bounds = { maxMessageBytes: maxMessageBytes(limits), maxRatio: limits.maxDecodedRatio }
  const agreed = readHandshakeAnswer(switched, handshake, bounds)
  const objection = () => objectionTo(way, head)
  // The rules may have changed since the handshake left: as long as the client has no answer, it can be told.
  const late: Objection | null = agreed === null ? wrongAnswer : objection()
  if (late !== null || agreed === null) {
    switched.stream.on('error', () => {}).destroy()
    const why = late ?? wrongAnswer
    const refused = refuse(way, head, { ...why, judgement: judgementOf(inspected), left: true })
    const action = why === wrongAnswer ? 'fail' : 'refused-midstream'
    return { ...refused, action, address: route.upstream.address, notes: inspected.notes }
  }
  const own = client.isKeyless ? withoutProof(agreed.fields) : withProof(agreed.fields, handshake.key)
  const via = viaOfAnswer(way, rule)
  // From here on it is followed as a WebSocket, which ends with words.
  way.unfollow()
  const accepted = client.accept(via === null ? own : [...own, 'Via', via])
  return carryWebSocket(way, {
    head,
    place,
    inspected,
    status: client.isKeyless ? 200 : 101,
    address: route.upstream.address,
    client: { ...accepted, deflate: agreed.client },
    destination: { stream: switched.stream, head: Buffer.alloc(0), deflate: agreed.destination },
    objection,
  })
}

const wrongAnswer: Objection = { reason: 'upstream-protocol', ruleId: null }

/** What the rules as they are now have against its going on; what they say of messages counts for the next one. */
function objectionTo(way: Way, head: RequestHead): Objection | null {
  const { connection, egress } = way
  if (egress.stopping) return { reason: 'gateway-stopped', ruleId: null }
  if (!egress.serves(connection.address)) return { reason: 'client-not-allowed', ruleId: null }
  const unwanted = objectionToMachine(connection, egress) ?? egress.logins.objectionTo(connection)
  if (unwanted !== null) return unwanted
  const place = locate(connection, head, egress)
  return place.refusal === null ? null : { reason: place.refusal, ruleId: place.ruleId }
}
