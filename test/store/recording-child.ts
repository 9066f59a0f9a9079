/** Records exchanges as fast as it can until it is killed; prints how many are written. */

import { createJournal } from '../../gateway/store/journal.ts'
import { openStore } from '../../gateway/store/store.ts'
import { exchange, finding, key } from './records.ts'

const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const health = { raise: console.error, clear: () => undefined, warnings: () => [] }
const store = await openStore({ file: process.argv[2] ?? '', key, clock, health })
const journal = createJournal(store, { clock, health, maxBuffered: 1_000_000 })
const findings = [finding(), finding({ type: 'CREDIT_CARD', class: 'financial' })]

for (let written = 0; ; ) {
  for (let count = 0; count < 700; count++) {
    journal.record(exchange({ at: Date.now(), findings, findingCounts: { EMAIL: 1, CREDIT_CARD: 1 } }))
  }
  await journal.flush()
  written += 700
  process.stdout.write(`${written}\n`)
}
