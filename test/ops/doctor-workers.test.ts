/** Promises of what the doctor says of workers: that they serve, that one is missing, that one begins again and again. */
import { expect, test } from 'vitest'
import { checkWorkers, type WorkerFacts } from '../../gateway/ops/doctor/workers.ts'

const well: WorkerFacts = {
  ...{ worker: 'worker-1', state: 'serving', connections: 3 },
  ...{ isCurrent: true, bufferedRecords: 0, replaced: 0 },
}

test.each([
  ['none, as all runs in one process', [], 'ok'],
  ['all serve', [well, well], 'ok'],
  ['one is being replaced', [well, { ...well, state: 'lost' as const }], 'warn'],
  ['none serves', [{ ...well, state: 'starting' as const }], 'fail'],
  ['one has not taken over the settings', [well, { ...well, isCurrent: false }], 'warn'],
  ['one had to be replaced', [{ ...well, replaced: 2 }], 'warn'],
])('%s', (_what, workers, state) => {
  const check = checkWorkers(workers)
  expect(check.state).toBe(state)
  expect(check.meaning).not.toBe('')
  expect(check.todo === '').toBe(state === 'ok')
})
