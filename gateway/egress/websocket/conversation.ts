/** Joins the two sides of a WebSocket: messages pass both ways, and whoever ends it, the other learns how. */
import { Buffer } from 'node:buffer'
import type { VerdictAction, VerdictReason } from '../../core/journal.ts'
import type { Clock } from '../../core/ports.ts'
import { secondMs } from '../../core/units.ts'
import type { Waits } from '../waits.ts'
import type { FrameFault } from './frame-fault.ts'
import { Leg, type LegBounds, type LegListener, type LegOptions } from './leg.ts'
import { OneWay, type Treatment } from './one-way.ts'

export interface ConversationOptions {
  client: LegOptions
  destination: LegOptions
  /** What is done to the messages of each. */
  outward: Treatment
  inward: Treatment
  bounds: LegBounds
  clock: Pick<Clock, 'monotonic'>
  waits: Waits
  /** How long neither side may say anything. */
  idleTimeoutMs: number
  /** What the client is told where the gateway ends it, at most 123 bytes. */
  words(reason: VerdictReason): string
  fault(error: unknown): void
}

/** Why the gateway ended it. */
export interface Stop {
  action: VerdictAction
  reason: VerdictReason
}

/** How it ended. `code`: the first close frame's; 1005 one without a code, 1006 none came. */
export interface ConversationEnd {
  code: number
  stop: Stop | null
}

/** How long a side may take to read what it is still sent, and to answer a close frame. */
const closeTimeoutMs = 30 * secondMs
/** How long it may take to let go of a connection that the gateway ended. */
const lingerMs = 5 * secondMs

export class Conversation {
  readonly #options: ConversationOptions
  readonly #client: Leg
  readonly #destination: Leg
  readonly #outward: OneWay
  readonly #inward: OneWay
  readonly #closedBy = new Set<Leg>()
  readonly #over = Promise.withResolvers<void>()
  #open = 2
  #code = 1006
  #stop: Stop | null = null
  #timer: NodeJS.Timeout | null = null
  #heardAt: number
  readonly #waiting = { leftMs: () => this.#leftMs(), timeIsUp: () => this.#endBoth(1001) }

