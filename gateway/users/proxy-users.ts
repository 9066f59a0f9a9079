/** The users of the proxy: adds and removes them, and says whether a password is theirs. */
import { GatewayError } from '../core/errors.ts'
import { maxPasswordLength, samePassword } from '../core/login/basic.ts'
import { isUserName, userNameExpected } from '../core/login/client-name.ts'
import type { LoginDirectory, LoginVerdict, PresentedLogin } from '../core/login/proxy-logins.ts'
import { createWrongTries, type WrongTries } from '../core/login/wrong-tries.ts'
import type { Clock, HealthBoard, Ledger } from '../core/ports.ts'
import { CheckQueue } from '../ops/check-queue.ts'
import type { Log } from '../ops/log.ts'
import { compareWithNobody, hashPassword, isPasswordOf, saltBytes } from './password-hash.ts'
import { readUsers, type StoredUser, writeUsers } from './users-file.ts'

export interface ProxyUser {
  name: string
  /** Milliseconds since 1970. */
  addedAt: number
  /** When the present password was set. */
  changedAt: number
}

export interface UsersOptions {
  file: string
  ledger: Ledger
  clock: Clock
  health: HealthBoard
  log: Log
  random(length: number): Buffer
}

export interface ProxyUsers extends LoginDirectory {
  list(): readonly ProxyUser[]
  /** Null where the file cannot be read. */
  readonly count: number | null
  /**
   * A new user, or with `set` another password of one. A password of null is made up, and comes back this once. Throws
   * USER_EXISTS, USER_UNKNOWN, USER_NAME_INVALID, PASSWORD_INVALID, USERS_UNREADABLE, USERS_UNWRITABLE and the STORE_ errors.
   */
  add(name: string, password: string | null): Promise<{ user: ProxyUser; password: string | null }>
  set(name: string, password: string | null): Promise<{ user: ProxyUser; password: string | null }>
  /** Out at once; where it throws USERS_UNWRITABLE or a STORE_ error, until the next start. Throws USER_UNKNOWN, too. */
  remove(name: string): Promise<ProxyUser>
  /** Told after each change. */
  onChange(listener: () => void): void
}

/** A file that cannot be read keeps nothing from starting: nobody can log in then, and the first screen says so. */
export async function openProxyUsers(options: UsersOptions): Promise<ProxyUsers> {
  try {
    return new Users(options, await readUsers(options.file))
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    options.health.raise({
      code: 'PROXY_USERS_UNREADABLE',
      title: 'The file of the proxy’s users cannot be read: nobody can log in to the proxy.',
      hint: error.hint ?? '',
      severity: 'act-now',
    })
    return new Users(options, null)
  }
}

const minPasswordLength = 8
const madePasswordBytes = 18

