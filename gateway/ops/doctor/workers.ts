/** Says whether the processes that carry traffic do so, and whether they begin again and again. */
import { countOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface WorkerFacts {
  worker: string
  state: 'starting' | 'serving' | 'lost'
  connections: number
  /** Whether the settings in force are this worker's. */
  isCurrent: boolean
  /** Records of exchanges that are not on the disk yet. */
  bufferedRecords: number
  /** Since the start. */
  replaced: number
}

/** One check. None of them: everything runs in one process. */
export function checkWorkers(workers: readonly WorkerFacts[]): DoctorCheck {
  const base = { id: 'workers', title: 'Workers' }
  if (workers.length === 0)
    return {
      ...base,
      state: 'ok',
      found: 'Traffic is carried by the process that holds the keys.',
      meaning: 'This takes the least memory. Workers of their own would keep keys and hostile traffic apart.',
      todo: '',
    }
  const serving = workers.filter(({ state }) => state === 'serving')
  const connections = workers.reduce((sum, one) => sum + one.connections, 0)
  const replaced = workers.reduce((sum, one) => sum + one.replaced, 0)
  const found = `${serving.length} of ${countOf(workers.length, 'worker')} accept traffic, with ${countOf(connections, 'connection')}.`
  if (serving.length < workers.length)
    return {
      ...base,
      state: serving.length === 0 ? 'fail' : 'warn',
      found,
      meaning:
        serving.length === 0
          ? 'Clients that use the proxy have no web access.'
          : 'The others carry its share. It is started again by itself.',
      todo: 'Look again in a minute. Where it stays so, the log says what ends it.',
    }
  if (workers.some(({ isCurrent }) => !isCurrent))
    return {
      ...base,
      state: 'warn',
      found: `${found} Not all have taken over the settings in force.`,
      meaning: 'Some connections are judged by the policy as it was before the last reload.',
      todo: 'Look again in a minute. Where it stays so, restart Gatehouse.',
    }
  if (replaced > 0)
    return {
      ...base,
      state: 'warn',
      found: `${found} ${countOf(replaced, 'worker')} had to be replaced since the start.`,
      meaning: 'The connections of that worker were cut; its clients asked again.',
      todo: 'The log says what ended it. Send it to us if it comes again.',
    }
  return { ...base, state: 'ok', found, meaning: 'Keys and hostile traffic are kept apart.', todo: '' }
}
