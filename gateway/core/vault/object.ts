/** An object of the vault: what is known of it without opening it, and the bucket whose key it needs. */

/** Objects of one source, one class and one UTC day share a key pair, and are destroyed with it. */
export interface Bucket {
  /** A device's name. */
  source: string
  class: VaultClass
  /** `2026-11-22`, UTC, by arrival. */
  period: string
}

/** What it is, which decides how long it is kept. */
export const vaultClasses = ['recording', 'export', 'document', 'other'] as const
export type VaultClass = (typeof vaultClasses)[number]

export interface VaultObject {
  /** Sortable by time: 12 hex digits of milliseconds, `-`, 12 random hex digits. */
  id: string
  bucket: Bucket
  at: number
  /** Plaintext bytes. */
  bytes: number
  /** As the device called it; null where the bucket's key is gone or was not asked for. */
  name: string | null
}
