/** What a client's machine counts as (guest, unknown, quarantined, in groups), and what the rules therefore say of its connections. */
import { standingOfClient } from '../core/client/joined-standing.ts'
import type { MachineState, Standing } from '../core/client/standing.ts'
import { clientInRules, clientOfUser } from '../core/login/client-name.ts'
import { inRanges, isPublicAddress } from '../core/net/address.ts'
import { decideConnection, decideExchange } from '../core/policy/decide.ts'
import { letAllPass } from '../core/policy/let-all-pass.ts'
import type {
  ConnectionDecision,
  ConnectionFacts,
  ExchangeFacts,
  ExchangeRule,
} from '../core/policy/verdict.ts'
import { secondMs } from '../core/units.ts'
import { type ClientConnection, deviceClient } from './connection.ts'
import type { Objection } from './lasting.ts'
import type { Egress } from './shared.ts'

type Asking = Pick<ClientConnection, 'client' | 'address' | 'user' | 'shown'>
/** Where it is, and what it has shown. */
type At = Pick<Asking, 'address' | 'shown'>
type Asked = Pick<Egress, 'ports' | 'guests'>

/** In the journal's words, where no rule of the policy said it. */
export const machineRuleIds = { unknown: 'unknown-machine', guest: 'guest-machine' } as const

/** Quarantine is stronger than the network that a machine is in; that network is stronger than anything else. */
export function machineState(connection: At, egress: Asked): MachineState {
  const { address } = connection
  const state = standingOf(connection, egress)?.state ?? 'known'
  const isOfGuests = egress.guests.length > 0 && inRanges(address, egress.guests)
  return isOfGuests && state !== 'quarantined' ? 'guest' : state
}

export function isQuarantined(connection: At, egress: Asked): boolean {
  return machineState(connection, egress) === 'quarantined'
}

export function isGuest(connection: At, egress: Asked): boolean {
  return machineState(connection, egress) === 'guest'
}

/** A machine that was never met may be one in quarantine with another address: that is found out before it says anything. */
export async function lookFor(address: string, { ports }: Asked): Promise<void> {
  await ports.clients?.lookFor(address)
}

const quarantined: Objection = { reason: 'client-quarantined', ruleId: null }

/** For what was let in, asked from then on: who is in quarantine already is being told why, which is not cut. */
export function quarantineSince(connection: At, egress: Asked): () => Objection | null {
  const isTold = isQuarantined(connection, egress)
  return () => (!isTold && isQuarantined(connection, egress) ? quarantined : null)
}

/** What one in quarantine is told, and what of its answers is on the way already, may take so long. */
const quarantineMs = secondMs

/** How long a connection whose client may not go on is left to end by itself. */
export function endsWithin(connection: At, egress: Asked & Pick<Egress, 'options'>): number {
  const { drainMs } = egress.options
  return isQuarantined(connection, egress) ? Math.min(quarantineMs, drainMs) : drainMs
}

/** What there is against the machine's going on now. */
export function objectionToMachine(
  connection: At,
  egress: Asked & Pick<Egress, 'devices'>,
): Objection | null {
  if (isQuarantined(connection, egress)) return quarantined
  return egress.devices.objectionTo(connection)
}

/** Guests reach the internet alone, whatever the configuration allows for others. */
export function mayReach(connection: At, addresses: readonly string[], egress: Asked): boolean {
  return !isGuest(connection, egress) || addresses.every(isPublicAddress)
}

/** The connection rules' word, but that nobody looks into what is a guest's, or a machine's that nobody has decided about. */
export function connectionDecision(
  connection: Asking,
  facts: Omit<ConnectionFacts, 'client'>,
  egress: Asked,
): ConnectionDecision {
  const client = ruledClient(connection, egress)
  const decision = decideConnection(egress.ports.policy.current(), { ...facts, client })
  if (decision.action !== 'intercept') return decision
  const state = machineState(connection, egress)
  if (state === 'unknown' || state === 'guest')
    return { action: 'tunnel', ruleId: machineRuleIds[state], observed: false }
  return state === 'known' ? (reviewedTunnel(connection, facts, egress) ?? decision) : decision
}

/** Fifteen minutes that a person said, for the machine that asked; no rule that refuses is asked again for it. */
function reviewedTunnel(
  { client, address }: Pick<Asking, 'client' | 'address'>,
  { host, port }: Pick<ConnectionFacts, 'host' | 'port'>,
  { ports }: Asked,
): ConnectionDecision | null {
  const machine = ports.clients?.standingOf(address)?.machine ?? null
  const asked = { client, address, machine, destination: host, port }
  const permit = ports.reviews?.tunnelFor(asked, ports.policy.current()) ?? null
  if (permit === null) return null
  const { review } = permit
  return { action: 'tunnel', ruleId: `reviewed-${review}`, observed: false, review }
}

/** The exchange rule; of a guest nothing is changed and nothing is noted. */
export function exchangeRule(
  connection: Asking,
  facts: Omit<ExchangeFacts, 'client'>,
  egress: Asked,
): ExchangeRule {
  if (isGuest(connection, egress)) return letAllPass(machineRuleIds.guest)
  const client = ruledClient(connection, egress)
  return decideExchange(egress.ports.policy.current(), { ...facts, client })
}

/** For the journal: which machine it was, and as what it counted. No name, which may be a person's. */
export function machineNotes(connection: Asking, egress: Asked): string[] {
  const standing = standingOf(connection, egress)
  return [...certificateNotes(connection), ...(standing === null ? [] : standingNotes(standing))]
}

/** As far as the record's client does not say it. */
function certificateNotes({ client, shown }: Asking): string[] {
  if (shown.kind === 'refused') return [`certificate:${shown.why}`]
  const device = deviceClient({ shown })
  return device === null || device === client ? [] : [device]
}

function standingNotes(standing: Standing): string[] {
  const { machine, state } = standing
  return [
    ...(machine === null ? [] : [`machine:${machine}`]),
    ...(state === 'known' || state === 'quarantined' ? [] : [`machine-${state}`]),
    ...standing.groups.map((group) => `in-group:${group}`),
  ]
}

/** The client as the policy is asked about it. */
export function ruledClient(connection: Asking, egress: Asked): string {
  const { user, address } = connection
  return clientInRules({
    user: user === null ? null : clientOfUser(user.name),
    device: deviceClient(connection),
    address,
    groups: standingOf(connection, egress)?.groups ?? [],
  })
}

/** Of the machine at the address, and of the device whose certificate was shown. */
function standingOf(connection: At, { ports: { clients } }: Asked): Standing | null {
  return standingOfClient({ address: connection.address, device: deviceClient(connection) }, clients)
}
