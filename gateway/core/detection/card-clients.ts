/** Remembers which clients were seen, since when, and which of them send card data where: bounded, and not to be flooded. */
import { z } from 'zod'
import type { ExchangeRecord } from '../journal.ts'
import { dayMs } from '../units.ts'
import { type CardSending, gravityOf } from './card-sending.ts'

/** A client unseen for so long makes room for another: private addresses of phones come and go. */
const forgetMs = 90 * dayMs
const maxPlaces = 2000
const maxListed = 20
const maxAddress = 64
const maxPlaceLength = 300
/** What the subject of the signals is called that speak of all clients beyond the bound. */
const manyName = 'unlisted clients'

/** `quiet`: sent no card data. `said`: it did, and a signal said so. `known`: it does, and that is how it is. */
const clientStates = ['quiet', 'said', 'known'] as const

/** Times are watch time. */
export interface CardClient {
  /** Its address; of those that are too many the last one that sent card data. */
  address: string
  /** Stands for all clients for which there was no room. */
  isMany: boolean
  firstSeenAt: number
  seenAt: number
  exchanges: number
  state: (typeof clientStates)[number]
  /** The worst that was said: see `gravityOf`; 0 for nothing. */
  gravity: number
  saidAt: number
  /** Signals said of it. */
  signals: number
  /** What happened since the last signal. */
  pending: CardTally | null
}

export interface CardTally extends CardSending {
  requests: number
  /** At most twenty, as of the records. */
  destinations: string[]
  records: string[]
}

const tallySchema = z.strictObject({
  left: z.int().min(0),
  changed: z.int().min(0),
  stopped: z.int().min(0),
  requests: z.int().min(0),
  destinations: z.array(z.string().max(maxPlaceLength)).max(maxListed),
  records: z.array(z.string().max(64)).max(maxListed),
})
const time = z.number().min(0)
const clientSchema = z.strictObject({
  address: z.string().max(maxAddress),
  firstSeenAt: time,
  seenAt: time,
  exchanges: z.int().min(0),
  state: z.enum(clientStates),
  gravity: z.int().min(0).max(3),
  saidAt: time,
  signals: z.int().min(0),
  pending: tallySchema.nullable(),
})
export const clientBookMemory = z.strictObject({
  v: z.literal(1),
  beganAt: time,
  clients: z.array(clientSchema).max(100_000),
  many: clientSchema,
  places: z.array(z.string().max(maxPlaceLength)).max(maxPlaces),
})
type ClientBookMemory = z.output<typeof clientBookMemory>

export class ClientBook {
  /** By address, the longest unseen first. */
  readonly #clients = new Map<string, CardClient>()
  readonly #talkedOf = new Set<CardClient>()
  readonly #places: Set<string>
  readonly #many: CardClient
  readonly #maxClients: number
  #beganAt: number | null
  #refused = 0

  constructor(options: { maxClients: number; memory?: ClientBookMemory; now?: number }) {
    const { maxClients, memory, now = 0 } = options
    this.#maxClients = maxClients
    this.#beganAt = memory === undefined ? null : Math.min(memory.beganAt, now)
    this.#places = new Set(memory?.places)
    this.#many = memory === undefined ? newClient('', 0, true) : { ...memory.many, isMany: true }
    if (this.#many.state === 'said') this.#talkedOf.add(this.#many)
    for (const entry of memory?.clients.slice(0, maxClients) ?? []) {
      const client = { ...entry, isMany: false }
      this.#clients.set(client.address, client)
      if (client.state === 'said') this.#talkedOf.add(client)
    }
  }

  /** When learning began. */
  get beganAt(): number {
    return this.#beganAt ?? Number.POSITIVE_INFINITY
  }

  /** Counts an exchange of a client. Who comes when the book is full is one of many: nobody is pushed out by a flood. */
  meet(from: string, now: number): CardClient {
    this.#beganAt ??= now
    const address = from.slice(0, maxAddress)
    let client = this.#clients.get(address)
    if (client === undefined) {
      if (this.#clients.size >= this.#maxClients && !this.#makeRoom(now)) {
        this.#refused++
        client = this.#many
        client.address = address
      } else {
        client = newClient(address, now, false)
        this.#clients.set(address, client)
      }
    } else if (now - client.seenAt > dayMs / 24) {
      // The order has to be right to an hour only: who is here all day need not be moved at each exchange.
      this.#clients.delete(address)
      this.#clients.set(address, client)
      client.seenAt = now
    }
    client.exchanges++
    return client
  }

  find(name: string): CardClient | null {
    return name === manyName ? this.#many : (this.#clients.get(name) ?? null)
  }

  hasSeenCardsGoTo(destination: string): boolean {
    return this.#places.has(destination)
  }

  cardsWentTo(destination: string): void {
    if (this.#places.size < maxPlaces) this.#places.add(destination.slice(0, maxPlaceLength))
  }

  add(client: CardClient, record: ExchangeRecord, sending: CardSending): void {
    const tally = client.pending ?? newTally()
    tally.left += sending.left
    tally.changed += sending.changed
    tally.stopped += sending.stopped
    tally.requests++
    const destination = record.destination.slice(0, maxPlaceLength)
    if (tally.destinations.length < maxListed && !tally.destinations.includes(destination))
      tally.destinations.push(destination)
    if (tally.records.length < maxListed) tally.records.push(record.id)
    client.pending = tally
  }

  /** A signal said all that is pending. */
  said(client: CardClient, now: number): void {
    if (client.pending !== null) client.gravity = Math.max(client.gravity, gravityOf(client.pending))
    client.state = 'said'
    client.saidAt = now
    client.signals++
    client.pending = null
    this.#talkedOf.add(client)
  }

  /** Clients of which a signal spoke, and of which more may have to be said. */
  talkedOf(): CardClient[] {
    for (const client of this.#talkedOf) if (client.state !== 'said') this.#talkedOf.delete(client)
    return [...this.#talkedOf]
  }

  load() {
    return { subjects: this.#clients.size, refused: this.#refused }
  }

  memory(): ClientBookMemory {
    return {
      v: 1,
      beganAt: Math.round(this.#beganAt ?? 0),
      clients: Array.from(this.#clients.values(), remembered),
      many: remembered(this.#many),
      places: [...this.#places],
    }
  }

  /** Only who was unseen for months goes, and never one of whom a signal speaks. */
  #makeRoom(now: number): boolean {
    for (const [address, client] of this.#clients) {
      if (now - client.seenAt < forgetMs) return false
      if (client.state === 'said') continue
      this.#clients.delete(address)
      return true
    }
    return false
  }
}

/** The subject of signals about a client. */
export function subjectOf(client: CardClient): string {
  return client.isMany ? manyName : client.address
}

function newClient(address: string, now: number, isMany: boolean): CardClient {
  return {
    address,
    isMany,
    firstSeenAt: now,
    seenAt: now,
    exchanges: 0,
    state: 'quiet',
    gravity: 0,
    saidAt: 0,
    signals: 0,
    pending: null,
  }
}

function newTally(): CardTally {
  return { left: 0, changed: 0, stopped: 0, requests: 0, destinations: [], records: [] }
}

function remembered({ isMany: _, ...client }: CardClient): ClientBookMemory['many'] {
  return {
    ...client,
    firstSeenAt: Math.round(client.firstSeenAt),
    seenAt: Math.round(client.seenAt),
    saidAt: Math.round(client.saidAt),
  }
}
