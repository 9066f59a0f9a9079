/** Seals a request as it came to the owner's public key: whoever seals cannot open it again. */
import { Secret } from '../secret.ts'
import { ageHeader } from '../vault/header.ts'
import { fileKeyLength, payloadNonceLength } from '../vault/payload.ts'
import { sealPayload } from '../vault/seal-payload.ts'
import { type OriginalContent, originalMark, originalText } from './content.ts'
import type { SealedOriginal } from './original.ts'

export interface SealOriginalOptions {
  /** The owner's, `age1…`. */
  recipient: string
  /** `length` random bytes. */
  random(length: number): Uint8Array
}

/** C2SP age v1. Throws RECIPIENT_MISSING. The keys that were made for it are overwritten. */
export function sealOriginal(
  content: OriginalContent,
  { recipient, random }: SealOriginalOptions,
): SealedOriginal {
  const text = originalText(content, random(32))
  const fileKey = new Secret(random(fileKeyLength))
  const ephemeral = new Secret(random(32))
  try {
    const header = ageHeader(fileKey, { recipient, ephemeral })
    const sealer = sealPayload({ fileKey, nonce: random(payloadNonceLength) })
    const payload = Buffer.concat([...sealer.push(text), ...sealer.end()])
    return { header, payload, mark: originalMark(text) }
  } finally {
    fileKey.destroy()
    ephemeral.destroy()
    text.fill(0)
  }
}
