/** Tells whether an answer of an authenticator proves what was asked: the challenge, the place, whose passkey, its signature and its counter. */
import type { PasskeyPlace } from '../core/account/passkey.ts'
import type { StoredPasskey } from '../store/passkey-register.ts'
import type { AccountParts } from './parts.ts'
import type { TicketBounds } from './tickets.ts'

/** What a challenge was given out for. It counts once, for that alone. */
export type PasskeyUse = { place: PasskeyPlace } & (
  | { to: 'sign-in' }
  /** After the password: of this account alone. */
  | { to: 'finish'; account: string }
  /** By whoever is signed in, in this session alone. */
  | { to: 'add' | 'prove'; account: string; session: string }
)

/** Whoever asks for one need not be anybody: those that wait are bounded, by address and in all. */
export const challengeBounds: TicketBounds = { fromAddress: 16, perAccount: 256 }

/** As `navigator.credentials.get` answers, in base64url. */
export interface PasskeyAnswer {
  id: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
  userHandle: string | null
}

/** What a browser asks its authenticators (WebAuthn Level 3 §5.1.8.2). */
export interface PasskeyQuestion {
  challenge: string
  rpId: string
  /** Empty where any passkey of this name will do. */
  allowCredentials: { type: 'public-key'; id: string; transports: readonly string[] }[]
  userVerification: 'required'
  timeout: number
}

export const ceremonyMs = 5 * 60_000

/** `of`: whose passkeys; null for anybody's. */
export function askForPasskey(
  { challenges, passkeys }: AccountParts,
  { use, of, address }: { use: PasskeyUse; of: string | null; address: string },
): PasskeyQuestion {
  const own = of === null ? [] : passkeys.ofAccount(of).filter(({ rpId }) => rpId === use.place.rpId)
  return {
    challenge: challenges.issue({ account: of ?? '', address }, use),
    rpId: use.place.rpId,
    allowCredentials: own.map(({ credential, transports }) => ({
      ...{ type: 'public-key' as const, id: credential, transports },
    })),
    userVerification: 'required',
    timeout: ceremonyMs,
  }
}

/** What the challenge in it was given out for; null where it is none of ours, was used, or is too old. It is used up by this. */
export function takeUse({ challenges }: AccountParts, clientDataJSON: string): PasskeyUse | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    return typeof challenge === 'string' ? challenges.take(challenge) : null
  } catch {
    return null
  }
}

export interface ProvenPasskey {
  passkey: StoredPasskey
  counter: number
}

/**
 * Null where it proves nothing. The counter is still to be taken by `useCounted`, in the write that the proof is for. `use` has been taken:
 * whatever comes of it, the challenge counts no more.
 */
export async function provenPasskey(
  { passkeys }: AccountParts,
  { use, answer, place }: { use: PasskeyUse; answer: PasskeyAnswer; place: PasskeyPlace },
): Promise<ProvenPasskey | null> {
  const passkey = passkeys.byCredential(answer.id)
  if (passkey === null || ('account' in use && passkey.account !== use.account)) return null
  if (use.place.origin !== place.origin || passkey.rpId !== place.rpId) return null
  const { clientDataJSON, authenticatorData, signature, userHandle } = answer
  // WebAuthn Level 3 §7.2, step 6: the passkey says whose it is, and it is that account's.
  if (userHandle !== null && userHandle !== userHandleOf(passkey.account)) return null
  const challenge = challengeIn(clientDataJSON)
  // With its parsers of certificates it takes megabytes, which an office without passkeys need not give.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...{ id: answer.id, rawId: answer.id, type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      requireUserVerification: true,
      // The counter is compared where it is kept, so that two at once cannot both be right.
      credential: { id: passkey.credential, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
    })
    return verified && authenticationInfo.userVerified
      ? { passkey, counter: authenticationInfo.newCounter }
      : null
  } catch {
    return null
  }
}

/** Takes the counter; false, and noted, where it did not grow: then two authenticators have this passkey. To be asked outside of a write. */
export function useCounted(
  { passkeys, ledger, log, clock }: AccountParts,
  { passkey, counter }: ProvenPasskey,
  name: string,
): boolean {
  if (passkeys.use(passkey.id, counter, clock.now())) return true
  log.event('account.passkey-refused', {})
  ledger.append({
    ...{ action: 'account.passkey-refused', actor: 'gateway', subject: name },
    facts: { cause: 'counter' },
  })
  return false
}

/** What a passkey carries of its account: the id, which is no name. */
export function userHandleOf(account: string): string {
  return Buffer.from(account, 'hex').toString('base64url')
}

/** Only of what `takeUse` understood. */
export function challengeIn(clientDataJSON: string): string {
  return String(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')).challenge)
}
