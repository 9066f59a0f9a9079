/** What routes and commands may ask of the accounts that sign in to pages and API. */
import type { Accounts } from '../../accounts/accounts.ts'

export interface AccountServices {
  readonly accounts: Accounts
}
