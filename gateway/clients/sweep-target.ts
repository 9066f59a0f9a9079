/** The part of machines in a sweep: those that nobody has seen for long, by the day on which they were last seen. */
import type { ClientRecord } from '../core/client/client.ts'
import { periodBounds } from '../core/retention/period.ts'
import type { KeptPeriod, SweepTarget } from '../core/retention/target.ts'
import type { ClientRegister } from '../store/client-register.ts'

export interface ClientTargetParts {
  register: Pick<ClientRegister, 'load' | 'delete'>
  /** When those were last seen that are in memory: newer than what is on the disk. */
  seenAt(id: string): number | null
  /** They are gone from the disk. */
  gone(clients: readonly ClientRecord[]): void
}

/** A row and its addresses say little: an estimate for whoever looks at the plan. */
const rowBytes = 250

/** Quarantine is a person's decision, and lasts until a person ends it. */
export function createClientTarget({ register, seenAt, gone }: ClientTargetParts): SweepTarget {
  const sweepable = () =>
    register
      .load()
      .map(({ client }) => ({ client, day: dayOf(seenAt(client.id) ?? client.seenAt) }))
      .filter(({ client }) => client.quarantinedAt === null)
  return {
    name: 'clients',
    async inventory() {
      const days = Map.groupBy(sweepable(), ({ day }) => day)
      return [...days].sort().map(
        ([period, some]): KeptPeriod => ({
          target: 'clients',
          class: 'client',
          source: null,
          period,
          until: periodBounds(period)?.until ?? 0,
          items: some.length,
          bytes: some.length * rowBytes,
          keys: [],
        }),
      )
    },
    async erase({ period }) {
      const doomed = sweepable().flatMap(({ client, day }) => (day === period ? [client] : []))
      register.delete(doomed.map(({ id }) => id))
      gone(doomed)
      return doomed.length
    },
    async readable({ period }) {
      return sweepable().some(({ day }) => day === period) ? 'a row of client' : null
    },
  } satisfies SweepTarget
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
