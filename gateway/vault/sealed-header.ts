/** The header of an object, kept apart from its bytes: a small age file to the bucket's key that holds the object's own. */
import type { Stanza } from 'age-encryption'
import { z } from 'zod'
import { GatewayError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { fileKeyLength } from '../core/vault/payload.ts'
import { unwrapFileKey } from '../core/vault/x25519.ts'

/** What opens an object, and what it is called. */
export interface ObjectHeader {
  /** The object that it belongs to: a header cannot be passed off as another's. */
  id: string
  /** As the device called it. */
  name: string
  contentType: string | null
  bytes: number
  fileKey: Secret
  /** The age header for the owner; null where none was configured when the object arrived. */
  ownerHeader: Uint8Array | null
}

const schema = z.strictObject({
  v: z.literal(1),
  id: z.string(),
  name: z.string(),
  contentType: z.string().nullable(),
  bytes: z.int().min(0),
  fileKey: z.base64().length(24),
  ownerHeader: z.base64().nullable(),
})

/** @param recipient of the bucket, `age1…` */
export async function sealHeader(header: ObjectHeader, recipient: string): Promise<Uint8Array> {
  const { id, name, contentType, bytes, fileKey, ownerHeader } = header
  const content: z.input<typeof schema> = {
    v: 1,
    id,
    name,
    contentType,
    bytes,
    fileKey: fileKey.reveal().toString('base64'),
    ownerHeader: ownerHeader === null ? null : Buffer.from(ownerHeader).toString('base64'),
  }
  const { Encrypter } = await ageFormat()
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return await encrypter.encrypt(JSON.stringify(content))
}

/**
 * Throws OBJECT_UNREADABLE where the identity (32 bytes) is not the one that it was sealed to, where it was changed, or
 * where it belongs to another object.
 */
export async function openHeader(
  sealed: Uint8Array,
  { id, identity }: { id: string; identity: Secret },
): Promise<ObjectHeader> {
  const { Decrypter } = await ageFormat()
  const decrypter = new Decrypter()
  decrypter.addIdentity({ unwrapFileKey: (stanzas: readonly Stanza[]) => unwrapWith(stanzas, identity) })
  let text: string
  try {
    text = await decrypter.decrypt(sealed, 'text')
  } catch {
    throw headerUnreadable('not-for-this-key')
  }
  const content = parse(text)
  if (content === null) throw headerUnreadable('content')
  if (content.id !== id) throw headerUnreadable('of-another-object')
  const { name, contentType, bytes, ownerHeader } = content
  const fileKey = new Secret(Buffer.from(content.fileKey, 'base64'))
  if (fileKey.reveal().length !== fileKeyLength) throw headerUnreadable('content')
  return {
    id,
    name,
    contentType,
    bytes,
    fileKey,
    ownerHeader: ownerHeader === null ? null : Buffer.from(ownerHeader, 'base64'),
  }
}

/** Loaded with the first file: with its curves it takes eleven megabytes, and an office without devices needs none of them. */
function ageFormat(): Promise<typeof import('age-encryption')> {
  return import('age-encryption')
}

function unwrapWith(stanzas: readonly Stanza[], identity: Secret): Uint8Array | null {
  for (const { args, body } of stanzas) {
    if (args[0] !== 'X25519' || args.length !== 2) continue
    const fileKey = unwrapFileKey({ share: Buffer.from(args[1] ?? '', 'base64'), body }, identity)
    if (fileKey !== null) return fileKey
  }
  return null
}

/** Its text is secret and must not reach an error's message. */
function parse(text: string): z.output<typeof schema> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function headerUnreadable(reason: string): GatewayError {
  return new GatewayError(
    'OBJECT_UNREADABLE',
    { reason: `header-${reason}` },
    {
      hint: 'The database or the keys folder may come from another time: put back the two that belong together.',
    },
  )
}
