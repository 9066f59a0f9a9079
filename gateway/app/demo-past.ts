/** Puts a file into the vault as if it had come long ago, so that a trial has something to destroy in time. */
import type { Clock } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import type { StoredLedger } from '../store/ledger.ts'
import { openVault, type VaultOptions } from '../vault/vault.ts'

/** A clock that can be set back for a while. Only a trial ever does. */
export interface DatedClock extends Clock {
  setBackMs: number
}

export function createDatedClock(clock: Clock): DatedClock {
  const dated: DatedClock = {
    setBackMs: 0,
    now: () => clock.now() - dated.setBackMs,
    monotonic: () => clock.monotonic(),
  }
  return dated
}

export interface PastOptions {
  vault: VaultOptions
  /** What keyring and ledger date by: nothing counts as older than its key, or than the ledger's first entry. */
  datedClock: DatedClock
  ledger: StoredLedger
  daysAgo: number
}

/** Sealed as every file is; only its date is made up. Nothing happens where the vault holds files already. */
export async function sealOldFile({
  vault: options,
  datedClock,
  ledger,
  daysAgo,
}: PastOptions): Promise<void> {
  const past = createDatedClock(options.clock)
  past.setBackMs = datedClock.setBackMs = daysAgo * dayMs
  try {
    await using vault = await openVault({ ...options, clock: past })
    if (ledger.size > 0 || (await vault.totals()).objects > 0) return
    ledger.append({ action: 'gateway.started', actor: 'gateway', subject: 'trial', facts: {} })
    const object = await vault.begin({
      source: 'demo-camera',
      class: 'recording',
      name: 'last-month.mp4',
      contentType: 'video/mp4',
      bytes: null,
    })
    await object.write(Buffer.from('A recording of last month, made up for this trial.'))
    await object.finish()
  } finally {
    datedClock.setBackMs = 0
  }
}
