/** How files come in: what listeners hand to the vault, byte by byte, and what they hear when a file is safe. */
import type { VaultClass } from './object.ts'

/** What is known of a file when it begins to arrive. */
export interface ObjectOffer {
  /** The device's name. */
  source: string
  class: VaultClass
  /** As the device calls it; `nameFault` says null. */
  name: string
  /** As the device says; null where it does not, or what it says is no media type. */
  contentType: string | null
  /** Plaintext bytes, where they are known beforehand. */
  bytes: number | null
}

/** Takes files; only sealed bytes ever touch the disk. */
export interface ObjectIntake {
  /** Throws OBJECT_TOO_LARGE, VAULT_FULL, VAULT_UNWRITABLE; nothing is kept then. */
  begin(offer: ObjectOffer): Promise<IncomingObject>
}

/** One file on its way in. After an error, `abort` or `finish` it takes nothing more, and nothing of it is left behind. */
export interface IncomingObject {
  /** Resolves when more may come. Throws OBJECT_TOO_LARGE, VAULT_FULL, VAULT_UNWRITABLE. `piece` may be reused then. */
  write(piece: Uint8Array): Promise<void>
  /** When it resolves, the file outlives a power cut. Throws OBJECT_INCOMPLETE, VAULT_FULL, VAULT_UNWRITABLE, the STORE_ errors. */
  finish(): Promise<{ id: string; bytes: number }>
  /** Gives the space back. Does nothing where the file is finished already. */
  abort(): Promise<void>
}
