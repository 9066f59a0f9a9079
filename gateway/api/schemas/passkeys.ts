/** The shapes in which passkeys are asked for, added, shown and removed, and in which somebody proves once more who they are. */
import { z } from 'zod'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')
const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/)
const transports = z.array(z.string().regex(/^[a-z-]{1,20}$/)).max(8)

export const passkeyView = z.object({
  id: z.string(),
  name: z.string(),
  reachedBy: z.string().describe('It counts where the gateway is reached by this name alone.'),
  addedAt: millis,
  usedAt: millis.nullable(),
})
export const passkeyList = z.object({
  passkeys: z.array(passkeyView).readonly().describe('In one page: ten of an account at most.'),
})
export const passkeyParams = z.strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/) })

const descriptor = z.object({
  type: z.literal('public-key'),
  id: z.string(),
  transports: z.array(z.string()).readonly(),
})

export const passkeyQuestion = z
  .object({
    challenge: z.string().describe('Counts once, for minutes, at this origin.'),
    rpId: z.string(),
    allowCredentials: z.array(descriptor),
    userVerification: z.literal('required'),
    timeout: z.int(),
  })
  .describe('For `navigator.credentials.get` (PublicKeyCredentialRequestOptionsJSON).')

export const passkeyOffer = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
    excludeCredentials: z.array(descriptor),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.boolean(),
      userVerification: z.literal('required'),
    }),
    attestation: z.literal('none'),
    timeout: z.int(),
  })
  .describe('For `navigator.credentials.create` (PublicKeyCredentialCreationOptionsJSON).')

export const passkeyAnswer = z
  .strictObject({
    id: base64url(1400),
    clientDataJSON: base64url(4000),
    authenticatorData: base64url(2000),
    signature: base64url(2000),
    userHandle: base64url(100).nullable(),
  })
  .describe('What `navigator.credentials.get` answered; bytes in base64url.')

export const newPasskey = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .regex(/^[^\p{Cc}]*$/u)
    .describe('By which its owner knows it again.'),
  passkey: z
    .strictObject({
      id: base64url(1400),
      clientDataJSON: base64url(4000),
      attestationObject: base64url(8000),
      transports,
    })
    .describe('What `navigator.credentials.create` answered; bytes in base64url.'),
})

const ticket = z
  .string()
  .max(64)
  .nullable()
  .describe('As the password’s step gave it; null for a passkey alone.')
export const passkeySignInBegin = z.strictObject({ ticket })
export const passkeySignInStep = z.strictObject({ ticket, passkey: passkeyAnswer })

export const freshProof = z
  .union([
    z.strictObject({ code: z.string().max(64) }),
    z.strictObject({ passkey: passkeyAnswer }),
    z.strictObject({ password: z.string().max(1024) }),
  ])
  .describe('A code of the app, a passkey, or the password of an account that has neither.')
export const freshUntil = z.object({ isFresh: z.boolean() })
