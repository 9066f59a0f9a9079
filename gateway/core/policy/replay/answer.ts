/** What a replay says of one recorded exchange: what would have become of it, or why nobody can know. */
import type { ExchangeRecord, VerdictAction } from '../../journal.ts'
import type { Operator } from '../../pii/entity.ts'
import type { Unknown } from './unknown.ts'

/** As the journal's action; whether a part had left when it was refused makes no difference here. */
export type Outcome = Exclude<VerdictAction, 'refused-midstream'>

export type Answer =
  | {
      known: true
      outcome: Outcome
      /** null where no rule decides, or more than one may. */
      ruleId: string | null
      /** What becomes of each finding; null as a whole where none is judged, each where it is not known. */
      operators: readonly (Operator | null)[] | null
      /** True where the persons of the hour might be too many, which `PersonHours` of the replay has to say. */
      countsHour: { bound: number } | null
    }
  | { known: false; why: Unknown; ruleId: string | null }

export function outcomeOf({ action }: Pick<ExchangeRecord, 'action'>): Outcome {
  return action === 'refused-midstream' ? 'refuse' : action
}

export function asThen(record: ExchangeRecord): Answer & { known: true } {
  return known(outcomeOf(record), null)
}

export function known(outcome: Outcome, ruleId: string | null): Answer & { known: true } {
  return { known: true, outcome, ruleId, operators: null, countsHour: null }
}

export function unknown(why: Unknown): Answer {
  return { known: false, why, ruleId: null }
}
