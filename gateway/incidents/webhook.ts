/** Sends what waits for the webhook, again and again with growing pauses, until it is delivered or given up. */

import { isGatewayError } from '../core/errors.ts'
import type { KeptIncident } from '../core/incident/incident.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import { hourMs, minuteMs, secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { IncidentOutbox, WaitingPost } from '../store/incident-outbox.ts'
import {
  type Delivery,
  type DeliveryCause,
  type DeliveryOptions,
  deliver,
  type WebhookSettings,
} from './deliver.ts'
import { type PostOccasion, trialIncident, webhookBody } from './payload.ts'
import { causeWords } from './webhook-words.ts'

export interface WebhookOptions extends Pick<DeliveryOptions, 'roots' | 'timeoutMs'> {
  outbox: IncidentOutbox
  settings(): WebhookSettings
  clock: Clock
  health: HealthBoard
  log: Log
  newId(at: number): string
  /** From 0 up to 1, for jitter. */
  chance(): number
  /** Pauses after the first, second, … attempt; after the last one a post is given up. */
  pausesMs?: readonly number[]
}

export interface Webhook extends AsyncDisposable {
  /** Puts a post into the queue, within the write under way. Throws the STORE_ errors. */
  add(occasion: PostOccasion, incident: KeptIncident): void
  /** Sends what is due, if nothing is being sent. Never throws. */
  wake(): void
  /** Sends a test now, past the queue. */
  test(): Promise<WebhookTrial>
}

/** How a test went: `cause` is a stable word, `words` a sentence. */
export interface WebhookTrial {
  delivered: boolean
  signed: boolean
  status: number | null
  cause: DeliveryCause | null
  words: string
  durationMs: number
}

/** Half a day in all: a receiver that is down over night still gets its alarms. */
const usualPausesMs = [
  5 * secondMs,
  30 * secondMs,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  ...[hourMs, 2 * hourMs, 4 * hourMs, 4 * hourMs],
]
const failingCode = 'WEBHOOK_FAILING'
const lostCode = 'WEBHOOK_LOST'

export function createWebhook(options: WebhookOptions): Webhook {
  return new QueuedWebhook(options)
}

class QueuedWebhook implements Webhook {
  readonly #options: WebhookOptions
  readonly #pausesMs: readonly number[]
  readonly #stop = new AbortController()
  /** By `seq`, monotonic; a post that is not here is due, so that a restart tries all at once. */
  readonly #notBefore = new Map<number, number>()
  #sending: Promise<void> | null = null
  #isWoken = false
  #lost = 0

  constructor(options: WebhookOptions) {
    this.#options = options
    this.#pausesMs = options.pausesMs ?? usualPausesMs
  }

  add(occasion: PostOccasion, incident: KeptIncident): void {
    const { outbox, clock, newId, settings } = this.#options
    if (settings().url === null) return
    const at = clock.now()
    this.#lose(outbox.add({ id: newId(at), body: webhookBody(occasion, incident, at) }), 'full')
  }

  wake(): void {
    if (this.#stop.signal.aborted) return
    this.#isWoken = true
    if (this.#sending !== null) return
    this.#isWoken = false
    this.#sending = this.#sendDue()
      .catch((error: unknown) => {
        // The store itself says on the first screen that it cannot be read.
        if (!isGatewayError(error)) throw error
      })
      .finally(() => {
        this.#sending = null
        // Who woke it while it was sending is not forgotten: what came meanwhile leaves too.
        if (this.#isWoken) this.wake()
      })
  }

  async test(): Promise<WebhookTrial> {
    const { clock, newId, settings } = this.#options
    const began = clock.monotonic()
    const at = clock.now()
    const id = newId(at)
    const delivery = await this.#deliver({ id, body: webhookBody('test', trialIncident(id, at), at) })
    if (delivery.ok) this.#isWell()
    return {
      delivered: delivery.ok,
      signed: settings().secretFile !== null,
      status: delivery.status,
      cause: delivery.ok ? null : delivery.cause,
      words: delivery.ok ? 'It was delivered.' : causeWords[delivery.cause],
      durationMs: Math.round(clock.monotonic() - began),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#sending
  }

  /** One after the other: a receiver that is slow is not asked twice at once. */
  async #sendDue(): Promise<void> {
    const { outbox, clock, settings } = this.#options
    if (settings().url === null) {
      // Switched off: alarms of last month must not come when it is switched on again.
      if (outbox.waiting().length > 0) outbox.clear()
      this.#isWell()
      return
    }
    const known = outbox.waiting()
    for (const seq of this.#notBefore.keys())
      if (!known.some((post) => post.seq === seq)) this.#notBefore.delete(seq)
    for (const post of known) {
      if (this.#stop.signal.aborted) return
      if ((this.#notBefore.get(post.seq) ?? 0) <= clock.monotonic()) await this.#send(post)
    }
  }

  async #send(post: WaitingPost): Promise<void> {
    const { outbox, clock, chance, log } = this.#options
    const delivery = await this.#deliver(post)
    if (delivery.ok) {
      outbox.remove(post.seq)
      this.#notBefore.delete(post.seq)
      this.#isWell()
      return
    }
    const { cause, status } = delivery
    // The gateway's own stop is no attempt: the post is sent after the start.
    if (cause === 'stopped') return
    log.event('webhook.failed', {
      cause,
      attempt: post.attempts + 1,
      ...(status === null ? {} : { status }),
    })
    this.#isFailing(delivery)
    const pauseMs = this.#pausesMs[post.attempts]
    if (pauseMs === undefined) {
      outbox.remove(post.seq)
      this.#lose(1, cause)
      return
    }
    outbox.attempted(post.seq)
    // A fifth more or less, so that many gateways do not come back to one receiver in the same second.
    this.#notBefore.set(post.seq, clock.monotonic() + pauseMs * (0.8 + 0.4 * chance()))
  }

  #deliver(post: { id: string; body: string }): Promise<Delivery> {
    const { settings, clock, roots, timeoutMs } = this.#options
    return deliver(post, {
      settings: settings(),
      wall: clock.now(),
      signal: this.#stop.signal,
      ...(roots === undefined ? {} : { roots }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
  }

  #isWell(): void {
    this.#options.health.clear(failingCode)
  }

  #isFailing({ cause, status }: Extract<Delivery, { ok: false }>): void {
    this.#options.health.raise({
      code: failingCode,
      title: `Alarms do not reach the webhook: ${causeWords[cause]}${status === null ? '' : ` (status ${status})`}`,
      hint: 'They wait and are tried again for half a day. Try it with `gatehouse incident test-webhook`.',
      severity: 'act-by',
    })
  }

  #lose(posts: number, cause: string): void {
    if (posts === 0) return
    this.#lost += posts
    this.#options.log.event('webhook.dropped', { posts, cause })
    this.#options.health.raise({
      code: lostCode,
      title: `${this.#lost} posts to the webhook were given up since the start.`,
      hint: 'The incidents themselves are all here: `gatehouse incident list`.',
      severity: 'act-by',
    })
  }
}
