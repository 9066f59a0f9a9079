/** Shows whoever is signed in their own account, sessions and API keys, and lets them end sessions; nobody else's. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AccountView } from '../../core/account/account.ts'
import { isGatewayError } from '../../core/errors.ts'
import type { Asker } from '../access.ts'
import type { Api } from '../api.ts'
import { pageOf } from '../paged.ts'
import { accountPage } from '../pages/account.ts'
import { sendPage } from '../pages/send.ts'
import { ownAccount, sessionId, sessionList, sessionView } from '../schemas/accounts.ts'
import { apiKeyList } from '../schemas/api-keys.ts'
import { pageQuery } from '../schemas/page.ts'
import type { Services } from '../services.ts'

const params = z.strictObject({ id: sessionId })

export function ownAccountRoutes(api: Api, services: Services, now: () => number): void {
  const { desk } = services.accounts
  const sessionsOf = ({ account }: Asker) => desk.sessions().filter((session) => session.account === account)
  const page = (asker: Asker, isEnded = false) =>
    accountPage({
      ...{ status: services.status(), now: now(), asker, isEnded },
      account: accountOf(services, asker),
      sessions: sessionsOf(asker),
    })
  api.get('/account', (request, reply) => sendPage(reply, page(askerOf(request))))
  api.post('/account/sessions/end', { schema: { body: params } }, (request, reply) => {
    const asker = askerOf(request)
    try {
      desk.endSession(request.body.id, { by: 'holder', holder: asker.account })
    } catch (error) {
      if (!isGatewayError(error) || error.code !== 'SESSION_UNKNOWN') throw error
      // Clicked twice, in another window, or after it ended by itself.
      return sendPage(reply.code(404), page(asker, true))
    }
    return reply.redirect('/account', 303)
  })
  api.get(
    '/api/v1/account',
    { schema: { summary: 'Whose request this is', response: { 200: ownAccount } } },
    async (request) => {
      const asker = askerOf(request)
      return { role: asker.role, account: accountOf(services, asker), session: asker.session }
    },
  )
  api.get(
    '/api/v1/account/sessions',
    { schema: { summary: 'Where one is signed in oneself, newest first', response: { 200: sessionList } } },
    async (request) => ({ sessions: sessionsOf(askerOf(request)) }),
  )
  api.get(
    '/api/v1/account/api-keys',
    {
      schema: {
        summary: 'API keys that read for oneself, by name',
        querystring: pageQuery,
        response: { 200: apiKeyList },
      },
    },
    async (request) => {
      const { name } = askerOf(request)
      const own = services.accounts.apiKeys.list().filter(({ account }) => account === name)
      const { page, next } = pageOf(own, request.query, (key) => key.name)
      return { keys: page, next }
    },
  )
  api.post(
    '/api/v1/account/sessions/:id/end',
    { schema: { summary: 'Ends a session of one’s own', params, response: { 200: sessionView } } },
    async (request) => desk.endSession(request.params.id, { by: 'holder', holder: askerOf(request).account }),
  )
}

/** The gate lets nobody come here without. */
function askerOf({ asker }: FastifyRequest): Asker {
  if (asker === null) throw new Error('the gate let a request in without saying whose it is')
  return asker
}

/** Null for the token, and while accounts cannot be read. */
function accountOf({ accounts }: Services, { name }: Asker): AccountView | null {
  try {
    return accounts.desk.list().find((account) => account.name === name) ?? null
  } catch (error) {
    if (isGatewayError(error)) return null
    throw error
  }
}
