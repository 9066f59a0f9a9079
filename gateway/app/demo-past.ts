/** Puts a file into the vault as if it had come long ago, so that a trial has something to destroy in time. */

import type { Clock } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import { openVault, type VaultOptions } from '../vault/vault.ts'

/** Sealed as every file is; only its date is made up. Nothing happens where the vault holds files already. */
export async function sealOldFile(options: VaultOptions, daysAgo: number): Promise<void> {
  const { clock } = options
  const past: Clock = { now: () => clock.now() - daysAgo * dayMs, monotonic: () => clock.monotonic() }
  await using vault = await openVault({ ...options, clock: past })
  if ((await vault.totals()).objects > 0) return
  const object = await vault.begin({
    source: 'demo-camera',
    class: 'recording',
    name: 'last-month.mp4',
    contentType: 'video/mp4',
    bytes: null,
  })
  await object.write(Buffer.from('A recording of last month, made up for this trial.'))
  await object.finish()
}
