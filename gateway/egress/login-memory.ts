/** Remembers for a while which logins were right and which were wrong, by a keyed digest alone. */
import { createHmac } from 'node:crypto'
import type { KnownUser, LoginVerdict } from '../core/login/proxy-logins.ts'
import { hourMs, minuteMs } from '../core/units.ts'
import type { EgressPorts } from './options.ts'

/** A check costs up to a second of a small box: browsers open dozens of connections a minute, each with the same login. */
const rightMs = hourMs
/** What keeps trying with an old password costs nothing, and uses up nobody's attempts. */
const wrongMs = minuteMs
const maxRight = 2000
const maxWrong = 1000

interface Remembered<What> {
  what: What
  until: number
}

export class LoginMemory {
  readonly #clock: EgressPorts['clock']
  /** Of this process and its life: a digest says nothing to anybody else. */
  readonly #key: Buffer
  readonly #right = new Map<string, Remembered<KnownUser>>()
  readonly #wrong = new Map<string, Remembered<'wrong'>>()
  /** Checks that are under way: connections that are opened at once share one. */
  readonly #asking = new Map<string, Promise<LoginVerdict>>()
  #generation = 0

  constructor({ clock, random }: Pick<EgressPorts, 'clock' | 'random'>) {
    this.#clock = clock
    this.#key = random(32)
  }

  /** Null where it has to be checked. Looked up by digest: how long it takes says nothing about any password. */
  find(value: string): KnownUser | 'wrong' | null {
    const digest = this.#digestOf(value)
    return this.#alive(this.#right, digest) ?? this.#alive(this.#wrong, digest)
  }

  /** Asks, or waits for who asks already, and remembers what came of it. */
  once(
    value: string,
    { name, ask }: { name: string; ask: () => Promise<LoginVerdict> },
  ): Promise<LoginVerdict> {
    const digest = this.#digestOf(value)
    const known = this.#asking.get(digest)
    if (known !== undefined) return known
    const generation = this.#generation
    const asked = ask()
      .finally(() => {
        if (this.#asking.get(digest) === asked) this.#asking.delete(digest)
      })
      .then((verdict) => {
        // What was found before users changed is not worth remembering.
        if (generation === this.#generation) this.#learn(digest, name, verdict)
        return verdict
      })
    this.#asking.set(digest, asked)
    return asked
  }

  forgetWrong(): void {
    this.#generation += 1
    this.#wrong.clear()
    this.#asking.clear()
  }

  #learn(digest: string, name: string, verdict: LoginVerdict): void {
    if (verdict.kind === 'right')
      keep(this.#right, digest, { what: { name, mark: verdict.mark }, until: this.#in(rightMs) }, maxRight)
    if (verdict.kind === 'wrong')
      keep(this.#wrong, digest, { what: 'wrong', until: this.#in(wrongMs) }, maxWrong)
  }

  #alive<What>(from: Map<string, Remembered<What>>, digest: string): What | null {
    const found = from.get(digest)
    if (found === undefined) return null
    if (found.until > this.#clock.monotonic()) return found.what
    from.delete(digest)
    return null
  }

  #in(ms: number): number {
    return this.#clock.monotonic() + ms
  }

  #digestOf(value: string): string {
    return createHmac('sha256', this.#key).update(value).digest('base64')
  }
}

/** What came first makes room. */
function keep<Item>(into: Map<string, Item>, digest: string, item: Item, max: number): void {
  const oldest = into.keys().next()
  if (into.size >= max && !oldest.done) into.delete(oldest.value)
  into.set(digest, item)
}
