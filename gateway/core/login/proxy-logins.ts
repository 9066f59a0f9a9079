/** What egress asks of whoever knows the users of the proxy: who they are now, and whether a password is theirs. */

/** A user at the other end of a connection. */
export interface KnownUser {
  readonly name: string
  /** Of the password that it logged in with: another password, another mark. */
  readonly mark: string
}

export type LoginVerdict =
  | { kind: 'right'; mark: string }
  | { kind: 'wrong' }
  /** Too many wrong ones came from there: it was not looked at. */
  | { kind: 'too-often'; retryAfterSeconds: number }
  /** Nobody could look at it: too many wait, or control is away. */
  | { kind: 'not-checked' }

/** A name and a password as a client sent them, and from which address. */
export interface PresentedLogin {
  user: string
  password: string
  address: string
}

export interface ProxyLogins {
  /** The mark of a user's present password; null where there is no such user. Holds nothing by which a password is found. */
  markOf(user: string): string | null
  /** Never rejects. */
  check(login: PresentedLogin): Promise<LoginVerdict>
}

/** The same for whoever hands it on to workers, which are told marks and never a hash. */
export interface LoginDirectory extends ProxyLogins {
  /** User → mark. */
  marks(): Readonly<Record<string, string>>
}
