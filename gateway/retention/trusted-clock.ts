/** Watches the clock while the gateway runs, and remembers the latest time at which it could be trusted. */

import { GatewayError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import { type ClockTrust, clockReasons, judgeClock, markEveryMs } from '../core/retention/clock-trust.ts'
import { dayMs } from '../core/units.ts'
import type { StoredLedger } from '../store/ledger.ts'
import type { ClockRecords } from '../store/sweep-holds.ts'

export interface TrustedClock {
  judge(): ClockTrust
  /** Judges, and moves the mark on where the clock is trusted; writes at most once an hour. */
  observe(): ClockTrust
  /** A person vouches for the clock as it stands: age counts by it from here. */
  confirm(): void
}

export interface TrustedClockOptions {
  clock: Clock
  builtAt: number
  records: ClockRecords
  ledger: Pick<StoredLedger, 'newestAt' | 'oldestAt' | 'size'>
}

/** Throws the STORE_ errors when asked: a clock whose past cannot be read is not trusted. */
export function createTrustedClock({ clock, builtAt, records, ledger }: TrustedClockOptions): TrustedClock {
  let anchor = { wall: clock.now(), monotonic: clock.monotonic() }

  const judge = (): ClockTrust => {
    const mark = records.mark()
    const now = clock.now()
    return judgeClock({
      now,
      builtAt,
      mark: mark?.at ?? null,
      newestEntry: ledger.newestAt(mark?.entries ?? 0),
      oldestEntry: ledger.oldestAt(),
      movedMs: now - anchor.wall - (clock.monotonic() - anchor.monotonic),
    })
  }
  const markNow = () => {
    anchor = { wall: clock.now(), monotonic: clock.monotonic() }
    records.setMark({ at: Math.round(anchor.wall), entries: ledger.size })
  }
  return {
    judge,
    observe() {
      const trust = judge()
      const mark = records.mark()
      if (trust.trusted && (mark === null || clock.now() - mark.at >= markEveryMs)) markNow()
      return trust
    },
    confirm: markNow,
  }
}

/** Throws CLOCK_UNTRUSTED with what is odd about it. */
export function assertTrusted(trust: ClockTrust): void {
  if (!trust.trusted) throw clockError(trust)
}

export function clockError(trust: Extract<ClockTrust, { trusted: false }>): GatewayError {
  return new GatewayError(
    'CLOCK_UNTRUSTED',
    { reason: trust.reason, days: Math.round(trust.byMs / dayMs) },
    {
      hint: `${clockReasons[trust.reason]} Compare it with another clock; if it is right: gatehouse sweep run --clock-is-right`,
    },
  )
}
