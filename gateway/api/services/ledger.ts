/** What routes and commands may ask of the ledger. */
import type { LedgerLine, LedgerQuery, StoredCheckpoint } from '../../store/ledger.ts'
import type { LedgerVerdict } from '../../store/ledger-verify.ts'

export interface LedgerServices {
  readonly ledger: LedgerDesk
}

/** Every method throws the STORE_ errors while there is no store. */
export interface LedgerDesk {
  /** Newest first. */
  list(query: LedgerQuery): readonly NamedLine[]
  /** Recomputes everything; `given` are checkpoints that were kept outside the box. */
  verify(given: readonly string[]): Promise<LedgerVerdict>
  /** Signs the ledger as it is. Throws LEDGER_INVALID. */
  checkpoint(): StoredCheckpoint
  checkpoints(): readonly StoredCheckpoint[]
  /** `<name>+<id>+<key>`, as tools of transparency logs take it, and the bare key in base64, as proofs name it. */
  key(): { verifier: string; publicKey: string }
  /** One canonical entry a line, oldest first: what the hashes are made of. */
  lines(): Iterable<string>
}

/** With what the account that acted is called, while there is one. */
export interface NamedLine extends LedgerLine {
  actorName: string | null
}
