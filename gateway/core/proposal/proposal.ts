/** A proposal: what the gateway noticed of a client, and could change once a person says so. It never acts by itself. */
import type { TunnelReason } from '../pinning/judge.ts'

/** `tunnel`: let one host of one client pass unread. `install-root`: a machine lacks the office's root; only a person can help. */
export const proposalKinds = ['tunnel', 'install-root'] as const
export type ProposalKind = (typeof proposalKinds)[number]

export const proposalStates = ['open', 'accepted', 'dismissed'] as const
export type ProposalState = (typeof proposalStates)[number]

/** Times are milliseconds since 1970. */
export interface Proposal {
  /** Eight hex digits. */
  id: string
  kind: ProposalKind
  client: string
  /** Null where it is about the whole machine. */
  host: string | null
  why: TunnelReason | 'no-root'
  /** How often the certificate was refused in TLS's own words, and how often the client left without one. */
  refused: number
  left: number
  firstAt: number
  lastAt: number
  state: ProposalState
  answeredAt: number | null
  /** The correction that an acceptance wrote; null before. */
  correction: string | null
}
