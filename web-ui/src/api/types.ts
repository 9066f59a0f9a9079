/** The shapes that the gateway answers in, taken from the very schemas that check its answers. */
import type { z } from 'zod'
import type { ownAccount } from '../../../gateway/api/schemas/accounts.ts'
import type { clientList, clientView } from '../../../gateway/api/schemas/clients.ts'
import type { incidentPage } from '../../../gateway/api/schemas/incidents.ts'
import type { acceptedProposal, proposalList, proposalView } from '../../../gateway/api/schemas/proposals.ts'
import type { reviewAnswer, reviewPage, reviewView } from '../../../gateway/api/schemas/reviews.ts'
import type { signInStep, waysIn } from '../../../gateway/api/schemas/session.ts'
import type {
  exchangeRecord,
  gatewayStatus,
  health,
  journalPage,
  journalQuery,
  journalTotals,
  problemDetails,
} from '../../../gateway/api/schemas.ts'

export type OwnAccount = z.output<typeof ownAccount>
export type GatewayStatus = z.output<typeof gatewayStatus>
export type Health = z.output<typeof health>
export type Totals = z.output<typeof journalTotals>
export type Exchange = z.output<typeof exchangeRecord>
export type JournalPage = z.output<typeof journalPage>
export type JournalQuery = z.input<typeof journalQuery>
export type ClientList = z.output<typeof clientList>
export type Client = z.output<typeof clientView>
export type IncidentPage = z.output<typeof incidentPage>
export type ProposalList = z.output<typeof proposalList>
export type Proposal = z.output<typeof proposalView>
export type AcceptedProposal = z.output<typeof acceptedProposal>
export type Review = z.output<typeof reviewView>
export type ReviewAnswer = z.output<typeof reviewAnswer>
export type ReviewPage = z.output<typeof reviewPage>
export type WaysIn = z.output<typeof waysIn>
export type SignInStep = z.output<typeof signInStep>
export type Problem = z.output<typeof problemDetails>
