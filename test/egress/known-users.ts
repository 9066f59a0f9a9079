/** Gives tests users of the proxy who can be changed, and counts how often a password was looked at. */
import type { LoginVerdict, PresentedLogin, ProxyLogins } from '../../gateway/core/login/proxy-logins.ts'

export interface KnownUsers extends ProxyLogins {
  /** Null removes the user. */
  change(name: string, password: string | null): void
  readonly checks: PresentedLogin[]
}

export function knownUsers(first: Readonly<Record<string, string>>): KnownUsers {
  const passwords = new Map(Object.entries(first))
  const checks: PresentedLogin[] = []
  const markOf = (user: string) => {
    const password = passwords.get(user)
    return password === undefined ? null : `mark of ${password}`
  }
  return {
    checks,
    markOf,
    async check(login): Promise<LoginVerdict> {
      checks.push(login)
      const mark = markOf(login.user)
      return mark !== null && passwords.get(login.user) === login.password
        ? { kind: 'right', mark }
        : { kind: 'wrong' }
    },
    change(name, password) {
      if (password === null) passwords.delete(name)
      else passwords.set(name, password)
    },
  }
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
