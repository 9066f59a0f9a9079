/** Says what the network part is set to do, what is not web, and how much of the traffic was looked into. Nothing is changed here. */
import { protocolRows } from '../../core/network/overview.ts'
import type { Api } from '../api.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import { coverage, coverageQuery, network, protocolTable } from '../schemas/network.ts'
import type { CoverageServices } from '../services/coverage.ts'
import type { NetworkServices } from '../services/network.ts'

export function networkRoutes(
  api: Api,
  services: NetworkServices & CoverageServices,
  now: () => number,
): void {
  api.get(
    '/api/v1/network',
    {
      schema: {
        summary: 'What becomes of each group, and whether the rules are there',
        response: { 200: network },
      },
    },
    () => {
      const seen = services.network.seen()
      return { ...services.network.overview(), rules: seen?.rules ?? null, bridged: seen?.bridged ?? [] }
    },
  )
  api.get(
    '/api/v1/network/protocols',
    {
      schema: {
        summary: 'What is not web, and what becomes of it by default',
        response: { 200: protocolTable },
      },
    },
    () => ({ protocols: protocolRows() }),
  )
  // One walk at a time: each reads much of the journal.
  let isWalking = false
  api.get(
    '/api/v1/coverage',
    {
      schema: {
        summary: 'Which share of clients and bytes was looked into, tunnelled, or stopped',
        querystring: coverageQuery,
        response: { 200: coverage },
      },
    },
    async (request, reply) => {
      if (isWalking) {
        sendProblem(
          reply,
          plainProblem(503, 'Another such question is being answered.', 'Ask again in a moment.'),
        )
        return reply
      }
      isWalking = true
      try {
        const { since, until = now(), client = null, limit } = request.query
        return await services.coverage({ since, until, client, limit })
      } finally {
        isWalking = false
      }
    },
  )
}
