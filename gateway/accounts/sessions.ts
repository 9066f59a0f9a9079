/** Remembers which browsers are signed in, as whom and until when; in memory alone, so that a restart ends them all. */
import type { AccountRole } from '../core/account/account.ts'
import type { Clock } from '../core/ports.ts'
import { hourMs } from '../core/units.ts'
import { keyOf, newSecretId } from './secret-id.ts'

/** A working day; whoever comes back after a night signs in again. */
export const sessionMs = 12 * hourMs
/** A session of an account that nobody uses: a screen that was left open. */
const idleMs = hourMs
/** The oldest of the same holder leaves when more come, so that nobody puts anybody else out. */
const maxOfAccount = 8
const maxOfToken = 64

/** Who a session is of: an account in the role that it had then, or whoever showed the access token. */
export interface SessionHolder {
  /** The account's id; null for the access token. */
  account: string | null
  name: string | null
  role: AccountRole
  /** When the account ends, milliseconds since 1970; null where it does not. */
  expiresAt: number | null
}

export interface Session extends SessionHolder {
  /** Names it in lists; opens nothing. */
  id: string
  address: string
  /** Milliseconds since 1970. */
  openedAt: number
  seenAt: number
}

interface Open extends Session {
  /** By the clock that only grows: a clock set back must not lengthen a session. */
  endsMs: number
  seenMs: number
}

export interface SessionsOptions {
  clock: Clock
  random(length: number): Buffer
}

export class Sessions {
  readonly #options: SessionsOptions
  /** By the digest of the secret; insertion order is age. */
  readonly #open = new Map<string, Open>()
  /** By its id, the digest of the secret: asked for each record that a live stream sends. */
  readonly #keys = new Map<string, string>()

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  /** Always a new secret, whatever the browser had before: nobody can plant one that later is somebody's. */
  open({ account, name, role, expiresAt }: SessionHolder, address: string): string {
    const { clock, random } = this.#options
    const own = [...this.#open].filter(([, one]) => one.account === account)
    const max = account === null ? maxOfToken : maxOfAccount
    if (own.length >= max) this.#drop(own[0]?.[0] ?? '')
    const [secret, id] = [newSecretId(random), random(6).toString('hex')]
    const [now, ms] = [clock.now(), clock.monotonic()]
    this.#open.set(keyOf(secret), {
      ...{ account, name, role, expiresAt, address },
      ...{ id, openedAt: now, seenAt: now, endsMs: ms + sessionMs, seenMs: ms },
    })
    this.#keys.set(id, keyOf(secret))
    return secret
  }

  /** The session of a secret, which counts as used by it; null where there is none that has not ended. */
  use(secret: string): Session | null {
    const key = keyOf(secret)
    const found = this.#open.get(key)
    if (found === undefined) return null
    if (this.#isOver(found)) {
      this.#drop(key)
      return null
    }
    found.seenAt = this.#options.clock.now()
    found.seenMs = this.#options.clock.monotonic()
    return found
  }

  /** Whether a session goes on; for answers that last, which do not count as use. */
  isOpen(id: string): boolean {
    const found = this.#open.get(this.#keys.get(id) ?? '')
    return found !== undefined && !this.#isOver(found)
  }

  /** Newest first. */
  list(): Session[] {
    return this.#all()
      .map(({ endsMs: _ends, seenMs: _seen, ...session }) => session)
      .reverse()
  }

  /** Ends the one of a secret. */
  close(secret: string): void {
    this.#drop(keyOf(secret))
  }

  /** Ends one by its id; null where there is none. */
  end(id: string): Session | null {
    const key = this.#keys.get(id) ?? ''
    const found = this.#open.get(key) ?? null
    this.#drop(key)
    return found
  }

  /** Ends all of whoever has this name, whether or not the store can say who that is. */
  endOf(name: string): void {
    for (const [key, session] of this.#open) if (session.name === name) this.#drop(key)
  }

  #all(): Open[] {
    for (const [key, session] of this.#open) if (this.#isOver(session)) this.#drop(key)
    return [...this.#open.values()]
  }

  #drop(key: string): void {
    const found = this.#open.get(key)
    if (found !== undefined) this.#keys.delete(found.id)
    this.#open.delete(key)
  }

  #isOver({ endsMs, seenMs, account, expiresAt }: Open): boolean {
    const { clock } = this.#options
    const ms = clock.monotonic()
    if (ms >= endsMs) return true
    if (account === null) return false
    return ms >= seenMs + idleMs || (expiresAt !== null && clock.now() >= expiresAt)
  }
}
