/** Notes in the ledger who had configuration and policy read again, and what came of it. */
import type { ReloadOutcome } from '../api/services.ts'
import { isGatewayError } from '../core/errors.ts'
import type { LedgerActor, LedgerNote } from '../core/ledger/entry.ts'
import type { Ledger } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'

export interface NotedReloadOptions {
  reload(): Promise<ReloadOutcome>
  /** Of the rules in force. */
  policyVersion(): string
  ledger: Ledger
  log: Log
}

/** Throws the STORE_ errors where somebody asked over the network and it cannot be noted; then nothing was read. */
export function createNotedReload(options: NotedReloadOptions) {
  const { reload, policyVersion, ledger, log } = options
  const note = (action: LedgerNote['action'], actor: LedgerActor, facts: LedgerNote['facts']) =>
    ledger.append({ action, actor, subject: 'gateway', facts })
  const unlessUnwritable = (work: () => void) => {
    try {
      work()
    } catch (error) {
      if (!isGatewayError(error)) throw error
      log.event('config.unnoted', {}, error)
    }
  }
  return async (actor: LedgerActor): Promise<ReloadOutcome> => {
    const ask = () => note('config.reload-asked', actor, { policy: policyVersion() })
    // On the box a reload may be what gets a full disk right.
    if (actor === 'box') unlessUnwritable(ask)
    else ask()
    const outcome = await reload()
    const changed = outcome.ok ? outcome.changed.length : 0
    unlessUnwritable(() =>
      note('config.reloaded', actor, { taken: outcome.ok, changed, policy: policyVersion() }),
    )
    return outcome
  }
}
