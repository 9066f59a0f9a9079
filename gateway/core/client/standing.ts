/** What a machine counts as right now, and what follows from it: asked at each connection, beside the rules. */
import { type ClientRecord, clientStates } from './client.ts'

/** contested: two cards say to have the address, so nothing that one of them is allowed counts. */
export const machineStates = [...clientStates, 'quarantined', 'contested'] as const
export type MachineState = (typeof machineStates)[number]

export interface Standing {
  /** The id of the client that is meant; null where none is kept of this machine. */
  readonly machine: string | null
  readonly state: MachineState
  /** Groups that it is in for its card, or since a person put it there. */
  readonly groups: readonly string[]
}

/** Says what is known of the machine at an address. Egress has no store: it is handed this. */
export interface ClientStandings {
  /** `at`: an address, or `device:till-1` for who shows that certificate. Null: no machine is known there, and the rules alone count. */
  standingOf(at: string): Standing | null
  /** Looks once who is at an address that nothing is known of yet; null where that was done, or nobody looks. Never rejects. */
  lookFor(address: string): Promise<void> | null
}

/** What becomes of machines that nobody has decided about. */
export interface StandingSettings {
  /** Cards that nobody has said anything of. rules: as if they were known. */
  unknown: 'rules' | 'tunnel'
  /** Cards with an address of their own making, of which no client is made. */
  madeUp: 'rules' | 'guest'
}

/** Of one card: what it counts as while it alone has its address. `known` is as any client, by the rules. */
export function stateOf(
  client: Pick<ClientRecord, 'state' | 'quarantinedAt'> | null,
  isMadeUp: boolean,
  settings: StandingSettings,
): MachineState {
  if (client !== null && client.quarantinedAt !== null) return 'quarantined'
  const state = client?.state ?? 'unknown'
  if (state !== 'unknown') return state
  if (client === null && isMadeUp) return settings.madeUp === 'guest' ? 'guest' : 'known'
  return settings.unknown === 'tunnel' ? 'unknown' : 'known'
}

/** Two cards at one address: a quarantine of either counts; else nothing that is said of either. */
export function contestedState(states: readonly MachineState[]): MachineState {
  return states.includes('quarantined') ? 'quarantined' : 'contested'
}
