/** What routes, pages and commands may ask about setting clients up. */
import type { SetupFacts } from '../../core/setup/recipe.ts'
import type { WpadAdvice } from '../../core/setup/wpad.ts'

export interface SetupServices {
  readonly setup: SetupDesk
}

export interface SetupDesk {
  /** What recipes are filled in with. Its links lead to the proxy's own pages. */
  facts(): SetupFacts
  wpad(): WpadAdvice
  /** The PAC file that a client with this address gets; null where it is not served, and gets none. */
  pac(client: string): string | null
  /** For Apple's systems: both authorities' roots in one profile. */
  profile(): string
}
