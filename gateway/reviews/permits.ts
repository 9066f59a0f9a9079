/** Knows which answers count now, and tells whoever carries traffic when that changes. */
import type { Permit } from '../core/review/permit.ts'
import { isReviewable } from '../core/review/review.ts'
import type { TunnelPermit } from '../core/review/tunnel-permit.ts'
import { secondMs } from '../core/units.ts'
import type { BootClock } from '../ops/boot-clock.ts'
import type { KeptReview, ReviewRegister } from '../store/review-register.ts'

export interface PermitsOptions {
  register: ReviewRegister
  steady: BootClock
}

export interface Permits extends Disposable {
  current(): readonly Permit[]
  tunnels(): readonly TunnelPermit[]
  /** Reads them anew. Throws the STORE_ errors; what counted goes on to count then. */
  refresh(): void
  /** Takes a single passage; false where that was done already, or its time is over. Throws the STORE_ errors. */
  use(review: string): boolean
  onChange(listener: () => void): void
}

/** What was answered before this start of the gateway, and still counts, is read at once. */
export function openPermits({ register, steady }: PermitsOptions): Permits {
  const listeners: (() => void)[] = []
  let permits: readonly Permit[] = []
  let tunnels: readonly TunnelPermit[] = []

  function replace(next: { permits?: readonly Permit[]; tunnels?: readonly TunnelPermit[] }): void {
    permits = next.permits ?? permits
    tunnels = next.tunnels ?? tunnels
    for (const listener of listeners) listener()
  }

  function refresh(): void {
    const counting = register.counting(steady.boot, steady.nowMs())
    replace({ permits: counting.flatMap(permitOf), tunnels: counting.flatMap(tunnelOf) })
  }

  // Workers look at the time themselves; this spares them what is over.
  const timer = setInterval(() => {
    const now = steady.nowMs()
    const counts = ({ until }: { until: number }) => until > now
    if (permits.every(counts) && tunnels.every(counts)) return
    replace({ permits: permits.filter(counts), tunnels: tunnels.filter(counts) })
  }, secondMs)
  timer.unref()

  return {
    current: () => permits,
    tunnels: () => tunnels,
    refresh,
    use(review) {
      const isTaken = register.use(review, steady.boot, steady.nowMs())
      if (isTaken) replace({ permits: permits.filter((permit) => permit.review !== review) })
      return isTaken
    },
    onChange: (listener) => void listeners.push(listener),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

function permitOf(review: KeptReview): Permit[] {
  const { id, kind, client, destination, port, rule, reason, isList, method, path, found, answered } = review
  if (kind !== 'request' || !isReviewable(reason)) return []
  if (answered === null || answered.term === null) return []
  const { answer, term } = answered
  if (answer === 'no' || answer === 'always') return []
  return [
    {
      ...{ review: id, answer, client, destination, port, rule, reason, isList, until: term.until },
      types: found.filter(({ refused }) => refused).map(({ type }) => type),
      request: answer === 'once' ? { method, path } : null,
    },
  ]
}

function tunnelOf(review: KeptReview): TunnelPermit[] {
  const { id, kind, client, address, machine, destination, port, found, answered } = review
  if (kind !== 'tunnel' || answered?.answer !== '15m' || answered.term === null) return []
  const types = found.filter(({ refused }) => refused).map(({ type }) => type)
  return [{ review: id, client, address, machine, destination, port, types, until: answered.term.until }]
}
