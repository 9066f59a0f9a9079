/** Looks at the box from inside the running gateway. */
import type { Config } from '../../config/schema.ts'
import { type DoctorCheck, runDoctor } from '../ops/doctor.ts'
import { builtAt } from '../ops/version.ts'
import { caStatus } from '../pki/bundle.ts'
import type { Authorities } from './authorities.ts'
import { configFacts } from './config-facts.ts'
import type { History } from './history.ts'
import type { Listening } from './listening.ts'
import type { DataPaths } from './paths.ts'

export interface RunningDoctorParts {
  configFile: string | null
  /** The configuration as it is written now, which may be another than the one in force. */
  readConfig(): Promise<Config>
  paths: DataPaths
  listening: Listening
  authorities: Authorities
  history: History
  now: () => number
}

export function examineRunning(parts: RunningDoctorParts): Promise<DoctorCheck[]> {
  const { paths, listening, authorities, history, now } = parts
  return runDoctor(
    {
      dataFolder: paths.directory,
      ports: [
        { purpose: 'Proxy', ...listening.proxy, ours: true },
        { purpose: 'Page and API', ...listening.ui, ours: true },
      ],
    },
    {
      now,
      builtAt,
      writtenTimes: async () => {
        const last = (await history.reader.list({ limit: 1 })).records[0]
        return last === undefined ? [] : [{ what: 'the last journal record', at: last.at }]
      },
      authorities: async () =>
        [authorities.interception, authorities.office].map((one) => caStatus(one, now())),
      store: () => history.examine(),
      config: () => configFacts({ file: parts.configFile, paths, read: parts.readConfig }),
    },
  )
}
