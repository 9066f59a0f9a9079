/** Writes the header of an age file, kept apart from its payload: whom it is for, and the file key wrapped for them. */
import { createHmac, hkdfSync } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import type { Secret } from '../secret.ts'
import { parseRecipient, wrapFileKey } from './x25519.ts'

/** Whom a header is for. */
export interface HeaderRecipient {
  /** `age1…`, X25519. */
  recipient: string
  /** 32 random bytes, for this header alone. */
  ephemeral: Secret
}

/**
 * `header ‖ payload` is a file that every age opens (C2SP age v1, "Header"). 168 bytes for one recipient. Throws
 * RECIPIENT_MISSING for what is no recipient of the kind `age1…`.
 */
export function ageHeader(fileKey: Secret, { recipient, ephemeral }: HeaderRecipient): Buffer {
  const publicKey = parseRecipient(recipient)
  if (publicKey === null) {
    throw new GatewayError(
      'RECIPIENT_MISSING',
      { problem: 'The recipient is not an age recipient.' },
      { hint: 'It begins with age1; age-keygen prints one for a new key.' },
    )
  }
  const { share, body } = wrapFileKey(fileKey, publicKey, ephemeral)
  const lines = `age-encryption.org/v1\n-> X25519 ${unpadded(share)}\n${unpadded(body)}\n---`
  const macKey = Buffer.from(hkdfSync('sha256', fileKey.reveal(), '', 'header', 32))
  return Buffer.from(`${lines} ${unpadded(createHmac('sha256', macKey).update(lines).digest())}\n`)
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
