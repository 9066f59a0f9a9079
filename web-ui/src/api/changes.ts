/** What screens have changed: each names the state that it was decided on, so that nobody decides about what they have not seen. */
import { change } from './ask.ts'
import type { AcceptedProposal, Client, Proposal, Review, ReviewAnswer } from './types.ts'

export function answerReview({ id, etag }: Review, answer: ReviewAnswer): Promise<Review> {
  return change(`reviews/${id}/answer?answer=${answer}`, { etag })
}

export function endReview({ id, etag }: Review): Promise<Review> {
  return change(`reviews/${id}/end`, { etag })
}

export type MachineDecision = 'guest' | 'quarantine' | 'release' | 'forget'

/** What names a machine is personal at times: it travels in bodies. */
export function decideMachine({ id, etag }: Client, decision: MachineDecision): Promise<Client> {
  return change(`clients/${decision}`, { etag, body: { machine: id } })
}

export function nameMachine({ id, etag }: Client, name: string): Promise<Client> {
  return change('clients/name', { etag, body: { machine: id, name } })
}

/** `group`: null takes it out of its own. */
export function groupMachine({ id, etag }: Client, group: string | null): Promise<Client> {
  return change('clients/group', { etag, body: { machine: id, group } })
}

export function acceptProposal({ id, etag }: Proposal): Promise<AcceptedProposal> {
  return change(`proposals/${id}/accept`, { etag })
}

export function dismissProposal({ id, etag }: Proposal): Promise<Proposal> {
  return change(`proposals/${id}/dismiss`, { etag })
}
