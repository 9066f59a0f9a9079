/** Plays the ledger's part of the API: for the running gateway, and for commands while it is stopped. */
import type { LedgerDesk } from '../api/services/ledger.ts'
import { accountInActor, type LedgerActor } from '../core/ledger/entry.ts'
import { verifierKey } from '../core/ledger/signed-note.ts'
import { createAccountRegister } from '../store/account-register.ts'
import type { StoredLedger } from '../store/ledger.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { verifyLedger } from '../store/ledger-verify.ts'

/** `names`: what entries may be about, such as devices' names, so that they are told by name. */
export function ledgerDesk(
  ledger: StoredLedger,
  database: DurableDatabase,
  names: () => readonly string[] = () => [],
): LedgerDesk {
  const accounts = createAccountRegister(database)
  const nameOf = (actor: LedgerActor): string | null => {
    const id = accountInActor(actor)
    return id === null ? null : (accounts.byId(id)?.name ?? null)
  }
  return {
    list: (query) =>
      ledger
        .list(query, [...ownNames, ...names()])
        .map((line) => ({ ...line, actorName: nameOf(line.actor) })),
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
const ownNames = ['gateway', 'clock', 'keyring', 'policy']
