/** Knows what machines count as, as control told it; control alone can look who is at an address. */
import { AskedLately } from '../core/client/asked-lately.ts'
import type { ClientStandings, Standing } from '../core/client/standing.ts'
import { StandingTable } from '../core/client/standing-table.ts'
import { within } from '../core/client/within.ts'
import type { Clock } from '../core/ports.ts'
import type { ControlLink } from './link.ts'

/** Longer than control itself takes; where it hangs, what was told last counts. */
const patienceMs = 3000

/** Where control is away, what was told last counts, and nobody new is looked for. */
export class WorkerClients implements ClientStandings {
  readonly #link: Pick<ControlLink, 'ask'>
  readonly #table = new StandingTable()
  readonly #asked: AskedLately
  #isWatching = false

  constructor(link: Pick<ControlLink, 'ask'>, { monotonic }: Pick<Clock, 'monotonic'>) {
    this.#link = link
    this.#asked = new AskedLately(monotonic)
  }

  /** Null: nobody watches machines. */
  replace(standings: readonly (readonly [string, Standing])[] | null): void {
    this.#isWatching = standings !== null
    this.#table.replace(standings ?? [])
  }

  standingOf(address: string): Standing | null {
    return this.#table.standingOf(address)
  }

  lookFor(address: string): Promise<void> | null {
    if (!this.#isWatching || this.#table.standingOf(address) !== null) return null
    return this.#asked.once(address, () =>
      within(
        this.#link.ask((ask) => ({ kind: 'machine', ask, address })),
        patienceMs,
      ),
    )
  }
}
