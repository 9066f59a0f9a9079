/** The shapes in which the setting up of clients travels over the API. */
import { z } from 'zod'

const proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tried') }).describe('A test of Gatehouse follows it to the letter.'),
  z
    .object({
      kind: z.literal('vendor'),
      source: z.string(),
      url: z.string(),
      read: z.string().describe('The day on which the page was read, YYYY-MM-DD.'),
    })
    .describe("Not tried: from a vendor's page."),
])

const part = z.union([
  z.object({ text: z.string() }),
  z.object({ steps: z.array(z.string()).readonly() }),
  z.object({ code: z.string() }),
])

const recipe = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['system', 'program']),
  proof,
  install: z.array(part).readonly(),
  uninstall: z.array(part).readonly(),
})

/** Texts hold `code`, _words of a menu_ and [links](url). */
export const recipeList = z.object({ recipes: z.array(recipe).readonly() })

const wpadServers = z
  .array(z.object({ id: z.string(), title: z.string(), proof, lines: z.array(z.string()).readonly() }))
  .readonly()

export const wpadAnswer = z.object({
  url: z.string().describe('What DHCP option 252 says.'),
  servers: wpadServers,
  dns: z.object({
    possible: z.boolean().describe('Whether the gateway answers where machines ask by DNS: at port 80.'),
    says: z.string(),
    servers: wpadServers.describe('Empty where it is not possible.'),
  }),
  warnings: z.array(z.string()).readonly(),
})

export const checkList = z.object({
  checks: z
    .array(
      z.object({
        id: z.string(),
        question: z.string(),
        url: z.string().describe('What a client asks for; an answer means yes.'),
        missing: z.string().describe('What no answer means, and what to do.'),
      }),
    )
    .readonly(),
})

export const pacQuery = z.object({ client: z.string().max(100).describe('The address of a client.') })

export const pacAnswer = z.object({
  file: z.string().nullable().describe('Null: no client that is served has this address, so it gets none.'),
})
