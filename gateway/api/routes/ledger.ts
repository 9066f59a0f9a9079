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
import type { AccountServices } from '../services/accounts.ts'
import type { LedgerServices } from '../services/ledger.ts'
import { isStillIn } from '../still-in.ts'

export function ledgerRoutes(api: Api, { ledger, accounts }: LedgerServices & AccountServices): void {
  api.get(
    '/api/v1/ledger',
    {
      schema: {
        summary: 'What was done, newest first',
        querystring: ledgerQuery,
        response: { 200: ledgerList },
      },
    },
    async ({ query: { limit, before = null, subject = null } }) => {
      const entries = ledger.list({ limit: limit + 1, before, subject })
      const page = entries.slice(0, limit)
      return { entries: page, next: entries.length > limit ? (page.at(-1)?.seq ?? null) : null }
    },
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
    ({ asker }, reply) => {
      const lines = withLineEnds(ledger.lines(), () => isStillIn(accounts, asker))
      return reply.type('application/x-ndjson').send(Readable.from(lines, { objectMode: false }))
    },
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

/** Every so many lines it is asked anew whether whoever exports is still let in. */
const linesBetweenLooks = 200

/** Throws where not: the answer then breaks off, as one that ends well would look like the whole ledger. */
function* withLineEnds(lines: Iterable<string>, isAllowed: () => boolean): Generator<string> {
  let count = 0
  for (const line of lines) {
    count += 1
    if (count % linesBetweenLooks === 0 && !isAllowed()) throw new Error('whoever exports the ledger is out')
    yield `${line}\n`
  }
}
