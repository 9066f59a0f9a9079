/** The side of reviews that an owner sees: what waits, and what is answered. */
import { GatewayError } from '../core/errors.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import type { Clock, Ledger } from '../core/ports.ts'
import { permitMs, possibleAnswers, type ReviewAnswer } from '../core/review/review.ts'
import type { TunnelBounds } from '../core/review/tunnel-permit.ts'
import type { ReviewPage, ReviewView } from '../core/review/view.ts'
import type { BootClock } from '../ops/boot-clock.ts'
import type { KeptAnswer, KeptReview, ReviewQuery, ReviewRegister } from '../store/review-register.ts'
import type { BarredTypes } from './barred-types.ts'
import type { Permits } from './permits.ts'
import { type StoppedRecords, unaskedReview } from './unasked.ts'

export interface DeskOptions {
  register: ReviewRegister
  permits: Permits
  ledger: Ledger
  clock: Clock
  steady: BootClock
  /** What the policy in force lets no answer open. */
  bounds(): TunnelBounds
  barredTypes: BarredTypes
  journal: StoppedRecords
  random(length: number): Buffer
  /** Lets everything but secrets and what `never` has go to a destination from now on. The correction's id; throws where it does not count then. */
  allow(destination: string): Promise<string>
  /** Undoes what `allow` did. */
  takeBack(correction: string): Promise<void>
  /** One less waits. */
  answered(): void
}

export interface ReviewDesk {
  /** Newest first. Throws the STORE_ errors, as all here. */
  list(query: ReviewQuery): ReviewPage
  /** Null where there is none. */
  get(id: string): ReviewView | null
  /** What was stopped and nobody has asked about, as a review that may be answered; null where it may not be. */
  unasked(id: string): Promise<ReviewView | null>
  /**
   * Throws REVIEW_UNKNOWN, REVIEW_ANSWERED for whoever is second, REVIEW_ANSWER where it is not possible, and for `always`
   * what keeps a correction from being written; then nothing has changed.
   */
  answer(id: string, answer: ReviewAnswer, actor: LedgerActor): Promise<ReviewView>
  /**
   * Ends before its time what an answer lets through; what passes by it is cut off, and what `always` wrote is undone. Throws
   * REVIEW_UNKNOWN, and REVIEW_OVER where no answer counts.
   */
  end(id: string, actor: LedgerActor): Promise<ReviewView>
}

