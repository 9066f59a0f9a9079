/** Says whether the lists of trackers that are configured are in force, and how much of them is not applied. */
import { countOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface TrackerFacts {
  lists: readonly { name: string; hosts: number; notApplied: number }[]
  /** Why others could not be read, each a sentence. */
  leftOut: readonly string[]
}

/** None where no list is configured. */
export function checkTrackers({ lists, leftOut }: TrackerFacts): DoctorCheck[] {
  if (lists.length + leftOut.length === 0) return []
  const base = { id: 'tracker-lists', title: 'Lists of trackers' }
  if (leftOut.length > 0)
    return [
      {
        ...base,
        state: 'warn',
        found: leftOut.join(' '),
        meaning: 'What stands in these lists is not refused.',
        todo: 'Put the files right, then run `gatehouse reload`.',
      },
    ]
  const hosts = lists.reduce((all, list) => all + list.hosts, 0)
  const unread = lists.filter(({ notApplied }) => notApplied > 0)
  const told = unread.map(({ name, notApplied }) => `${countOf(notApplied, 'line')} of ${name}`)
  return [
    {
      ...base,
      state: 'ok',
      found: `${countOf(lists.length, 'list')} with ${countOf(hosts, 'host')}. ${
        told.length === 0 ? 'Every line is applied.' : `Not applied: ${told.join(', ')}.`
      }`,
      meaning:
        'They are refused for the groups that chose it (trackers). Lines that say more than a host are left out.',
      todo: '',
    },
  ]
}
