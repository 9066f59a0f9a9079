/** Answers questions about reviews, and has them answered. */
import { z } from 'zod'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { taggedReview } from '../etags.ts'
import { changeIfMatch, sendTagged } from '../if-match.ts'
import { mustBeThere } from '../problem.ts'
import { answerQuery, reviewId, reviewPage, reviewQuery, reviewView } from '../schemas/reviews.ts'
import type { ReviewServices } from '../services/reviews.ts'

const params = z.object({ id: reviewId })

export function reviewRoutes(api: Api, { reviews }: ReviewServices): void {
  const shown = (id: string) => {
    const found = reviews.get(id)
    return found === null ? null : taggedReview(found)
  }
  api.get(
    '/api/v1/reviews',
    { schema: { summary: 'Reviews, newest first', querystring: reviewQuery, response: { 200: reviewPage } } },
    ({ query: { limit, before, waiting } }) => {
      const page = reviews.list({ limit, waiting, ...(before === undefined ? {} : { before }) })
      return { ...page, reviews: page.reviews.map(taggedReview) }
    },
  )
  api.get(
    '/api/v1/reviews/:id',
    { schema: { summary: 'One review', params, response: { 200: reviewView } } },
    async ({ params: { id } }, reply) => {
      const found = reviews.get(id) ?? (await reviews.unasked(id))
      return sendTagged(reply, taggedReview(mustBeThere(found, 'REVIEW_UNKNOWN', 'reviews list')))
    },
  )
  api.post(
    '/api/v1/reviews/:id/answer',
    {
      schema: {
        conditional: true,
        summary: 'Says what becomes of what was stopped',
        params,
        querystring: answerQuery,
        response: { 200: reviewView },
      },
    },
    async (request) => {
      const { id } = request.params
      const unasked = shown(id) === null ? await reviews.unasked(id) : null
      return changeIfMatch(request, {
        current: () => shown(id) ?? (unasked === null ? null : taggedReview(unasked)),
        change: async () => taggedReview(await reviews.answer(id, request.query.answer, actorOf(request))),
      })
    },
  )
  api.post(
    '/api/v1/reviews/:id/end',
    {
      schema: {
        conditional: true,
        summary: 'Ends before its time what an answer lets through',
        params,
        response: { 200: reviewView },
      },
    },
    async (request) => {
      const { id } = request.params
      return changeIfMatch(request, {
        current: () => shown(id),
        change: async () => taggedReview(await reviews.end(id, actorOf(request))),
      })
    },
  )
}
