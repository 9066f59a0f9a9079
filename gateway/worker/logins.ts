/** Has passwords looked at by control, which alone has their hashes; knows of the users their names and marks. */
import type { LoginVerdict, PresentedLogin, ProxyLogins } from '../core/login/proxy-logins.ts'
import type { ControlLink } from './link.ts'

/** Where control is away nobody new is let in; whoever is remembered goes on. */
export class WorkerLogins implements ProxyLogins {
  readonly #link: Pick<ControlLink, 'ask'>
  #marks: ReadonlyMap<string, string> = new Map()

  constructor(link: Pick<ControlLink, 'ask'>) {
    this.#link = link
  }

  replace(marks: Readonly<Record<string, string>>): void {
    this.#marks = new Map(Object.entries(marks))
  }

  markOf(user: string): string | null {
    return this.#marks.get(user) ?? null
  }

  async check(login: PresentedLogin): Promise<LoginVerdict> {
    const answer = await this.#link.ask((ask) => ({ kind: 'login', ask, ...login }))
    return answer?.kind === 'login-checked' ? answer.verdict : { kind: 'not-checked' }
  }
}
