/** What the room of clients is told, and who plays its ports. */
import type { Clock, HealthBoard, Ledger } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import type { BookSettings } from './book.ts'
import type { NeighbourTable } from './neighbour-table.ts'

export interface ClientSettings extends BookSettings {
  watch: boolean
  /** Interfaces on which machines of the office are; none: on all. */
  interfaces: readonly string[]
  /** CIDRs of clients that are served: others are nobody's business. */
  served: readonly string[]
}

export interface ClientsOptions {
  database: DurableDatabase
  ledger: Ledger
  clock: Clock
  health: HealthBoard
  log: Log
  random(length: number): Buffer
  /** Whether a device of the office is called so, and may come with a certificate. Throws the STORE_ errors. */
  isDevice(name: string): boolean
  /** What the configuration in force says, asked each time. */
  settings(): ClientSettings
  /** For tests: the table of another machine, or its line of one address. */
  readTable?(address?: string): Promise<NeighbourTable>
  everyMs?: number
}
