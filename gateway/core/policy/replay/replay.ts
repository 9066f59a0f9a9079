/** Asks a draft of the policy about recorded exchanges: what would have become otherwise, and of which nobody can know. */

import type { ExchangeRecord } from '../../journal.ts'
import { isResend } from '../../original/original.ts'
import { hourMs } from '../../units.ts'
import { actsOnProse } from '../judge-options.ts'
import { readLooked } from '../looked.ts'
import { isWholeConnection } from '../whole-connection.ts'
import type { Answer } from './answer.ts'
import type { Draft } from './draft.ts'
import { type MissingTime, PersonHours } from './person-hours.ts'
import { answerFor, wentNowhere } from './record-anew.ts'
import { type ReplayReport, ReplayTally } from './tally.ts'

/** Records from so long before the period are needed, too: the persons of an hour are counted. */
export const timeBefore = hourMs

export interface ReplayOptions {
  draft: Draft
  /** Exchanges that began before are looked at, and not reported. */
  since: number
  /** Which of them are reported; the others count for the hour alone. */
  isAsked(record: ExchangeRecord): boolean
  /** Times of which records were lost. */
  missing: readonly MissingTime[]
  /** Told of each answer, once it is final. */
  onAnswer?(record: ExchangeRecord, answer: Answer): void
}

export interface Replay {
  /** The newest first, as the journal lists them. */
  push(record: ExchangeRecord): void
  /** At most `limit` rows of each list. */
  end(limit: number): ReplayReport
}

export function createReplay({ draft, since, isAsked, missing, onAnswer }: ReplayOptions): Replay {
  const tally = new ReplayTally()
  const hours = new PersonHours(missing)
  const answered = (record: ExchangeRecord, answer: Answer) => {
    tally.add(record, answer)
    onAnswer?.(record, answer)
  }
  return {
    push(record) {
      // No rule was asked about it, nor would one be.
      if (isResend(record)) return
      const { group } = draft.policy.hostFacts(record.destination)
      hours.see(record, group, isOpen(record, draft))
      if (record.at < since || !isAsked(record)) return
      const answer = answerFor(record, draft)
      if (!answer.known || answer.countsHour === null) {
        answered(record, answer)
        return
      }
      const { bound } = answer.countsHour
      const { ruleId } = answer
      const settle = (isWithin: boolean) =>
        answered(record, isWithin ? answer : { known: false, why: 'persons-per-hour', ruleId })
      hours.ask(record, group, { bound, settle })
    },
    end(limit) {
      hours.end()
      return tally.report(limit)
    },
  }
}

/** True where the draft may find more in it than was found then. */
function isOpen(record: ExchangeRecord, { policy }: Draft): boolean {
  const { looked: text, destination, action } = record
  if (isWholeConnection(record)) return action === 'tunnel'
  if (wentNowhere(record)) return false
  const looked = readLooked(text)
  if (looked === null) return true
  if (!looked.has('through') || looked.has('fieldUnread')) return true
  if (looked.has('prose')) return false
  const { group: destinationGroup } = policy.hostFacts(destination)
  return policy.exchanges.some(({ rule }) =>
    actsOnProse({ policy, rule, destinationGroup } as Parameters<typeof actsOnProse>[0]),
  )
}
