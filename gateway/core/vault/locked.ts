/** Locks a few bytes with a public key and opens them with its secret: the parts of an age file without its text. */
import { Secret } from '../secret.ts'
import { openPayload } from './open-payload.ts'
import { fileKeyLength, payloadNonceLength } from './payload.ts'
import { sealPayload } from './seal-payload.ts'
import { parseRecipient, unwrapFileKey, wrapFileKey } from './x25519.ts'

export interface LockOptions {
  /** `age1…`, X25519. */
  recipient: string
  /** What the bytes belong to: they open under this name alone. */
  name: string
  /** `length` random bytes. */
  random(length: number): Uint8Array
}

const partBytes = 32

/** Share and body of an X25519 stanza, then a payload (C2SP age v1). Throws RangeError for what is no recipient. */
export function lockBytes(bytes: Uint8Array, { recipient, name, random }: LockOptions): Buffer {
  const publicKey = parseRecipient(recipient)
  if (publicKey === null) throw new RangeError('the recipient is no age recipient')
  const fileKey = new Secret(random(fileKeyLength))
  const ephemeral = new Secret(random(32))
  const { share, body } = wrapFileKey(fileKey, publicKey, ephemeral)
  const sealer = sealPayload({ fileKey, nonce: random(payloadNonceLength) })
  const pieces = [...sealer.push(named(name)), ...sealer.push(bytes), ...sealer.end()]
  fileKey.destroy()
  ephemeral.destroy()
  return Buffer.concat([share, body, ...pieces])
}

/** Null where it was locked with another key or for another name, or was changed. */
export function unlockBytes(
  locked: Uint8Array,
  { identity, name }: { identity: Secret; name: string },
): Buffer | null {
  const stanza = { share: locked.subarray(0, partBytes), body: locked.subarray(partBytes, 2 * partBytes) }
  const unwrapped = unwrapFileKey(stanza, identity)
  if (unwrapped === null) return null
  const fileKey = new Secret(unwrapped)
  try {
    const opener = openPayload(fileKey)
    const opened = Buffer.concat([...opener.push(locked.subarray(2 * partBytes)), ...opener.end()])
    const before = named(name)
    return opened.subarray(0, before.length).equals(before) ? opened.subarray(before.length) : null
  } catch {
    return null
  } finally {
    fileKey.destroy()
  }
}

/** A zero ends it: no name holds one. */
function named(name: string): Buffer {
  return Buffer.from(`${name}\0`)
}
