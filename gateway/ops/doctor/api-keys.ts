/** Says which programs will soon read no more, and which keys nobody seems to need. */
import type { ApiKeyView } from '../../core/account/api-key.ts'
import { countOf } from '../../core/pages/words.ts'
import { dayMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

/** Long enough to make another one and to hand it to its program. */
const soonMs = 14 * dayMs
const idleMs = 90 * dayMs

/** None where no key counts. */
export function checkApiKeys(keys: readonly ApiKeyView[], now: number): DoctorCheck[] {
  const active = keys.filter(({ state }) => state === 'active')
  if (active.length === 0) return []
  const base = {
    id: 'api-keys',
    title: 'Keys of programs',
    found: `${countOf(active.length, 'API key')} can read.`,
  }
  const ending = active.filter(({ expiresAt }) => expiresAt <= now + soonMs)
  if (ending.length > 0)
    return [
      {
        ...base,
        state: 'warn',
        found: `${base.found} Within two weeks ${namesOf(ending)} will not.`,
        meaning: 'The program that has it reads nothing from then on.',
        todo: 'Make another one and give it to the program: gatehouse api-key add. Then revoke this one.',
      },
    ]
  const idle = active.filter(({ addedAt, usedOn }) => now - lastUse(addedAt, usedOn) > idleMs)
  if (idle.length > 0)
    return [
      {
        ...base,
        state: 'warn',
        found: `${base.found} Nothing was read by ${namesOf(idle)} for three months.`,
        meaning: 'A key that nobody needs can only leak.',
        todo: 'Take it away: gatehouse api-key revoke <name>',
      },
    ]
  return [
    {
      ...base,
      state: 'ok',
      meaning: 'None of them ends soon, and none has lain unused for three months.',
      todo: '',
    },
  ]
}

function lastUse(addedAt: number, usedOn: string | null): number {
  return usedOn === null ? addedAt : Date.parse(usedOn)
}

function namesOf(keys: readonly ApiKeyView[]): string {
  return keys.map(({ name }) => name).join(', ')
}
