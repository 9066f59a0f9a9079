/** What tests of incidents share: the real room over a real encrypted store, with a clock that a test sets. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createEventBus, type EventBus, type GatewayEvents } from '../../gateway/core/events.ts'
import type { LedgerNote } from '../../gateway/core/ledger/entry.ts'
import type { Clock } from '../../gateway/core/ports.ts'
import { type Incidents, type IncidentsOptions, openIncidents } from '../../gateway/incidents/incidents.ts'
import { openStore, type Store } from '../../gateway/store/store.ts'
import { type CapturedLog, capturedLog } from '../ops/captured-log.ts'
import { folder, type WatchedHealth, watchedHealth } from '../store/fixture.ts'
import { key } from '../store/records.ts'

export const started = Date.UTC(2026, 10, 22, 10)
export const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000] as const
export const year = 365 * day

/** A box's clock: time passes for both, and the wall can be set. */
export interface SetClock extends Clock {
  pass(ms: number): void
  setForward(ms: number): void
}

export function setClock(wall = started): SetClock {
  let [now, monotonic] = [wall, 77_000.25]
  return {
    now: () => now,
    monotonic: () => monotonic,
    pass(ms) {
      now += ms
      monotonic += ms
    },
    setForward(ms) {
      now += ms
    },
  }
}

export interface Room extends AsyncDisposable {
  incidents: Incidents
  bus: EventBus
  store: Store
  clock: SetClock
  health: WatchedHealth
  captured: CapturedLog
  notes: LedgerNote[]
  changes: GatewayEvents['incident.changed'][]
  signals: GatewayEvents['signal.raised'][]
  file: string
  /** Passes time as the gateway lives through it: a look every five seconds. */
  pass(ms: number, everyMs?: number): void
  /** Stops it. */
  close(): Promise<void>
}

export interface RoomOptions extends Partial<IncidentsOptions> {
  file?: string
  setClock?: SetClock
}

export async function openRoom(options: RoomOptions = {}): Promise<Room> {
  const { file = join(folder(), 'gatehouse.db'), setClock: clock = setClock(), ...rest } = options
  const health = watchedHealth()
  const captured = capturedLog('debug')
  const notes: LedgerNote[] = []
  const bus = createEventBus({
    fault: (_name, error) => {
      throw error
    },
  })
  const changes: Room['changes'] = []
  const signals: Room['signals'] = []
  bus.subscribe('incident.changed', (change) => changes.push(change))
  bus.subscribe('signal.raised', (signal) => signals.push(signal))
  const store = await openStore({ file, key, clock, health })
  const incidents = openIncidents({
    ...{ store, bus, clock, health, log: captured.log, random: randomBytes },
    ledger: { append: (note) => void notes.push(note) },
    settings: () => ({ silenceMs: 2 * minute, webhook: { url: null, secretFile: null } }),
    ...rest,
  })
  let closed: Promise<void> | null = null
  const close = () => {
    closed ??= (async () => {
      await incidents[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    })()
    return closed
  }
  onTestFinished(close)
  return {
    ...{ incidents, bus, store, clock, health, captured, notes, changes, signals, file, close },
    pass(ms, everyMs = 5 * second) {
      for (let left = ms; left > 0; left -= everyMs) {
        clock.pass(Math.min(everyMs, left))
        incidents.look()
      }
    },
    [Symbol.asyncDispose]: close,
  }
}

type Living = Pick<Room, 'bus' | 'clock' | 'pass'>

export const till = { id: '0011223344556677', name: 'till-2' }

/** Messages of a device every five seconds. */
export function speaksFor(room: Living, ms: number, device = till): void {
  for (let left = ms; left > 0; left -= 5 * second) {
    room.pass(5 * second)
    speaks(room, device)
  }
}

export function speaks({ bus, clock }: Pick<Living, 'bus' | 'clock'>, device = till): void {
  bus.publish('reading.received', { device, reading: { v: 1, values: { 'cpu.load': 1 } }, at: clock.now() })
}

/** A device that has spoken for two hours and is silent now, with the incident that came of it. */
export async function silentTill(options: RoomOptions = {}) {
  const room = await openRoom(options)
  speaksFor(room, 2 * hour)
  room.pass(3 * minute)
  const [incident] = room.incidents.list({ limit: 10 }).incidents
  if (incident === undefined) throw new Error('no incident was opened')
  return { room, incident }
}
