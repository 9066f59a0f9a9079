/** The shapes in which the network, what is not web, and how much was looked into travel over the API. */
import { z } from 'zod'
import { downChoices, ways, webChoices } from '../../core/network/model.ts'
import { protocolLines } from '../../core/network/protocols.ts'
import { downFates } from '../../core/network/while-down.ts'
import { seenKinds } from '../../core/policy/inspected-share.ts'
import { dayMs } from '../../core/units.ts'
import { seenRules } from '../../network/lookout.ts'

const count = z.int().min(0)
const millis = z.int().describe('Milliseconds since 1970.')
const line = z.enum(protocolLines)

export const network = z.object({
  way: z
    .enum(ways)
    .nullable()
    .describe('How the box stands in the network; null: the network part is switched off.'),
  interfaces: z.array(z.string()).readonly().describe('On which clients come in.'),
  groups: z
    .array(
      z.object({
        name: z.string().nullable().describe('null: everybody else.'),
        web: z.enum(webChoices),
        whenDown: z.enum(downChoices).describe('Of what is intercepted, while the gateway is down.'),
        refuse: z.array(line).readonly(),
        says: z.string().describe('What that means.'),
      }),
    )
    .readonly(),
  whileDown: z
    .array(
      z.object({
        name: z.string().nullable().describe('null: everybody else.'),
        fate: z
          .enum(downFates)
          .describe(
            'none: no web. unread: they go on, unread. as-always: the gateway has no part in it. by-script: unread with the set-up script, no web where the proxy was typed in. not-taken: the rules are gone, so unread now as well.',
          ),
      }),
    )
    .readonly()
    .describe('What becomes of web traffic while the gateway is down; not of a box without power.'),
  rules: z
    .enum(seenRules)
    .nullable()
    .describe(
      'As far as it is seen without a right: `gatehouse network status`, as root, looks into the rules themselves. null: nobody looked yet.',
    ),
  bridged: z
    .array(
      z.object({ interface: z.string(), family: z.enum(['ipv4', 'ipv6']), by: z.enum(['all', 'bridge']) }),
    )
    .readonly()
    .describe('Interfaces where the kernel shows a bridge’s packets too early: what is taken hangs.'),
})

export const protocolTable = z.object({
  protocols: z
    .array(z.object({ line, title: z.string(), ports: z.string(), byDefault: z.string(), note: z.string() }))
    .readonly()
    .describe('In order: the first line that fits counts.'),
})

/** A walk through the journal of a long time takes as long as it takes. */
const longestMs = 92 * dayMs
const whole = z.coerce.number().int().min(0)

export const coverageQuery = z
  .strictObject({
    since: whole.describe('Milliseconds since 1970.'),
    until: whole.optional().describe('Now, where it is not given.'),
    client: z.string().max(100).optional().describe('An address, `user:anna` or `device:till-1`.'),
    limit: whole.min(1).max(1000).default(20).describe('Rows of the list of destinations.'),
  })
  .refine(({ since, until }) => until === undefined || (until >= since && until - since <= longestMs), {
    error: 'At most 92 days are expected, and the end after the beginning.',
  })

const sum = z.object({
  exchanges: count,
  requestBytes: count,
  responseBytes: count,
  clients: count,
  destinations: count,
})

export const coverage = z.object({
  since: millis,
  until: millis,
  exchanges: count,
  clients: count,
  destinations: count,
  kinds: z.record(z.enum(seenKinds), sum).readonly(),
  unseenClients: count.describe('Of which nothing at all was looked into, though something left.'),
  refusedCertificates: z
    .object({ connections: count, clients: count, destinations: count })
    .describe('Connections that ended since the client did not take our certificate.'),
  unread: z
    .array(
      z.object({
        destination: z.string(),
        kind: z.enum(['tunnelled', 'partly']),
        exchanges: count,
        requestBytes: count,
      }),
    )
    .readonly(),
  more: count.describe('Destinations that are left out of that list.'),
  isOverfull: z.boolean().describe('There were more clients or destinations than are told apart.'),
  missing: z
    .array(z.object({ since: millis, until: millis, dropped: count }))
    .readonly()
    .describe('Times of which records are missing.'),
})
