/** The journal's part in a sweep: whole months of exchanges, and the keys of their blind indexes. */
import type { KeyPlace } from '../core/ports.ts'
import { type PeriodBounds, periodBounds } from '../core/retention/period.ts'
import type { KeptPeriod, SweepTarget } from '../core/retention/target.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { eraseJournal, findJournal, journalMonths, journalRowBytes } from '../store/sweep-journal.ts'
import { countReviews, eraseReviews } from '../store/sweep-reviews.ts'

export interface JournalTargetOptions {
  database: DurableDatabase
  keyring: Pick<Keyring, 'places'>
}

/** Rows lie in the database under its own key, so they are deleted; blind indexes die with their keys, wherever copied. */
export function createJournalTarget({ database, keyring }: JournalTargetOptions): SweepTarget {
  const keysOf = (period: string): KeyPlace[] =>
    keyring
      .places()
      .map(({ place }) => place)
      .filter((place) => isBlindIndex(place) && place.period === period)

  return {
    name: 'journal',
    async inventory() {
      const counts = new Map(journalMonths(database).map(({ period, exchanges }) => [period, exchanges]))
      for (const { place } of keyring.places())
        if (isBlindIndex(place) && !counts.has(place.period)) counts.set(place.period, 0)
      const rowBytes = journalRowBytes(database)
      return [...counts].map(
        ([period, items]): KeptPeriod => ({
          target: 'journal',
          class: 'journal',
          source: null,
          period,
          until: boundsOf(period).until,
          items,
          bytes: items * rowBytes,
          keys: keysOf(period),
        }),
      )
    },
    async erase({ period }) {
      await eraseReviews(database, boundsOf(period))
      return eraseJournal(database, boundsOf(period))
    },
    async readable({ period }) {
      if (keysOf(period).length > 0) return 'keys of blind indexes'
      const reviews = countReviews(database, boundsOf(period))
      return reviews > 0 ? `${reviews} reviews` : findJournal(database, boundsOf(period))
    },
  } satisfies SweepTarget
}

function isBlindIndex(place: KeyPlace): boolean {
  return place.kind === 'hmac' && place.purpose === 'blind-index'
}

/** A name that is no period holds nothing; the plan keeps it and says so. */
function boundsOf(period: string): PeriodBounds {
  return periodBounds(period) ?? { from: 0, until: 0 }
}
