/** Carries what one side of a WebSocket sends to the other, in its order and at the other's pace. */
import type { Buffer } from 'node:buffer'
import type { VerdictReason } from '../../core/journal.ts'
import type { HeldShare } from '../held-budget.ts'
import type { Leg } from './leg.ts'

/** What goes on in place of a message, or why nothing more does. */
export type Treated = { send: readonly Buffer[] } | { stop: VerdictReason }

/** What is done to messages. */
export interface Treatment {
  message(data: Buffer, isBinary: boolean): Treated | Promise<Treated>
  /** Before the last word of this side: what is still held of its texts. */
  end(): Treated | Promise<Treated>
}

export interface OneWayOptions {
  from: () => Leg
  to: () => Leg
  treatment: Treatment
  stop(reason: VerdictReason): void
  /** A close frame was handed on. */
  closed(): void
  /** The side is gone, and all that it sent was handed on. */
  ended(): void
  fault(error: unknown): void
}

type Item =
  | { kind: 'message'; data: Buffer; isBinary: boolean; share: HeldShare | null }
  | { kind: 'ping' | 'pong'; data: Buffer }
  | { kind: 'close'; code: number; reason: Buffer }
  | { kind: 'end' }

export class OneWay {
  readonly #options: OneWayOptions
  #queue: Item[] = []
  #next = 0
  #isBusy = false
  #isOver = false
  #idle: PromiseWithResolvers<void> | null = null

  constructor(options: OneWayOptions) {
    this.#options = options
  }

  add(item: Item): void {
    if (this.#isOver) {
      letGo(item)
      return
    }
    this.#queue.push(item)
    if (!this.#isBusy) this.#run()
  }

  /** Nothing more is handed on. */
  stop(): void {
    this.#isOver = true
    for (const item of this.#queue) letGo(item)
    this.#queue = []
    this.#next = 0
    this.#settle()
  }

  /** Ends when all that was added is dealt with; null where it is. */
  room(): Promise<void> | null {
    if (!this.#isBusy) return null
    this.#idle ??= Promise.withResolvers<void>()
    return this.#idle.promise
  }

  #run(): void {
    this.#isBusy = true
    try {
      while (this.#next < this.#queue.length) {
        const item = this.#queue[this.#next] as Item
        this.#next += 1
        const waiting = this.#carry(item)
        if (waiting === null) {
          letGo(item)
          continue
        }
        this.#options.from().hold()
        waiting.then(
          () => {
            letGo(item)
            this.#run()
          },
          (error: unknown) => this.#fail(error),
        )
        return
      }
    } catch (error) {
      this.#fail(error)
    }
    this.#queue = []
    this.#next = 0
    this.#isBusy = false
    this.#settle()
    this.#options.from().release()
  }

  #settle(): void {
    this.#idle?.resolve()
    this.#idle = null
  }

  #fail(error: unknown): void {
    this.#options.fault(error)
    this.#options.stop('internal')
  }

  /** Null where the next one may follow at once. */
  #carry(item: Item): Promise<void> | null {
    if (this.#isOver) return null
    const { treatment, to, closed, ended } = this.#options
    switch (item.kind) {
      case 'message':
        return this.#deliver(treatment.message(item.data, item.isBinary), item.isBinary)
      case 'ping':
        return to().ping(item.data)
      case 'pong':
        return to().pong(item.data)
      case 'close':
        return after(this.#deliver(treatment.end(), false), () => {
          if (this.#isOver) return
          to().close(item.code, item.reason)
          closed()
        })
      case 'end':
        return after(this.#deliver(treatment.end(), false), () => {
          if (!this.#isOver) ended()
        })
    }
  }

  #deliver(treated: Treated | Promise<Treated>, isBinary: boolean): Promise<void> | null {
    if (treated instanceof Promise)
      return treated.then(async (result) => {
        await this.#deliver(result, isBinary)
      })
    if (this.#isOver) return null
    if ('stop' in treated) {
      this.#options.stop(treated.stop)
      return null
    }
    const to = this.#options.to()
    let waiting: Promise<unknown> | null = null
    for (const data of treated.send) {
      const sent = to.send(data, isBinary)
      if (sent !== null) waiting = waiting === null ? sent : Promise.all([waiting, sent])
    }
    return waiting === null ? null : waiting.then(() => {})
  }
}

/** It is dealt with, or nobody is left to do so. */
function letGo(item: Item): void {
  if (item.kind === 'message') item.share?.giveBack()
}

function after(waiting: Promise<void> | null, then: () => void): Promise<void> | null {
  if (waiting !== null) return waiting.then(then)
  then()
  return null
}
