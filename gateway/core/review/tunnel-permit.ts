/** Lets one client's connections to one host pass unread for as long as a person said. */
import { z } from 'zod'
import { type EntityType, entityTypeNames } from '../pii/entity.ts'

export const tunnelPermitSchema = z.strictObject({
  /** Of the review that it answers. */
  review: z.string().max(64),
  client: z.string().max(64),
  /** Where it was asked for. */
  address: z.string().max(64),
  /** Whose card had the address then; null where nobody watches cards. */
  machine: z.string().max(64).nullable(),
  destination: z.string().max(512),
  port: z.int(),
  /** What was masked or stopped there. */
  types: z.array(z.enum(entityTypeNames)),
  /** As in `Permit`. */
  until: z.number(),
})
export type TunnelPermit = z.infer<typeof tunnelPermitSchema>

/** What a connection is compared by. */
export type TunnelFacts = Pick<TunnelPermit, 'client' | 'address' | 'machine' | 'destination' | 'port'>

/** What the policy in force lets no answer open. */
export interface TunnelBounds {
  neverAllowed: ReadonlySet<EntityType>
  isAlwaysRead(host: string): boolean
}

/** The one that fits and still counts; null where there is none. */
export function tunnelPermitFor(
  permits: readonly TunnelPermit[],
  facts: TunnelFacts,
  { now, bounds }: { now: number; bounds: TunnelBounds },
): TunnelPermit | null {
  const fits = (permit: TunnelPermit) =>
    now < permit.until &&
    permit.client === facts.client &&
    permit.address === facts.address &&
    permit.machine === facts.machine &&
    permit.destination === facts.destination &&
    permit.port === facts.port &&
    !permit.types.some((type) => bounds.neverAllowed.has(type))
  const found = permits.find(fits)
  return found === undefined || bounds.isAlwaysRead(facts.destination) ? null : found
}
