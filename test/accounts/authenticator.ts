/** An authenticator of our own (ES256, WebAuthn Level 3 §6), so that tests can also do what no real one would. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { PasskeyAnswer, PasskeyQuestion } from '../../gateway/accounts/passkey-proof.ts'
import type { NewPasskey, PasskeyOffer } from '../../gateway/accounts/passkeys.ts'

/** What a test makes wrong. */
export interface Told {
  origin?: string
  rpId?: string
  /** False: only touched, by whomever. */
  verified?: boolean
  /** What it says it counted; one more than before where left out. */
  counter?: number
  credential?: string
}

const text = (bytes: Buffer) => bytes.toString('base64url')

export function authenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credential = randomBytes(32)
  let counted = 0
  let userHandle: string | null = null
  const clientData = (type: string, challenge: string, told: Told) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: told.origin ?? origin, crossOrigin: false }))
  function head(rpId: string, { verified = true, counter }: Told, attested = false): Buffer {
    counted = counter ?? counted + 1
    const bytes = Buffer.alloc(37)
    createHash('sha256').update(rpId).digest().copy(bytes)
    bytes[32] = 0x01 | (verified ? 0x04 : 0) | (attested ? 0x40 : 0)
    bytes.writeUInt32BE(counted, 33)
    return bytes
  }
  return {
    create(offer: PasskeyOffer, told: Told = {}): NewPasskey {
      userHandle = offer.user.id
      const length = Buffer.from([0, credential.length])
      const data = Buffer.concat([
        head(told.rpId ?? offer.rp.id, told, true),
        ...[Buffer.alloc(16), length, credential, coseKey(publicKey)],
      ])
      return {
        id: text(credential),
        clientDataJSON: text(clientData('webauthn.create', offer.challenge, told)),
        attestationObject: text(attestation(data)),
        transports: ['internal'],
      }
    },
    get(question: Pick<PasskeyQuestion, 'challenge' | 'rpId'>, told: Told = {}): PasskeyAnswer {
      const client = clientData('webauthn.get', question.challenge, told)
      const data = head(told.rpId ?? question.rpId, told)
      const hash = createHash('sha256').update(client).digest()
      return {
        id: told.credential ?? text(credential),
        clientDataJSON: text(client),
        authenticatorData: text(data),
        signature: text(sign('sha256', Buffer.concat([data, hash]), privateKey)),
        userHandle,
      }
    },
  }
}

/** CBOR (RFC 8949) by hand: a map of three, "none" of an attestation. */
function attestation(data: Buffer): Buffer {
  const named = (name: string) => Buffer.concat([Buffer.from([0x60 | name.length]), Buffer.from(name)])
  const length = Buffer.from([0x59, data.length >> 8, data.length & 0xff])
  return Buffer.concat([
    ...[Buffer.from([0xa3]), named('fmt'), named('none'), named('attStmt'), Buffer.from([0xa0])],
    ...[named('authData'), length, data],
  ])
}

/** RFC 9053 §7.1.1: EC2, ES256, P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, 'base64url'),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, 'base64url'),
  ])
}
