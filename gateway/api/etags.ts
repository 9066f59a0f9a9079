/** Says which parts of each thing two people may decide at once, as the tag that `If-Match` names; not what goes on by itself, as counts and times. */
import type { ClientView } from '../core/client/client.ts'
import type { IncidentView } from '../core/incident/view.ts'
import type { Proposal } from '../core/proposal/proposal.ts'
import type { Hold } from '../core/retention/hold.ts'
import type { ReviewView } from '../core/review/view.ts'
import { etagOf } from './if-match.ts'
import type { PolicyOverview } from './services/policy.ts'

type Tagged<View> = View & { etag: string }

export function taggedClient(client: ClientView): Tagged<ClientView> {
  // Without the id: what was never decided of has a new one each time it is looked at, and the card or certificate names it.
  const { hardware, name, group, state, quarantinedAt, decidedAt, decidedBy } = client
  const etag = etagOf(['client', hardware, name, group, state, quarantinedAt, decidedAt, decidedBy])
  return { ...client, etag }
}

/** Of an answer that counts for a time, all but how long it still does. */
export function taggedReview(review: ReviewView): Tagged<ReviewView> {
  const { id, possible, answered } = review
  const { leftMs: _left, ...said } = answered ?? { leftMs: null }
  return { ...review, etag: etagOf(['review', id, possible, answered === null ? null : said]) }
}

export function taggedProposal(proposal: Proposal): Tagged<Proposal> {
  const { id, kind, client, host, why, state, answeredAt, correction } = proposal
  return {
    ...proposal,
    etag: etagOf(['proposal', id, kind, client, host, why, state, answeredAt, correction]),
  }
}

/** It grew worse, or is over, is told to whoever closes it; each further signal of the same kind is not. */
export function taggedIncident(incident: IncidentView): Tagged<IncidentView> {
  const { id, state, severity, overAt, acknowledgedAt, closedAt, outcome, note } = incident
  return {
    ...incident,
    etag: etagOf(['incident', id, state, severity, overAt, acknowledgedAt, closedAt, outcome, note]),
  }
}

export function taggedHold(hold: Hold): Tagged<Hold> {
  const { id, scope, setAt, reason, releasedAt, releaseReason } = hold
  return { ...hold, etag: etagOf(['hold', id, scope, setAt, reason, releasedAt, releaseReason]) }
}

/** The file by its text, the draft by each time it was saved; not whether the file is in force, which publishing mends. */
export function taggedPolicy(policy: PolicyOverview): Tagged<PolicyOverview> {
  return { ...policy, etag: etagOf(['policy', policy.version, policy.draft?.mark ?? null]) }
}
