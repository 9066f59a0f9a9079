/** Gathers what the doctor asks of tokens. */
import { isGatewayError } from '../core/errors.ts'
import { monthOf } from '../core/retention/period.ts'
import type { SweepPlan } from '../core/retention/plan.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { tokenColumnPlace, tokenKeyPlace } from '../keyring/token-keys.ts'
import type { TokenFacts } from '../ops/doctor/tokens.ts'
import type { TokenRegister } from '../store/token-register.ts'

export interface TokenFactsParts {
  register: Pick<TokenRegister, 'writing'>
  keyring: Pick<Keyring, 'keyIfAny'>
  plan(): Promise<{ plan: SweepPlan }>
  now(): number
}

/** Begins and ends a write that changes nothing. Rejects with the STORE_ errors where not even reading is possible. */
export async function tokenFacts({ register, keyring, plan, now }: TokenFactsParts): Promise<TokenFacts> {
  const { lines } = (await plan()).plan
  const own = lines.filter(({ period }) => period.target === 'tokens')
  const kept = own.map(({ period }) => period).filter(({ items }) => items > 0)
  const count = (periods: typeof kept) => periods.reduce((sum, { items }) => sum + items, 0)
  const month = monthOf(now())
  const due = own
    .flatMap((line) => ('dueAt' in line && line.reason !== 'hold' && line.period.items > 0 ? [line] : []))
    .sort((one, other) => one.dueAt - other.dueAt)[0]
  return {
    failure: failureOf(() => register.writing(() => {})),
    tokens: count(kept),
    orphans: count(kept.filter(({ period }) => keyring.keyIfAny(tokenColumnPlace(period)) === null)),
    hasKey: !kept.some(({ period }) => period === month) || keyring.keyIfAny(tokenKeyPlace(month)) !== null,
    next:
      due === undefined
        ? null
        : { period: due.period.period, dueAt: due.dueAt, holders: due.period.holders ?? [] },
  }
}

function failureOf(write: () => void): TokenFacts['failure'] {
  try {
    write()
    return null
  } catch (error) {
    if (isGatewayError(error)) return error
    throw error
  }
}
