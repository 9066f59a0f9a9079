/** Remembers, for each client, which hosts it refuses our certificate for and that others work, and says what that comes to. */
import { dayMs, hourMs, secondMs } from '../units.ts'
import { type HostSigns, judgeSigns, newHostSigns, type Reading } from './judge.ts'
import type { Sign } from './sign.ts'

/** What is worth telling of a client: again at most every ten minutes while it goes on. */
export type PinningFinding =
  | ({ kind: 'tunnel'; client: string; host: string } & Reading)
  | ({ kind: 'install-root'; client: string } & Omit<Reading, 'why'>)
  /** A client that took no certificate takes them now. */
  | { kind: 'root-works'; client: string }

export interface PinningWatch {
  take(sign: Sign): PinningFinding | null
  /** Begins anew with a host of a client, once somebody has answered. */
  forget(client: string, host: string): void
  /** Hosts that are remembered, over all clients. */
  readonly size: number
}

export interface PinningBounds {
  clients: number
  /** Hosts of one client. */
  refusedPerClient: number
  usedPerClient: number
  /** Over all clients. */
  hosts: number
}

type FailedSign = Sign & { kind: 'refused' | 'left' }

interface ClientSigns {
  refused: Map<string, HostSigns>
  /** Host → when it last worked. */
  used: Map<string, number>
  usedAt: number | null
  lacksRoot: boolean
  toldAt: number
}

/** A flood of names or addresses forgets what was longest ago. */
const usualBounds: PinningBounds = { clients: 1000, refusedPerClient: 48, usedPerClient: 512, hosts: 50_000 }
/** Programs try several connections at one time: they count as one. */
const apartMs = secondMs
/** A refusal is remembered so long, and that a host worked, too. */
const refusedForMs = 7 * dayMs
/** Leaving is a sign of something only where it comes again and again. */
const leftForMs = hourMs
const tellAgainMs = hourMs / 6

export function createPinningWatch(bounds: PinningBounds = usualBounds): PinningWatch {
  return new SignMemory(bounds)
}

class SignMemory implements PinningWatch {
  readonly #bounds: PinningBounds
  readonly #clients = new Map<string, ClientSigns>()
  #hosts = 0

  constructor(bounds: PinningBounds) {
    this.#bounds = bounds
  }

  get size(): number {
    return this.#hosts
  }

  take(sign: Sign): PinningFinding | null {
    const client = this.#clientOf(sign.client)
    const { kind } = sign
    const finding = kind === 'used' ? this.#worked(client, sign) : this.#failed(client, { ...sign, kind })
    this.#keepWithin(client)
    return finding
  }

  forget(client: string, host: string): void {
    if (this.#clients.get(client)?.refused.delete(host) === true) this.#hosts -= 1
  }

  /** The order of the map is the order of use. */
  #clientOf(name: string): ClientSigns {
    const known = this.#clients.get(name)
    this.#clients.delete(name)
    const client = known ?? {
      refused: new Map(),
      used: new Map(),
      usedAt: null,
      lacksRoot: false,
      toldAt: Number.NEGATIVE_INFINITY,
    }
    this.#clients.set(name, client)
    return client
  }

  #worked(client: ClientSigns, { client: name, host, at }: Sign): PinningFinding | null {
    if (!client.used.delete(host)) this.#hosts += 1
    client.used.set(host, at)
    // Records of long exchanges come late.
    client.usedAt = Math.max(client.usedAt ?? 0, at)
    const refused = client.refused.get(host)
    if (refused !== undefined && refused.refused === 0) this.forget(name, host)
    else if (refused !== undefined) refused.usedToo = true
    if (!client.lacksRoot) return null
    client.lacksRoot = false
    // What it refused before says nothing of the programs on it.
    this.#hosts -= client.refused.size
    client.refused.clear()
    return { kind: 'root-works', client: name }
  }

  #failed(client: ClientSigns, { client: name, host, kind, at }: FailedSign): PinningFinding | null {
    const worked = client.used.get(host)
    // A spare connection to a host that works is no sign of anything.
    if (kind === 'left' && worked !== undefined && at - worked < refusedForMs) return null
    const signs = this.#signsOf(client, host, at)
    if (signs.countedAt !== null && at - signs.countedAt < apartMs) return null
    signs.countedAt = at
    signs.lastAt = at
    signs.usedToo ||= kind === 'refused' && worked !== undefined && worked > signs.firstAt
    const isAfterUse = client.usedAt !== null && client.usedAt > signs.firstAt
    for (const counts of isAfterUse ? [signs, signs.afterUse] : [signs]) counts[kind] += 1
    return this.#findingOf(client, { name, host, at }, signs)
  }

  #signsOf(client: ClientSigns, host: string, at: number): HostSigns {
    const known = client.refused.get(host)
    const lasts = known !== undefined && known.refused > 0 ? refusedForMs : leftForMs
    const isFresh = known !== undefined && at - known.lastAt < lasts
    if (known === undefined) this.#hosts += 1
    client.refused.delete(host)
    const signs = isFresh ? known : newHostSigns(at)
    client.refused.set(host, signs)
    return signs
  }

  #findingOf(
    client: ClientSigns,
    { name, host, at }: { name: string; host: string; at: number },
    signs: HostSigns,
  ): PinningFinding | null {
    const judged = judgeSigns(signs, { refused: client.refused, usedAt: client.usedAt, now: at })
    if (judged === null) return null
    const told = judged.kind === 'tunnel' ? signs : client
    if (at - told.toldAt < tellAgainMs) return null
    told.toldAt = at
    if (judged.kind === 'tunnel') return { ...judged, client: name, host }
    client.lacksRoot = true
    return { ...judged, client: name }
  }

  #keepWithin(client: ClientSigns): void {
    const { clients, refusedPerClient, usedPerClient, hosts } = this.#bounds
    this.#hosts -= dropOldest(client.refused, refusedPerClient) + dropOldest(client.used, usedPerClient)
    while (this.#clients.size > clients || (this.#hosts > hosts && this.#clients.size > 1)) {
      const [oldest] = this.#clients
      if (oldest === undefined) return
      this.#clients.delete(oldest[0])
      this.#hosts -= oldest[1].refused.size + oldest[1].used.size
    }
  }
}

function dropOldest(map: Map<string, unknown>, most: number): number {
  let dropped = 0
  for (const key of map.keys()) {
    if (map.size <= most) break
    map.delete(key)
    dropped += 1
  }
  return dropped
}
