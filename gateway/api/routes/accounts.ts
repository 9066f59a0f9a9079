/** Lists accounts and sessions, revokes and ends them; on the box itself adds and resets accounts, which hands out access. */
import { z } from 'zod'
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { pageOf } from '../paged.ts'
import {
  accountList,
  accountParams,
  accountView,
  newAccountBody,
  newStart,
  resetBody,
  revealBody,
  sessionId,
  sessionList,
  sessionView,
} from '../schemas/accounts.ts'
import { pageQuery } from '../schemas/page.ts'
import type { AccountServices } from '../services/accounts.ts'

export function accountDeskRoutes(api: Api, { accounts: { desk } }: AccountServices): void {
  api.get(
    '/api/v1/accounts',
    {
      schema: {
        summary: 'Accounts that sign in to pages and API, by name',
        querystring: pageQuery,
        response: { 200: accountList },
      },
    },
    async ({ query }) => {
      const { page, next } = pageOf(desk.list(), query, ({ name }) => name)
      return { accounts: page, next }
    },
  )
  api.get(
    '/api/v1/sessions',
    { schema: { summary: 'Who is signed in by a browser, newest first', response: { 200: sessionList } } },
    async () => ({ sessions: desk.sessions() }),
  )
  const config = { access: 'control' } as const
  const params = accountParams
  api.post(
    '/api/v1/accounts/:name',
    {
      config,
      schema: { summary: 'Adds an account', params, body: newAccountBody, response: { 200: newStart } },
    },
    async (request) => desk.add(request.params.name, request.body),
  )
  api.post(
    '/api/v1/accounts/:name/reveal',
    {
      config,
      schema: {
        summary: 'Gives an account the right to reveal personal data, or takes it, at once',
        params,
        body: revealBody,
        response: { 200: accountView },
      },
    },
    async (request) => desk.setReveals(request.params.name, request.body.reveals),
  )
  api.post(
    '/api/v1/accounts/:name/reset',
    {
      config,
      schema: {
        summary: 'Gives an account a new start: password, second factor, API keys and sessions end at once',
        params,
        body: resetBody,
        response: { 200: newStart },
      },
    },
    async (request) => desk.reset(request.params.name, request.body),
  )
  api.post(
    '/api/v1/accounts/:name/revoke',
    { schema: { summary: 'Ends an account, at once and for good', params, response: { 200: accountView } } },
    async (request) => desk.revoke(request.params.name, actorOf(request)),
  )
  api.post(
    '/api/v1/sessions/:id/end',
    {
      schema: {
        summary: 'Ends a session, at once',
        params: z.object({ id: sessionId }),
        response: { 200: sessionView },
      },
    },
    async (request) => desk.endSession(request.params.id, { by: 'overseer', actor: actorOf(request) }),
  )
}
