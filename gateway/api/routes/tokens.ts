/** Counts tokens; on the box itself says what one stands for, whose copies a leak is of, and purges. */
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import {
  countCursor,
  countQuery,
  lookupBody,
  purgedTokens,
  purgeQuery,
  revealedToken,
  tokenCounts,
  tokenParams,
  tracedTokens,
  traceQuery,
} from '../schemas/tokens.ts'
import type { TokenServices } from '../services/tokens.ts'

export function tokenRoutes(api: Api, { tokens }: TokenServices): void {
  api.get(
    '/api/v1/tokens',
    {
      schema: {
        summary: 'How many tokens are kept, by month and destination group',
        querystring: countQuery,
        response: { 200: tokenCounts },
      },
    },
    async (request) => {
      const { limit, after = null } = request.query
      const counts = tokens.counts({ after, limit })
      const last = counts.at(-1)
      return { counts, next: last === undefined || counts.length < limit ? null : countCursor.encode(last) }
    },
  )
  // By POST, since what is revealed or purged is noted in the ledger.
  api.post(
    '/api/v1/tokens/:code/lookup',
    {
      schema: {
        summary: 'What a token stands for: needs the right to reveal, a reason, and a fresh second factor',
        params: tokenParams,
        body: lookupBody,
        response: { 200: revealedToken },
      },
    },
    async (request, reply) =>
      tokens.lookup(request.params.code, actorOf(request), request.body?.why ?? null) ??
      sendProblem(reply, plainProblem(404, 'There is no such token.', 'It may have been swept or purged.')),
  )
  const config = { access: 'control' } as const
  api.post(
    '/api/v1/tokens/trace',
    {
      config,
      schema: {
        summary: 'Which destination groups were given these tokens',
        querystring: traceQuery,
        response: { 200: tracedTokens },
      },
    },
    async (request) => ({ tokens: tokens.trace(request.query.codes) }),
  )
  api.post(
    '/api/v1/tokens/purge',
    {
      config,
      schema: {
        summary: 'Forgets what tokens stand for; what was sent with them can never be read again',
        querystring: purgeQuery,
        response: { 200: purgedTokens },
      },
    },
    async (request) => {
      const { period, destinationGroup, value, dryRun } = request.query
      const order = {
        ...(period === undefined ? {} : { period }),
        ...(destinationGroup === undefined ? {} : { destinationGroup }),
        ...(value === undefined ? {} : { value }),
      }
      if (dryRun !== undefined) return { purged: 0, counts: await tokens.weigh(order) }
      const counts = await tokens.purge(order, 'box')
      return { purged: counts.reduce((sum, count) => sum + count.tokens, 0), counts }
    },
  )
}
