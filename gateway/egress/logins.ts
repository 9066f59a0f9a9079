/** Identifies clients by what they log in with: as far as the configuration asks for it, and without a hash for each request. */

import type { VerdictReason } from '../core/journal.ts'
import { type BasicLogin, readBasic } from '../core/login/basic.ts'
import { clientOfUser } from '../core/login/client-name.ts'
import type { LoginVerdict } from '../core/login/proxy-logins.ts'
import { inRanges, parseRange, type Range } from '../core/net/address.ts'
import { type Client, deviceClient } from './connection.ts'
import type { Objection } from './lasting.ts'
import { LoginMemory } from './login-memory.ts'
import type { Authentication, EgressPorts } from './options.ts'

/** Why somebody is not let in; `retryAfterSeconds` where waiting helps. */
export interface LoginRefusal {
  reason: Extract<
    VerdictReason,
    'login-needed' | 'login-wrong' | 'login-too-often' | 'login-unprotected' | 'login-not-checked'
  >
  retryAfterSeconds?: number
}

const loopback: readonly Range[] = ['127.0.0.0/8', '::1/128']
  .map(parseRange)
  .filter((range) => range !== null)

export class Logins {
  readonly #ports: Pick<EgressPorts, 'logins'>
  readonly #memory: LoginMemory
  #settings: Authentication
  #exempt: readonly Range[]

  constructor(settings: Authentication, ports: Pick<EgressPorts, 'logins' | 'clock' | 'random'>) {
    this.#ports = ports
    this.#memory = new LoginMemory(ports)
    this.#settings = settings
    this.#exempt = rangesOf(settings)
  }

  replace(settings: Authentication): void {
    this.#settings = settings
    this.#exempt = rangesOf(settings)
  }

  /** After a change of users: what was wrong may be right now. What was right is looked at by its mark each time. */
  forgetWrong(): void {
    this.#memory.forgetWrong()
  }

  /**
   * Says who asks, by the values of Proxy-Authorization that came with it, and changes `client` to that. Null where it may go
   * on. At once for whoever was known a moment ago; a request without a login is nobody's, whatever came before it.
   */
  identify(client: Client, presented: readonly string[]): LoginRefusal | null | Promise<LoginRefusal | null> {
    client.client = deviceClient(client) ?? client.address
    client.user = null
    if (this.#settings.mode === 'off') return null
    const [value] = presented
    if (value === undefined) return this.#needs(client) ? this.#ask(client) : null
    if (this.#isOverheard(client)) return { reason: 'login-unprotected' }
    // RFC 9110 §11.7.2: one field. Two are read differently by different programs.
    if (presented.length > 1) return { reason: 'login-wrong' }
    const known = this.#memory.find(value)
    if (known === 'wrong') return { reason: 'login-wrong' }
    if (known !== null && this.#markOf(known.name) === known.mark) return enter(client, known)
    const login = readBasic(value)
    return login === null ? { reason: 'login-wrong' } : this.#check(client, value, login)
  }

  /** What there is against the client's going on now, with what is in force by now. */
  objectionTo({ user, address }: Pick<Client, 'user' | 'address'>): Objection | null {
    if (this.#settings.mode === 'off') return null
    const isIn = user === null ? !this.#needs({ address }) : this.#markOf(user.name) === user.mark
    return isIn ? null : { reason: 'login-needed', ruleId: null }
  }

  admits(client: Pick<Client, 'user' | 'address'>): boolean {
    return this.objectionTo(client) === null
  }

  /** For a connection whose every request says anew who asks: whether the last one's user is still there. */
  stands(client: Pick<Client, 'user' | 'address'>): boolean {
    return client.user === null || this.admits(client)
  }

  #needs({ address }: Pick<Client, 'address'>): boolean {
    return this.#settings.mode === 'require' && !inRanges(address, this.#exempt)
  }

  /** Nobody is asked for a password that would then be read on the way. */
  #ask(client: Client): LoginRefusal {
    return { reason: this.#isOverheard(client) ? 'login-unprotected' : 'login-needed' }
  }

  #isOverheard({ secure, address }: Client): boolean {
    return this.#settings.overTlsOnly && !secure && !inRanges(address, loopback)
  }

  async #check(client: Client, value: string, login: BasicLogin): Promise<LoginRefusal | null> {
    const ask = async (): Promise<LoginVerdict> =>
      (await this.#ports.logins?.check({ ...login, address: client.address })) ?? { kind: 'wrong' }
    const verdict = await this.#memory.once(value, { name: login.user, ask })
    switch (verdict.kind) {
      case 'right':
        // A user may have been removed while the password was looked at.
        return this.#markOf(login.user) === verdict.mark
          ? enter(client, { name: login.user, mark: verdict.mark })
          : { reason: 'login-wrong' }
      case 'wrong':
        return { reason: 'login-wrong' }
      case 'too-often':
        return { reason: 'login-too-often', retryAfterSeconds: verdict.retryAfterSeconds }
      case 'not-checked':
        return { reason: 'login-not-checked', retryAfterSeconds: 5 }
    }
  }

  #markOf(name: string): string | null {
    return this.#ports.logins?.markOf(name) ?? null
  }
}

function enter(client: Client, user: NonNullable<Client['user']>): null {
  client.user = user
  client.client = clientOfUser(user.name)
  return null
}

function rangesOf({ exempt }: Authentication): readonly Range[] {
  return exempt.map(parseRange).filter((range) => range !== null)
}
