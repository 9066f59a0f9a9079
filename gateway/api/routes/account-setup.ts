/** Lets whoever was given a one-time code on the box set their account up. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type GatewayError, isGatewayError } from '../../core/errors.ts'
import type { Log } from '../../ops/log.ts'
import type { Api } from '../api.ts'
import { setUpCodePage, setUpDonePage, setUpPage } from '../pages/account-setup.ts'
import { sendPage } from '../pages/send.ts'
import { noteFailure } from '../problem.ts'
import type { ProblemDetails } from '../schemas.ts'
import type { Services } from '../services.ts'
import { closeSessionOf, sessionCookie } from '../session-cookie.ts'
import { cannotSetUp, retryHeaders, setUpProblem } from '../sign-in-problems.ts'

const open = { access: 'open' } as const
const codeForm = z.strictObject({ code: z.string().max(100) })
const finishForm = z.strictObject({
  ticket: z.string().max(64),
  password: z.string().max(1024),
  code: z.string().max(64),
})

export function accountSetUpRoutes(api: Api, { services, log }: { services: Services; log: Log }): void {
  const { setUp, sessions } = services.accounts
  api.get('/account/setup', { config: open }, (_request, reply) => ask(reply, null))
  api.post('/account/setup', { config: open, schema: { body: codeForm } }, (request, reply) =>
    orSay(reply, async () => {
      const begun = setUp.begin({ code: request.body.code, address: request.ip })
      if (begun.kind !== 'begun') return ask(reply.headers(retryHeaders(begun)), setUpProblem(begun))
      return sendPage(reply, setUpPage({ status: services.status(), failed: null, view: begun.view }))
    }),
  )
  api.post('/account/setup/finish', { config: open, schema: { body: finishForm } }, (request, reply) =>
    orSay(reply, async () => {
      const finished = await setUp.finish({ ...request.body, address: request.ip })
      const status = services.status()
      if (finished.kind === 'done') {
        closeSessionOf(request, sessions)
        reply.header('set-cookie', sessionCookie(finished.secret))
        return sendPage(reply, setUpDonePage({ status, recoveryCodes: finished.recoveryCodes }))
      }
      const failed = setUpProblem(finished)
      if ('view' in finished)
        return sendPage(reply.code(failed.status), setUpPage({ status, failed, view: finished.view }))
      return ask(reply.headers(retryHeaders(finished)), failed)
    }),
  )

  function ask(reply: FastifyReply, failed: ProblemDetails | null): FastifyReply {
    if (failed !== null) reply.code(failed.status)
    return sendPage(reply, setUpCodePage({ status: services.status(), failed }))
  }

  /** A full disk or a keyring that cannot be written is said in the log: whoever has the form before them may be anybody. */
  async function orSay(reply: FastifyReply, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
    try {
      return await work()
    } catch (error) {
      if (!isGatewayError(error)) throw error
      return ask(reply, unsaid(reply.request, error))
    }
  }

  function unsaid(request: FastifyRequest, error: GatewayError): ProblemDetails {
    noteFailure(log, request, { status: cannotSetUp.status, error })
    return cannotSetUp
  }
}
