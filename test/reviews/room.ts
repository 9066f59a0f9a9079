/** The room of reviews on a real database, with clocks that are moved and a journal that can be swept. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ExchangeRecord, RecordedExchange } from '../../gateway/core/journal.ts'
import type { LedgerNote } from '../../gateway/core/ledger/entry.ts'
import type { EntityType } from '../../gateway/core/pii/entity.ts'
import { neverAllowed } from '../../gateway/core/policy/reviews-model.ts'
import { signLink } from '../../gateway/core/review/link.ts'
import { LatelySeen } from '../../gateway/core/trouble/lately.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openReviews } from '../../gateway/reviews/reviews.ts'
import { openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openStore } from '../../gateway/store/store.ts'
import { folder, clock as wallClock, watchedHealth } from '../store/fixture.ts'
import { exchange, finding, key, november } from '../store/records.ts'

export const address = '192.168.1.7'

/** Who has any address of which no card is known. */
type Whoever = { machine: string | null; mayAsk: boolean } | 'nobody'

export async function openReviewRoom(directory = folder()) {
  const file = join(directory, 'gatehouse.db')
  {
    await using store = await openStore({ file, key, clock: wallClock, health: watchedHealth() })
    if (store.failure !== null) throw store.failure
  }
  const database = openDurableDatabase({ file, key })
  const journal = new Map<string, ExchangeRecord>()
  const noted: LedgerNote[] = []
  const allowed: string[] = []
  const health = watchedHealth()
  const times = { wall: november, steady: 1_000_000, boot: 'boot-1' }
  const steady = {
    get boot() {
      return times.boot
    },
    nowMs: () => times.steady,
  }
  const lately = new LatelySeen()
  /** What was stopped within the last day. */
  const barred = new Set<EntityType>()
  let asker: Whoever = { machine: null, mayAsk: true }
  let cards: Readonly<Record<string, { machine: string; others: readonly string[] }>> = {}
  /** Holds `always` up until it is called. */
  const gate = { open: () => {}, waits: Promise.resolve() }
  const open = () =>
    openReviews({
      ...{ database, health, steady, log: silentLog, random: randomBytes },
      clock: { now: () => times.wall, monotonic: () => times.steady },
      ledger: { append: (note) => void noted.push(note) },
      bounds: () => ({
        neverAllowed: neverAllowed(undefined),
        isAlwaysRead: (host) => host === 'ai.example',
      }),
      barredTypes: async () => [...barred],
      lately: (asker) => lately.of(asker, times.steady),
      askerAt: (at) => (asker === 'nobody' ? null : { address: at, others: [], ...asker, ...cards[at] }),
      async allow(destination) {
        await gate.waits
        allowed.push(destination)
        return 'abcd1234'
      },
      async takeBack(correction) {
        if (correction === 'abcd1234') allowed.pop()
      },
      journal: { get: async (id) => journal.get(id) ?? null, settled: async () => {} },
    })
  let reviews = open()
  onTestFinished(() => {
    reviews[Symbol.dispose]()
    database[Symbol.dispose]()
  })
  return {
    ...{ directory, database, journal, noted, allowed, health, times, gate, lately, barred },
    /** Who has any address from now on. */
    becomes(next: Whoever) {
      asker = next
    },
    /** From now on these cards are known, by all of their addresses. */
    knows(machines: Readonly<Record<string, readonly string[]>>) {
      cards = Object.fromEntries(
        Object.entries(machines).flatMap(([machine, addresses]) =>
          addresses.map((at) => [at, { machine, others: addresses.filter((other) => other !== at) }]),
        ),
      )
    },
    /** Something went by, whatever came of it. */
    happened(change: Partial<RecordedExchange> = {}): string {
      const record = exchange({ at: times.wall, client: address, ...change })
      lately.take({ ...record, from: change.from }, times.steady)
      return record.id
    },
    get reviews() {
      return reviews
    },
    /** As after a start of the gateway, on what is kept. */
    restart() {
      reviews[Symbol.dispose]()
      reviews = open()
    },
    /** An exchange was stopped; the link on its page. */
    stop(change: Partial<ExchangeRecord> = {}, from = address) {
      const record = exchange({
        ...{ at: times.wall, client: address, action: 'refuse', reason: 'entity-refused', ruleId: 'cards' },
        findings: [finding({ type: 'CREDIT_CARD', operator: 'refuse' })],
        findingCounts: { CREDIT_CARD: 1 },
        ...change,
      })
      journal.set(record.id, record)
      const signer = { worker: 'here', key: reviews.linkKeyOf('here') }
      return { id: record.id, link: signLink(signer, { exchangeId: record.id, address: from }) }
    },
    /** The same, and somebody asked. */
    async ask(change: Partial<ExchangeRecord> = {}) {
      const stopped = this.stop(change)
      const notice = await reviews.window.ask(stopped.link, address)
      if (notice.state !== 'asked') throw new Error(notice.state)
      return { ...stopped, ticket: notice.ticket }
    },
  }
}
