/** What routes and commands may ask of tokens. */
import type { TokenDesk } from '../../store/token-desk.ts'

export interface TokenServices {
  readonly tokens: TokenDesk
}
