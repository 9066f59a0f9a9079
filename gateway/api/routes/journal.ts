/** Answers questions about exchanges: pages of them, one of them, sums, and those being made now. */
import { z } from 'zod'
import type { Api } from '../api.ts'
import { plainProblem, sendProblem } from '../problem.ts'
import {
  exchangeRecord,
  journalPage,
  journalQuery,
  journalTotals,
  recordId,
  totalsQuery,
} from '../schemas.ts'
import type { JournalQuery, Services } from '../services.ts'
import { isStillIn } from '../still-in.ts'
import { type EventStreams, streamHeaders } from '../stream.ts'

export function journalRoutes(api: Api, services: Services, streams: EventStreams): void {
  api.get(
    '/api/v1/journal',
    {
      schema: {
        summary: 'Exchanges, newest first',
        querystring: journalQuery,
        response: { 200: journalPage },
      },
    },
    (request) => services.journal.list(definedOnly(request.query)),
  )
  api.get(
    '/api/v1/journal/totals',
    {
      schema: { summary: 'Sums since a time', querystring: totalsQuery, response: { 200: journalTotals } },
    },
    (request) => services.journal.totals(request.query.since),
  )
  api.get(
    '/api/v1/journal/:id',
    {
      schema: {
        summary: 'One exchange',
        params: z.object({ id: recordId }),
        response: { 200: exchangeRecord },
      },
    },
    async (request, reply) => {
      const record = await services.journal.get(request.params.id)
      if (record === null) return sendProblem(reply, plainProblem(404, 'The journal has no such record.'))
      return record
    },
  )
  api.get(
    '/api/v1/journal/stream',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'Exchanges as they are made, as server-sent events',
        produces: ['text/event-stream'],
      },
    },
    (request, reply) => {
      if (streams.full) {
        sendProblem(reply, plainProblem(503, 'Too many readers of the live journal.', 'Close one of them.'))
        return
      }
      reply.headers(streamHeaders)
      reply.hijack()
      reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>)
      streams.open(reply.raw, {
        after: lastEventId(request.headers['last-event-id']),
        isAllowed: () => isStillIn(services.accounts, request.asker),
      })
    },
  )
}

/** A browser sends one; several are joined by Node, and fit none. */
function lastEventId(header: string | string[] | undefined): string | null {
  return header === undefined ? null : String(header)
}

/** Absent keys stay absent: the store's queries tell `undefined` and "not asked" apart as little as they need to. */
function definedOnly(query: Record<string, unknown> & { limit: number }): JournalQuery {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined),
  ) as unknown as JournalQuery
}
