/** The shapes in which what is done against trackers travels over the API. */
import { z } from 'zod'

const count = z.int().min(0)
const group = z.string().nullable().describe('A group of clients; null: everybody else.')

export const trackerStatus = z.object({
  state: z
    .enum(['on', 'off', 'observe'])
    .describe('off: no group chose anything. observe: the policy only watches, so nothing of it is done.'),
  groups: z
    .array(
      z.object({
        name: group,
        choice: z.object({ gpc: z.boolean(), parameters: z.boolean(), block: z.boolean() }),
      }),
    )
    .readonly()
    .describe('In the order in which they decide.'),
  lists: z
    .array(
      z.object({
        name: z.string(),
        file: z.string(),
        hosts: count,
        exceptions: count,
        notApplied: count.describe('Lines that say something else than which hosts there are.'),
        firstNotApplied: z.array(count).readonly().describe('Numbers of the first of these lines.'),
        refused: count.describe('Connections and requests that it refused since the start.'),
      }),
    )
    .readonly(),
  leftOut: z.array(z.string()).readonly().describe('Why lists could not be read at the start.'),
  parameters: count.describe('Names of parameters that are taken out of URLs.'),
  except: z.array(z.string()).readonly(),
  since: z.int().nullable().describe('Milliseconds since 1970: from when on is counted.'),
  refused: count,
  removedParameters: count,
})

/** In a body and not in the address: addresses are written down in many places. */
export const trackerQuestion = z.strictObject({
  host: z.string().max(300),
  client: z.string().max(100).nullable().default(null).describe('An address, or `user:anna`.'),
})

export const trackerAnswer = z.object({
  host: z.string(),
  listed: z
    .object({
      list: z.string(),
      entry: z.string().describe('The host or a parent of it, as it stands in the list.'),
      exception: z.boolean().describe('Whether the list says that it is not to be refused.'),
    })
    .nullable(),
  isExcepted: z.boolean().describe('By `trackers.except`.'),
  isAllowed: z.boolean().describe('By `gatehouse policy allow`.'),
  refusedFor: z.array(group).readonly().describe('As far as no rule of the policy says otherwise.'),
  client: z
    .object({
      group,
      action: z.enum(['intercept', 'tunnel', 'refuse']),
      ruleId: z.string().describe('The rule that decides, or `list:` and the name of a list.'),
      gpc: z.boolean(),
      parameters: z.boolean(),
    })
    .nullable(),
})
