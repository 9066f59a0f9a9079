/** Opens the registry of devices over a real store and a real office authority, with a clock that tests turn. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { certificateRequest, newKey } from '../../agents/certificate-request.ts'
import { createEventBus, type EventBus, type GatewayEvents } from '../../gateway/core/events.ts'
import type { LedgerNote } from '../../gateway/core/ledger/entry.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { minuteMs } from '../../gateway/core/units.ts'
import { type Devices, openDevices } from '../../gateway/devices/devices.ts'
import type { Authority } from '../../gateway/pki/authority.ts'
import { openStore, type Store } from '../../gateway/store/store.ts'
import { type CapturedLog, capturedLog } from '../ops/captured-log.ts'
import { type TestClock, testAuthority, testClock, testFolder } from '../pki/setup.ts'
import { watchedHealth } from '../store/fixture.ts'
import { key } from '../store/records.ts'

export interface Room {
  devices: Devices
  store: Store
  authority: Authority
  clock: TestClock
  events: EventBus
  /** What was written to the ledger; a test makes it fail by `ledgerFault`. */
  notes: LedgerNote[]
  ledger: { fault: Error | null }
  captured: CapturedLog
  settings: { certificateDays: number; inviteMs: number }
  heard<Name extends keyof GatewayEvents>(name: Name): GatewayEvents[Name][]
  /** Closes the registry and opens it again over the same store, as a restart does. */
  reopen(): Promise<Devices>
}

export async function openRoom({
  folder = testFolder(),
  clock = testClock(),
  sealing = new Secret(randomBytes(32)),
} = {}): Promise<Room> {
  const { authority } = await testAuthority({
    kind: 'office',
    directory: join(folder, 'authorities'),
    clock,
    key: sealing,
  })
  const store = await openStore({ file: join(folder, 'gatehouse.db'), key, clock, health: watchedHealth() })
  const events = createEventBus({
    fault: (_name, error) => {
      throw error
    },
  })
  const notes: LedgerNote[] = []
  const captured = capturedLog('debug')
  const room: Room = {
    devices: undefined as never,
    store,
    authority,
    clock,
    events,
    notes,
    ledger: { fault: null },
    captured,
    settings: { certificateDays: 30, inviteMs: 15 * minuteMs },
    heard(name) {
      const all: GatewayEvents[typeof name][] = []
      events.subscribe(name, (event) => void all.push(event))
      return all
    },
    async reopen() {
      await room.devices?.[Symbol.asyncDispose]()
      room.devices = await openDevices({
        store,
        authority,
        ledger: {
          append(note) {
            if (room.ledger.fault !== null) throw room.ledger.fault
            notes.push(note)
          },
        },
        events,
        clock,
        random: randomBytes,
        log: captured.log,
        settings: () => room.settings,
      })
      return room.devices
    },
  }
  await room.reopen()
  onTestFinished(async () => {
    await room.devices[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })
  return room
}

/** A device that was added and has enrolled; its first certificate's fingerprint. */
export function enrolled({ devices }: Room, name = 'camera'): { fingerprint: string } {
  const { code } = devices.add(name)
  const outcome = devices.enrol({ code, csr: certificateRequest(newKey()) }, '192.0.2.7')
  if (!outcome.ok) throw outcome.error
  const fingerprint = devices.find(name)?.certificates[0]?.fingerprint
  if (fingerprint === undefined) throw new Error('no certificate was kept')
  return { fingerprint }
}
