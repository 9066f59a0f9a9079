/** Guards what reveals personal data: over the network it needs the right, a reason and a fresh second factor, each time. */
import type { FastifyRequest } from 'fastify'
import { notFresh } from '../accounts/passkeys.ts'
import { revealReasons } from '../core/account/reveal.ts'
import { GatewayError } from '../core/errors.ts'
import type { Api } from './api.ts'
import { rights } from './rights.ts'
import type { AccountServices } from './services/accounts.ts'

const revealing = new Set(
  rights.filter(({ reveals }) => reveals).map(({ method, route }) => `${method} ${route}`),
)

/** Before routes of which the table says that they reveal; on the control socket nobody is asked (RFC 6585 §3 for the 428). */
export function guardReveals(api: Api, { accounts }: AccountServices): void {
  api.addHook('preHandler', async (request) => {
    const { method, routeOptions, asker } = request
    if (asker === null || !revealing.has(`${method} ${routeOptions.url}`)) return
    const { account, session } = asker
    if (account === null || session === null)
      throw new GatewayError('ACCOUNT_NEEDED', {}, { hint: 'Sign in by a browser with your account.' })
    if (!accounts.desk.mayReveal(account)) {
      const hint = 'It is given on the box: gatehouse user reveal NAME'
      throw new GatewayError('REVEAL_NOT_GIVEN', {}, { hint })
    }
    if (!hasReason(request)) {
      const hint = `Send \`why\`, one of: ${revealReasons.join(', ')}.`
      throw new GatewayError('REVEAL_REASON_MISSING', {}, { hint })
    }
    if (!accounts.fresh.isFresh(session)) throw notFresh()
  })
}

function hasReason({ body }: FastifyRequest): boolean {
  return typeof body === 'object' && body !== null && 'why' in body && typeof body.why === 'string'
}
