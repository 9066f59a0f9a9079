/** What routes and commands may ask of the vault. */
import type { VaultClass, VaultObject } from '../../core/vault/object.ts'

export interface VaultServices {
  readonly vault: VaultReader
}

/** Played by the vault's desk. Every method throws the STORE_ errors while the index cannot be read. */
export interface VaultReader {
  /** The newest first; names are null where the bucket's key is gone. */
  list(query: VaultQuery): Promise<VaultList>
  /** Sealed files and their plaintext bytes. */
  totals(): Promise<{ objects: number; bytes: number }>
  /** The file as the device sent it. Noted in the ledger. Throws OBJECT_UNKNOWN, OBJECT_UNREADABLE. */
  content(id: string): Promise<VaultFile>
  /** An age file for `recipient`, or for the owner where it is null. Throws as `content`, and RECIPIENT_MISSING. */
  export(id: string, recipient: string | null): Promise<VaultFile>
}

export interface VaultQuery {
  limit: number
  source?: string
  class?: VaultClass
  /** Objects older than this id: the page's `next` of the call before. */
  before?: string
}

export interface VaultList {
  objects: readonly VaultObject[]
  next: string | null
}

export interface VaultFile {
  object: VaultObject
  /** Bytes to come. */
  bytes: number
  /** Throws OBJECT_UNREADABLE on the way where the file was damaged. */
  stream: AsyncIterable<Uint8Array>
}
