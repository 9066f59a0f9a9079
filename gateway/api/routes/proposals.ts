/** Answers questions about proposals, and has them accepted and dismissed. */
import { z } from 'zod'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { taggedProposal } from '../etags.ts'
import { changeIfMatch, sendTagged } from '../if-match.ts'
import { mustBeThere } from '../problem.ts'
import {
  acceptedProposal,
  proposalId,
  proposalList,
  proposalQuery,
  proposalView,
} from '../schemas/proposals.ts'
import type { ProposalServices } from '../services/proposals.ts'

const params = z.object({ id: proposalId })

export function proposalRoutes(api: Api, services: ProposalServices): void {
  const shown = (id: string) => {
    const found = services.find(id)
    return found === null ? null : taggedProposal(found)
  }
  api.get(
    '/api/v1/proposals',
    {
      schema: {
        summary: 'What the gateway noticed and could change, newest first',
        querystring: proposalQuery,
        response: { 200: proposalList },
      },
    },
    ({ query }) => ({ proposals: services.list(query.state ?? null).map(taggedProposal) }),
  )
  api.get(
    '/api/v1/proposals/:id',
    { schema: { summary: 'One proposal', params, response: { 200: proposalView } } },
    async ({ params: { id } }, reply) =>
      sendTagged(reply, taggedProposal(mustBeThere(services.find(id), 'PROPOSAL_UNKNOWN', 'proposals'))),
  )
  api.post(
    '/api/v1/proposals/:id/accept',
    {
      schema: {
        conditional: true,
        summary: 'Lets connections of this client to this host pass unread from now on',
        params,
        response: { 200: acceptedProposal },
      },
    },
    async (request) => {
      const { id } = request.params
      return changeIfMatch(request, {
        current: () => shown(id),
        async change() {
          const { proposal, inForce } = await services.accept(id, actorOf(request))
          return { proposal: taggedProposal(proposal), inForce }
        },
      })
    },
  )
  api.post(
    '/api/v1/proposals/:id/dismiss',
    {
      schema: {
        conditional: true,
        summary: 'Leaves all as it is, and asks no more',
        params,
        response: { 200: proposalView },
      },
    },
    async (request) => {
      const { id } = request.params
      return changeIfMatch(request, {
        current: () => shown(id),
        change: () => taggedProposal(services.dismiss(id, actorOf(request))),
      })
    },
  )
}
