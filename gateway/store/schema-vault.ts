/** The tables of the vault as kysely's types. */

export interface VaultSchema {
  vault_object: VaultObjectTable
}

export interface VaultObjectTable {
  id: string
  source: string
  class: string
  period: string
  at: number
  bytes: number
  sealed_bytes: number
  header: Buffer
}
