/** Sums up how much of the recorded traffic was looked into, how much passed unread, and what nobody here saw. */
import type { ExchangeRecord } from '../journal.ts'
import { isUnreadNote } from './file-notes.ts'
import { readLooked } from './looked.ts'
import { isWholeConnection } from './whole-connection.ts'

/** Each exchange is one of these. */
export const seenKinds = [
  /** All of its request was looked into. */
  'inspected',
  /** A part of its request was not: for its kind, its size, or since it was cut off. */
  'partly',
  /** Left inside its own TLS or as bytes that nobody reads: known by name and size alone. */
  'tunnelled',
  /** Left, and was recorded by a version that did not say how far it was looked into. */
  'unsaid',
  /** Nothing of it left. */
  'stopped',
] as const
export type SeenKind = (typeof seenKinds)[number]

export interface SeenSum {
  exchanges: number
  /** As clients sent them, and as they got them back. What comes back is never looked into, but for our own tokens. */
  requestBytes: number
  responseBytes: number
  clients: number
  destinations: number
}

export interface InspectedShare {
  exchanges: number
  clients: number
  destinations: number
  kinds: Readonly<Record<SeenKind, SeenSum>>
  /** Clients of which nothing at all was looked into, though something left. */
  unseenClients: number
  /** Connections that ended since the client did not take our certificate: programs that accept no other than their own. */
  refusedCertificates: { connections: number; clients: number; destinations: number }
  /** Destinations of which something left without being looked into wholly, by bytes sent. */
  unread: readonly {
    destination: string
    kind: 'tunnelled' | 'partly'
    exchanges: number
    requestBytes: number
  }[]
  /** Destinations that are left out of the list above. */
  more: number
  /** True where there were more clients or destinations than are counted one by one. */
  isOverfull: boolean
}

/** A month of a large office has fewer; a hostile one must not fill the memory. */
const maxNames = 50_000
const bits = Object.fromEntries(seenKinds.map((kind, at) => [kind, 1 << at])) as Record<SeenKind, number>
const refusedBit = 1 << seenKinds.length

export class InspectedShareTally {
  readonly #kinds = Object.fromEntries(
    seenKinds.map((kind) => [kind, { exchanges: 0, requestBytes: 0, responseBytes: 0 }]),
  ) as Record<SeenKind, Omit<SeenSum, 'clients' | 'destinations'>>
  readonly #clients = new Map<string, number>()
  readonly #destinations = new Map<string, number>()
  readonly #unread = new Map<string, InspectedShare['unread'][number]>()
  #refused = 0
  #isOverfull = false

  add(record: ExchangeRecord): void {
    const kind = seenKindOf(record)
    const sum = this.#kinds[kind]
    sum.exchanges += 1
    sum.requestBytes += record.requestBytes
    sum.responseBytes += record.responseBytes
    const isRefused = record.reason === 'client-tls-failed'
    if (isRefused) this.#refused += 1
    const bit = bits[kind] | (isRefused ? refusedBit : 0)
    this.#mark(this.#clients, record.client, bit)
    if (record.destination !== '') this.#mark(this.#destinations, record.destination, bit)
    if (record.destination !== '' && (kind === 'tunnelled' || kind === 'partly'))
      this.#addUnread(record, kind)
  }

  share(limit: number): InspectedShare {
    const clients = [...this.#clients.values()]
    const destinations = [...this.#destinations.values()]
    const count = (marks: readonly number[], bit: number) => marks.filter((mark) => (mark & bit) !== 0).length
    const left = bits.partly | bits.tunnelled | bits.unsaid
    const unread = [...this.#unread.values()].sort(
      (one, other) => other.requestBytes - one.requestBytes || other.exchanges - one.exchanges,
    )
    return {
      exchanges: seenKinds.reduce((sum, kind) => sum + this.#kinds[kind].exchanges, 0),
      clients: clients.length,
      destinations: destinations.length,
      kinds: Object.fromEntries(
        seenKinds.map((kind) => [
          kind,
          {
            ...this.#kinds[kind],
            clients: count(clients, bits[kind]),
            destinations: count(destinations, bits[kind]),
          },
        ]),
      ) as Record<SeenKind, SeenSum>,
      unseenClients: clients.filter(
        (mark) => (mark & bits.inspected) === 0 && (mark & left) === bits.tunnelled,
      ).length,
      refusedCertificates: {
        connections: this.#refused,
        clients: count(clients, refusedBit),
        destinations: count(destinations, refusedBit),
      },
      unread: unread.slice(0, limit),
      more: Math.max(0, unread.length - limit),
      isOverfull: this.#isOverfull,
    }
  }

  #mark(marks: Map<string, number>, name: string, bit: number): void {
    const known = marks.get(name)
    if (known === undefined && marks.size >= maxNames) this.#isOverfull = true
    else marks.set(name, (known ?? 0) | bit)
  }

  #addUnread({ destination, requestBytes }: ExchangeRecord, kind: 'tunnelled' | 'partly'): void {
    const name = `${kind} ${destination}`
    const row = this.#unread.get(name) ?? { destination, kind, exchanges: 0, requestBytes: 0 }
    if (!this.#unread.has(name) && this.#unread.size >= maxNames) {
      this.#isOverfull = true
      return
    }
    this.#unread.set(name, {
      ...row,
      exchanges: row.exchanges + 1,
      requestBytes: row.requestBytes + requestBytes,
    })
  }
}

export function seenKindOf(record: ExchangeRecord): SeenKind {
  const { action, notes, reason } = record
  if (isWholeConnection(record)) {
    const isLeft = action === 'tunnel' || record.forwardedBytes > 0
    return isLeft ? 'tunnelled' : 'stopped'
  }
  const isStopped =
    action === 'refuse' || (action === 'fail' && record.forwardedBytes === 0 && record.address === null)
  if (isStopped) return 'stopped'
  const isUnread = notes.some(isUnreadNote)
  if (isUnread || reason === 'upgrade-not-inspected') return 'partly'
  // Messages are judged one by one; what of them was not read is noted.
  if (notes.includes('websocket')) return 'inspected'
  const looked = readLooked(record.looked)
  if (looked === null) return 'unsaid'
  return looked.has('through') && !looked.has('fieldUnread') ? 'inspected' : 'partly'
}
