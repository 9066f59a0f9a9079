/** Opens retention: sweeps when asked and once a day, one at a time, and carries on what was cut off. */
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import type { ClockTrust } from '../core/retention/clock-trust.ts'
import type { SweepPlan } from '../core/retention/plan.ts'
import { dayMs, hourMs, minuteMs } from '../core/units.ts'
import type { SweepRecord } from '../store/sweep-records.ts'
import type { SweepOutcome } from './conclude.ts'
import { isDue } from './daily.ts'
import { createHoldDesk, type HoldDesk } from './holds.ts'
import { makeParts, type RetentionOptions } from './make-parts.ts'
import type { SweepParts } from './parts.ts'
import { destroyReturnedKeys } from './returned-keys.ts'
import { type AskedSweep, carryOut, dueNow, intend, intendHourly, planNow } from './sweep.ts'
import { assertTrusted } from './trusted-clock.ts'
import { ledgerCode, showClock, showOutcome, showRefusal } from './warnings.ts'

export interface BegunSweep {
  id: string
  /** Never rejects. */
  finished: Promise<SweepOutcome>
}

export interface Retention extends AsyncDisposable {
  readonly holds: HoldDesk
  plan(): Promise<{ plan: SweepPlan; clock: ClockTrust }>
  /**
   * Resolves once the intent is durable. Throws SWEEP_RUNNING, CLOCK_UNTRUSTED, and the STORE_ and KEYRING_ errors:
   * then nothing was destroyed.
   */
  start(asked: { clockIsRight: boolean; actor: LedgerActor }): Promise<BegunSweep>
  list(limit: number, before?: string | null): SweepRecord[]
  get(id: string): SweepRecord | null
  proof(id: string): string | null
  clock(): ClockTrust
  /** What was cut off, carried on; resolves when that is done. Called once by opening. */
  readonly resumed: Promise<void>
  /** What the minute's timer does: looks at the clock, and sweeps where it is due. For tests. */
  tick(): Promise<void>
}

/** Neither a sweep that cannot be carried on nor a clock that jumped keeps the gateway from starting. */
export async function openRetention(options: RetentionOptions): Promise<Retention> {
  return new RunningRetention(await makeParts(options), options)
}

/** After a start the box is busy, and a clock may not have been set by the network yet. */
const catchUpMs = 10 * minuteMs
/** What could not be destroyed is tried again. */
const againMs = 10 * minuteMs

class RunningRetention implements Retention {
  readonly holds: HoldDesk
  readonly resumed: Promise<void>
  readonly #parts: SweepParts
  readonly #startedAt: number
  readonly #catchUpMs: number
  #running: Promise<unknown> | null = null
  #timer: NodeJS.Timeout | null = null
  readonly #triedAt = { daily: Number.NEGATIVE_INFINITY, hourly: Number.NEGATIVE_INFINITY }
  #closed = false

  constructor(parts: SweepParts, options: RetentionOptions) {
    this.#parts = parts
    this.#catchUpMs = options.catchUpMs ?? catchUpMs
    this.#startedAt = parts.clock.monotonic()
    this.holds = createHoldDesk(parts)
    this.resumed = this.#lookBack()
      ? this.#alone(() => this.#resume()).catch(() => undefined)
      : Promise.resolve()
    if (options.timer !== false) {
      this.#timer = setInterval(() => void this.tick(), minuteMs)
      this.#timer.unref()
    }
  }

