/** Lets a browser in, by an account or by the token printed at start, and out again. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInVerdict } from '../../accounts/sign-in.ts'
import type { AccountRole } from '../../core/account/account.ts'
import { isGatewayError } from '../../core/errors.ts'
import { KiB } from '../../core/units.ts'
import type { Log } from '../../ops/log.ts'
import type { AccessGate } from '../access.ts'
import type { Api } from '../api.ts'
import { codePage, loginPage } from '../pages/login.ts'
import { sendPage } from '../pages/send.ts'
import { noteFailure, plainProblem } from '../problem.ts'
import { mayAsk } from '../rights.ts'
import { codeStep, passwordStep, tokenStep } from '../schemas/session.ts'
import type { ProblemDetails } from '../schemas.ts'
import type { Services } from '../services.ts'
import { closeSessionOf, sessionCookie } from '../session-cookie.ts'
import { cannotNote, retryHeaders, signInProblem } from '../sign-in-problems.ts'

export interface AccountOptions {
  gate: AccessGate
  services: Services
  log: Log
}

const open = { access: 'open' } as const

export function accountRoutes(api: Api, { gate, services, log }: AccountOptions): void {
  const { signIn, sessions } = services.accounts
  api.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4 * KiB },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  api.get('/login', { config: open }, (_request, reply) => sendLoginPage(reply, services))
  api.post('/login', { config: open, schema: { body: tokenStep } }, (request, reply) => {
    const refusal = gate.judgeToken(request, request.body.token.trim())
    if (refusal) return sendLoginPage(reply, services, refusal)
    return letIn(reply, services, { secret: signIn.byToken(request.ip), role: 'owner' })
  })
  api.post('/login/account', { config: open, schema: { body: passwordStep } }, async (request, reply) => {
    const verdict = await orNull(log, request, () => signIn.begin({ ...request.body, address: request.ip }))
    if (verdict?.kind === 'code-wanted')
      return verdict.byCode
        ? sendPage(reply, codePage({ status: services.status(), failed: null, ticket: verdict.ticket }))
        : sendLoginPage(reply, services, passkeyAlone)
    return answer(reply, services, verdict)
  })
  api.post('/login/code', { config: open, schema: { body: codeStep } }, async (request, reply) => {
    const verdict = await orNull(log, request, async () =>
      signIn.finish({ ...request.body, address: request.ip }),
    )
    if (verdict?.kind === 'wrong' || verdict?.kind === 'no-app-key' || verdict?.kind === 'too-often') {
      const failed = signInProblem(verdict.kind === 'wrong' ? { kind: 'wrong-code' } : verdict)
      const { ticket } = request.body
      return sendPage(
        reply.code(failed.status).headers(retryHeaders(verdict)),
        codePage({ status: services.status(), failed, ticket }),
      )
    }
    return answer(reply, services, verdict)
  })
  api.post('/logout', { config: open }, (request, reply) => {
    closeSessionOf(request, sessions)
    return reply.header('set-cookie', sessionCookie(null)).redirect('/login', 303)
  })
}

/** With why the last try was refused, where one was. */
export function sendLoginPage(
  reply: FastifyReply,
  services: Services,
  failed: ProblemDetails | null = null,
): FastifyReply {
  if (failed !== null) reply.code(failed.status)
  return sendPage(reply, loginPage({ status: services.status(), failed, hasAccounts: hasAccounts(services) }))
}

/** Null where accounts cannot be read or written now: nobody is let in by one, and the log says why. */
export async function orNull(
  log: Log,
  request: FastifyRequest,
  work: () => Promise<SignInVerdict>,
): Promise<SignInVerdict | null> {
  try {
    return await work()
  } catch (error) {
    if (!isGatewayError(error)) throw error
    noteFailure(log, request, { status: cannotNote.status, error })
    return null
  }
}

/** These pages run no script, without which no browser asks for a passkey. */
const passkeyAlone = plainProblem(
  403,
  'The second factor of this account is a passkey.',
  'Sign in by the web interface: /app/',
)

function answer(reply: FastifyReply, services: Services, verdict: SignInVerdict | null): FastifyReply {
  if (verdict === null) return sendLoginPage(reply, services, cannotNote)
  if (verdict.kind === 'signed-in')
    return letIn(reply, services, { secret: verdict.secret, role: verdict.holder.role })
  if (verdict.kind === 'code-wanted') throw new Error('a code is asked for by the step before')
  return sendLoginPage(reply.headers(retryHeaders(verdict)), services, signInProblem(verdict))
}

/** 303: the browser asks for the page by GET, and going back does not send the password again. */
function letIn(
  reply: FastifyReply,
  { accounts }: Services,
  { secret, role }: { secret: string; role: AccountRole },
): FastifyReply {
  closeSessionOf(reply.request, accounts.sessions)
  const first = mayAsk(role, 'GET', '/') ? '/' : '/account'
  return reply.header('set-cookie', sessionCookie(secret)).redirect(first, 303)
}

/** Somebody has one that can open; where they cannot be read, the token is what opens. */
export function hasAccounts({ accounts }: Services): boolean {
  try {
    return accounts.desk.list().some(({ state }) => state !== 'revoked')
  } catch (error) {
    if (isGatewayError(error)) return false
    throw error
  }
}
