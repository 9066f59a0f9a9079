/** The side of reviews for whoever something does not work for: what was done with this address's last minutes, and a tunnel to ask for. */
import type { Asker } from '../core/client/asker.ts'
import { isUserClient } from '../core/login/client-name.ts'
import { ticketMark } from '../core/review/link.ts'
import type { ReviewedExchange } from '../core/review/review.ts'
import type { TunnelBounds } from '../core/review/tunnel-permit.ts'
import { timedId } from '../core/timed-id.ts'
import { type Lately, mostRemembered } from '../core/trouble/lately.ts'
import type { TroubleNotice, TroubleWindow } from '../core/trouble/notice.ts'
import { type TunnelObstacle, tunnelObstacle } from '../core/trouble/obstacle.ts'
import type { KeptReview } from '../store/review-register.ts'
import type { BarredTypes } from './barred-types.ts'
import { isRoomFor, newTicket, ticketMs, type WaitingRoom } from './waiting-room.ts'

export interface TroubleOptions extends WaitingRoom {
  /** Newest first, of this asker alone. */
  lately(asker: Asker): Lately[]
  /** Whoever has the address now; null where nobody can tell. `mayAsk` is false where nothing of it may be let pass unread. */
  askerAt(address: string): (Asker & { mayAsk: boolean }) | null
  bounds(): TunnelBounds
  barredTypes: BarredTypes
  fault(error: unknown): void
}

type TunnelTo = Pick<KeptReview, 'address' | 'machine' | 'client' | 'destination' | 'port'>

const unknown: TroubleNotice = { state: 'unknown' }

export function createTroubleWindow(options: TroubleOptions): TroubleWindow {
  const { register, clock, random, fault } = options
  /** Asking reads the journal: of one address one at a time. */
  const underWay = new Set<string>()

  function find(id: string, address: string) {
    const asker = options.askerAt(address)
    if (asker === null) return null
    const { rows } = shownOf(options.lately(asker))
    const row = rows.find(({ seen }) => seen.id === id)
    return row === undefined ? null : { row, obstacle: obstacleTo(row, rows, asker.mayAsk), asker }
  }

  function obstacleTo({ seen }: Lately, rows: readonly Lately[], mayAsk: boolean): TunnelObstacle | null {
    const { neverAllowed: never, isAlwaysRead } = options.bounds()
    const there = rows.flatMap((row) =>
      row.seen.host === seen.host && row.seen.client === seen.client ? [row.seen] : [],
    )
    const obstacle = tunnelObstacle(seen, there, { never, isAlwaysRead })
    return obstacle === null && !mayAsk ? 'machine' : obstacle
  }

  async function ask(id: string, address: string): Promise<TroubleNotice> {
    const found = find(id, address)
    if (found === null) return unknown
    const { row, obstacle, asker } = found
    if (obstacle !== null) return { state: 'barred', obstacle }
    const { host, client, port, changes } = row.seen
    // For where it happened: of its other addresses no more is let pass than of any other machine's.
    const to: TunnelTo = { address: row.address, machine: asker.machine, client, destination: host, port }
    const before = refusalOf(to)
    if (before !== null) return before
    const barred = await options.barredTypes({ client, destination: host })
    if (barred.length > 0) return { state: 'barred', obstacle: 'never' }
    const ticket = newTicket(options)
    const askedAt = clock.now()
    const review: ReviewedExchange = {
      ...{ id: timedId(askedAt, random), kind: 'tunnel', at: askedAt, client, destination: host, port },
      ...{ rule: row.seen.rule ?? '', reason: row.seen.reason, isList: false, method: '', path: '' },
      found: changes.map(({ type, count }) => ({ type, count, refused: true })),
    }
    const outcome = register.writing((): TroubleNotice => {
      // Others may have asked while the journal was read.
      const meanwhile = refusalOf(to)
      if (meanwhile !== null) return meanwhile
      const isAdded = register.add({ ...review, ...to, ticket: ticketMark(ticket), askedAt })
      return isAdded ? { state: 'asked', ticket } : unknown
    })
    if (outcome.state === 'asked') options.asked()
    return outcome
  }

  function refusalOf(to: TunnelTo): TroubleNotice | null {
    // Whose ticket has died reads no answer any more, and may ask anew.
    const since = clock.now() - ticketMs
    if (register.waitingTunnel({ ...to, since }) !== null) return { state: 'waiting', host: to.destination }
    return isRoomFor(to.client, options) ? null : { state: 'full' }
  }

  async function guarded(work: () => TroubleNotice | Promise<TroubleNotice>): Promise<TroubleNotice> {
    try {
      return await work()
    } catch (error) {
      fault(error)
      return { state: 'away' }
    }
  }

  return {
    list: (address) =>
      guarded(() => {
        const asker = options.askerAt(address)
        if (asker === null) return { state: 'unsure' }
        const { rows: shown, isShared } = shownOf(options.lately(asker))
        const newest = shown.slice(0, mostRemembered.ofAddress)
        const rows = newest.map(({ seen: { id, host }, agoMs }) => ({ id, host, agoMs }))
        return { state: 'listed', rows, isShared }
      }),
    look: (id, address) =>
      guarded(() => {
        const found = find(id, address)
        if (found === null) return unknown
        const { row, obstacle } = found
        const { client: _client, machine: _machine, byCertificate: _byCertificate, ...happened } = row.seen
        return { state: 'told', happened, agoMs: row.agoMs, times: row.times, obstacle }
      }),
    async ask(id, address) {
      if (underWay.has(address)) return { state: 'away' }
      underWay.add(address)
      try {
        return await guarded(() => ask(id, address))
      } finally {
        underWay.delete(address)
      }
    },
  }
}

/**
 * The page asks for no login: where several users are at one machine, nobody can tell which of them is asking. Nor does it ask for
 * a certificate: what a device has done is shown to nobody who merely has an address that it came from.
 */
function shownOf(rows: readonly Lately[]): { rows: readonly Lately[]; isShared: boolean } {
  const open = rows.filter(({ seen }) => !seen.byCertificate)
  const users = new Set(open.map(({ seen }) => seen.client).filter(isUserClient))
  const isShared = users.size > 1
  return {
    rows: isShared ? open.filter(({ seen }) => !isUserClient(seen.client)) : open,
    isShared: isShared || open.length < rows.length,
  }
}
