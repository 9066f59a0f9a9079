/** What tests of proposals share: the real room over a real encrypted store and ledger, with corrections in memory. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createEventBus } from '../../gateway/core/events.ts'
import type { Correction } from '../../gateway/core/policy/corrections.ts'
import { openProposals, type ProposalsOptions } from '../../gateway/proposals/proposals.ts'
import { createTrustedClock } from '../../gateway/retention/trusted-clock.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { createProposalRegister } from '../../gateway/store/proposal-register.ts'
import { createClockRecords } from '../../gateway/store/sweep-holds.ts'
import { exchange } from '../api/stand-in.ts'
import { capturedLog } from '../ops/captured-log.ts'
import { folder, watchedHealth } from '../store/fixture.ts'
import { migrated, seed, steppingClock } from '../store/ledger-fixture.ts'

export const begun = Date.UTC(2026, 10, 23, 9)

export async function openRoom(changes: Partial<ProposalsOptions> & { file?: string } = {}) {
  const { file = join(folder(), 'gatehouse.db'), ...options } = changes
  const database = await migrated(file)
  // One connection, as in the gateway: the ledger's entry and the answer are one write.
  const ledger = openLedger({ database, seed, clock: steppingClock() })
  const health = watchedHealth()
  const captured = capturedLog('debug')
  const corrections: Correction[] = []
  const bus = createEventBus({
    fault: (_name, error) => {
      throw error
    },
  })
  let now = begun
  const clock = options.clock ?? { now: () => now, monotonic: () => now }
  const records = createClockRecords(database)
  const trustedClock = createTrustedClock({ clock, builtAt: begun, records, ledger })
  const proposals = openProposals({
    ...{ bus, health, ledger, log: captured.log, random: randomBytes, store: { failure: null } },
    register: createProposalRegister(database),
    clock,
    keptDays: () => 180,
    isClockTrusted: () => trustedClock.judge().trusted,
    corrections: {
      add: async (correction) => void corrections.push(correction),
      remove: async (id) =>
        corrections.splice(
          corrections.findIndex((one) => one.id === id),
          1,
        ),
      reload: async () => true,
    },
    ...options,
  })
  onTestFinished(() => proposals[Symbol.dispose]())
  const record = (changed: Parameters<typeof exchange>[0]) => {
    now += 2000
    bus.publish('exchange.recorded', exchange({ at: now, scheme: 'https', ...changed }))
  }
  return {
    ...{ proposals, health, ledger, corrections, captured, file, trustedClock },
    used: (client: string, destination = 'web.test') => record({ client, destination, method: 'GET' }),
    refused: (client: string, destination: string) =>
      record({
        ...{ client, destination, method: 'CONNECT', action: 'fail', reason: 'client-tls-failed' },
        notes: ['alert:unknown_ca'],
      }),
    pass: (ms: number) => {
      now += ms
    },
  }
}

export type Room = Awaited<ReturnType<typeof openRoom>>

/** A program of this client that pins, beside others that work. */
export function pins(room: Room, client: string, host: string): void {
  room.refused(client, host)
  room.used(client)
  for (let time = 0; time < 2; time += 1) room.refused(client, host)
}
