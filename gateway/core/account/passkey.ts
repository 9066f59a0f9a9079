/** What a passkey of an account is: how it is shown, where it counts, and when it may be taken away. */
import { type AccountRole, needsSecondFactor } from './account.ts'

/** More devices than one person signs in with. */
export const maxPasskeys = 10

/** How a passkey is shown. Times are milliseconds since 1970. */
export interface PasskeyView {
  id: string
  /** As its owner called it. */
  name: string
  /** It counts where the gateway is reached by this name alone. */
  reachedBy: string
  addedAt: number
  usedAt: number | null
}

/** Where a browser stands: a passkey is bound to the name (RP ID), each use of one to the whole origin. */
export interface PasskeyPlace {
  rpId: string
  origin: string
}

/** `hasApp`: codes of an app count. A role that needs a second factor keeps one. */
export function mayRemovePasskey(role: AccountRole, left: { hasApp: boolean; passkeys: number }): boolean {
  return !needsSecondFactor(role) || left.hasApp || left.passkeys > 1
}
