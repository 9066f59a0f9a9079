/** Says whether tokens can be made, kept and restored, and which of them become unreadable next. */
import type { GatewayError } from '../../core/errors.ts'
import { countOf, listOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface TokenFacts {
  /** Why nothing can be written; null where it can. */
  failure: GatewayError | null
  tokens: number
  /** Tokens of months whose key is gone: nobody can restore them. */
  orphans: number
  /** False where this month has tokens and no key to make more with. */
  hasKey: boolean
  /** The month that ends next, and what is kept of it for whom; null where there is none, or it is held. */
  next: { period: string; dueAt: number; holders: readonly { name: string; items: number }[] } | null
}

export function checkTokens(facts: TokenFacts): DoctorCheck {
  const base = { id: 'tokens', title: 'Tokens' }
  const { failure, orphans, hasKey } = facts
  if (failure !== null)
    return {
      ...base,
      state: 'fail',
      found: `None can be kept: ${failure.message}`,
      meaning: 'What would leave with tokens is stopped, or masked where its rule says so.',
      todo: failure.hint ?? 'See the check of the store.',
    }
  if (orphans > 0 || !hasKey)
    return {
      ...base,
      state: 'warn',
      found:
        orphans > 0
          ? `${countOf(orphans, 'token')} cannot be restored: the key of their month is gone.`
          : 'The key of this month is gone, although tokens of it are kept.',
      meaning:
        'The keys folder and the database come from different times. Vendors keep what nobody can read any more.',
      todo: 'Put back the keys folder that belongs to this database, or take the rows away: `gatehouse token purge --period MONTH`.',
    }
  return {
    ...base,
    state: 'ok',
    found: foundOf(facts),
    meaning: 'What assistants answer can be read again.',
    todo: '',
  }
}

/** Vendors that are named; more are counted. */
const mostNamed = 5

function foundOf({ tokens, next }: TokenFacts): string {
  if (tokens === 0) return 'None are kept.'
  const kept = `${countOf(tokens, 'token is', 'tokens are')} kept.`
  if (next === null) return kept
  const named = next.holders
    .slice(0, mostNamed)
    .map(({ name, items }) => `${countOf(items, 'value')} at ${name}`)
  const more = next.holders.slice(mostNamed)
  const rest = more.reduce((sum, { items }) => sum + items, 0)
  const all = rest === 0 ? named : [...named, `${countOf(rest, 'value')} at ${countOf(more.length, 'other')}`]
  return `${kept} From ${new Date(next.dueAt).toISOString().slice(0, 10)} on the next sweep makes those of ${next.period} unreadable: ${listOf(all)}.`
}
