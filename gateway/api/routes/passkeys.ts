/** Lets whoever is signed in see, add and remove the passkeys of their own account, and prove once more that it is them. */
import type { FastifyRequest } from 'fastify'
import type { FreshProof, FreshVerdict } from '../../accounts/fresh-factor.ts'
import type { PasskeyOwner } from '../../accounts/passkeys.ts'
import { GatewayError } from '../../core/errors.ts'
import type { Api } from '../api.ts'
import { passkeyPlace } from '../passkey-place.ts'
import { gatewayProblem, sendProblem } from '../problem.ts'
import {
  freshProof,
  freshUntil,
  newPasskey,
  passkeyList,
  passkeyOffer,
  passkeyParams,
  passkeyQuestion,
  passkeyView,
} from '../schemas/passkeys.ts'
import type { Services } from '../services.ts'

export function passkeyRoutes(api: Api, services: Services): void {
  const { passkeys, fresh } = services.accounts
  const placeOf = (request: FastifyRequest) => passkeyPlace(request, services.status().officeHost)
  api.get(
    '/api/v1/account/passkeys',
    { schema: { summary: 'Passkeys of one’s own account, oldest first', response: { 200: passkeyList } } },
    async ({ asker }) => {
      const account = asker?.account ?? null
      return { passkeys: account === null ? [] : passkeys.list(account) }
    },
  )
  api.post(
    '/api/v1/account/passkeys/challenge',
    {
      schema: {
        summary: 'What a browser makes a passkey of; needs a fresh second factor',
        response: { 200: passkeyOffer },
      },
    },
    async (request) => passkeys.beginAdding(ownerIn(request), placeOf(request)),
  )
  api.post(
    '/api/v1/account/passkeys',
    {
      schema: {
        summary: 'Adds a passkey to one’s own account',
        body: newPasskey,
        response: { 200: passkeyView },
      },
    },
    async (request) => passkeys.add(ownerIn(request), { ...request.body, place: placeOf(request) }),
  )
  api.post(
    '/api/v1/account/passkeys/:id/remove',
    {
      schema: {
        summary: 'Removes a passkey of one’s own account',
        params: passkeyParams,
        response: { 200: passkeyView },
      },
    },
    async (request) => passkeys.remove(ownerIn(request).account, request.params.id),
  )
  api.post(
    '/api/v1/account/proof/challenge',
    {
      schema: { summary: 'What a browser asks a passkey of one’s own', response: { 200: passkeyQuestion } },
    },
    async (request) => passkeys.beginProving(ownerIn(request), placeOf(request)),
  )
  api.post(
    '/api/v1/account/proof',
    {
      schema: {
        summary: 'Proves once more who one is: good for five minutes, in this session alone',
        body: freshProof,
        response: { 200: freshUntil },
      },
    },
    async (request, reply) => {
      const { name, ...owner } = ownerIn(request)
      const { body } = request
      const proof: FreshProof = 'passkey' in body ? { ...body, place: placeOf(request) } : body
      const verdict = await fresh.provesFresh(name, proof, owner)
      if (verdict.kind === 'proven') return { isFresh: true }
      if (verdict.kind === 'too-often') reply.header('retry-after', verdict.retryAfterSeconds)
      return sendProblem(reply, gatewayProblem(refusalOf(verdict)))
    },
  )
}

/** Throws ACCOUNT_NEEDED: the token is of nobody, and without a session there is nothing that could be fresh. */
function ownerIn({ asker, ip }: FastifyRequest): PasskeyOwner & { name: string } {
  const { account = null, session = null, name = null } = asker ?? {}
  if (account === null || session === null || name === null)
    throw new GatewayError('ACCOUNT_NEEDED', {}, { hint: 'Sign in by a browser with your account.' })
  return { account, session, name, address: ip }
}

function refusalOf(verdict: Exclude<FreshVerdict, { kind: 'proven' }>): GatewayError {
  switch (verdict.kind) {
    case 'wrong':
      return new GatewayError('FACTOR_WRONG', {}, { hint: 'Wait for the next code, or take a passkey.' })
    case 'no-app-key':
      return new GatewayError(
        'FACTOR_WRONG',
        {},
        {
          hint: 'The gateway cannot read the key of your app: take a passkey, or ask for a reset on the box.',
        },
      )
    case 'too-often':
      return new GatewayError(
        'FACTOR_TOO_OFTEN',
        {},
        { hint: `Wait ${verdict.retryAfterSeconds} seconds, then try again.` },
      )
    case 'busy':
      return new GatewayError('FACTOR_TOO_OFTEN', {}, { hint: 'Try again in a few seconds.' })
  }
}
