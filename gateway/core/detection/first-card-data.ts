/** Notices card data leaving from a client that never sent any. */
import type { IncidentOutcome } from '../incident/incident.ts'
import type { ExchangeRecord } from '../journal.ts'
import { dayMs } from '../units.ts'
import { type CardClient, ClientBook, clientBookMemory } from './card-clients.ts'
import { type CardSending, cardSending, gravityOf } from './card-sending.ts'
import { cardFinding } from './card-words.ts'
import type { Detector, Finding } from './signal.ts'

export interface FirstCardDataOptions {
  /** More clients are not learnt one by one: they are judged together, and strictly. */
  maxClients?: number
  learning?: CardLearning
}

export interface CardLearning {
  ms: number
  exchanges: number
}

/**
 * A client is judged once it has been seen for a week and in fifty exchanges. Before, what it sends is learnt: a new till
 * that sends card data from its first hour does its work, and so does everything in the gateway's own first week. One
 * thing is said all the same: card data that left as it was, from a client of less than a week, to a destination to which
 * nobody in the office ever sent any. A stolen connection looks like that, a new till does not.
 */
const usualLearning: CardLearning = { ms: 7 * dayMs, exchanges: 50 }
/** After the first signal of a client: at most one a day, unless worse happens. */
const repeatMs = dayMs

/** The `first-card-data` detector. */
export function createFirstCardDataDetector(options: FirstCardDataOptions = {}): Detector {
  const { maxClients = 10_000, learning = usualLearning } = options
  let book = new ClientBook({ maxClients })

  function observe(record: ExchangeRecord, now: number): readonly Finding[] {
    const client = book.meet(record.client, now)
    const sending = cardSending(record)
    if (sending === null) return []
    const isNewPlace = !book.hasSeenCardsGoTo(record.destination)
    const verdict = judge(client, { sending, isNewPlace, learning, now, bookBeganAt: book.beganAt })
    // What only was tried makes nobody a place where cards go.
    if (verdict !== 'first' && sending.stopped === 0) book.cardsWentTo(record.destination)
    switch (verdict) {
      case 'known':
        client.state = 'known'
        return []
      case 'wait':
        book.add(client, record, sending)
        return []
      case 'first':
      case 'worse':
        book.add(client, record, sending)
        return [speak(client, verdict, now)]
    }
  }

  function speak(client: CardClient, occasion: 'first' | 'worse' | 'again', now: number): Finding {
    const finding = cardFinding(client, occasion, now)
    book.said(client, now)
    return finding
  }

  return {
    id: 'first-card-data',
    hears: {
      'exchange.recorded': observe,
      'incident.changed': ({ detector, subject, state, outcome }) => {
        if (detector === 'first-card-data' && state === 'closed') settle(book.find(subject.name), outcome)
        return []
      },
    },
    tick: (now) =>
      book
        .talkedOf()
        .filter(({ pending, saidAt }) => pending !== null && now - saidAt >= repeatMs)
        .map((client) => speak(client, 'again', now)),
    load: () => book.load(),
    memory: () => book.memory(),
    remember(memory, now) {
      const parsed = clientBookMemory.safeParse(memory)
      if (!parsed.success) return false
      book = new ClientBook({ maxClients, memory: parsed.data, now })
      return true
    },
  }
}

interface Occasion {
  sending: CardSending
  /** Nobody in the office sent card data there before. */
  isNewPlace: boolean
  learning: CardLearning
  now: number
  bookBeganAt: number
}

function judge(client: CardClient, occasion: Occasion): 'known' | 'first' | 'worse' | 'wait' {
  const { sending, isNewPlace, learning, now, bookBeganAt } = occasion
  if (client.state === 'known') return 'known'
  if (client.state === 'said') return gravityOf(sending) > client.gravity ? 'worse' : 'wait'
  if (now - bookBeganAt < learning.ms) return 'known'
  const isLearnt = now - client.firstSeenAt >= learning.ms && client.exchanges >= learning.exchanges
  if (isLearnt || client.isMany) return 'first'
  return isNewPlace && sending.left > 0 ? 'first' : 'known'
}

/** What a person decided counts: where it was no breach the client may send cards; where it was one, it is watched anew. */
function settle(client: CardClient | null, outcome: IncidentOutcome | null): void {
  if (client === null || client.state !== 'said') return
  client.state = outcome === 'no-breach' || outcome === 'not-required' ? 'known' : 'quiet'
  // "Those that are too many" are never all of them known.
  if (client.isMany) client.state = 'quiet'
  client.pending = null
  client.gravity = 0
}
