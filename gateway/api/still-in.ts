/** Says whether whoever asked is still let in: for answers that last longer than the gate's one look. */
import type { Accounts } from '../accounts/accounts.ts'
import type { Asker } from './access.ts'

/** Without an asker it is the control socket; the access token ends with no session and no key. */
export function isStillIn({ sessions, apiKeys }: Accounts, asker: Asker | null): boolean {
  if (asker === null) return true
  const { session, key } = asker
  return (session === null || sessions.isOpen(session)) && (key === null || apiKeys.isOpen(key.id))
}