class Users implements ProxyUsers {
  readonly #options: UsersOptions
  readonly #queue = new CheckQueue()
  readonly #wrong: WrongTries
  readonly #listeners: (() => void)[] = []
  /** Null where the file cannot be read: then nothing is written over it. */
  #users: ReadonlyMap<string, StoredUser> | null
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: UsersOptions, users: readonly StoredUser[] | null) {
    this.#options = options
    this.#wrong = createWrongTries(options.clock.monotonic)
    this.#users = users === null ? null : byName(users)
  }

  list(): ProxyUser[] {
    return [...this.#known().values()].map(shown)
  }

  get count(): number | null {
    return this.#users?.size ?? null
  }

  markOf(user: string): string | null {
    return this.#users?.get(user)?.mark ?? null
  }

  marks(): Record<string, string> {
    return Object.fromEntries([...(this.#users ?? [])].map(([name, { mark }]) => [name, mark]))
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  async check({ user, password, address }: PresentedLogin): Promise<LoginVerdict> {
    const verdict = await this.#queue.inTurn(address, async (): Promise<LoginVerdict> => {
      const retryAfterSeconds = this.#wrong.secondsBlocked(address)
      if (retryAfterSeconds > 0) return { kind: 'too-often', retryAfterSeconds }
      const known = this.#users?.get(user)
      const isRight = await this.#compare(known, password)
      if (isRight === null) return { kind: 'not-checked' }
      if (isRight && known !== undefined) return { kind: 'right', mark: known.mark }
      if (this.#wrong.count(address)) this.#options.log.event('proxy.logins-slowed')
      return { kind: 'wrong' }
    })
    return verdict ?? { kind: 'not-checked' }
  }

  /** Null where that came to nothing: each comparison wants 32 MiB of memory. */
  async #compare(known: StoredUser | undefined, password: string): Promise<boolean | null> {
    try {
      return await (known === undefined ? compareWithNobody(password) : isPasswordOf(known.hash, password))
    } catch (error) {
      this.#options.log.event('exchange.failed', { step: 'login' }, error)
      return null
    }
  }

  add(name: string, password: string | null) {
    return this.#put(name, password, (known) => {
      if (known === undefined) return
      const hint = 'Set another password with `gatehouse proxy user passwd`, or take another name.'
      throw new GatewayError('USER_EXISTS', {}, { hint })
    })
  }

  set(name: string, password: string | null) {
    return this.#put(name, password, (known) => {
      if (known === undefined) throw unknown()
    })
  }

  remove(name: string): Promise<ProxyUser> {
    return this.#inTurn(async () => {
      const users = new Map(this.#known())
      const user = users.get(name)
      if (user === undefined) throw unknown()
      users.delete(name)
      // First of all, whatever becomes of the disk: whoever is removed must be out.
      this.#take(users)
      this.#note('proxy-user.removed', name)
      await writeUsers(this.#options.file, [...users.values()])
      return shown(user)
    })
  }

  async #put(name: string, given: string | null, judge: (known: StoredUser | undefined) => void) {
    if (!isUserName(name))
      throw new GatewayError('USER_NAME_INVALID', {}, { hint: `${capital(userNameExpected)}.` })
    const { clock, random } = this.#options
    const password = given === null ? random(madePasswordBytes).toString('base64url') : samePassword(given)
    refuseBadPassword(password)
    return this.#inTurn(async () => {
      const users = new Map(this.#known())
      const known = users.get(name)
      judge(known)
      const now = clock.now()
      const user: StoredUser = {
        name,
        hash: await hashPassword(password, random(saltBytes)),
        mark: random(12).toString('base64url'),
        addedAt: known?.addedAt ?? now,
        changedAt: now,
      }
      users.set(name, user)
      this.#note(known === undefined ? 'proxy-user.added' : 'proxy-user.password-set', name)
      await writeUsers(this.#options.file, [...users.values()])
      this.#take(users)
      return { user: shown(user), password: given === null ? password : null }
    })
  }

  #note(action: 'proxy-user.added' | 'proxy-user.removed' | 'proxy-user.password-set', name: string): void {
    this.#options.ledger.append({ action, actor: 'box', subject: name, facts: {} })
  }

  #take(users: ReadonlyMap<string, StoredUser>): void {
    this.#users = users
    for (const listener of this.#listeners) listener()
  }

  /** One change after the other: each begins with what the one before it left. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.#turn.then(work)
    this.#turn = next.catch(() => undefined)
    return next
  }

  #known(): ReadonlyMap<string, StoredUser> {
    if (this.#users !== null) return this.#users
    const { file } = this.#options
    const hint = `Put ${file} back from a backup, or delete it, then restart the gateway.`
    throw new GatewayError('USERS_UNREADABLE', { file }, { hint })
  }
}

function refuseBadPassword(password: string): void {
  if (
    password.length >= minPasswordLength &&
    password.length <= maxPasswordLength &&
    !/\p{Cc}/u.test(password)
  )
    return
  const hint = `Take ${minPasswordLength} to ${maxPasswordLength} characters on one line, or none at all: then one is made.`
  throw new GatewayError('PASSWORD_INVALID', {}, { hint })
}

function byName(users: readonly StoredUser[]): ReadonlyMap<string, StoredUser> {
  return new Map(users.map((user) => [user.name, user]))
}

function shown({ name, addedAt, changedAt }: StoredUser): ProxyUser {
  return { name, addedAt, changedAt }
}

function unknown(): GatewayError {
  return new GatewayError(
    'USER_UNKNOWN',
    {},
    { hint: 'See `gatehouse proxy user list` for those there are.' },
  )
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
