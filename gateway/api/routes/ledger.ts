/** Shows the ledger, proves it whole, and hands out what proves it elsewhere: entries, checkpoints, the public key. */
import { Readable } from 'node:stream'
import type { Api } from '../api.ts'
import {
  checkpointView,
  ledgerKey,
  ledgerList,
  ledgerQuery,
  ledgerVerdict,
  verifyQuery,
} from '../schemas/ledger.ts'
import type { LedgerServices } from '../services/ledger.ts'

export function ledgerRoutes(api: Api, { ledger }: LedgerServices): void {
  api.get(
    '/api/v1/ledger',
    {
      schema: {
        summary: 'What was done, newest first',
        querystring: ledgerQuery,
        response: { 200: ledgerList },
      },
    },
    async ({ query }) => ({
      entries: ledger.list({
        limit: query.limit,
        before: query.before ?? null,
        subject: query.subject ?? null,
      }),
    }),
  )
  api.get(
    '/api/v1/ledger/verify',
    {
      schema: {
        summary: 'Recomputes the whole ledger and says the first thing that is wrong',
        querystring: verifyQuery,
        response: { 200: ledgerVerdict },
      },
    },
    ({ query }) => ledger.verify(query.checkpoint === undefined ? [] : [query.checkpoint]),
  )
  api.get(
    '/api/v1/ledger/key',
    { schema: { summary: 'The public key of ledger and proofs', response: { 200: ledgerKey } } },
    async () => ledger.key(),
  )
  api.get(
    '/api/v1/ledger/export',
    {
      schema: {
        summary: 'Every entry as it was hashed, oldest first, one a line',
        produces: ['application/x-ndjson'],
      },
    },
    (_request, reply) =>
      reply
        .type('application/x-ndjson')
        .send(Readable.from(withLineEnds(ledger.lines()), { objectMode: false })),
  )
  api.post(
    '/api/v1/ledger/checkpoint',
    {
      config: { access: 'control' },
      schema: { summary: 'Signs the ledger as it is', response: { 200: checkpointView } },
    },
    async () => ledger.checkpoint(),
  )
}

function* withLineEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`
}
