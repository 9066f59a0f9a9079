/** Looks at configuration, policy and file modes as they lie on the disk, for the doctor. */
import { describeProblem, InvalidFileError } from '../../config/problems.ts'
import type { Config } from '../../config/schema.ts'
import { isGatewayError } from '../core/errors.ts'
import type { ConfigFacts } from '../ops/doctor/config.ts'
import { openFiles } from '../ops/doctor/open-files.ts'
import { lookForAddresses, type OwnAddress } from '../ops/doctor/own-addresses.ts'
import { type DataPaths, privateFiles } from './paths.ts'
import { policyProblems } from './policy-in-use.ts'

export interface ConfigQuestion {
  /** null: defaults and environment alone. */
  file: string | null
  paths: DataPaths
  /** The configuration as it is written now. */
  read(): Promise<Config>
}

/** A policy is looked at only where the configuration that names it can be read. */
export async function configFacts({ file, paths, read }: ConfigQuestion): Promise<ConfigFacts> {
  const config = await readOrProblems(read)
  return {
    file: file ?? '',
    ...('problems' in config
      ? { problems: config.problems, policyProblems: [], ownAddresses: [] }
      : {
          problems: [],
          policyProblems: await policyProblems(config),
          ownAddresses: await ownAddresses(config),
        }),
    openFiles: await openFiles(privateFiles(paths)),
  }
}

/** Those that connections are to leave from, and whether they are here. */
export function ownAddresses({ proxy }: Pick<Config, 'proxy'>): Promise<OwnAddress[]> {
  return lookForAddresses(
    proxy.upstreams.flatMap(({ from }, index) =>
      from === null ? [] : { path: `proxy.upstreams[${index}].from`, address: from },
    ),
  )
}

async function readOrProblems(read: () => Promise<Config>): Promise<Config | { problems: string[] }> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof InvalidFileError) return { problems: error.problems.map(describeProblem) }
    if (isGatewayError(error)) return { problems: [`${error.message} ${error.hint ?? ''}`] }
    throw error
  }
}
