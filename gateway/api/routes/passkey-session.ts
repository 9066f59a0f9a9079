/** Signs a browser in by a passkey, alone or after the password: first what to ask the authenticator, then its answer. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { SignInVerdict } from '../../accounts/sign-in.ts'
import type { Api } from '../api.ts'
import { passkeyPlace } from '../passkey-place.ts'
import { sendProblem } from '../problem.ts'
import { passkeyQuestion, passkeySignInBegin, passkeySignInStep } from '../schemas/passkeys.ts'
import { signInStep } from '../schemas/session.ts'
import { signInProblem } from '../sign-in-problems.ts'
import { type AccountOptions, orNull } from './account.ts'

const config = { access: 'open' } as const

/** `answer`: how the other ways in say what came of it. */
export function passkeySessionRoutes(
  api: Api,
  { services, log }: AccountOptions,
  answer: (
    reply: FastifyReply,
    verdict: SignInVerdict | null,
    way: { refused: 'wrong-passkey' },
  ) => FastifyReply | z.output<typeof signInStep>,
): void {
  const { passkeySignIn } = services.accounts
  const placeOf = (request: FastifyRequest) => passkeyPlace(request, services.status().officeHost)
  api.post(
    '/api/v1/session/passkey/challenge',
    {
      config,
      schema: {
        summary: 'What a browser asks a passkey for a sign-in; the challenge counts once, for minutes',
        body: passkeySignInBegin,
        response: { 200: passkeyQuestion },
      },
    },
    async (request, reply) => {
      const { ticket } = request.body
      const question = passkeySignIn.begin({ ticket, place: placeOf(request), address: request.ip })
      return question ?? sendProblem(reply, signInProblem({ kind: 'over' }))
    },
  )
  api.post(
    '/api/v1/session/passkey',
    {
      config,
      schema: {
        summary: 'Signs in by a passkey: alone, or as the second step after the password',
        body: passkeySignInStep,
        response: { 200: signInStep },
      },
    },
    async (request, reply) => {
      const place = placeOf(request)
      const { ticket, passkey } = request.body
      const verdict = await orNull(log, request, () =>
        passkeySignIn.finish({ ticket, answer: passkey, place, address: request.ip }),
      )
      return answer(reply, verdict, { refused: 'wrong-passkey' })
    },
  )
}