  async plan() {
    return { plan: await planNow(this.#parts), clock: this.clock() }
  }

  async start({ clockIsRight, actor }: { clockIsRight: boolean; actor: LedgerActor }): Promise<BegunSweep> {
    this.#assertIdle()
    const confirmed = this.#vouched(clockIsRight, actor)
    return this.#begin({ cause: 'asked', clockConfirmed: confirmed, actor })
  }

  list(limit: number, before: string | null = null): SweepRecord[] {
    return this.#parts.records.list(limit, before)
  }

  get(id: string): SweepRecord | null {
    return this.#parts.records.get(id)
  }

  proof(id: string): string | null {
    return this.#parts.records.proof(id)
  }

  clock(): ClockTrust {
    return this.#parts.trustedClock.judge()
  }

  async tick(): Promise<void> {
    const { parts, now } = { parts: this.#parts, now: this.#parts.clock.now() }
    if (this.#closed || this.#running !== null) return
    try {
      const trust = parts.trustedClock.observe()
      showClock(parts.health, trust)
      parts.ledger.assertGrown()
      this.#checkpointDaily()
      parts.health.clear(ledgerCode)
      const cause = this.#isDailyDue(now) ? 'daily' : this.#isHourlyDue() ? 'hourly' : null
      if (cause === null) return
      this.#triedAt[cause] = parts.clock.monotonic()
      assertTrusted(trust)
      if (cause === 'hourly') await this.#alone(() => this.#sweepHours())
      else await (await this.#begin({ cause, clockConfirmed: false, actor: null })).finished
    } catch (error) {
      showRefusal(parts.health, error)
      parts.log.event('sweep.refused', {}, error)
    }
  }

  /** Waits for a sweep under way to reach its end: it would be carried on, but ending it here costs nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    if (this.#timer !== null) clearInterval(this.#timer)
    await this.#running?.catch(() => undefined)
  }

  #isDailyDue(now: number): boolean {
    const { daily, at } = this.#parts.config()
    const monotonic = this.#parts.clock.monotonic()
    if (!daily || monotonic - this.#startedAt < this.#catchUpMs || monotonic - this.#triedAt.daily < hourMs)
      return false
    return isDue({ now, at, last: this.#parts.records.lastDailyAt() })
  }

  /** What is kept for hours is not left to the day's sweep, whether one comes by itself or not. */
  #isHourlyDue(): boolean {
    const monotonic = this.#parts.clock.monotonic()
    if (monotonic - this.#startedAt < this.#catchUpMs) return false
    return monotonic - this.#triedAt.hourly >= againMs && dueNow(this.#parts).length > 0
  }

  #checkpointDaily(): void {
    const { ledger, clock } = this.#parts
    const last = ledger.lastCheckpoint()
    if (last === null || Math.abs(clock.now() - last.at) >= dayMs) ledger.checkpoint()
  }

  /** True where a person had to vouch for the clock, and did. Throws CLOCK_UNTRUSTED. */
  #vouched(clockIsRight: boolean, actor: LedgerActor): boolean {
    const { trustedClock, ledger, database } = this.#parts
    const trust = trustedClock.judge()
    // Before this version was made no clock is right, whoever says so.
    if (!clockIsRight || (!trust.trusted && trust.reason === 'before-build')) assertTrusted(trust)
    if (trust.trusted) {
      trustedClock.observe()
      return false
    }
    database.transact(() => {
      ledger.append({
        action: 'clock.confirmed',
        actor,
        subject: 'clock',
        facts: { reason: trust.reason, byMs: Math.round(trust.byMs) },
      })
      trustedClock.confirm()
    })
    return true
  }

  /** The sweep goes on when this resolves. */
  async #begin(asked: AskedSweep): Promise<BegunSweep> {
    const begun = Promise.withResolvers<string>()
    const finished = this.#alone(async () => {
      await this.#resume()
      const id = await intend(this.#parts, asked)
      begun.resolve(id)
      return this.#carryOut(id)
    })
    finished.catch((error: unknown) => begun.reject(error))
    return { id: await begun.promise, finished }
  }

  async #sweepHours(): Promise<void> {
    await this.#resume()
    const id = await intendHourly(this.#parts)
    if (id !== null) await this.#carryOut(id)
  }

  async #resume(): Promise<void> {
    for (const { id } of this.#parts.records.unfinished()) await this.#carryOut(id)
  }

  /** True where a sweep has to be carried on. A store or keyring that fails says so itself; what has to be done is done at the next start or sweep. */
  #lookBack(): boolean {
    try {
      showClock(this.#parts.health, this.clock())
      destroyReturnedKeys(this.#parts)
      this.#parts.ledger.assertGrown()
      return this.#parts.records.unfinished().length > 0
    } catch (error) {
      if (isGatewayError(error, 'LEDGER_INVALID')) showRefusal(this.#parts.health, error)
      return false
    }
  }

  async #carryOut(id: string): Promise<SweepOutcome> {
    const outcome = await carryOut(this.#parts, id)
    showOutcome(this.#parts, outcome)
    return outcome
  }

  /** One sweep at a time; the next may begin as soon as this resolves. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#running
    const turn = (async () => {
      await before
      return await work()
    })()
    const running = turn.then(
      () => undefined,
      () => undefined,
    )
    this.#running = running
    try {
      return await turn
    } finally {
      if (this.#running === running) this.#running = null
    }
  }

  #assertIdle(): void {
    if (this.#closed || this.#running !== null)
      throw new GatewayError(
        'SWEEP_RUNNING',
        {},
        { hint: 'Wait for it to end: gatehouse sweep list shows how far it is.' },
      )
  }
}
