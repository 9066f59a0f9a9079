/** Plays the ledger's part of the API: for the running gateway, and for commands while it is stopped. */
import type { LedgerDesk } from '../api/services/ledger.ts'
import { verifierKey } from '../core/ledger/signed-note.ts'
import type { StoredLedger } from '../store/ledger.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { verifyLedger } from '../store/ledger-verify.ts'

/** `names`: what entries may be about, such as devices' names, so that they are told by name. */
export function ledgerDesk(
  ledger: StoredLedger,
  database: DurableDatabase,
  names: () => readonly string[] = () => [],
): LedgerDesk {
  return {
    list: (query) => ledger.list(query, [...ownNames, ...names()]),
    verify: (given) => verifyLedger(database, ledger.signer, { given }),
    checkpoint: () => ledger.checkpoint(),
    checkpoints: () => ledger.checkpoints(),
    key: () => ({
      verifier: verifierKey(ledger.signer),
      publicKey: ledger.signer.publicKey.toString('base64'),
    }),
    *lines() {
      const { size } = ledger
      for (let seq = 1; seq <= size; seq++) {
        const text = ledger.entryText(seq)
        if (text !== null) yield text
      }
    },
  }
}

/** What entries of the gateway itself are about. */
const ownNames = ['gateway', 'clock', 'keyring']
