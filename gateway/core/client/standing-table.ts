/** What addresses count as, as it was last told: asked at each connection, without waiting. */
import type { Standing } from './standing.ts'

export class StandingTable {
  #table: ReadonlyMap<string, Standing> = new Map()

  replace(standings: readonly (readonly [string, Standing])[]): void {
    this.#table = new Map(standings)
  }

  standingOf(address: string): Standing | null {
    return this.#table.get(address) ?? null
  }
}
