/** Says for which name and origin a passkey would count: those by which the page was reached, never a bare address. */
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { PasskeyPlace } from '../core/account/passkey.ts'
import { GatewayError } from '../core/errors.ts'

/**
 * The gate has judged the Host header: it is a name of this box. The port is the one that the browser sees, also where it is forwarded; the
 * origin that the authenticator signs has it. Throws PASSKEY_NEEDS_NAME (WebAuthn Level 3 §5.1.3: an RP ID is a domain).
 */
export function passkeyPlace({ headers }: FastifyRequest, officeHost: string): PasskeyPlace {
  const origin = URL.parse(`https://${headers.host ?? ''}`)
  const rpId = origin?.hostname ?? ''
  if (origin === null || rpId === '' || isIP(rpId.replace(/^\[|\]$/g, '')) !== 0)
    throw new GatewayError(
      'PASSKEY_NEEDS_NAME',
      {},
      {
        hint: `Open the gateway by its name, such as https://${officeHost}, with the port that this page has.`,
      },
    )
  return { rpId, origin: origin.origin }
}
