/** Holds in memory which machines there are, which addresses they have, and what each address counts as. */
import type { ClientRecord, ClientState, ClientView } from '../core/client/client.ts'
import { deviceOfMachine, isKnownByCertificate } from '../core/client/device-client.ts'
import { isMadeUp } from '../core/client/hardware.ts'
import { HeldAddresses, holdMs, type Taking } from '../core/client/held-addresses.ts'
import type { Neighbour } from '../core/client/neighbours.ts'
import { contestedState, type Standing, type StandingSettings, stateOf } from '../core/client/standing.ts'
import { type HeldMachines, mostHeld } from '../core/network/machine-note.ts'
import type { StoredClient } from '../store/client-register.ts'

/** More machines than an office has; the rest is a flood of made-up ones, and is kept in no list. */
export const mostClients = 2000
/** New ones of one look: a flood must not write without end. */
const mostAtOnce = 100

export interface BookSettings extends StandingSettings {
  /** Group → networks, users and cards: `office.clientGroups`. */
  groups: Readonly<Record<string, readonly string[]>>
}

/** What came of one look at the neighbour table. */
export interface Seen {
  appeared: readonly ClientRecord[]
  takings: readonly Taking[]
  /** Machines that would have been taken in, had there been room. */
  leftOut: number
}

export class ClientBook {
  readonly #clients = new Map<string, ClientRecord>()
  readonly #byCard = new Map<string, string>()
  readonly #held = new HeldAddresses()
  /** Cards at which two machines seem to be, and when that was last seen. */
  readonly #shared = new Map<string, number>()

  constructor(stored: readonly StoredClient[]) {
    for (const { client, addresses } of stored) {
      this.put(client)
      for (const { address, seenAt } of addresses) this.#held.remember(address, client.hardware, seenAt)
    }
  }

  clients(): IterableIterator<ClientRecord> {
    return this.#clients.values()
  }

  byId(id: string): ClientRecord | null {
    return this.#clients.get(id) ?? null
  }

