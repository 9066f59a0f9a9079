/** The shapes in which proposals travel over the API. */
import { z } from 'zod'
import { tunnelReasons } from '../../core/pinning/judge.ts'
import { proposalKinds, proposalStates } from '../../core/proposal/proposal.ts'
import { etag } from './etag.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const proposalId = z
  .string()
  .regex(/^[0-9a-f]{8}$/)
  .describe('Id of a proposal: eight hex digits.')

export const proposalView = z
  .object({
    id: proposalId,
    kind: z
      .enum(proposalKinds)
      .describe('`tunnel`: one host of one client passes unread. `install-root`: only a person can help.'),
    client: z.string().describe('Address, user:NAME, or device:NAME.'),
    host: z.string().nullable().describe('Null where it is about the whole machine.'),
    why: z.enum([...tunnelReasons, 'no-root']),
    refused: z.int().describe('How often the certificate was refused by a TLS alert.'),
    left: z.int().describe('How often the client left at once, without a word.'),
    firstAt: millis,
    lastAt: millis,
    state: z.enum(proposalStates),
    answeredAt: millis.nullable(),
    correction: z.string().nullable().describe('The correction that an acceptance wrote.'),
    etag,
  })
  .readonly()

export const proposalQuery = z.strictObject({
  state: z.enum(proposalStates).optional().describe('Absent: whatever was answered.'),
})

export const proposalList = z.object({
  proposals: z.array(proposalView).readonly().describe('The newest thousand at most, in one page.'),
})

export const acceptedProposal = z.object({
  proposal: proposalView,
  inForce: z
    .boolean()
    .describe('False: the configuration has mistakes, and it counts with the next good reload.'),
})
