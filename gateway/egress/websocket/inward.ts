/** Restores tokens in the messages of a destination: in each by itself, and in texts that run through many of them. */
import { Buffer } from 'node:buffer'
import { DeltaEvents, type RestoredEvent } from '../../core/restore/delta-events.ts'
import { isSlot } from '../../core/restore/pieces.ts'
import type { WayTokens } from '../way-tokens.ts'
import type { Treated, Treatment } from './one-way.ts'

export interface InwardOptions {
  /** Null where the rule that is in force restores nothing. */
  tokensNow(): WayTokens | null
  received(bytes: number): void
  /** Told where a message could not be looked through; it passes as it came. */
  fault(error: unknown): void
}

const nothing: Treated = { send: [] }

/**
 * Only what may begin a token in a text of a known shape is held back (core/restore), for the text's next message. A whole
 * message never waits, since whoever talks may wait for it.
 */
export class Inward implements Treatment {
  readonly #options: InwardOptions
  #events: DeltaEvents | null = null

  constructor(options: InwardOptions) {
    this.#options = options
  }

  message(data: Buffer, isBinary: boolean): Treated | Promise<Treated> {
    this.#options.received(data.length)
    if (isBinary) return { send: [data] }
    const tokens = this.#options.tokensNow()
    if (tokens === null) {
      const held = this.#heldAsItCame()
      return { send: [...held, data] }
    }
    this.#events ??= new DeltaEvents('any')
    try {
      return filled(this.#events.push({ name: null, data }), tokens, data)
    } catch (error) {
      this.#options.fault(error)
      return { send: [...this.#heldAsItCame(), data] }
    }
  }

  end(): Treated | Promise<Treated> {
    const tokens = this.#options.tokensNow()
    const events = this.#events
    this.#events = null
    if (events === null) return nothing
    if (tokens === null) return { send: events.held.map(({ data }) => Buffer.from(data)) }
    return filled(events.end(), tokens, null)
  }

  #heldAsItCame(): Buffer[] {
    const held = this.#events?.held.map(({ data }) => Buffer.from(data)) ?? []
    this.#events = null
    return held
  }
}

/** At once where there is nothing to be asked for. `data`: what came, where it may stay as it is. */
function filled(
  events: readonly RestoredEvent[],
  tokens: WayTokens,
  data: Buffer | null,
): Treated | Promise<Treated> {
  if (!events.some(({ pieces }) => pieces.some(isSlot))) {
    const send = events.map(({ pieces }) => Buffer.concat(pieces as Uint8Array[]))
    return data !== null && send.length === 1 && send[0]?.equals(data) ? { send: [data] } : { send }
  }
  return Promise.all(events.map(({ pieces }) => tokens.filled(pieces))).then((send) => ({
    send: send.map((bytes) => Buffer.from(bytes)),
  }))
}