  byCard(hardware: string): ClientRecord | null {
    return this.byId(this.#byCard.get(hardware) ?? '')
  }

  byName(name: string): ClientRecord | null {
    const wanted = name.toLowerCase()
    return [...this.clients()].find((one) => one.name?.toLowerCase() === wanted) ?? null
  }

  /** The cards at an address: none, one, or two that both say to have it. */
  cardsAt(address: string): string[] {
    const holder = this.#held.holderOf(address)
    if (holder === null) return []
    return [holder.hardware, ...(holder.rival === null ? [] : [holder.rival.hardware])]
  }

  /** The other addresses of the card at this one; none where no client is made of it, or another card says to have it. */
  addressesBeside(address: string, now: number): string[] {
    const [hardware, rival] = this.cardsAt(address)
    if (hardware === undefined || rival !== undefined || this.byCard(hardware) === null) return []
    if (this.#mayBeSeveral(hardware, now)) return []
    const isSure = (other: string) => other !== address && this.cardsAt(other).length === 1
    return this.#held.addressesOf(hardware).filter(isSure)
  }

  /** Something came of who shows this certificate. */
  seeDevice(device: string, now: number): void {
    const client = this.byCard(device)
    if (client !== null && client.seenAt < now) this.put({ ...client, seenAt: now })
  }

  knows(hardware: string): boolean {
    return this.#byCard.has(hardware) || this.#held.addressesOf(hardware).length > 0
  }

  put(client: ClientRecord): void {
    this.#clients.set(client.id, client)
    this.#byCard.set(client.hardware, client.id)
  }

  drop({ id, hardware }: ClientRecord): void {
    this.#clients.delete(id)
    this.#byCard.delete(hardware)
    this.#held.forget(hardware)
    this.#shared.delete(hardware)
  }

  /** `newClient` makes the record of a card that was never met. */
  see(
    table: readonly Neighbour[],
    { now, newClient }: { now: number; newClient(hardware: string): ClientRecord },
  ): Seen {
    const takings = this.#held.see(table, now)
    const appeared: ClientRecord[] = []
    let leftOut = 0
    for (const hardware of new Set(table.map((one) => one.hardware))) {
      if (this.#byCard.has(hardware) || isMadeUp(hardware)) continue
      if (this.#clients.size >= mostClients || appeared.length >= mostAtOnce) leftOut += 1
      else {
        const client = newClient(hardware)
        this.put(client)
        appeared.push(client)
      }
    }
    for (const { hardware, isFresh } of table) {
      const client = isFresh ? this.byCard(hardware) : null
      if (client !== null && client.seenAt < now) this.put({ ...client, seenAt: now })
    }
    this.#noteShared(table, now)
    return { appeared, takings, leftOut }
  }

  stored(client: ClientRecord): StoredClient {
    const addresses = this.#held
      .addressesOf(client.hardware)
      .map((address) => ({ address, seenAt: this.#held.holderOf(address)?.seenAt ?? client.seenAt }))
    return { client, addresses }
  }

  view(client: ClientRecord): ClientView {
    const addresses = this.#held.addressesOf(client.hardware)
    return {
      ...client,
      isMadeUp: isMadeUp(client.hardware),
      addresses,
      contested: addresses.filter((address) => this.cardsAt(address).length > 1),
      isShared: this.#shared.has(client.hardware),
    }
  }

  /** What each address counts as, and each device by its certificate. */
  standings(settings: BookSettings): [string, Standing][] {
    const groupsOf = cardGroups(settings.groups)
    return [...this.#standingsAt(settings, groupsOf), ...this.#standingsOfDevices(settings, groupsOf)]
  }

  #standingsAt(settings: BookSettings, groupsOf: GroupsOf): [string, Standing][] {
    return [...this.#held.entries()].map(([address, { hardware, rival }]) => {
      const own = this.#standingOf(hardware, settings, groupsOf)
      if (rival === null) return [address, own]
      const other = this.#standingOf(rival.hardware, settings, groupsOf)
      return [address, { machine: own.machine, state: contestedState([own.state, other.state]), groups: [] }]
    })
  }

  #standingsOfDevices(settings: BookSettings, groupsOf: GroupsOf): [string, Standing][] {
    const found = new Map<string, Standing>()
    for (const client of this.clients()) {
      const device = deviceOfMachine(client)
      if (device === null || found.get(device)?.state === 'quarantined') continue
      found.set(device, this.#standingOf(client.hardware, settings, groupsOf))
    }
    return [...found]
  }

  /** Machines whose traffic the network's rules are to hold back, whatever passes the gateway by. */
  held(settings: BookSettings): HeldMachines {
    const entries = [...this.#held.entries()]
    const met = [...this.clients()].filter((client) => !isKnownByCertificate(client))
    const cards = new Set([
      ...met.map(({ hardware }) => hardware),
      ...entries.map(([, { hardware }]) => hardware),
    ])
    // To say to have another's address is no way out of being a guest. They come last, and only while there is room.
    for (const [, { rival }] of entries)
      if (rival !== null && cards.size < mostHeld) cards.add(rival.hardware)
    const stateOfCard = (card: string) => stateOf(this.byCard(card), isMadeUp(card), settings)
    const inState = (wanted: ClientState | 'quarantined') =>
      [...cards].filter((card) => stateOfCard(card) === wanted).toSorted()
    // Where another has the address, the card alone is held back: to say to have it is no way to cut off who does.
    const addresses = entries
      .filter(([, { hardware }]) => stateOfCard(hardware) === 'quarantined')
      .map(([address]) => address)
    return {
      quarantined: { cards: inState('quarantined'), addresses: addresses.toSorted() },
      guests: inState('guest'),
    }
  }

  /** Addresses that two cards say to have. */
  contested(): string[] {
    return [...this.#held.entries()].flatMap(([address, { rival }]) => (rival === null ? [] : [address]))
  }

  get sharedCards(): number {
    return this.#shared.size
  }

  #standingOf(hardware: string, settings: BookSettings, groupsOf: GroupsOf): Standing {
    const client = this.byCard(hardware)
    const listed = groupsOf(hardware)
    const group = client?.group ?? null
    // A group that the configuration has no more is nobody's.
    const isListed = group === null || listed.includes(group) || !Object.hasOwn(settings.groups, group)
    return {
      machine: client?.id ?? null,
      state: stateOf(client, isMadeUp(hardware), settings),
      groups: isListed ? listed : [group, ...listed],
    }
  }

  /** A repeater of a wireless network shows one card for all behind it. A machine has one IPv4 address, as a rule. */
  #mayBeSeveral(hardware: string, now: number): boolean {
    const isRecent = (address: string) => now - (this.#held.holderOf(address)?.seenAt ?? 0) <= holdMs
    const four = this.#held.addressesOf(hardware).filter((address) => !address.includes(':'))
    return this.#shared.has(hardware) || four.filter(isRecent).length > 1
  }

  #noteShared(table: readonly Neighbour[], now: number): void {
    const answering = Map.groupBy(
      table.filter(({ isFresh, address }) => isFresh && !address.includes(':')),
      ({ hardware }) => hardware,
    )
    for (const [hardware, lines] of answering)
      if (new Set(lines.map(({ address }) => address)).size > 1 && this.#byCard.has(hardware))
        this.#shared.set(hardware, now)
    for (const [hardware, at] of this.#shared) if (now - at > holdMs) this.#shared.delete(hardware)
  }
}

type GroupsOf = (hardware: string) => readonly string[]

function cardGroups(groups: BookSettings['groups']): GroupsOf {
  const byCard = new Map<string, string[]>()
  for (const [name, members] of Object.entries(groups))
    for (const member of members) byCard.set(member, [...(byCard.get(member) ?? []), name])
  return (hardware) => byCard.get(hardware) ?? []
}
