/** The machines of the office: looks who is there, keeps what was decided of each, and says what an address counts as. */
import type { ClientRecord, ClientView } from '../core/client/client.ts'
import type { Neighbour } from '../core/client/neighbours.ts'
import type { ClientStandings, Standing } from '../core/client/standing.ts'
import { StandingTable } from '../core/client/standing-table.ts'
import { GatewayError } from '../core/errors.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import { inRanges, parseRange } from '../core/net/address.ts'
import type { HeldMachines } from '../core/network/machine-note.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import { minuteMs, secondMs } from '../core/units.ts'
import { type ClientRegister, createClientRegister } from '../store/client-register.ts'
import { ClientBook } from './book.ts'
import { type ClientDesk, createClientDesk } from './desk.ts'
import { Lookout } from './lookout.ts'
import { linesOf, readNeighbourTable, type TableTrouble } from './neighbour-table.ts'
import type { ClientSettings, ClientsOptions } from './options.ts'
import { createClientTarget } from './sweep-target.ts'
import { type ClientTotals, countClients } from './totals.ts'
import { showClients } from './warnings.ts'

/** All but `standingOf`, `lookFor`, `addressesBeside`, `groups` and `totals` throw the STORE_ errors while the store cannot be read; changes throw CLIENTS_OFF. */
export interface Clients extends ClientStandings, ClientDesk, AsyncDisposable {
  list(): readonly ClientView[]
  totals(): ClientTotals
  /** Into which a person may put a machine. */
  groups(): readonly string[]
  /** What else the machine at an address surely has; none where its card is not known, or may be of several machines. */
  addressesBeside(address: string): readonly string[]
  /** The present table, for workers. The same array until it changes. */
  standings(): readonly (readonly [string, Standing])[]
  /** Whom the network's rules are to hold back; null while nothing is known of any machine. */
  held(): HeldMachines | null
  /** Something came of who shows the certificate of this device; `device:till-1`. */
  seeDevice(device: string): void
  /** Told after each change of what addresses and machines count as. */
  onChange(listener: () => void): void
  /** The configuration in force is another one. */
  settingsChanged(): void
  readonly target: SweepTarget
}

const everyMs = 10 * secondMs
/** When a machine was last seen may be ten minutes old after a crash: a memory card dies of writes. */
const writeEveryMs = 10 * minuteMs

export function openClients(options: ClientsOptions): Clients {
  return new OfficeClients(options)
}

class OfficeClients implements Clients {
  readonly #options: ClientsOptions
  readonly #register: ClientRegister
  readonly #lookout: Lookout
  readonly #table = new StandingTable()
  readonly #listeners: (() => void)[] = []
  readonly target: SweepTarget
  #opened: { book: ClientBook; desk: ClientDesk } | null = null
  #standings: readonly (readonly [string, Standing])[] = []
  #held: HeldMachines | null = null
  #told = ''
  #trouble: TableTrouble | null = null
  #leftOut = 0
  #writtenMs: number