export function createReviewDesk(options: DeskOptions): ReviewDesk {
  const { register, permits, ledger, clock, steady } = options
  /** `always` takes a moment, in which somebody else may answer as well. */
  const underWay = new Set<string>()

  const viewOf = (review: KeptReview): ReviewView => view(review, { steady, possible: possibleOf(review) })

  function possibleOf(review: KeptReview): ReviewAnswer[] {
    const { neverAllowed, isAlwaysRead } = options.bounds()
    return review.kind === 'tunnel' && isAlwaysRead(review.destination)
      ? ['no']
      : possibleAnswers(review, neverAllowed)
  }

  function known(id: string): KeptReview {
    const review = register.find(id)
    if (review !== null) return review
    throw new GatewayError('REVIEW_UNKNOWN', {}, { hint: 'See them with `gatehouse reviews list`.' })
  }

  /** What waits, or was stopped and might. */
  function waiting(id: string, unasked: KeptReview | null): KeptReview {
    const review = register.find(id) ?? unasked ?? known(id)
    if (review.answered !== null || underWay.has(id)) throw second(review.answered)
    return review
  }

  function refuseImpossible(review: KeptReview, answer: ReviewAnswer): void {
    const possible = possibleOf(review)
    if (possible.includes(answer)) return
    const why =
      review.kind === 'tunnel'
        ? 'A tunnel is opened for 15 minutes or not at all, and not to where nobody may send as it is what was found.'
        : 'The policy lets nobody send as it is what was found here, or it cannot be cleaned.'
    throw new GatewayError('REVIEW_ANSWER', { answer }, { hint: `${why} Possible: ${possible.join(', ')}.` })
  }

  /** Since it was asked for, more may have been stopped there. */
  async function refuseBarred(review: KeptReview, answer: ReviewAnswer): Promise<void> {
    if (review.kind !== 'tunnel' || answer === 'no') return
    const barred = await options.barredTypes(review)
    if (barred.length === 0) return
    const hint = `Within the last day ${barred.join(', ')} was masked or stopped there, which reviews.never of the policy lets nobody send unread. Possible: no.`
    throw new GatewayError('REVIEW_ANSWER', { answer }, { hint })
  }

  /** What cannot be noted in the ledger is not done. */
  function write(review: KeptReview, answer: KeptAnswer, actor: LedgerActor): void {
    register.writing(() => {
      if (register.find(review.id) === null) register.add(review)
      if (!register.answer(review.id, answer)) throw second(register.find(review.id)?.answered ?? null)
      const { kind, reason } = review
      const facts = { ...(kind === 'tunnel' ? { kind } : {}), answer: answer.answer, reason }
      ledger.append({ action: 'review.answered', actor, subject: review.id, facts })
    })
  }

  return {
    list(query) {
      const reviews = register.list({ ...query, limit: query.limit + 1 })
      const shown = reviews.slice(0, query.limit)
      return {
        reviews: shown.map(viewOf),
        next: reviews.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
      }
    },
    get(id) {
      const review = register.find(id)
      return review === null ? null : viewOf(review)
    },
    async unasked(id) {
      const review = await unaskedReview(options, id)
      return review === null ? null : { ...viewOf(review), isAsked: false }
    },
    async answer(id, answer, actor) {
      // Somebody may ask while the journal is read.
      const unasked = register.find(id) === null ? await unaskedReview(options, id) : null
      const review = waiting(id, unasked)
      refuseImpossible(review, answer)
      underWay.add(id)
      try {
        await refuseBarred(review, answer)
        const correction = answer === 'always' ? await options.allow(review.destination) : null
        const isTimed = answer === 'once' || answer === '15m' || answer === 'cleaned'
        const term = isTimed ? { boot: steady.boot, until: steady.nowMs() + permitMs } : null
        try {
          write(review, { answer, at: clock.now(), correction, term, used: false, takenBack: false }, actor)
        } catch (error) {
          if (correction !== null) await options.takeBack(correction)
          throw error
        }
      } finally {
        underWay.delete(id)
      }
      permits.refresh()
      options.answered()
      return viewOf(register.find(id) ?? review)
    },
    async end(id, actor) {
      const review = known(id)
      const correction = standing(review)
      // First of all: what cannot be noted must not go on. Asked again, it is noted then.
      if (correction !== null) await options.takeBack(correction)
      register.writing(() => {
        const isEnded =
          correction === null ? register.end(id, steady.boot, steady.nowMs()) : register.endAlways(id)
        if (!isEnded) throw over(review)
        const facts = review.kind === 'tunnel' ? { kind: review.kind } : {}
        ledger.append({ action: 'review.ended', actor, subject: id, facts })
      })
      permits.refresh()
      return viewOf(register.find(id) ?? review)
    },
  }
}

/** The correction by which it counts without end; null where none does. */
function standing({ answered }: KeptReview): string | null {
  return answered === null || answered.takenBack ? null : answered.correction
}

function over({ answered }: KeptReview): GatewayError {
  const hint =
    answered === null
      ? 'It waits for an answer: `gatehouse reviews answer` with no refuses it.'
      : 'See what was answered, and when, with `gatehouse reviews show`.'
  return new GatewayError('REVIEW_OVER', {}, { hint })
}

function second(answered: KeptAnswer | null): GatewayError {
  const said =
    answered === null ? 'Somebody else is answering it right now.' : `The answer was: ${answered.answer}.`
  return new GatewayError(
    'REVIEW_ANSWERED',
    {},
    { hint: `${said} See what became of it with \`gatehouse reviews show\`.` },
  )
}

function view(
  { address: _address, machine: _machine, ticket: _ticket, answered, ...review }: KeptReview,
  { steady, possible }: { steady: BootClock; possible: readonly ReviewAnswer[] },
): ReviewView {
  if (answered === null) return { ...review, isAsked: true, possible, answered }
  const { term, answer, at, correction, used, takenBack } = answered
  const leftMs =
    term === null ? null : term.boot === steady.boot ? Math.max(0, term.until - steady.nowMs()) : 0
  return {
    ...review,
    isAsked: true,
    possible: [],
    answered: { answer, at, correction, used, takenBack, leftMs: used || takenBack ? 0 : leftMs },
  }
}
