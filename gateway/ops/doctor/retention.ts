/** Says whether data is destroyed in time: the last sweeps, the clock they run by, and the ledger that notes them. */
import { type ClockTrust, clockReasons } from '../../core/retention/clock-trust.ts'
import { dayMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface RetentionFacts {
  now: number
  /** Whether a sweep comes by itself. */
  daily: boolean
  /** Newest first. */
  sweeps: readonly {
    state: 'running' | 'pending' | 'failed' | 'complete'
    plannedAt: number
    problem: string | null
  }[]
  holds: number
  clock: ClockTrust
  /** The first thing that is wrong with the ledger, in words; null where it is whole. */
  ledgerProblem: string | null
  ledgerEntries: number
}

/** The daily sweep may be late by a day off, not by more. */
const lateMs = 3 * dayMs

export function checkRetention(facts: RetentionFacts): DoctorCheck[] {
  return [sweeps(facts), ledger(facts)]
}

function sweeps({ now, daily, sweeps: found, holds, clock }: RetentionFacts): DoctorCheck {
  const base = { id: 'retention', title: 'Sweeps' }
  const stuck = found.find(({ state }) => state === 'pending' || state === 'failed')
  if (!clock.trusted)
    return {
      ...base,
      state: 'fail',
      found: clockReasons[clock.reason],
      meaning: 'Nothing is destroyed by age until a person says that the clock is right.',
      todo: 'Compare the clock with another; then `gatehouse sweep run --clock-is-right`.',
    }
  if (stuck !== undefined)
    return {
      ...base,
      state: 'fail',
      found: `A sweep is not done: ${stuck.problem ?? 'it was stopped'}.`,
      meaning: 'Something that had to be destroyed may still be readable.',
      todo: '`gatehouse sweep list` says what stands in its way. It is tried again with the next sweep, or now: `gatehouse sweep run`.',
    }
  const last = found.find(({ state }) => state === 'complete')
  if (last === undefined || now - last.plannedAt > lateMs)
    return {
      ...base,
      state: last === undefined && daily ? 'ok' : 'warn',
      found:
        last === undefined ? 'There was no sweep yet.' : `The last sweep was on ${dayOf(last.plannedAt)}.`,
      meaning: daily ? 'One comes by itself each day.' : 'None comes by itself: retention.daily is off.',
      todo: daily && last === undefined ? '' : 'Sweep now: `gatehouse sweep run`.',
    }
  return {
    ...base,
    state: 'ok',
    found: `The last sweep was on ${dayOf(last.plannedAt)} and is proven; ${holds} legal holds stand.`,
    meaning: 'Nothing is kept longer than configured, but for holds.',
    todo: '',
  }
}

function ledger({ ledgerProblem, ledgerEntries }: RetentionFacts): DoctorCheck {
  const base = { id: 'ledger', title: 'Ledger' }
  if (ledgerProblem !== null)
    return {
      ...base,
      state: 'fail',
      found: ledgerProblem,
      meaning: 'Somebody or something changed the record of what was done.',
      todo: 'Keep a copy of the data folder, and find out who had access. `gatehouse ledger verify` says more.',
    }
  return {
    ...base,
    state: 'ok',
    found: `It is whole, with ${ledgerEntries.toLocaleString('en')} entries.`,
    meaning: 'What was done here can be proven.',
    todo: '',
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
