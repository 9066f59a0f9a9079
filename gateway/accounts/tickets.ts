/** Keeps what was proven in one step of signing in until the next one, for minutes and in bounded number. */
import { countedAddress } from '../core/login/wrong-tries.ts'
import { minuteMs } from '../core/units.ts'
import { keyOf, newSecretId } from './secret-id.ts'

const lifeMs = 10 * minuteMs
/** How many are kept; what comes with the next one is the oldest's end. */
export interface TicketBounds {
  fromAddress: number
  perAccount: number
}

/** Whoever is issued one knew a password or a one-time code; nobody needs more at one time. */
const usualBounds: TicketBounds = {
  fromAddress: 4,
  /** Many more machines than one person has; whoever knows a password and begins from everywhere takes no more memory than that. */
  perAccount: 16,
}

export interface TicketHolder {
  /** By id. */
  account: string
  address: string
}

interface Issued<Held> extends TicketHolder {
  held: Held
  endsAt: number
}

export class Tickets<Held> {
  readonly #random: (length: number) => Buffer
  readonly #monotonic: () => number
  readonly #bounds: TicketBounds
  /** By digest; insertion order is age. */
  readonly #issued = new Map<string, Issued<Held>>()

  constructor(
    random: (length: number) => Buffer,
    monotonic: () => number,
    bounds: TicketBounds = usualBounds,
  ) {
    this.#random = random
    this.#monotonic = monotonic
    this.#bounds = bounds
  }

  /** Where an account has too many, the oldest of the address that has most goes: others begin in vain for themselves alone. */
  issue({ account, address: given }: TicketHolder, held: Held): string {
    const address = countedAddress(given)
    const now = this.#monotonic()
    for (const [key, { endsAt }] of this.#issued) if (endsAt <= now) this.#issued.delete(key)
    this.#makeRoom(account, address)
    const ticket = newSecretId(this.#random)
    this.#issued.set(keyOf(ticket), { account, address, held, endsAt: now + lifeMs })
    return ticket
  }

  /** Null for one that never was, has ended, or was dropped. */
  find(ticket: string): Held | null {
    const found = this.#issued.get(keyOf(ticket))
    return found !== undefined && found.endsAt > this.#monotonic() ? found.held : null
  }

  /** For what counts once. */
  take(ticket: string): Held | null {
    const held = this.find(ticket)
    this.drop(ticket)
    return held
  }

  drop(ticket: string): void {
    this.#issued.delete(keyOf(ticket))
  }

  #makeRoom(account: string, address: string): void {
    const own = [...this.#issued].filter(([, one]) => one.account === account)
    const byAddress = Map.groupBy(own, ([, one]) => one.address)
    const fromHere = byAddress.get(address) ?? []
    if (fromHere.length >= this.#bounds.fromAddress) this.#issued.delete(fromHere[0]?.[0] ?? '')
    else if (own.length >= this.#bounds.perAccount) {
      const [most = []] = [...byAddress.values()].sort((a, b) => b.length - a.length)
      this.#issued.delete(most[0]?.[0] ?? '')
    }
  }

  dropOf(account: string): void {
    for (const [key, one] of this.#issued) if (one.account === account) this.#issued.delete(key)
  }
}
