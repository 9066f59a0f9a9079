/** Lists originals; on the box hands them out, still sealed, sends one again, and lets all go. */
import { z } from 'zod'
import type { Api } from '../api.ts'
import { mustBeThere } from '../problem.ts'
import {
  mostResendBytes,
  originalId,
  originalPage,
  originalQuery,
  originalView,
  purgedOriginals,
  resendBody,
  resendOutcome,
  takeQuery,
} from '../schemas/originals.ts'
import type { OriginalServices } from '../services/originals.ts'

const params = z.object({ id: originalId })

export function originalRoutes(api: Api, { originals }: OriginalServices): void {
  api.get(
    '/api/v1/originals',
    {
      schema: {
        summary: 'Requests that are kept as they were before they were changed, newest first',
        querystring: originalQuery,
        response: { 200: originalPage },
      },
    },
    ({ query: { limit, before } }) => originals.list({ limit, ...(before === undefined ? {} : { before }) }),
  )
  api.get(
    '/api/v1/originals/:id',
    { schema: { summary: 'What is known of one', params, response: { 200: originalView } } },
    async ({ params: { id } }) => mustBeThere(await originals.get(id), 'ORIGINAL_UNKNOWN', 'originals list'),
  )
  // By POST, since each is noted in the ledger.
  const config = { access: 'control' } as const
  api.post(
    '/api/v1/originals/:id/take',
    {
      config,
      schema: {
        summary: 'One original as an age file that its owner opens',
        params,
        querystring: takeQuery,
        produces: ['application/octet-stream'],
      },
    },
    async (request, reply) =>
      reply
        .header('content-type', 'application/octet-stream')
        .send(await originals.take(request.params.id, { for: request.query.for, actor: 'box' })),
  )
  api.post(
    '/api/v1/originals/:id/resend',
    {
      config,
      bodyLimit: mostResendBytes,
      schema: {
        summary: 'Sends a request as it was to where it went; its owner hands in what was opened',
        params,
        body: resendBody,
        response: { 200: resendOutcome },
      },
    },
    ({ params: { id }, body: { text, again } }) =>
      originals.resend(id, Buffer.from(text, 'base64'), { again, actor: 'box' }),
  )
  api.post(
    '/api/v1/originals/purge',
    {
      config,
      schema: { summary: 'Lets all of them go', response: { 200: purgedOriginals } },
    },
    async () => ({ purged: await originals.purge('box') }),
  )
}
