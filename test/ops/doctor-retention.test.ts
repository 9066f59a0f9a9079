/** What the doctor says of sweeps and ledger. */
import { expect, test } from 'vitest'
import { dayMs } from '../../gateway/core/units.ts'
import { checkRetention, type RetentionFacts } from '../../gateway/ops/doctor/retention.ts'

const now = Date.UTC(2026, 10, 22)
const well: RetentionFacts = {
  ...{ now, daily: true, holds: 2, ledgerProblem: null, ledgerEntries: 1200 },
  sweeps: [{ state: 'complete', plannedAt: now - dayMs, problem: null }],
  clock: { trusted: true },
}
const states = (change: Partial<RetentionFacts>) =>
  checkRetention({ ...well, ...change }).map(({ state }) => state)

test('a box that sweeps daily and whose ledger is whole is well', () => {
  expect(states({})).toEqual(['ok', 'ok'])
  expect(checkRetention(well)[0]?.found).toContain('2 legal holds stand')
  expect(states({ sweeps: [] })).toEqual(['ok', 'ok'])
})

test('a sweep that is not done, a clock that jumped and a changed ledger are failures, with what to do', () => {
  const pending = { state: 'pending', plannedAt: now, problem: '2 periods can still be read' } as const
  expect(states({ sweeps: [pending, ...well.sweeps] })).toEqual(['fail', 'ok'])
  expect(states({ clock: { trusted: false, reason: 'jumped-ahead', byMs: 1 } })).toEqual(['fail', 'ok'])
  expect(states({ ledgerProblem: 'An entry was changed.' })).toEqual(['ok', 'fail'])
  for (const check of checkRetention({ ...well, sweeps: [pending], ledgerProblem: 'x' }))
    expect(check.todo).not.toBe('')
})

test('a sweep that is long overdue, or never comes by itself, is a warning', () => {
  expect(states({ sweeps: [{ state: 'complete', plannedAt: now - 9 * dayMs, problem: null }] })).toEqual([
    'warn',
    'ok',
  ])
  expect(states({ sweeps: [], daily: false })).toEqual(['warn', 'ok'])
})
