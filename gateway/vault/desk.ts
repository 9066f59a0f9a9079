/** Hands files of the vault out to people: each time noted in the ledger first. */
import { GatewayError } from '../core/errors.ts'
import type { Ledger } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import { ageHeader } from '../core/vault/header.ts'
import type { VaultObject } from '../core/vault/object.ts'
import { sealedLength } from '../core/vault/payload.ts'
import type { VaultListQuery, VaultPage } from './list-objects.ts'
import { payloadOf, plaintextOf } from './open-object.ts'
import type { ObjectHeader } from './sealed-header.ts'
import type { Vault } from './vault.ts'

export interface VaultDeskOptions {
  vault: Vault
  ledger: Ledger
  random(length: number): Uint8Array
  /** `vault.recipient` as it is now. */
  owner(): string | null
}

/** A file on its way out. Throws OBJECT_UNREADABLE on the way where it was damaged; the bytes before are then no file. */
export interface VaultDownload {
  object: VaultObject
  /** Bytes to come. */
  bytes: number
  stream: AsyncGenerator<Uint8Array>
}

export interface VaultDesk {
  /** Throws the STORE_ errors. */
  list(query: VaultListQuery): Promise<VaultPage>
  /** Sealed files and their plaintext bytes. */
  totals(): Promise<{ objects: number; bytes: number }>
  /** The file as the device sent it. Throws OBJECT_UNKNOWN, OBJECT_UNREADABLE, the STORE_ errors. */
  content(id: string): Promise<VaultDownload>
  /**
   * An age file for `recipient`, or for the owner where it is null. Throws as `content`, and RECIPIENT_MISSING where
   * nobody is named who could open it.
   */
  export(id: string, recipient: string | null): Promise<VaultDownload>
}

/** All of it is for people at the control socket; an actor comes in when accounts do. */
export function createVaultDesk({ vault, ledger, random, owner }: VaultDeskOptions): VaultDesk {
  const note = (object: VaultObject, form: 'plaintext' | 'age') =>
    ledger.append({
      action: 'object.exported',
      actor: 'box',
      subject: object.id,
      facts: { form, class: object.bucket.class, bytes: object.bytes },
    })

  /** The owner's own header was made when the file arrived; for anybody else one is made now. */
  function headerFor(header: ObjectHeader, recipient: string | null): Uint8Array {
    if (recipient === null && header.ownerHeader !== null) return header.ownerHeader
    const wanted = recipient ?? owner()
    if (wanted === null) {
      throw new GatewayError(
        'RECIPIENT_MISSING',
        {},
        {
          hint: 'Name one with --recipient age1…, or set vault.recipient in the configuration. age-keygen makes a key.',
        },
      )
    }
    const ephemeral = new Secret(random(32))
    try {
      return ageHeader(header.fileKey, { recipient: wanted, ephemeral })
    } finally {
      ephemeral.destroy()
    }
  }

  return {
    list: (query) => vault.list(query),
    totals: () => vault.totals(),
    async content(id) {
      const { object, header } = await vault.open(id)
      note(object, 'plaintext')
      return { object, bytes: header.bytes, stream: wipingAfter(plaintextOf(header, vault.blobs), header) }
    },
    async export(id, recipient) {
      const { object, header } = await vault.open(id)
      const begin = headerFor(header, recipient)
      note(object, 'age')
      const bytes = begin.length + sealedLength(header.bytes)
      return { object, bytes, stream: wipingAfter(withBegin(begin, payloadOf(header, vault.blobs)), header) }
    },
  }
}

async function* withBegin(begin: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield begin
  yield* rest
}

async function* wipingAfter(
  stream: AsyncGenerator<Uint8Array>,
  { fileKey }: ObjectHeader,
): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } finally {
    fileKey.destroy()
  }
}
