/** What every step of the outbound way may use. */
import type { Range } from '../core/net/address.ts'
import type { PersonHours } from '../core/policy/persons.ts'
import type { DeviceCertificates } from './device-certificates.ts'
import type { ExchangeIds } from './exchange-ids.ts'
import type { GuestBytes } from './guest-bytes.ts'
import type { HeldBudget } from './held-budget.ts'
import type { LastingConnections } from './lasting.ts'
import type { Logins } from './logins.ts'
import type { EgressOptions, EgressPorts } from './options.ts'
import type { DestinationResolver } from './resolve.ts'
import type { UpstreamPools } from './upstream.ts'
import type { Waits } from './waits.ts'

/** Options, resolver and pools are replaced as a whole on reload. */
export interface Egress {
  readonly options: EgressOptions
  readonly ports: EgressPorts
  readonly resolver: DestinationResolver
  readonly pools: UpstreamPools
  readonly persons: PersonHours
  readonly ids: ExchangeIds
  /** What TLS with clients is offered, the quickest first. */
  readonly ciphers: string
  /** What is held of the bodies of all connections. */
  readonly held: HeldBudget
  /** Whoever is waited for, and not for ever. */
  readonly waits: Waits
  /** Connections that pass unread. */
  readonly lasting: LastingConnections
  /** This instance's name in Via fields, by which it knows its own messages again (RFC 9110 §7.6.3). */
  readonly pseudonym: string
  /** True once the stop has begun: each answer is then the last one on its connection. */
  readonly stopping: boolean
  /** From when on the stop waits for nobody any more, in monotonic milliseconds; null while nothing stops. */
  readonly cutFromMs: number | null
  /** Who may log in, and has. */
  readonly logins: Logins
  /** Whose certificates count, and whether one is needed. */
  readonly devices: DeviceCertificates
  /** Networks of guests. */
  readonly guests: readonly Range[]
  readonly guestBytes: GuestBytes
  /** True for an address in the configured ranges. */
  serves(address: string): boolean
}
