/** Reviews in memory for tests of screens: some wait, some were answered, and each is answered once and taken back once. */
import type { ReviewAnswering } from '../../gateway/api/services/reviews.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { possibleAnswers, type ReviewAnswer } from '../../gateway/core/review/review.ts'
import type { ReviewView } from '../../gateway/core/review/view.ts'
import { standInNow } from '../api/stand-in.ts'

export interface AskedReviews extends ReviewAnswering {
  /** What was answered and ended, in order. */
  readonly said: readonly string[]
}

const quarterMs = 15 * 60_000

export function askedReviews(reviews: readonly ReviewView[] = askedOf()): AskedReviews {
  const kept = new Map(reviews.map((each) => [each.id, each]))
  const said: string[] = []
  const known = (id: string): ReviewView => {
    const found = kept.get(id)
    if (found === undefined) throw new GatewayError('REVIEW_UNKNOWN')
    return found
  }
  const keep = (review: ReviewView): ReviewView => {
    kept.set(review.id, review)
    return review
  }
  return {
    said,
    list({ limit, before, waiting }) {
      const fitting = [...kept.values()]
        .filter(
          ({ id, answered }) => (before === undefined || id < before) && !(waiting && answered !== null),
        )
        .sort((a, b) => (a.id < b.id ? 1 : -1))
      const page = fitting.slice(0, limit)
      return { reviews: page, next: fitting.length > limit ? (page.at(-1)?.id ?? null) : null }
    },
    get: (id) => kept.get(id) ?? null,
    async answer(id, answer, actor) {
      const review = known(id)
      if (review.answered !== null) throw new GatewayError('REVIEW_ANSWERED')
      if (!review.possible.includes(answer)) throw new GatewayError('REVIEW_ANSWER', { answer })
      said.push(`${answer} ${review.destination} ${actor}`)
      return keep(answeredBy(review, answer, standInNow))
    },
    unasked: async () => null,
    async end(id) {
      const review = known(id)
      if (review.answered === null || review.answered.takenBack) throw new GatewayError('REVIEW_OVER')
      said.push(`end ${review.destination}`)
      return keep({ ...review, answered: { ...review.answered, takenBack: true, leftMs: 0 } })
    },
  }
}

export function askedOf(): ReviewView[] {
  return [
    review(1, {
      found: [
        { type: 'CREDIT_CARD', count: 2, refused: true },
        { type: 'EMAIL', count: 1, refused: false },
      ],
    }),
    review(2, {
      client: '192.168.1.81',
      destination: 'crm.example.com',
      reason: 'too-many-persons',
      isList: true,
      found: [{ type: 'PERSON', count: 140, refused: true }],
    }),
    review(3, {
      kind: 'tunnel',
      destination: 'sync.example-notes.com',
      reason: 'rule',
      method: '',
      path: '',
    }),
    answeredBy(review(60, { destination: 'print.example.com' }), '15m', standInNow - 4 * 60_000),
    answeredBy(review(90, { destination: 'tax.example.org' }), 'always', standInNow - 90 * 60_000),
    answeredBy(review(95, { destination: 'upload.example.net' }), 'no', standInNow - 95 * 60_000),
  ]
}

export function review(n: number, change: Partial<ReviewView> = {}): ReviewView {
  const at = standInNow - n * 60_000
  const asked: ReviewView = {
    id: `${at.toString(16).padStart(12, '0')}-${n.toString(16).padStart(12, '0')}`,
    ...{ kind: 'request', at, client: '192.168.1.20', destination: 'chat.example-ai.com', port: 443 },
    ...{ rule: 'assistants', reason: 'entity-refused', isList: false, method: 'POST', path: '/v1/messages' },
    ...{ found: [], askedAt: at + 30_000, isAsked: true, possible: [], answered: null },
    ...change,
  }
  return { ...asked, possible: possibleAnswers(asked, new Set()) }
}

function answeredBy(asked: ReviewView, answer: ReviewAnswer, at: number): ReviewView {
  const isTimed = answer !== 'always' && answer !== 'no'
  const leftMs = isTimed ? Math.max(0, quarterMs - (standInNow - at)) : null
  const correction = answer === 'always' ? '0a1b2c3d' : null
  return {
    ...asked,
    possible: [],
    answered: { answer, at, correction, used: false, takenBack: false, leftMs },
  }
}
