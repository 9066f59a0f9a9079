/** The plan: nothing is destroyed early, whatever day, zone or leap; holds win; each line has its reason. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { covers, type Hold, type HoldScope, scopeWords } from '../../../gateway/core/retention/hold.ts'
import { monthOf, periodBounds } from '../../../gateway/core/retention/period.ts'
import { planSweep } from '../../../gateway/core/retention/plan.ts'
import type { KeptPeriod } from '../../../gateway/core/retention/target.ts'
import { dayMs } from '../../../gateway/core/units.ts'

function kept(change: Partial<KeptPeriod> = {}): KeptPeriod {
  const period = change.period ?? '2026-01-05'
  return {
    ...{ target: 'files', class: 'recording', source: 'camera-1', items: 1, bytes: 1, keys: [] },
    until: periodBounds(period)?.until ?? 0,
    ...change,
    period,
  }
}

function hold(scope: HoldScope, change: Partial<Hold> = {}): Hold {
  return { id: 'h1', scope, setAt: 0, reason: 'x', releasedAt: null, releaseReason: null, ...change }
}

function verdictOf(period: KeptPeriod, now: number, change: Partial<Parameters<typeof planSweep>[0]> = {}) {
  const plan = planSweep({
    inventory: [period],
    schedule: { recording: 30 },
    holds: [],
    now,
    began: null,
    ...change,
  })
  return plan.lines[0]?.reason
}

test('names of periods are UTC hours, days, months and years, leap days included; other names are none', () => {
  expect(periodBounds('2024-02-29')).toEqual({ from: Date.UTC(2024, 1, 29), until: Date.UTC(2024, 2, 1) })
  expect(periodBounds('2026-12')).toEqual({ from: Date.UTC(2026, 11), until: Date.UTC(2027, 0) })
  expect(periodBounds('2026')).toEqual({ from: Date.UTC(2026, 0), until: Date.UTC(2027, 0) })
  const evening = Date.UTC(2026, 11, 31, 23)
  expect(periodBounds('2026-12-31T23')).toEqual({ from: evening, until: Date.UTC(2027, 0) })
  const none = ['2025-02-29', '2026-13', '2026-00', '2026-1', '2026-11-31', '', 'x']
  for (const name of [...none, '2026-11-22T24', '2026-11-22T0', '2026-11-22T00:00', '2026-11T00'])
    expect(periodBounds(name)).toBeNull()
})

test('every moment lies in the month of its name', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(2200, 0) }), (at) => {
      const bounds = periodBounds(monthOf(at))
      expect(bounds !== null && bounds.from <= at && at < bounds.until).toBe(true)
    }),
  )
})

test('nothing is destroyed before every moment of its period is as old as its class allows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
      fc.integer({ min: 0, max: dayMs - 1 }),
      fc.integer({ min: 1, max: 4000 }),
      fc.integer({ min: 0, max: Date.UTC(2120, 0) }),
      (day, moment, days, now) => {
        const name = new Date(day).toISOString().slice(0, 10)
        const written = (periodBounds(name)?.from ?? 0) + moment
        const reason = verdictOf(kept({ period: name }), now, { schedule: { recording: days } })
        if (reason === 'age') expect(now - written).toBeGreaterThanOrEqual(days * dayMs)
        else expect(now - written).toBeLessThan((days + 1) * dayMs)
      },
    ),
    { numRuns: 1000 },
  )
})

test('the moment of age is exact: a millisecond before, it is kept', () => {
  const due = Date.UTC(2026, 0, 6) + 30 * dayMs
  expect(verdictOf(kept(), due - 1)).toBe('not-yet')
  expect(verdictOf(kept(), due)).toBe('age')
})

test('a target that names an end before the period really ends destroys nothing early', () => {
  const due = Date.UTC(2026, 1) + 30 * dayMs
  const month = kept({ period: '2026-01', until: Date.UTC(2026, 0, 2) })
  expect(verdictOf(month, due - 1)).toBe('not-yet')
  expect(verdictOf(month, due)).toBe('age')
})

test('what was dated by a clock without a battery counts from when this gateway began', () => {
  const began = Date.UTC(2026, 10, 1)
  const period = kept({ period: '1970-01-01' })
  expect(verdictOf(period, began + 29 * dayMs, { began })).toBe('not-yet')
  expect(verdictOf(period, began + 30 * dayMs, { began })).toBe('age')
})

test('a class without a schedule, and a period without a name, are kept and said', () => {
  const now = Date.UTC(2100, 0)
  expect(verdictOf(kept({ class: 'tokens' }), now)).toBe('no-schedule')
  expect(verdictOf(kept({ class: 'constructor' }), now)).toBe('no-schedule')
  expect(verdictOf(kept({ period: '2026-13-01', until: 0 }), now)).toBe('no-period')
})

test('a clock that says nothing sensible destroys nothing', () => {
  for (const now of [Number.NaN, Number.NEGATIVE_INFINITY, -1]) expect(verdictOf(kept(), now)).toBe('not-yet')
})

test('a hold wins over age, and a released one counts no more', () => {
  const now = Date.UTC(2027, 0)
  const scope: HoldScope = { kind: 'device', source: 'camera-1' }
  expect(verdictOf(kept(), now, { holds: [hold(scope)] })).toBe('hold')
  expect(verdictOf(kept(), now, { holds: [hold(scope, { releasedAt: 5 })] })).toBe('age')
  expect(verdictOf(kept({ source: 'camera-2' }), now, { holds: [hold(scope)] })).toBe('age')
})

test('holds cover what they say, and every period that may hold a device among others', () => {
  const cases: [HoldScope, Partial<KeptPeriod>, boolean][] = [
    [{ kind: 'device', source: 'camera-1' }, {}, true],
    [{ kind: 'device', source: 'camera-1' }, { source: null, class: 'telemetry-raw' }, true],
    [{ kind: 'device', source: 'camera-2' }, {}, false],
    [{ kind: 'class', class: 'recording' }, { source: 'any' }, true],
    [{ kind: 'class', class: 'export' }, {}, false],
    [{ kind: 'bucket', source: 'camera-1', class: 'recording', period: '2026-01-05' }, {}, true],
    [{ kind: 'bucket', source: 'camera-1', class: 'recording', period: '2026-01' }, {}, true],
    [
      { kind: 'bucket', source: 'camera-1', class: 'recording', period: '2026-01-05' },
      { period: '2026-01' },
      true,
    ],
    [{ kind: 'bucket', source: 'camera-1', class: 'recording', period: '2026-01-06' }, {}, false],
    [{ kind: 'bucket', source: 'camera-1', class: 'recording', period: null }, {}, true],
    [{ kind: 'bucket', source: 'camera-1', class: 'export', period: null }, {}, false],
    [{ kind: 'bucket', source: 'camera-2', class: 'recording', period: null }, {}, false],
  ]
  for (const [scope, change, expected] of cases)
    expect([scopeWords(scope), covers(scope, kept(change))]).toEqual([scopeWords(scope), expected])
})

test('whatever the holds and ages, nothing under a standing hold is ever destroyed', () => {
  const scopes = fc.oneof(
    fc.record({ kind: fc.constant('device' as const), source: fc.constantFrom('a', 'b') }),
    fc.record({ kind: fc.constant('class' as const), class: fc.constantFrom('recording', 'export') }),
    fc.record({
      kind: fc.constant('bucket' as const),
      source: fc.constantFrom('a', 'b'),
      class: fc.constantFrom('recording', 'export'),
      period: fc.constantFrom(null, '2026', '2026-01', '2026-01-05'),
    }),
  )
  const periods = fc.record({
    source: fc.constantFrom('a', 'b', null),
    class: fc.constantFrom('recording', 'export'),
    period: fc.constantFrom('2026-01-05', '2026-01', '2026-02-01'),
  })
  fc.assert(
    fc.property(fc.array(scopes), fc.array(periods), (holds, inventory) => {
      const standing = holds.map((scope) => hold(scope))
      const plan = planSweep({
        inventory: inventory.map(kept),
        schedule: { recording: 1, export: 1 },
        ...{ holds: standing, now: Date.UTC(2030, 0), began: null },
      })
      for (const line of plan.lines)
        expect(line.verdict === 'destroy').toBe(!standing.some(({ scope }) => covers(scope, line.period)))
    }),
  )
})
