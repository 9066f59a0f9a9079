/** Says whether the ways out that lead through another proxy, or from an own address, have failed through a fault of their own. */
import type { HealthWarning } from '../../core/ports.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface WaysOutFacts {
  /** How many are configured. */
  entries: number
  /** What the first screen says of them. */
  warnings: readonly Pick<HealthWarning, 'title' | 'hint'>[]
}

/** None where nothing is configured. */
export function checkWaysOut({ entries, warnings }: WaysOutFacts): DoctorCheck[] {
  if (entries === 0) return []
  const base = { id: 'ways-out', title: 'Ways out' }
  if (warnings.length === 0)
    return [
      {
        ...base,
        state: 'ok',
        found: 'None of the ways out that are configured has refused the gateway.',
        meaning: 'What goes through them leaves, as far as anything was asked for since the start.',
        todo: '',
      },
    ]
  return [
    {
      ...base,
      state: 'fail',
      found: warnings.map(({ title }) => title).join(' '),
      meaning: 'Whatever has to leave there is answered with 502.',
      todo: warnings.map(({ hint }) => hint).join(' '),
    },
  ]
}
