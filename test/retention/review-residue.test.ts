/** Reviews of a swept month are gone from the disk, too; those of other months stay. */
import { expect, test } from 'vitest'
import { periodBounds } from '../../gateway/core/retention/period.ts'
import { forgetDeleted } from '../../gateway/store/forgetting.ts'
import { createReviewRegister } from '../../gateway/store/review-register.ts'
import { countReviews, eraseReviews } from '../../gateway/store/sweep-reviews.ts'
import { occurrences, plainDatabase } from './plain-database.ts'

const march = periodBounds('2026-03') as { from: number; until: number }
const planted = 'residue-host-in-march.example'
const survivor = 'surviving-host-in-june.example'

test('reviews are forgotten with their month, whether they were answered or wait', async () => {
  const database = plainDatabase(true)
  const register = createReviewRegister(database)
  register.writing(() => {
    for (let count = 0; count < 600; count += 1) {
      const isMarch = count % 2 === 0
      const at = (isMarch ? march.from : march.until) + count
      const destination = isMarch ? planted : survivor
      const id = `${at.toString(16).padStart(12, '0')}-${String(count).padStart(12, '0')}`
      register.add({
        ...{
          id,
          kind: 'request',
          machine: null,
          at,
          askedAt: at,
          client: `client-of-${destination}`,
          destination,
          port: 443,
          rule: 'cards',
        },
        ...{
          reason: 'entity-refused',
          isList: false,
          method: 'POST',
          path: `/about/${destination}`,
          found: [],
        },
        ...{ address: '192.0.2.1', ticket: `ticket ${count}` },
      })
      if (count % 4 === 0)
        register.answer(id, { answer: 'no', at, correction: null, term: null, used: false, takenBack: false })
    }
  })
  expect(occurrences(database, planted)).toBeGreaterThan(300)
  expect(countReviews(database, march)).toBe(300)
  await eraseReviews(database, march)
  expect(await forgetDeleted(database)).toBe(true)
  expect(countReviews(database, march)).toBe(0)
  expect(occurrences(database, planted)).toBe(0)
  expect(occurrences(database, survivor)).toBeGreaterThan(300)
  expect(register.waiting()).toBe(300)
})
