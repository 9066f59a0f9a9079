/** Lists API keys and revokes them; on the box itself makes them, as that hands out a secret. */
import { actorOf } from '../actor.ts'
import type { Api } from '../api.ts'
import { pageOf } from '../paged.ts'
import { apiKeyList, apiKeyParams, apiKeyView, newApiKey, newApiKeyBody } from '../schemas/api-keys.ts'
import { pageQuery } from '../schemas/page.ts'
import type { AccountServices } from '../services/accounts.ts'

export function apiKeyRoutes(api: Api, { accounts: { apiKeys } }: AccountServices): void {
  const config = { access: 'control' } as const
  const params = apiKeyParams
  api.get(
    '/api/v1/api-keys',
    {
      schema: {
        summary: 'Keys by which programs read, by name',
        querystring: pageQuery,
        response: { 200: apiKeyList },
      },
    },
    async ({ query }) => {
      const { page, next } = pageOf(apiKeys.list(), query, ({ name }) => name)
      return { keys: page, next }
    },
  )
  api.post(
    '/api/v1/api-keys/:name',
    {
      config,
      schema: { summary: 'Makes an API key', params, body: newApiKeyBody, response: { 200: newApiKey } },
    },
    async (request) => apiKeys.add(request.params.name, request.body),
  )
  api.post(
    '/api/v1/api-keys/:name/revoke',
    { schema: { summary: 'Ends an API key, at once and for good', params, response: { 200: apiKeyView } } },
    async (request) => apiKeys.revoke(request.params.name, actorOf(request)),
  )
}
