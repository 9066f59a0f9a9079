/** Watches over the workers by their heartbeat, and has others take the place of those that fail. */
import { secondMs } from '../core/units.ts'
import { backOffMs } from './back-off.ts'
import type { CrewPorts } from './ports.ts'
import type { Slot } from './slot.ts'

export interface WatchOptions {
  slots: readonly Slot[]
  ports: Pick<CrewPorts, 'clock' | 'log' | 'watch'>
  /** For tests of hung workers; absent: each second, and ten of them are missed. */
  heartbeat?: { everyMs: number; missedMs: number } | undefined
  /** Finds somebody for the place. */
  begin(slot: Slot): void
  /** A worker was lost. */
  lost(): void
  /** After each look. */
  looked(): void
}

const defaultHeartbeat = { everyMs: secondMs, missedMs: 10 * secondMs }
/** Who is lost sooner after its start was lost quickly. */
const quickMs = 60 * secondMs

export class Watch {
  readonly #options: WatchOptions
  readonly #restarts = new Map<Slot, NodeJS.Timeout>()
  #beat: NodeJS.Timeout | null = null
  #beatAt = 0
  #isOver = false

  constructor(options: WatchOptions) {
    this.#options = options
  }

  get #heartbeat() {
    return this.#options.heartbeat ?? defaultHeartbeat
  }

  start(): void {
    this.#beatAt = this.#options.ports.clock.monotonic()
    this.#beat = setInterval(() => this.look(), this.#heartbeat.everyMs)
  }

  /** Nobody is replaced any more. */
  stop(): void {
    this.#isOver = true
    clearInterval(this.#beat ?? undefined)
    for (const timer of this.#restarts.values()) clearTimeout(timer)
  }

  /** Out of turn where a process was seen to end. */
  look(): void {
    if (this.#isOver) return
    const { slots, ports } = this.#options
    const { everyMs, missedMs } = this.#heartbeat
    const now = ports.clock.monotonic()
    const lateMs = now - this.#beatAt - everyMs
    if (lateMs > everyMs) for (const slot of slots) slot.forgive(lateMs)
    this.#beatAt = now
    for (const slot of slots) {
      const fault = slot.fault(missedMs)
      if (fault !== null) this.#lose(slot, fault)
      else slot.line?.send({ kind: 'ping' })
    }
    this.#options.looked()
  }

  /** Has its place filled later, after failures in a row later still. */
  again(slot: Slot): void {
    if (this.#isOver || this.#restarts.has(slot)) return
    const timer = setTimeout(() => {
      this.#restarts.delete(slot)
      if (!this.#isOver) this.#options.begin(slot)
    }, backOffMs(slot.quickLosses))
    this.#restarts.set(slot, timer)
  }

  #lose(slot: Slot, cause: 'ended' | 'silent'): void {
    slot.end('SIGKILL')
    const { clock, log, watch } = this.#options.ports
    const isQuick = clock.monotonic() - slot.startedAt < quickMs
    slot.quickLosses = isQuick ? slot.quickLosses + 1 : 0
    slot.replaced += 1
    slot.clear()
    watch.lost()
    log.event('worker.lost', { worker: slot.worker, cause, replaced: slot.replaced })
    this.again(slot)
    this.#options.lost()
  }
}
