/** Signs a program of our own pages in and out in JSON: the same sign-in as the forms', by the same service. */
import type { FastifyReply } from 'fastify'
import type { SignInVerdict } from '../../accounts/sign-in.ts'
import type { AccountRole } from '../../core/account/account.ts'
import type { Api } from '../api.ts'
import { sendProblem } from '../problem.ts'
import { codeStep, passwordStep, signedOut, signInStep, tokenStep, waysIn } from '../schemas/session.ts'
import { closeSessionOf, sessionCookie } from '../session-cookie.ts'
import { cannotNote, retryHeaders, signInProblem } from '../sign-in-problems.ts'
import { type AccountOptions, hasAccounts, orNull } from './account.ts'
import { passkeySessionRoutes } from './passkey-session.ts'

const config = { access: 'open' } as const
const response = { 200: signInStep }

export function sessionRoutes(api: Api, options: AccountOptions): void {
  const { gate, services, log } = options
  const { signIn, sessions } = services.accounts
  api.get(
    '/api/v1/session',
    { config, schema: { summary: 'How one signs in here', response: { 200: waysIn } } },
    async () => ({ officeName: services.status().officeName, hasAccounts: hasAccounts(services) }),
  )
  api.post(
    '/api/v1/session/token',
    { config, schema: { summary: 'Signs in by the access token', body: tokenStep, response } },
    async (request, reply) => {
      const refusal = gate.judgeToken(request, request.body.token.trim())
      if (refusal !== null)
        return sendProblem(reply, {
          ...refusal,
          code: refusal.status === 401 ? 'SIGN_IN_TOKEN_WRONG' : 'SIGN_IN_TOO_OFTEN',
        })
      return letIn(reply, { secret: signIn.byToken(request.ip), name: null, role: 'owner' })
    },
  )
  api.post(
    '/api/v1/session',
    {
      config,
      schema: { summary: 'Signs in by name and password: the first step', body: passwordStep, response },
    },
    async (request, reply) => {
      const verdict = await orNull(log, request, () => signIn.begin({ ...request.body, address: request.ip }))
      return answer(reply, verdict, { refused: 'wrong' })
    },
  )
  api.post(
    '/api/v1/session/code',
    {
      config,
      schema: {
        summary: 'The second step: a code of the app, or a recovery code; each counts once',
        body: codeStep,
        response,
      },
    },
    async (request, reply) => {
      const verdict = await orNull(log, request, async () =>
        signIn.finish({ ...request.body, address: request.ip }),
      )
      return answer(reply, verdict, { refused: 'wrong-code' })
    },
  )
  passkeySessionRoutes(api, options, answer)
  api.delete(
    '/api/v1/session',
    { config, schema: { summary: 'Signs this browser out', response: { 200: signedOut } } },
    async (request, reply) => {
      closeSessionOf(request, sessions)
      reply.header('set-cookie', sessionCookie(null))
      return { next: 'sign-in' as const }
    },
  )

  function answer(
    reply: FastifyReply,
    verdict: SignInVerdict | null,
    { refused }: { refused: 'wrong' | 'wrong-code' | 'wrong-passkey' },
  ) {
    if (verdict === null) return sendProblem(reply, cannotNote)
    switch (verdict.kind) {
      case 'signed-in': {
        const { name, role } = verdict.holder
        return letIn(reply, { secret: verdict.secret, name, role })
      }
      case 'code-wanted':
        return { next: 'code' as const, ...stepOf(verdict) }
      case 'wrong':
        return sendProblem(reply, signInProblem({ kind: refused }))
      default:
        return sendProblem(reply.headers(retryHeaders(verdict)), signInProblem(verdict))
    }
  }

  function letIn(
    reply: FastifyReply,
    { secret, name, role }: { secret: string; name: string | null; role: AccountRole },
  ) {
    closeSessionOf(reply.request, sessions)
    reply.header('set-cookie', sessionCookie(secret))
    return { next: 'none' as const, name, role }
  }
}

function stepOf({ ticket, byCode, byPasskey }: Extract<SignInVerdict, { kind: 'code-wanted' }>) {
  return { ticket, byCode, byPasskey }
}
