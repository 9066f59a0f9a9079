/** Which card has which address: follows machines that move, and does not follow one that takes another's address. */
import type { Neighbour } from './neighbours.ts'

/** Who has an address. Times are milliseconds since 1970. */
export interface Holder {
  hardware: string
  /** When it was first met there. */
  since: number
  /** When it last answered there. */
  seenAt: number
  /** Another card that answered there while the holder had it, and when it last did. */
  rival: { hardware: string; seenAt: number } | null
}

/** A card has taken an address that another one still had. */
export interface Taking {
  address: string
  from: string
  by: string
}

/**
 * So long a card that answers no more keeps its address. DHCP servers give nobody's address away before its lease is over, which
 * is an hour at the least nearly everywhere.
 */
export const holdMs = 60 * 60_000
/** IPv6 privacy addresses (RFC 8981) come anew each day and stay for a week; a card that has more is a router, or a flood. */
const mostOfOneCard = 24
/** An office has a few thousand; the rest is a flood. */
export const mostAddresses = 8192

export class HeldAddresses {
  readonly #holders = new Map<string, Holder>()
  readonly #byCard = new Map<string, Set<string>>()

  get size(): number {
    return this.#holders.size
  }

  holderOf(address: string): Holder | null {
    return this.#holders.get(address) ?? null
  }

  /** In the order in which they were first seen. */
  addressesOf(hardware: string): string[] {
    return [...(this.#byCard.get(hardware) ?? [])]
  }

  entries(): IterableIterator<[string, Holder]> {
    return this.#holders.entries()
  }

  /** As it was written down earlier. */
  remember(address: string, hardware: string, seenAt: number): void {
    if (this.#holders.size < mostAddresses && !this.#holders.has(address))
      this.#put(address, { hardware, since: seenAt, seenAt, rival: null })
  }

  /** One look at the whole table. What was taken from a card that is still here comes back once. */
  see(table: readonly Neighbour[], now: number): Taking[] {
    const claims: Neighbour[] = []
    for (const neighbour of table) {
      const { address, hardware, isFresh } = neighbour
      const holder = this.#holders.get(address)
      if (holder === undefined) this.#welcome(neighbour, now)
      else if (holder.hardware !== hardware) claims.push(neighbour)
      else if (isFresh) holder.seenAt = now
    }
    // Behind all others: by then it is known who of the holders has moved.
    const takings = claims.flatMap((claim) => this.#claim(claim, now) ?? [])
    this.#settle(now)
    return takings
  }

  forget(hardware: string): void {
    for (const address of this.addressesOf(hardware)) this.#drop(address)
  }

  #claim({ address, hardware, isFresh }: Neighbour, now: number): Taking | null {
    const holder = this.#holders.get(address)
    if (holder === undefined || holder.hardware === hardware) return null
    if (now - holder.seenAt > holdMs || this.#hasMoved(address, holder)) {
      this.#put(address, { hardware, since: now, seenAt: now, rival: null })
      return null
    }
    const { rival } = holder
    const isNew = rival?.hardware !== hardware
    holder.rival = { hardware, seenAt: isFresh || isNew ? now : rival.seenAt }
    return isNew ? { address, from: holder.hardware, by: hardware } : null
  }

  /** A machine has one IPv4 address, as a rule: one that it has got since it last answered here took the place of this one. */
  #hasMoved(address: string, { hardware, seenAt }: Holder): boolean {
    if (address.includes(':')) return false
    return this.addressesOf(hardware).some((other) => {
      const isOther = other !== address && !other.includes(':')
      return isOther && (this.#holders.get(other)?.since ?? 0) > seenAt
    })
  }

  #welcome({ address, hardware }: Neighbour, now: number): void {
    if (this.#holders.size >= mostAddresses) return
    this.#put(address, { hardware, since: now, seenAt: now, rival: null })
  }

  #put(address: string, holder: Holder): void {
    this.#drop(address)
    this.#holders.set(address, holder)
    const own = this.#byCard.get(holder.hardware) ?? new Set()
    this.#byCard.set(holder.hardware, own.add(address))
    if (own.size <= mostOfOneCard) return
    const stalest = [...own].reduce((one, other) => (this.#seenAt(other) < this.#seenAt(one) ? other : one))
    this.#drop(stalest)
  }

  #seenAt(address: string): number {
    return this.#holders.get(address)?.seenAt ?? 0
  }

  #drop(address: string): void {
    const holder = this.#holders.get(address)
    if (holder === undefined) return
    this.#holders.delete(address)
    const own = this.#byCard.get(holder.hardware)
    own?.delete(address)
    if (own?.size === 0) this.#byCard.delete(holder.hardware)
  }

  /** A rival that is gone leaves nothing behind; one that stays when the holder is gone for so long has the address. */
  #settle(now: number): void {
    for (const [address, { rival, seenAt }] of this.#holders) {
      if (rival === null) continue
      if (now - rival.seenAt > holdMs) (this.#holders.get(address) as Holder).rival = null
      else if (now - seenAt > holdMs) this.#put(address, { ...rival, since: now, rival: null })
    }
  }
}
