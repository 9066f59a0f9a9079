/** What the doctor says of sweeps and ledger. */
import { expect, test } from 'vitest'
import { ledgerDesk } from '../../gateway/app/ledger.ts'
import { retentionFacts } from '../../gateway/app/retention-facts.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { checkRetention, type RetentionFacts } from '../../gateway/ops/doctor/retention.ts'
import { runningDesk } from '../retention/desk.ts'

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

test('the facts come from the real rooms: what was swept, held and noted', async () => {
  const { scene, retention } = await runningDesk()
  retention.holds.set({ kind: 'class', class: 'export' }, 'case 7', 'box')
  await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
  const ledger = ledgerDesk(scene.ledger, scene.database)
  const facts = () => retentionFacts({ sweeps: retention, ledger, daily: true, now: scene.clock.now() })
  expect(checkRetention(await facts()).map(({ state }) => state)).toEqual(['ok', 'ok'])
  // One of them says who asked for the sweep.
  expect(await facts()).toMatchObject({ holds: 1, ledgerEntries: 4, sweeps: [{ state: 'complete' }] })
  scene.bare.run((connection) => connection.exec('DELETE FROM ledger_entry WHERE seq = 2'))
  expect(checkRetention(await facts())[1]).toMatchObject({ state: 'fail', found: 'An entry is missing.' })
})
