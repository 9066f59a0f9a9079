/** Asks this computer's authenticators, and the gateway for what to ask them: adds passkeys, and proves by one who is here. */
import type { z } from 'zod'
import type {
  passkeyAnswer,
  passkeyList,
  passkeyOffer,
  passkeyQuestion,
  passkeyView,
} from '../../../gateway/api/schemas/passkeys.ts'
import { ask, change, signInStep } from './ask.ts'
import type { SignInStep } from './types.ts'

export type Passkey = z.output<typeof passkeyView>
type Question = z.output<typeof passkeyQuestion>
type Answer = z.output<typeof passkeyAnswer>

/** The authenticator gave nothing: the person declined, waited too long, or has no passkey for this name. */
export class NoPasskeyError extends Error {}
/** This browser, or this way to reach the gateway, knows no passkeys. */
export class PasskeysUnknownError extends Error {}

export const passkeysKey = ['passkeys'] as const
export const passkeysQuery = {
  queryKey: passkeysKey,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    ask<z.output<typeof passkeyList>>('account/passkeys', signal),
}

/** Browsers bind a passkey to a name, and an address is none (WebAuthn Level 3 §5.1.3). */
export function isAtBareAddress(host = window.location.hostname): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith('[')
}

/** `ticket`: of a password that was right; null for a passkey alone. Throws as `signInStep` does, and as above. */
export async function signInByPasskey(ticket: string | null): Promise<SignInStep> {
  mustKnowPasskeys()
  const question = await signInStep<Question>('session/passkey/challenge', { ticket })
  return signInStep<SignInStep>('session/passkey', { ticket, passkey: await answerTo(question) })
}

/** Proves once more who is here. Throws as `change` does, and as above. */
export async function proveByPasskey(): Promise<void> {
  mustKnowPasskeys()
  const question = await change<Question>('account/proof/challenge')
  await change('account/proof', { body: { passkey: await answerTo(question) } })
}

/** Throws as `change` does, and as above. */
export async function addPasskey(name: string): Promise<Passkey> {
  mustKnowPasskeys()
  const offer = await change<z.output<typeof passkeyOffer>>('account/passkeys/challenge')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    offer as PublicKeyCredentialCreationOptionsJSON,
  )
  const made = await asked(navigator.credentials.create({ publicKey }))
  const response = made.response as AuthenticatorAttestationResponse
  return change<Passkey>('account/passkeys', {
    body: {
      name,
      passkey: {
        id: made.id,
        clientDataJSON: base64url(response.clientDataJSON),
        attestationObject: base64url(response.attestationObject),
        transports: response.getTransports(),
      },
    },
  })
}

async function answerTo(question: Question): Promise<Answer> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    question as PublicKeyCredentialRequestOptionsJSON,
  )
  const given = await asked(navigator.credentials.get({ publicKey }))
  const response = given.response as AuthenticatorAssertionResponse
  return {
    id: given.id,
    clientDataJSON: base64url(response.clientDataJSON),
    authenticatorData: base64url(response.authenticatorData),
    signature: base64url(response.signature),
    userHandle: response.userHandle === null ? null : base64url(response.userHandle),
  }
}

async function asked(credential: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const given = await credential.catch((error: unknown) => {
    throw new NoPasskeyError('no passkey was given', { cause: error })
  })
  if (!(given instanceof PublicKeyCredential)) throw new NoPasskeyError('no passkey was given')
  return given
}

function mustKnowPasskeys(): void {
  const isKnown = 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential
  if (!isKnown || isAtBareAddress()) throw new PasskeysUnknownError('passkeys cannot be asked for here')
}

function base64url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