  constructor(options: ConversationOptions) {
    this.#options = options
    this.#heardAt = options.clock.monotonic()
    const { bounds } = options
    this.#outward = this.#way(options.outward, () => [this.#client, this.#destination])
    this.#inward = this.#way(options.inward, () => [this.#destination, this.#client])
    const ofClient = { bounds, listener: this.#listen(this.#outward, () => this.#client) }
    this.#client = new Leg('server', options.client, ofClient)
    const ofDestination = { bounds, listener: this.#listen(this.#inward, () => this.#destination) }
    this.#destination = new Leg('client', options.destination, ofDestination)
  }

  /** Resolves when both sides are gone. */
  async carry(): Promise<ConversationEnd> {
    const { waits, client, destination } = this.#options
    for (const { stream } of [this.#client, this.#destination]) {
      if (stream.destroyed) this.#sideGone()
      else stream.once('close', () => this.#sideGone())
    }
    waits.begin(this.#waiting)
    this.#client.start(client.head)
    this.#destination.start(destination.head)
    await this.#over.promise
    this.#outward.stop()
    this.#inward.stop()
    waits.end(this.#waiting)
    if (this.#timer !== null) clearTimeout(this.#timer)
    return { code: this.#code, stop: this.#stop }
  }

  /** Ends it for a reason of the gateway's own: nothing more is handed on. */
  stop(stop: Stop): void {
    if (this.#stop !== null) return
    this.#stop = stop
    this.#endBoth(codeOf(stop.reason), this.#options.words(stop.reason))
  }

  #way(treatment: Treatment, legs: () => [Leg, Leg]): OneWay {
    return new OneWay({
      from: () => legs()[0],
      to: () => legs()[1],
      treatment,
      stop: (reason) => {
        const action = reason === 'internal' ? 'fail' : 'refused-midstream'
        this.stop({ action, reason })
      },
      closed: () => this.#closePassed(),
      ended: () => this.#sideEnded(...legs()),
      fault: this.#options.fault,
    })
  }

  #listen(way: OneWay, leg: () => Leg): LegListener {
    return {
      message: (data, isBinary, share) => way.add({ kind: 'message', data, isBinary, share }),
      ping: (data) => way.add({ kind: 'ping', data }),
      pong: (data) => way.add({ kind: 'pong', data }),
      closed: (code, reason) => {
        if (this.#closedBy.size === 0 && this.#stop === null) this.#code = code
        this.#closedBy.add(leg())
        way.add({ kind: 'close', code, reason })
      },
      ended: () => way.add({ kind: 'end' }),
      failed: (fault) => this.#failed(fault, leg()),
      heard: () => {
        this.#heardAt = this.#options.clock.monotonic()
      },
      room: () => way.room(),
    }
  }

  /** RFC 6455 §7.1.1: who has sent and got a close frame lets go of the connection. */
  #closePassed(): void {
    this.#expectEnd(closeTimeoutMs)
    if (this.#closedBy.size < 2) return
    this.#client.finish()
    this.#destination.finish()
  }

  /** One that went without a close frame is missed on the other side too: it gets none. */
  #sideEnded(gone: Leg, other: Leg): void {
    this.#expectEnd(closeTimeoutMs)
    if (this.#closedBy.has(gone) && !this.#closedBy.has(other)) return
    gone.finish()
    other.finish()
  }

  #failed(fault: FrameFault, by: Leg): void {
    if (this.#stop !== null) return
    const isClient = by === this.#client
    this.#stop = isClient ? clientStop(fault) : destinationStop(fault)
    // Who did nothing wrong is told that the other end is gone (1001), or was no good (1014, IANA: bad gateway).
    this.#endBoth(isClient ? fault.code : 1014, '', isClient ? 1001 : fault.code)
  }

  #endBoth(clientCode: number, words = '', destinationCode = clientCode): void {
    this.#outward.stop()
    this.#inward.stop()
    if (this.#closedBy.size === 0) this.#code = clientCode
    this.#client.close(clientCode, Buffer.from(words))
    this.#destination.close(destinationCode)
    this.#client.finish()
    this.#destination.finish()
    this.#expectEnd(lingerMs)
  }

  #expectEnd(withinMs: number): void {
    if (this.#timer !== null) {
      if (withinMs === closeTimeoutMs) return
      clearTimeout(this.#timer)
    }
    this.#timer = setTimeout(() => {
      this.#client.stream.destroy()
      this.#destination.stream.destroy()
    }, withinMs)
  }

  #sideGone(): void {
    this.#open -= 1
    this.#expectEnd(closeTimeoutMs)
    if (this.#open === 0) this.#over.resolve()
  }

  #leftMs(): number {
    const { clock, idleTimeoutMs } = this.#options
    return Math.max(0, this.#heardAt + idleTimeoutMs - clock.monotonic())
  }
}

/** RFC 6455 §7.4.1 and IANA's registry. */
function codeOf(reason: VerdictReason): number {
  switch (reason) {
    case 'too-large':
      return 1009
    case 'internal':
      return 1011
    case 'gateway-stopped':
      return 1001
    default:
      return 1008
  }
}

function clientStop({ kind }: FrameFault): Stop {
  switch (kind) {
    case 'malformed':
      return { action: 'refused-midstream', reason: 'malformed-request' }
    case 'too-large':
      return { action: 'refused-midstream', reason: 'too-large' }
    case 'flood':
      return { action: 'refused-midstream', reason: 'limit' }
    case 'busy':
      return { action: 'refused-midstream', reason: 'busy' }
  }
}

function destinationStop({ kind }: FrameFault): Stop {
  switch (kind) {
    case 'malformed':
    case 'flood':
      return { action: 'fail', reason: 'upstream-protocol' }
    case 'too-large':
      return { action: 'fail', reason: 'answer-too-large' }
    case 'busy':
      return { action: 'fail', reason: 'busy' }
  }
}
