/** Promises about incidents: one way from open to closed, 72 hours that no clock shortens, and notes without tricks. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Signal } from '../../../gateway/core/detection/signal.ts'
import { closingOutcomes, type KeptIncident } from '../../../gateway/core/incident/incident.ts'
import { legalClock, notificationMs } from '../../../gateway/core/incident/legal-clock.ts'
import { closingNote } from '../../../gateway/core/incident/note.ts'
import { steadyAfterRestart } from '../../../gateway/core/incident/steady-time.ts'
import {
  acknowledge,
  addSignal,
  closeIncident,
  endByItself,
  hasEnded,
  openIncident,
} from '../../../gateway/core/incident/transition.ts'

const at = Date.UTC(2026, 10, 22, 10)
const hour = 3_600_000
const year = 365 * 24 * hour

function signal(change: Partial<Signal> = {}): Signal {
  return {
    id: '019a00000000-000000000001',
    at,
    detector: 'silence',
    kind: 'alarm',
    subject: { kind: 'device', name: 'till-2' },
    severity: 'act-by',
    sentence: 'till-2 has been silent for 6 minutes.',
    evidence: {},
    technique: null,
    records: [],
    ...change,
  }
}

const opened = openIncident('019a00000000-0000000000ff', signal())

function acknowledged(): KeptIncident {
  const result = acknowledge(opened, { wall: at, steady: 5000 })
  if (!result.ok) throw new Error(result.problem)
  return result.incident
}

test('acknowledging starts the 72 hours, and only the first time does', () => {
  const incident = acknowledged()
  expect(incident).toMatchObject({ state: 'acknowledged', acknowledgedAt: at, notifyBy: at + 72 * hour })
  expect(acknowledge(incident, { wall: at + 1, steady: 6000 })).toEqual({
    ok: false,
    problem: 'already-acknowledged',
  })
})

test('what was a breach cannot be closed by somebody who never acknowledged it; what was none can', () => {
  const close = (outcome: (typeof closingOutcomes)[number]) =>
    closeIncident(opened, { outcome, note: '', wall: at })
  expect(close('no-breach')).toMatchObject({ ok: true, incident: { state: 'closed', outcome: 'no-breach' } })
  expect(close('notified')).toEqual({ ok: false, problem: 'not-acknowledged' })
  expect(close('not-required')).toEqual({ ok: false, problem: 'not-acknowledged' })
})

test('a closed incident stays closed, whatever is tried', () => {
  const result = closeIncident(acknowledged(), { outcome: 'notified', note: 'told them', wall: at + 1 })
  if (!result.ok) throw new Error(result.problem)
  const { incident } = result
  expect(incident).toMatchObject({
    state: 'closed',
    closedAt: at + 1,
    outcome: 'notified',
    note: 'told them',
  })
  expect(acknowledge(incident, { wall: at, steady: 0 })).toEqual({ ok: false, problem: 'already-closed' })
  for (const outcome of closingOutcomes)
    expect(closeIncident(incident, { outcome, note: '', wall: at })).toEqual({
      ok: false,
      problem: 'already-closed',
    })
})

test('a worse signal makes an incident worse, a lesser one does not make it better', () => {
  const worse = addSignal(opened, signal({ severity: 'act-now', sentence: 'worse', at: at + 5 }))
  expect(worse).toMatchObject({ severity: 'act-now', sentence: 'worse', signals: 2, lastSignalAt: at + 5 })
  expect(addSignal(worse, signal({ severity: 'note' })).severity).toBe('act-now')
})

test('what is over ends by itself only where nobody has acknowledged it', () => {
  const over = addSignal(opened, signal({ kind: 'all-clear', severity: 'note' }))
  expect(hasEnded(over)).toBe(true)
  expect(endByItself(over, at)).toMatchObject({ state: 'closed', outcome: 'ended' })
  expect(hasEnded(addSignal(over, signal()))).toBe(false)
  expect(hasEnded(addSignal(acknowledged(), signal({ kind: 'all-clear' })))).toBe(false)
})

test('the clock counts what really passed: a jump by years forward or back changes nothing and is shown', () => {
  const incident = acknowledged()
  const left = (wall: number) => legalClock(incident, { wall, steady: 5000 + 10 * hour })
  expect(left(at + 10 * hour)).toEqual({
    leftMs: 62 * hour,
    isOverdue: false,
    leftByClockMs: 62 * hour,
    isDoubtful: false,
  })
  for (const jump of [5 * year, -5 * year, 24 * hour, -11 * 60_000])
    expect(left(at + 10 * hour + jump)).toMatchObject({
      leftMs: 62 * hour,
      isOverdue: false,
      isDoubtful: true,
    })
})

test('it is overdue after 72 hours, and runs neither before the acknowledgement nor after the end', () => {
  const incident = acknowledged()
  const late = { wall: at + 73 * hour, steady: 5000 + 73 * hour }
  expect(legalClock(incident, late)).toMatchObject({ isOverdue: true, leftMs: -hour })
  expect(legalClock(opened, late)).toBeNull()
  expect(legalClock({ ...incident, state: 'closed' }, late)).toBeNull()
})

test('no order of jumps of the box’s clock moves what is left by what did not pass', () => {
  const jumps = fc.array(
    fc.record({ passMs: fc.nat(5 * hour), jumpMs: fc.integer({ min: -9 * year, max: 9 * year }) }),
  )
  fc.assert(
    fc.property(jumps, (steps) => {
      let wall = at
      let steady = 5000
      for (const { passMs, jumpMs } of steps) {
        steady += passMs
        wall += passMs + jumpMs
      }
      const passed = steps.reduce((sum, { passMs }) => sum + passMs, 0)
      expect(legalClock(acknowledged(), { wall, steady })?.leftMs).toBe(notificationMs - passed)
    }),
  )
})

test('a restart counts the downtime, but believes neither a clock set back nor one set forward by years', () => {
  const saved = { steady: 1000, watch: 0, wall: at }
  expect(steadyAfterRestart(saved, at + 5 * hour)).toBe(1000 + 5 * hour)
  expect(steadyAfterRestart(saved, at - 5 * year)).toBe(1000)
  expect(steadyAfterRestart(saved, at + 5 * year)).toBe(1000)
  expect(steadyAfterRestart(null, at)).toBe(at)
})

test('a note may hold markup and line breaks, but nothing that a terminal or a reader obeys', () => {
  const fine = [
    '',
    'Till was moved.\nIt is back.',
    '<script>alert(1)</script>',
    'ça va 👩‍🔧',
    '"; DROP TABLE incident; --',
  ]
  for (const note of fine) expect(closingNote.safeParse(note).success).toBe(true)
  const hostile = [
    '\u0000',
    'a\u001b[2Jb',
    'a\rb',
    'a\tb',
    '\u202eevil',
    '\u2066x',
    '\ud800',
    'a\u2028b',
    'x'.repeat(1001),
  ]
  for (const note of hostile) expect(closingNote.safeParse(note).success).toBe(false)
  expect(closingNote.safeParse('x'.repeat(1024 * 1024)).success).toBe(false)
})
