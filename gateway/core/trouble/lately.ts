/** Remembers what was done with each address's exchanges of the last five minutes: in memory alone, and no more than has room. */
import type { Asker } from '../client/asker.ts'
import type { RecordedExchange } from '../journal.ts'
import { minuteMs } from '../units.ts'
import { type Seen, seenIn } from './happened.ts'

/** Exchanges that came to the same. */
export interface Lately {
  seen: Seen
  /** Where it came from. */
  address: string
  times: number
  /** Since the last of them ended. */
  agoMs: number
}

interface Row extends Omit<Lately, 'agoMs' | 'address'> {
  /** When the last of them ended, in monotonic milliseconds. */
  atMs: number
}

interface Address {
  rows: Map<string, Row>
  /** When it was heard of last. */
  atMs: number
}

export const latelyMs = 5 * minuteMs
/** Of one address, and of all: a flood pushes out its own first. */
export const mostRemembered = { ofAddress: 200, ofAll: 10_000 } as const

export class LatelySeen {
  /** The address that was heard of last comes last, and so does each address's latest. */
  readonly #byAddress = new Map<string, Address>()
  #size = 0

  /** Rows that are remembered, of all addresses. */
  get size(): number {
    return this.#size
  }

  take(record: RecordedExchange, nowMs: number): void {
    const seen = seenIn(record)
    if (seen === null) return
    const address = record.from ?? record.client
    const rows = this.#byAddress.get(address)?.rows ?? new Map<string, Row>()
    this.#byAddress.delete(address)
    this.#byAddress.set(address, { rows, atMs: nowMs })
    const key = kindOf(seen)
    const known = rows.get(key)
    const isFresh = known !== undefined && nowMs - known.atMs < latelyMs
    if (rows.delete(key)) this.#size -= 1
    // Whoever picks one that happened again meanwhile still finds it: it keeps the first one's id.
    rows.set(
      key,
      isFresh ? { ...known, times: known.times + 1, atMs: nowMs } : { seen, times: 1, atMs: nowMs },
    )
    this.#size += 1
    this.#forget(rows, nowMs)
  }

  /** Newest first; what another machine did at these addresses is none of the asker's. */
  of({ address, machine, others }: Asker, nowMs: number): Lately[] {
    return [address, ...others]
      .flatMap((from) => this.#at(from, machine, nowMs))
      .toSorted((one, other) => one.agoMs - other.agoMs)
  }

  #at(address: string, machine: string | null, nowMs: number): Lately[] {
    const rows = [...(this.#byAddress.get(address)?.rows.values() ?? [])].reverse()
    return rows
      .filter(({ seen, atMs }) => nowMs - atMs < latelyMs && seen.machine === machine)
      .map(({ seen, times, atMs }) => ({ seen, address, times, agoMs: nowMs - atMs }))
  }

  /** What is too old, and what has no room. */
  #forget(own: Map<string, Row>, nowMs: number): void {
    for (const [key, { atMs }] of own) {
      if (own.size <= mostRemembered.ofAddress && nowMs - atMs < latelyMs) break
      own.delete(key)
      this.#size -= 1
    }
    for (const [address, { rows, atMs }] of this.#byAddress) {
      if (this.#size <= mostRemembered.ofAll && nowMs - atMs < latelyMs) return
      this.#byAddress.delete(address)
      this.#size -= rows.size
    }
  }
}

function kindOf({ id: _id, ...rest }: Seen): string {
  return JSON.stringify(rest)
}
