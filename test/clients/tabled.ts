/** Machines of an office for tests: a neighbour table that the test writes, and what is decided of who stands in it. */
import { randomBytes } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { type Clients, openClients } from '../../gateway/clients/clients.ts'
import type { NeighbourTable } from '../../gateway/clients/neighbour-table.ts'
import type { ClientSettings } from '../../gateway/clients/options.ts'
import type { Neighbour } from '../../gateway/core/client/neighbours.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { createLog } from '../../gateway/ops/log.ts'
import { openTokenOffice } from '../store/token-fixture.ts'

export const one = '00:00:5e:00:53:01'
export const two = '00:00:5e:00:53:02'
export const phone = '02:00:5e:00:53:03'

export function at(address: string, hardware: string, isFresh = true, device = 'lan0'): Neighbour {
  return { address, hardware, device, isFresh }
}

export const usual: ClientSettings = {
  ...{ watch: true, unknown: 'tunnel', madeUp: 'guest', interfaces: [] },
  groups: { tills: [], cameras: [two] },
  served: ['10.0.0.0/8', 'fd00::/8'],
}

/** Devices that have enrolled. */
const devices = ['till-1', 'till-2']

/** Removed when the test is over. */
export async function office(first: readonly Neighbour[] = [], changes: Partial<ClientSettings> = {}) {
  const { database, ledger } = await openTokenOffice()
  const lines: string[] = []
  const log = createLog({ level: 'info', stream: { write: (line: string) => void lines.push(line) } })
  const health = createHealthBoard({ now: () => 0, log })
  let table: NeighbourTable = { ok: true, lines: first }
  let now = Date.UTC(2026, 0, 10, 12)
  let settings = { ...usual, ...changes }
  const open = () => {
    const clients = openClients({
      ...{ database, ledger, health, log, random: randomBytes },
      clock: { now: () => now, monotonic: () => performance.now() },
      settings: () => settings,
      isDevice: (name) => devices.includes(name),
      readTable: async () => table,
      everyMs: 20,
    })
    onTestFinished(() => clients[Symbol.asyncDispose]())
    return clients
  }
  const clients = open()
  /** Whatever is asked for after this was looked at in the new table. */
  const see = async (next: readonly Neighbour[] | NeighbourTable, of: Clients = clients) => {
    table = 'ok' in next ? next : { ok: true, lines: next }
    await of.lookFor(`10.255.0.${nobody++ % 250}`)
    await of.lookFor(`10.254.0.${nobody++ % 250}`)
  }
  if (settings.watch) await see(first)
  return {
    ...{ clients, ledger, lines, database, open, see },
    hints: () => health.warnings().map(({ hint }) => hint),
    codes: () => health.warnings().map(({ code }) => code),
    later(ms: number) {
      now += ms
    },
    set(next: Partial<ClientSettings>) {
      settings = { ...settings, ...next }
      clients.settingsChanged()
    },
  }
}

let nobody = 0

/** Far more machines than can be, of one maker. */
export function floodOf(maker: string): Neighbour[] {
  return Array.from({ length: 50_000 }, (_, n) => {
    const hex = n.toString(16).padStart(6, '0').match(/../g) ?? []
    return at(`10.${100 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`, [maker, ...hex].join(':'))
  })
}
