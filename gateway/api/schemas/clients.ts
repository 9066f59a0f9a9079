/** The shapes in which machines of the office travel over the API. */
import { z } from 'zod'
import { clientStates } from '../../core/client/client.ts'
import { machineStates } from '../../core/client/standing.ts'
import { ledgerActor } from '../../core/ledger/entry.ts'
import { toldStates } from '../../core/network/told-state.ts'
import { etag } from './etag.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const clientView = z.object({
  id: z.string().describe('What the journal names it by: `machine:ID` among the notes of an exchange.'),
  hardware: z
    .string()
    .describe('The address of its network card; `device:NAME` where it is known by its certificate alone.'),
  name: z.string().nullable(),
  group: z.string().nullable().describe('A group of `office.clientGroups` that a person put it into.'),
  state: z.enum(clientStates).describe('unknown: it waits for an answer.'),
  quarantinedAt: millis.nullable().describe('Since when it is in quarantine; null where it is not.'),
  firstSeenAt: millis,
  seenAt: millis,
  decidedAt: millis.nullable(),
  decidedBy: ledgerActor.nullable(),
  isMadeUp: z.boolean().describe('The card has an address that the machine made up, as phones do.'),
  addresses: z.array(z.string()).readonly(),
  contested: z.array(z.string()).readonly().describe('Addresses that another machine says to have as well.'),
  isShared: z.boolean().describe('Several IPv4 addresses answer at once: there may be two machines.'),
  etag,
})

const rulesTold = z
  .object({
    state: z
      .enum(toldStates)
      .describe(
        'waiting: `gatehouse network sync` has not run since. unlooked: it ran, and nobody has looked of late whether that still holds. unwritten, unread: what it is told could not be written down, or followed. no-rules: none are in force. old-rules: `gatehouse network up` has to run once. left-over: the network part is off, and its rules are there.',
      ),
    quarantined: z.int(),
    guests: z.int(),
    lookedAgoMs: z
      .number()
      .nullable()
      .describe('How long ago somebody looked into the rules; null: not since the box started.'),
  })
  .nullable()
  .describe(
    "What the network's rules were told to hold back, by network cards; null where the network part is off and its rules are gone, or there was nobody yet.",
  )

export const clientList = z.object({
  isWatching: z
    .boolean()
    .describe('False where `clients.watch` is off: what was decided does not count then.'),
  rules: rulesTold,
  groups: z
    .array(z.string())
    .readonly()
    .describe('Names of `office.clientGroups`, into which a machine may be put.'),
  clients: z.array(clientView).readonly().describe('Two thousand at most, in one page.'),
})

/** No card, address or name: those are personal at times, and stay out of addresses of pages. */
export const clientParams = z.object({
  id: z
    .string()
    .regex(/^(?:[0-9a-f]{8}|device:[a-z0-9-]{1,40})$/)
    .describe('Its id, or `device:NAME`. By card, address or name: POST /api/v1/clients/find.'),
})

/** A client as a person writes it, for whom rules are to be asked. */
export const countedBody = z.strictObject({
  client: z
    .string()
    .min(1)
    .max(200)
    .describe('An address, `user:anna`, `device:till-1`, or `user:anna@192.168.1.7`.'),
})
export const counted = z.object({
  client: z.string().describe('The same with the groups that its machine is in now: `192.168.1.7#tills`.'),
  state: z.enum(machineStates).nullable().describe('Null where nothing is known of any machine there.'),
})

/** What names a machine is personal at times: it travels in bodies, not in addresses of pages. */
const machine = z
  .string()
  .min(1)
  .max(100)
  .describe('Its id, its name, its card, an address that it has now, or `device:NAME`.')

export const clientBody = z.strictObject({ machine })
export const clientNameBody = z.strictObject({ machine, name: z.string().max(200) })
export const clientGroupBody = z.strictObject({
  machine,
  group: z.string().max(100).nullable().describe('Null takes it out of its group.'),
})
