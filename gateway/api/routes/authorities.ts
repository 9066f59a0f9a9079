/** Hands out the certificates that clients must trust, and begins a roll-over when asked on the box. */
import { z } from 'zod'
import type { Api } from '../api.ts'
import { authorityKind, authorityList, authorityStatus, rotateQuery } from '../schemas.ts'
import { authorityKinds, type Services } from '../services.ts'

export function authorityRoutes(api: Api, services: Services): void {
  api.get(
    '/api/v1/authorities',
    { schema: { summary: 'Both authorities and how long they last', response: { 200: authorityList } } },
    async () => ({ authorities: await services.authorities.status() }),
  )
  api.get(
    '/api/v1/authorities/bundle.pem',
    { schema: { summary: 'Every root that clients should trust now', produces: ['application/x-pem-file'] } },
    async (_request, reply) => {
      const bundle = await services.authorities.bundle()
      return reply.headers(download('gatehouse-roots.pem', 'application/x-pem-file')).send(bundle)
    },
  )
  for (const kind of authorityKinds) {
    api.get(
      `/api/v1/authorities/${kind}.der`,
      {
        schema: {
          summary: `The root of the ${kind} authority, as DER`,
          produces: ['application/x-x509-ca-cert'],
        },
      },
      async (_request, reply) => {
        const certificate = await services.authorities.certificate(kind)
        // `.crt` is the name under which Windows, Android and iOS offer to install a DER certificate.
        return reply
          .headers(download(`gatehouse-${kind}.crt`, 'application/x-x509-ca-cert'))
          .send(Buffer.from(certificate))
      },
    )
  }
  api.post(
    '/api/v1/authorities/:kind/rotate',
    {
      config: { access: 'control' },
      schema: {
        summary: 'Begins a roll-over to a new root',
        params: z.object({ kind: authorityKind }),
        querystring: rotateQuery,
        response: { 200: authorityStatus },
      },
    },
    (request) => services.authorities.rotate(request.params.kind, request.query.when),
  )
}

function download(fileName: string, type: string) {
  return { 'content-type': type, 'content-disposition': `attachment; filename="${fileName}"` }
}
