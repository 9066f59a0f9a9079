/** Tells readings that are new from those sent again, by the spool that a device counts them in. */

/** How far one spool has come. */
export interface StreamState {
  /** The last reading that was taken into memory or could never be kept. */
  accepted: number
  /** The last reading up to which everything is on the disk; 0 before the first. */
  stored: number
  /** When something was last heard of it, milliseconds since 1970. */
  at: number
  /** A reading had to be let go of; until it comes again nothing behind it is taken, so that none is skipped. */
  stalled: boolean
  /** It has to be asked for again. */
  wanted: boolean
}

export type StreamVerdict =
  | { verdict: 'new' /** Readings before it that will never come. */; missing: number }
  | { verdict: 'again' }
  | { verdict: 'wait' }

/** A device that begins spool after spool is remembered by its newest ones. */
export const mostStreams = 4

export class StreamProgress {
  readonly #streams = new Map<string, StreamState>()

  /** What the store remembers. What had to be let go of before it could be read is still to come again. */
  restore(stream: string, { seq, at }: { seq: number; at: number }): void {
    const { stalled, wanted } = this.#streams.get(stream) ?? fresh(at)
    this.#streams.set(stream, { accepted: seq, stored: seq, at, stalled, wanted })
  }

  judge(stream: string, seq: number): StreamVerdict {
    const state = this.#streams.get(stream)
    const accepted = state?.accepted ?? 0
    if (seq <= accepted) return { verdict: 'again' }
    if (state?.stalled === true && seq > accepted + 1) return { verdict: 'wait' }
    // A spool counts without a gap: what is missing in between was thrown away, said (`lost`) or unsaid.
    return { verdict: 'new', missing: state === undefined ? 0 : seq - accepted - 1 }
  }

  /** Takes a reading as the last one; returns the spools that are forgotten over it. */
  accept(stream: string, seq: number, at: number): string[] {
    const state = this.#streams.get(stream) ?? fresh(at)
    this.#streams.delete(stream)
    this.#streams.set(stream, { ...state, accepted: seq, at, stalled: false, wanted: false })
    const forgotten = [...this.#streams.keys()].slice(0, Math.max(0, this.#streams.size - mostStreams))
    for (const each of forgotten) this.#streams.delete(each)
    return forgotten
  }

  /** There was no room for the reading behind the last accepted one. */
  stall(stream: string, at: number): void {
    this.#streams.set(stream, { ...(this.#streams.get(stream) ?? fresh(at)), stalled: true, wanted: true })
    // Of spools from which nothing was ever taken only the newest few: a device could invent any number.
    const empty = [...this.#streams].filter(([, { accepted }]) => accepted === 0)
    for (const [each] of empty.slice(0, -mostStreams)) this.#streams.delete(each)
  }

  /** What is on the disk now. */
  stored(upTo: ReadonlyMap<string, number>): void {
    for (const [stream, seq] of upTo) {
      const state = this.#streams.get(stream)
      if (state !== undefined && seq > state.stored) state.stored = seq
    }
  }

  /** Spools with readings that are in memory alone. */
  unstored(): { stream: string; seq: number; at: number }[] {
    return [...this.#streams].flatMap(([stream, { accepted, stored, at }]) =>
      accepted > stored ? [{ stream, seq: accepted, at }] : [],
    )
  }

  /** What a device may forget: every spool of which something is stored. */
  answers(): { stream: string; seq: number }[] {
    return [...this.#streams].flatMap(([stream, { stored }]) => (stored > 0 ? [{ stream, seq: stored }] : []))
  }

  /** True once where readings have to be asked for again. */
  takeWanted(): boolean {
    let wanted = false
    for (const state of this.#streams.values()) {
      wanted ||= state.wanted
      state.wanted = false
    }
    return wanted
  }
}

function fresh(at: number): StreamState {
  return { accepted: 0, stored: 0, at, stalled: false, wanted: false }
}
