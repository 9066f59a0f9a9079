/** The side of reviews that whoever was stopped sees: takes in what is asked, and shows what was answered. */
import { type Asker, isOfAsker } from '../core/client/asker.ts'
import { machineIn } from '../core/client/machine-name.ts'
import { readLink, ticketMark } from '../core/review/link.ts'
import type { ReviewAbout, ReviewNotice, ReviewWindow } from '../core/review/notice.ts'
import { type ReviewedExchange, type StoppedExchange, stoppedExchange } from '../core/review/review.ts'
import type { BootClock } from '../ops/boot-clock.ts'
import type { KeptReview } from '../store/review-register.ts'
import type { Permits } from './permits.ts'
import { recordOf, type StoppedRecords } from './unasked.ts'
import { isRoomFor, newTicket, ticketForm, ticketMs, type WaitingRoom } from './waiting-room.ts'

export interface WindowOptions extends WaitingRoom {
  permits: Permits
  /** Of links; never leaves control. */
  key: Buffer
  /** Whoever has the address now; null where nobody can tell. */
  askerAt(address: string): Asker | null
  journal: StoppedRecords
  steady: BootClock
  fault(error: unknown): void
}

const unknown: ReviewNotice = { state: 'unknown' }

export function createReviewWindow(options: WindowOptions): ReviewWindow {
  const { register, permits, journal, clock, steady, key, fault } = options

  /** Where nobody can tell which machine it is, it is its address alone. */
  const askerAt = (address: string): Asker =>
    options.askerAt(address) ?? { address, machine: null, others: [] }

  /** What was stopped, while nobody has asked about it; otherwise what a link shows. */
  async function behind(link: string, asker: Asker): Promise<StoppedExchange | ReviewNotice> {
    const read = readAt(link, asker)
    if (read === null) return unknown
    const review = register.find(read.id)
    if (review !== null) return shownByLink(review, asker)
    const record = await recordOf(journal, read.id)
    if (record === null || !isOfAsker(asker, { ...read, machine: machineIn(record) })) return unknown
    return stoppedExchange(record) ?? unknown
  }

  /** At which of the asker's addresses it was stopped. */
  function readAt(link: string, asker: Asker): { id: string; address: string } | null {
    const now = clock.now()
    for (const address of [asker.address, ...asker.others]) {
      const id = readLink(link, { key, address, now })
      if (id !== null) return { id, address }
    }
    return null
  }

  /** Whoever pressed twice reads the answer here, as by the ticket; what is over was stopped long ago. */
  function shownByLink(review: KeptReview, asker: Asker): ReviewNotice {
    const notice = answerTo(review, asker)
    return notice.state === 'answered' && notice.leftMs === 0 ? unknown : notice
  }

  function answerTo(review: KeptReview, asker: Asker): ReviewNotice {
    // A clock that was set back makes a ticket live no longer, nor one that was set forward shorter than it may.
    const ageMs = Math.abs(clock.now() - review.askedAt)
    if (!isOfAsker(asker, review) || ageMs >= ticketMs) return unknown
    const about = aboutOf(review)
    if (review.answered === null) return { state: 'waiting', about }
    const { answer, term, used, takenBack } = review.answered
    const isOver = used || takenBack || term?.boot !== steady.boot
    const leftMs = term === null && !takenBack ? null : isOver ? 0 : Math.max(0, term.until - steady.nowMs())
    return { state: 'answered', about, answer, leftMs }
  }

  async function look(id: string, asker: Asker): Promise<ReviewNotice> {
    if (ticketForm.test(id)) {
      const review = register.findByTicket(ticketMark(id))
      return review === null ? unknown : answerTo(review, asker)
    }
    const found = await behind(id, asker)
    return 'state' in found ? found : { state: 'offered', about: aboutOf(found) }
  }

  async function ask(link: string, asker: Asker): Promise<ReviewNotice> {
    const exchange = await behind(link, asker)
    if ('state' in exchange) return exchange
    const ticket = newTicket(options)
    const { client } = exchange
    const { address, machine } = asker
    const askedAt = clock.now()
    const review = { ...exchange, address, machine, ticket: ticketMark(ticket), askedAt }
    const outcome = register.writing((): ReviewNotice => {
      // By the other of two clicks, while the journal was read.
      const meanwhile = register.find(exchange.id)
      if (meanwhile !== null) return shownByLink(meanwhile, asker)
      if (!isRoomFor(client, options)) return { state: 'full' }
      return register.add(review) ? { state: 'asked', ticket } : unknown
    })
    if (outcome.state === 'asked') options.asked()
    return outcome
  }

  const guarded = async (work: () => Promise<ReviewNotice>): Promise<ReviewNotice> => {
    try {
      return await work()
    } catch (error) {
      fault(error)
      return { state: 'away' }
    }
  }

  return {
    look: (id, address) => guarded(() => look(id, askerAt(address))),
    ask: (link, address) => guarded(() => ask(link, askerAt(address))),
    async claim(review) {
      try {
        return permits.use(review)
      } catch (error) {
        fault(error)
        return false
      }
    },
  }
}

function aboutOf({ kind, destination, rule, found }: ReviewedExchange): ReviewAbout {
  return { kind, destination, rule, found: found.map(({ type, count }) => ({ type, count })) }
}
