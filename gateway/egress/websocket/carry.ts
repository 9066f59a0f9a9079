/** Carries a WebSocket behind its handshake, over HTTP/1.1 or HTTP/2: analyze and restore message by message, then record. */

import type { RequestHead } from '../../core/http/head.ts'
import { destinationGroup } from '../../core/policy/decide.ts'
import { pathOf } from '../../core/policy/target-template.ts'
import type { ExchangeRule } from '../../core/policy/verdict.ts'
import { minuteMs } from '../../core/units.ts'
import { judgementOf, type Passable } from '../inspected.ts'
import type { Objection } from '../lasting.ts'
import type { Place } from '../locate.ts'
import { type Beginning, type Ending, nothingForwarded, record } from '../record.ts'
import { exchangeRule } from '../standing.ts'
import type { Way } from '../way.ts'
import { Conversation } from './conversation.ts'
import { Inward } from './inward.ts'
import type { LegOptions } from './leg.ts'
import type { MessageRule } from './message-rule.ts'
import { Outward } from './outward.ts'
import { Tally } from './tally.ts'

/** A WebSocket that both sides have agreed to. */
export interface OpenWebSocket {
  head: RequestHead
  place: Place
  /** What came of the handshake. */
  inspected: Passable
  /** As of the answer to the handshake: 101, in HTTP/2 200. */
  status: number
  address: string | null
  client: LegOptions
  destination: LegOptions
  /** What the rules as they are now have against it; asked after each reload. */
  objection(): Objection | null
}

/** How long a part of a lasting WebSocket may be before it gets a record of its own. */
const partMs = 15 * minuteMs
/** So many times what is held of a body: one message is held whole, whatever its rule says of long ones. */
const longestInHolds = 16

/** Resolves when both sides are gone, with how it ended; long ones are recorded in parts meanwhile. */
export async function carryWebSocket(way: Way, open: OpenWebSocket): Promise<Ending> {
  const tally = new Tally()
  tally.opened(judgementOf(open.inspected), open.inspected)
  const conversation = conversationOf(way, open, tally)
  let objected: Objection | null = null
  const permission = { destroy: () => conversation.stop(stopFor(objected)) }
  const over = way.egress.lasting.follow(permission, () => {
    objected = open.objection()
    return objected
  })
  const { code, stop } = await conversation.carry()
  const ended = over()
  const { requestBytes, notes, ...tallied } = tally.take()
  way.beginning.counter.bytes += requestBytes
  return {
    ...nothingForwarded,
    ...tallied,
    ...(stop ?? (way.isCutByStop ? stopped : {})),
    ruleId: ended === null ? messageExchangeRule(way, open).id : ended.ruleId,
    status: open.status,
    address: open.address,
    notes: [...notes, `closed:${code}`],
  }
}

function conversationOf(way: Way, open: OpenWebSocket, tally: Tally): Conversation {
  const { egress } = way
  const { limits } = egress.options
  const { clock, fault } = egress.ports
  const parts = new Parts(way, open, tally)
  const outward = new Outward({
    ruleNow: () => ruleOf(way, open),
    holdBytes: limits.holdBytes,
    judged: (message) => {
      tally.sent(message)
      parts.look()
    },
  })
  const inward = new Inward({
    tokensNow: () => (way.tokens !== null && messageExchangeRule(way, open).restore ? way.tokens : null),
    received: (bytes) => {
      tally.received(bytes)
      parts.look()
    },
    fault: (error) => fault('restore', error),
  })
  const share = () => egress.held.shareOf(way.connection.client, limits)
  return new Conversation({
    client: open.client,
    destination: open.destination,
    outward,
    inward,
    bounds: { maxMessageBytes: maxMessageBytes(limits), clock, share },
    clock,
    waits: egress.waits,
    idleTimeoutMs: limits.tunnelIdleTimeoutMs,
    words: (reason) => `Gatehouse: ${reason} (${way.beginning.id})`,
    fault: (error) => fault('websocket', error),
  })
}

const stopped = { action: 'fail', reason: 'gateway-stopped' } as const

function stopFor(objected: Objection | null) {
  if (objected?.reason === 'gateway-stopped') return stopped
  return { action: 'refused-midstream', reason: objected?.reason ?? 'internal' } as const
}

/** The longest message that is taken in: its handshake's limits hold for it as they do for a body. */
export function maxMessageBytes(limits: Way['egress']['options']['limits']): number {
  const bounds = [limits.holdBytes * longestInHolds, limits.maxBodyBytes, limits.maxDecodedBytes]
  return Math.min(...bounds.filter((bound) => bound > 0))
}

/**
 * The rule that is in force now for what the client sends. The handshake was a GET, which asks for something; a message
 * hands something over, as the body of a POST does, and what may not leave in the one may not in the other.
 */
function messageExchangeRule({ egress, beginning }: Way, { head, place }: OpenWebSocket): ExchangeRule {
  const facts = {
    host: place.host,
    port: place.port,
    at: egress.ports.clock.now(),
    method: 'POST',
    path: pathOf(head.target),
    contentType: '',
  }
  return exchangeRule(beginning.connection, facts, egress)
}

function ruleOf(way: Way, open: OpenWebSocket): MessageRule {
  const { egress, connection } = way
  const { blindIndex, clock } = egress.ports
  const policy = egress.ports.policy.current()
  const rule = messageExchangeRule(way, open)
  const group = destinationGroup(policy, open.place.host)
  const tokens = way.tokensFor(rule, group)
  const { client } = connection
  const persons = egress.persons.counterFor({
    client,
    destination: group,
    ruleId: rule.id,
    at: clock.now(),
  })
  return {
    rule,
    persons,
    tokens,
    judgeOptions: {
      policy,
      rule,
      destinationGroup: group,
      blindIndex,
      persons,
      standIns: tokens?.standIns,
      maxFileBytes: egress.options.limits.holdBytes,
      room: way,
    },
  }
}

/** Writes a record down each quarter of an hour in which anything passed: nobody waits for the end of a day to see it. */
class Parts {
  readonly #way: Way
  readonly #open: OpenWebSocket
  readonly #tally: Tally
  #since: number

  constructor(way: Way, open: OpenWebSocket, tally: Tally) {
    this.#way = way
    this.#open = open
    this.#tally = tally
    this.#since = way.egress.ports.clock.monotonic()
  }

  look(): void {
    const { egress, beginning, wanted } = this.#way
    const { clock } = egress.ports
    const now = clock.monotonic()
    if (now - this.#since < partMs || this.#tally.isEmpty) return
    const { requestBytes, notes, ...tallied } = this.#tally.take()
    const at = clock.now()
    const part: Beginning = {
      ...beginning,
      id: egress.ids.next(at),
      at: at - Math.round(now - this.#since),
      startedMs: this.#since,
      counter: { bytes: requestBytes },
    }
    this.#since = now
    record(part, wanted, {
      ...nothingForwarded,
      ...tallied,
      ruleId: messageExchangeRule(this.#way, this.#open).id,
      status: this.#open.status,
      address: this.#open.address,
      notes: [...notes, `part-of:${beginning.id}`],
    })
  }
}