  constructor(options: ClientsOptions) {
    this.#options = options
    this.#register = createClientRegister(options.database)
    this.#writtenMs = options.clock.monotonic()
    this.target = createClientTarget({
      register: this.#register,
      seenAt: (id) => this.#opened?.book.byId(id)?.seenAt ?? null,
      gone: (clients) => this.#gone(clients),
    })
    this.#lookout = new Lookout({
      look: (wanted) => this.#look(wanted),
      monotonic: options.clock.monotonic,
      everyMs: options.everyMs ?? everyMs,
    })
    // What was decided counts from the first connection on, before anybody has looked.
    this.#tryTo(() => this.#publish())
    void this.#lookout.soon()
  }

  list(): ClientView[] {
    const { book } = this.#open()
    return [...book.clients()].map((client) => book.view(client))
  }

  find(machine: string): ClientView {
    return this.#open().desk.find(machine)
  }

  name(machine: string, name: string, actor?: LedgerActor): ClientView {
    return this.#desk().name(machine, name, actor)
  }

  group(machine: string, group: string | null, actor?: LedgerActor): ClientView {
    return this.#desk().group(machine, group, actor)
  }

  guest(machine: string, actor?: LedgerActor): ClientView {
    return this.#desk().guest(machine, actor)
  }

  quarantine(machine: string, by?: LedgerActor | { alarm: string }): ClientView {
    return this.#desk().quarantine(machine, by)
  }

  release(machine: string, actor?: LedgerActor): ClientView {
    return this.#desk().release(machine, actor)
  }

  forget(machine: string, actor?: LedgerActor): ClientView {
    return this.#desk().forget(machine, actor)
  }

  totals(): ClientTotals {
    const { settings, clock } = this.#options
    return {
      ...countClients(this.#opened?.book ?? null, clock.now()),
      isWatching: settings().watch,
      trouble: this.#trouble,
    }
  }

  groups(): string[] {
    return Object.keys(this.#options.settings().groups)
  }

  standingOf(address: string): Standing | null {
    return this.#table.standingOf(address)
  }

  addressesBeside(address: string): string[] {
    const { settings, clock } = this.#options
    return settings().watch ? (this.#opened?.book.addressesBeside(address, clock.now()) ?? []) : []
  }

  lookFor(address: string): Promise<void> | null {
    if (!this.#options.settings().watch || this.#table.standingOf(address) !== null) return null
    return this.#lookout.lookFor(address)
  }

  standings(): readonly (readonly [string, Standing])[] {
    return this.#standings
  }

  held(): HeldMachines | null {
    return this.#held
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  seeDevice(device: string): void {
    this.#opened?.book.seeDevice(device, this.#options.clock.now())
  }

  settingsChanged(): void {
    this.#tryTo(() => this.#publish())
    void this.#lookout.soon()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lookout[Symbol.asyncDispose]()
    this.#tryTo(() => this.#write())
  }

  async #look(wanted: readonly string[]): Promise<void> {
    const settings = this.#options.settings()
    if (!settings.watch) return this.#tryTo(() => this.#publish())
    const { readTable = readNeighbourTable } = this.#options
    const table = await readTable()
    this.#trouble = table.ok ? null : table.why
    const lines = table.ok ? table.lines : await linesOf(wanted, table.why, readTable)
    this.#tryTo(() => {
      this.#see(lines.filter(isOurs(settings)))
      this.#publish()
    })
  }

  #see(table: readonly Neighbour[]): void {
    const { book } = this.#open()
    const { clock, log } = this.#options
    const newClient = (hardware: string) => this.#newClient(hardware)
    const { appeared, takings, leftOut } = book.see(table, { now: clock.now(), newClient })
    this.#leftOut = leftOut
    if (takings.length > 0) log.event('client.address-taken', { count: takings.length })
    this.#register.put(appeared.map((client) => book.stored(client)))
    if (clock.monotonic() - this.#writtenMs > writeEveryMs) this.#write()
  }

  #write(): void {
    if (this.#opened === null) return
    const { book } = this.#opened
    this.#register.put([...book.clients()].map((client) => book.stored(client)))
    this.#writtenMs = this.#options.clock.monotonic()
  }

  /** Tells whoever asked, where anything is another now. */
  #publish(): void {
    const { settings, health } = this.#options
    const present = settings()
    const { book } = this.#open()
    const standings = present.watch ? book.standings(present) : []
    const held = present.watch ? book.held(present) : nobody
    const told = JSON.stringify([standings, held])
    const facts = {
      ...this.totals(),
      unknown: present.unknown,
      shared: book.sharedCards,
      leftOut: this.#leftOut,
    }
    showClients(health, present.watch ? facts : null)
    if (told === this.#told) return
    this.#told = told
    this.#held = held
    this.#standings = standings
    this.#table.replace(standings)
    for (const listener of this.#listeners) listener()
  }

  #gone(clients: readonly ClientRecord[]): void {
    for (const client of clients) this.#opened?.book.drop(client)
    this.#tryTo(() => this.#publish())
  }

  #desk(): ClientDesk {
    if (this.#options.settings().watch) return this.#open().desk
    throw new GatewayError('CLIENTS_OFF', {}, { hint: 'Set clients.watch to true, then: gatehouse reload' })
  }

  /** Throws the STORE_ errors; a store that comes back is found. */
  #open(): { book: ClientBook; desk: ClientDesk } {
    if (this.#opened !== null) return this.#opened
    const { database, ledger, settings, clock, isDevice } = this.#options
    const book = new ClientBook(this.#register.load())
    const desk = createClientDesk({
      ...{ book, register: this.#register, database, ledger, settings, isDevice },
      now: () => clock.now(),
      newClient: (hardware) => this.#newClient(hardware),
      changed: () => this.#publish(),
    })
    this.#opened = { book, desk }
    return this.#opened
  }

  #newClient(hardware: string): ClientRecord {
    const { random, clock } = this.#options
    const now = clock.now()
    const decision = { name: null, group: null, state: 'unknown', quarantinedAt: null } as const
    const seen = { firstSeenAt: now, seenAt: now, decidedAt: null, decidedBy: null }
    return { id: random(4).toString('hex'), hardware, ...decision, ...seen }
  }

  /** Whatever is wrong with the store is said where the store is looked after. */
  #tryTo(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#options.log.event('client.not-kept', {}, error)
    }
  }
}

const nobody: HeldMachines = { quarantined: { cards: [], addresses: [] }, guests: [] }

function isOurs({ interfaces, served }: ClientSettings): (neighbour: Neighbour) => boolean {
  const ranges = served.map(parseRange).filter((range) => range !== null)
  return ({ device, address }) =>
    (interfaces.length === 0 || interfaces.includes(device)) && inRanges(address, ranges)
}
