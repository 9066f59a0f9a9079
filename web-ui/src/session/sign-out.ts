/** Signs out: nothing of what was shown is left in this browser. */
import type { QueryClient } from '@tanstack/react-query'
import { change } from '../api/ask.ts'
import { sessionEnded } from '../api/session.ts'
import { addressOf, goTo } from '../router/router.tsx'

/** The address at which one signs in without having been anywhere. */
export const doorName = 'sign-in'

/** Throws as `change` does. */
export async function signOut(queries: QueryClient): Promise<void> {
  await change('session', { method: 'DELETE' })
  goTo(addressOf(doorName))
  void sessionEnded()
  queries.clear()
}
