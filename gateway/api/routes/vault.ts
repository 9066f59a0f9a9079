/** Shows which files are kept, and hands them out on the box itself: as they were sent, or sealed to somebody. */
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Api } from '../api.ts'
import { exportQuery, objectParams, vaultList, vaultQuery, vaultTotals } from '../schemas/vault.ts'
import type { VaultFile, VaultQuery, VaultServices } from '../services/vault.ts'

export function vaultRoutes(api: Api, { vault }: VaultServices): void {
  api.get(
    '/api/v1/vault',
    {
      schema: {
        summary: 'Sealed files, newest first',
        querystring: vaultQuery,
        response: { 200: vaultList },
      },
    },
    (request) => vault.list(definedOnly(request.query)),
  )
  api.get(
    '/api/v1/vault/totals',
    { schema: { summary: 'How many files there are', response: { 200: vaultTotals } } },
    () => vault.totals(),
  )
  // By POST, since each is noted in the ledger.
  const config = { access: 'control' } as const
  const produces = ['application/octet-stream']
  api.post(
    '/api/v1/vault/:id/content',
    { config, schema: { summary: 'A file as the device sent it', params: objectParams, produces } },
    async (request, reply) => send(reply, await vault.content(request.params.id)),
  )
  api.post(
    '/api/v1/vault/:id/export',
    {
      config,
      schema: {
        summary: 'A file, sealed with age',
        params: objectParams,
        querystring: exportQuery,
        produces,
      },
    },
    async (request, reply) =>
      send(reply, await vault.export(request.params.id, request.query.recipient ?? null)),
  )
}

/** A file that turns out to be damaged ends the connection before its length is reached: nobody can take it for whole. */
function send(reply: FastifyReply, { bytes, stream }: VaultFile): FastifyReply {
  return reply
    .header('content-type', 'application/octet-stream')
    .header('content-length', bytes)
    .send(Readable.from(stream, { objectMode: false }))
}

function definedOnly(query: Record<string, unknown> & { limit: number }): VaultQuery {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined),
  ) as unknown as VaultQuery
}
