/** One exchange on its way: what it began with, what its steps have learnt, and what must be given back at its end. */
import type { Room } from '../core/content/inspector.ts'
import type { PersonCounter, PersonWay } from '../core/policy/persons.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import type { Asked, ClientRequest, ClientResponse } from './client-message.ts'
import { type ClientConnection, firstWanted, type LeftExchange } from './connection.ts'
import type { HeldShare } from './held-budget.ts'
import type { Objection } from './lasting.ts'
import { type Beginning, begin, type Ending, record, type Wanted } from './record.ts'
import type { Egress } from './shared.ts'
import { quarantineSince } from './standing.ts'
import { WayTokens } from './way-tokens.ts'

export class Way implements Room {
  readonly beginning: Beginning
  readonly request: ClientRequest
  readonly response: ClientResponse
  readonly egress: Egress
  #wanted: Wanted
  #persons: PersonCounter | null = null
  #held: HeldShare | null = null
  #files: HeldShare | null = null
  #tokens: WayTokens | null = null
  #unfollow: (() => Objection | null) | null = null
  /** Tokens stayed in its answer in which they might have been restored. */
  isUnrestored = false
  /** Whoever is stopped may ask a person to look at it. */
  offersReview = false
  /** Of the answers that let it through. */
  readonly reviews: string[] = []

  constructor(connection: ClientConnection, asked: Asked, egress: Egress) {
    this.beginning = begin(connection, egress)
    this.request = asked.request
    this.response = asked.response
    this.egress = egress
    this.#wanted = { ...firstWanted(connection), method: null, target: null }
  }

  get connection(): ClientConnection {
    return this.beginning.connection
  }

  /** From here on quarantine of its machine or device ends it, in the middle of whatever it is. */
  follow(): void {
    const { connection, egress, response } = this
    this.#unfollow = egress.lasting.follow(response, quarantineSince(connection, egress))
  }

  /** Somebody else sees to that. */
  unfollow(): void {
    this.#unfollow?.()
    this.#unfollow = null
  }

  /** Where it wants to go, as far as that was understood. */
  get wanted(): Wanted {
    return this.#wanted
  }

  /** The head was read. */
  understood(wanted: Wanted): void {
    this.#wanted = wanted
  }

  /** Counts the persons that this exchange lets its destination know. */
  countPersons(by: PersonWay): PersonCounter {
    this.#persons = this.egress.persons.counterFor(by)
    return this.#persons
  }

  /** It did not leave: it may not use up the hour of what comes after it. */
  withdrawPersons(): void {
    this.#persons?.withdraw()
  }

  /** Its tokens, where its rule makes or restores any; null where it does not, or nobody keeps them. */
  tokensFor(rule: Pick<ExchangeRule, 'needsKeys' | 'restore'>, destinationGroup: string): WayTokens | null {
    const { tokens } = this.egress.ports
    if (tokens === undefined || !(rule.needsKeys || rule.restore)) return null
    const { client } = this.connection
    this.#tokens ??= new WayTokens(tokens, { id: this.beginning.id, client, destinationGroup })
    return this.#tokens
  }

  /** As `tokensFor` made them. */
  get tokens(): WayTokens | null {
    return this.#tokens
  }

  /** What its body may hold; given back at the end, at the latest. */
  holdBody(): HeldShare {
    this.#held ??= this.egress.held.shareOf(this.connection.client, this.egress.options.limits)
    return this.#held
  }

  /** What is held for files that are looked into, beside the body itself. */
  hold(bytes: number): boolean {
    this.#files ??= this.egress.held.shareOf(this.connection.client, this.egress.options.limits)
    return this.#files.take(bytes)
  }

  letGo(bytes: number): void {
    this.#files?.putBack(bytes)
  }

  /** True where the framing of this request's body was found to be broken while it was read. */
  get isBroken(): boolean {
    return this.connection.broken === this.request
  }

  /** True once the gateway's stop waits for nobody any more: what ends now was ended by it. */
  get isCutByStop(): boolean {
    const { cutFromMs, ports } = this.egress
    return cutFromMs !== null && ports.clock.monotonic() >= cutFromMs
  }

  #leftAs({ status, address, forwardedBytes, judgement }: Ending): LeftExchange {
    const isFound = judgement !== null && judgement.findings.length > 0
    return {
      requestBytes: this.beginning.counter.bytes,
      saysMore: status !== null || address !== null || forwardedBytes > 0 || isFound,
    }
  }

  /** What the gateway itself has cut is nobody's failure. */
  #cut(ending: Ending): Ending {
    const objection = this.#unfollow?.() ?? null
    if (objection === null || ending.action !== 'fail') return ending
    const hasLeft = ending.status !== null || ending.address !== null || ending.forwardedBytes > 0
    return { ...ending, ...objection, action: hasLeft ? 'refused-midstream' : 'refuse' }
  }

  #noted(ending: Ending): Ending {
    if (this.reviews.length === 0) return ending
    return { ...ending, notes: [...ending.notes, ...this.reviews.map((id) => `reviewed:${id}`)] }
  }

  /** The last step, whatever happened before. */
  end(come: Ending): void {
    const ending = this.#cut(come)
    this.#held?.giveBack()
    this.#files?.giveBack()
    this.#tokens?.release()
    if (ending.reason === 'client-gone' && this.connection.left?.(this.#leftAs(ending)) === true) return
    record(this.beginning, this.#wanted, this.#noted(ending))
  }
}
