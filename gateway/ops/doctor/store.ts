/** Says what the store's own quick check means for an owner. */
import type { GatewayError } from '../../core/errors.ts'
import type { DoctorCheck } from '../doctor.ts'

export type StoreFacts =
  | { state: 'ok'; encrypted: boolean; journalRecords: number }
  /** It does not exist yet: before the first start. */
  | { state: 'absent' }
  /** Its key cannot be had: the gateway would not start either. */
  | { state: 'locked' }
  | { state: 'failed'; error: GatewayError }

/** One check; the store does the looking, bounded by the doctor's signal. */
export function checkStore(facts: StoreFacts, running: boolean): DoctorCheck {
  const base = { id: 'store', title: 'Store' }
  switch (facts.state) {
    case 'ok':
      return facts.encrypted
        ? {
            ...base,
            state: 'ok',
            found: `It opens, is encrypted, and holds ${facts.journalRecords.toLocaleString('en')} journal records.`,
            meaning: 'History is kept.',
            todo: '',
          }
        : {
            ...base,
            state: 'fail',
            found: 'It opens without a key.',
            meaning: 'Whoever takes the disk can read the journal.',
            todo: 'Restore the store from a backup into a fresh data folder.',
          }
    case 'absent':
      return {
        ...base,
        state: 'ok',
        found: 'There is none yet.',
        meaning: 'The first start creates it.',
        todo: '',
      }
    case 'locked':
      return {
        ...base,
        state: 'fail',
        found: 'It cannot be opened without its key.',
        meaning: 'Nobody can say how it is before the keys open again.',
        todo: 'Put right what is in the way of a start, then run `gatehouse doctor` again.',
      }
    case 'failed':
      return {
        ...base,
        state: 'fail',
        found: facts.error.message,
        meaning: withoutHistory(running),
        todo: facts.error.hint ?? 'Restore the store from the latest backup.',
      }
  }
}

/** Only a gateway that runs protects: a stopped one must not be told of as if it did. */
export function withoutHistory(running: boolean): string {
  return running
    ? 'No history is written. Protection goes on.'
    : 'A gateway that is started now keeps no history; it protects all the same.'
}
