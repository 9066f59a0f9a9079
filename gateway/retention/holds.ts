/** Sets and releases legal holds; each is noted in the ledger, or it is not set. */
import { GatewayError } from '../core/errors.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import { type Hold, type HoldScope, scopeWords } from '../core/retention/hold.ts'
import type { SweepParts } from './parts.ts'

export interface HoldDesk {
  list(): Hold[]
  /** Null where there is none. */
  get(id: string): Hold | null
  /** Counts at once, also for a sweep under way: for every period whose keys it has not destroyed yet. */
  set(scope: HoldScope, reason: string, actor: LedgerActor): Hold
  /** What it kept is due again at the next sweep. Throws HOLD_UNKNOWN. */
  release(id: string, reason: string, actor: LedgerActor): Hold
}

export function createHoldDesk({
  database,
  holds,
  ledger,
  clock,
  random,
}: Pick<SweepParts, 'database' | 'holds' | 'ledger' | 'clock' | 'random'>): HoldDesk {
  return {
    list: () => holds.list(),
    get: (id) => holds.get(id),
    set(scope, reason, actor) {
      const id = random(6).toString('hex')
      const setAt = Math.round(clock.now())
      database.transact(() => {
        holds.add({ id, scope, setAt, reason })
        ledger.append({
          action: 'hold.set',
          actor,
          subject: scopeWords(scope),
          facts: { hold: id, kind: scope.kind },
        })
      })
      return { id, scope, setAt, reason, releasedAt: null, releaseReason: null }
    },
    release(id, reason, actor) {
      const hold = holds.get(id)
      if (hold === null || hold.releasedAt !== null)
        throw new GatewayError('HOLD_UNKNOWN', {}, { hint: 'List those that stand: gatehouse hold list' })
      const releasedAt = Math.round(clock.now())
      database.transact(() => {
        holds.release(id, releasedAt, reason)
        ledger.append({
          action: 'hold.released',
          actor,
          subject: scopeWords(hold.scope),
          facts: { hold: id, kind: hold.scope.kind },
        })
      })
      return { ...hold, releasedAt, releaseReason: reason }
    },
  }
}
