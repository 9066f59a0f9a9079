/** Counts the workers that still serve although the gateway that started them is gone. */
import { rollFileBeside } from '../workers/former.ts'
import { isAlive } from '../workers/process-identity.ts'
import { readRoll } from '../workers/roll.ts'
import type { DataPaths } from './paths.ts'

/** To be asked where no gateway runs: a start takes these over. */
export function workersAlone({ workers }: Pick<DataPaths, 'workers'>): number {
  return (readRoll(rollFileBeside(workers))?.workers ?? []).filter(isAlive).length
}
