/** Tells how clients are set up: recipes, PAC files, WPAD, and the files that carry settings to them. */
import { setupChecks } from '../../core/setup/checks.ts'
import { firefoxPolicies } from '../../core/setup/firefox.ts'
import { profileContentType } from '../../core/setup/mobileconfig.ts'
import { setupRecipes } from '../../core/setup/recipes.ts'
import type { Api } from '../api.ts'
import { checkList, pacAnswer, pacQuery, recipeList, wpadAnswer } from '../schemas/setup.ts'
import type { SetupServices } from '../services/setup.ts'

export function setupRoutes(api: Api, { setup }: SetupServices): void {
  api.get(
    '/api/v1/setup/recipes',
    { schema: { summary: 'How each system and program is set up', response: { 200: recipeList } } },
    async () => ({ recipes: setupRecipes(setup.facts()) }),
  )
  api.get(
    '/api/v1/setup/wpad',
    {
      schema: { summary: 'How machines find the PAC file by themselves', response: { 200: wpadAnswer } },
    },
    async () => setup.wpad(),
  )
  api.get(
    '/api/v1/setup/checks',
    {
      schema: { summary: 'What shows whether a client is set up right', response: { 200: checkList } },
    },
    async () => ({ checks: setupChecks(setup.facts()) }),
  )
  api.get(
    '/api/v1/setup/pac',
    {
      schema: {
        summary: 'The PAC file that a client gets',
        querystring: pacQuery,
        response: { 200: pacAnswer },
      },
    },
    async (request) => ({ file: setup.pac(request.query.client) }),
  )
  api.get(
    '/api/v1/setup/gatehouse.mobileconfig',
    { schema: { summary: "Both roots for Apple's systems", produces: [profileContentType] } },
    async (_request, reply) => reply.header('content-type', profileContentType).send(setup.profile()),
  )
  api.get(
    '/api/v1/setup/firefox-policies.json',
    { schema: { summary: 'What Firefox is told by policies.json', produces: ['application/json'] } },
    async (_request, reply) =>
      reply
        .headers({
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': 'attachment; filename="policies.json"',
        })
        .send(firefoxPolicies(setup.facts().pacUrl)),
  )
}
