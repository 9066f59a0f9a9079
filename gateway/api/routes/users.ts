/** Lists the users of the proxy; on the box itself adds and removes them, and sets their passwords. */
import type { Api } from '../api.ts'
import { pageOf } from '../paged.ts'
import { pageQuery } from '../schemas/page.ts'
import {
  passwordBody,
  proxyUser,
  proxyUserList,
  proxyUserParams,
  proxyUserWithPassword,
} from '../schemas/users.ts'
import type { UserServices } from '../services/users.ts'

export function userRoutes(api: Api, { users }: UserServices): void {
  api.get(
    '/api/v1/proxy/users',
    {
      schema: {
        summary: 'Users who may log in to the proxy',
        querystring: pageQuery,
        response: { 200: proxyUserList },
      },
    },
    async ({ query }) => {
      const { page, next } = pageOf(users.list(), query, ({ name }) => name)
      return { users: page, next }
    },
  )
  // Passwords travel in bodies: addresses are written down in many places.
  const config = { access: 'control' } as const
  const withPassword = {
    params: proxyUserParams,
    body: passwordBody,
    response: { 200: proxyUserWithPassword },
  }
  api.post(
    '/api/v1/proxy/users/:name',
    { config, schema: { summary: 'Adds a user of the proxy', ...withPassword } },
    async (request) => users.add(request.params.name, request.body.password),
  )
  api.post(
    '/api/v1/proxy/users/:name/password',
    { config, schema: { summary: 'Sets another password; the old one ends at once', ...withPassword } },
    async (request) => users.set(request.params.name, request.body.password),
  )
  api.post(
    '/api/v1/proxy/users/:name/remove',
    {
      config,
      schema: {
        summary: 'Removes a user; what it has open ends',
        params: proxyUserParams,
        response: { 200: proxyUser },
      },
    },
    async (request) => users.remove(request.params.name),
  )
}
