/** Looks at configuration, policy and file modes as they lie on the disk, for the doctor. */
import type { WrittenConfig } from '../../config/load.ts'
import { placed } from '../../config/placed.ts'
import { describeProblem, InvalidFileError } from '../../config/problems.ts'
import type { Config } from '../../config/schema.ts'
import { isGatewayError } from '../core/errors.ts'
import type { ConfigFacts } from '../ops/doctor/config.ts'
import { openFiles } from '../ops/doctor/open-files.ts'
import { lookForAddresses, type OwnAddress } from '../ops/doctor/own-addresses.ts'
import { lookAtExtraRoots } from './extra-roots.ts'
import { type DataPaths, privateFiles } from './paths.ts'
import { policyProblems } from './policy-in-use.ts'
import { lookAtUpstreams } from './upstreams.ts'

export interface ConfigQuestion {
  /** null: defaults and environment alone. */
  file: string | null
  paths: DataPaths
  /** The configuration as it is written now. */
  read(): Promise<WrittenConfig>
}

/** A policy is looked at only where the configuration that names it can be read. */
export async function configFacts({ file, paths, read }: ConfigQuestion): Promise<ConfigFacts> {
  const written = await readOrProblems(read)
  return {
    file: file ?? '',
    ...('problems' in written
      ? { problems: written.problems, policyProblems: [], ownAddresses: [] }
      : {
          problems: namedFileProblems(written),
          policyProblems: await policyProblems(written.config),
          ownAddresses: await ownAddresses(written.config),
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

/** What keeps certificates, keys, lists and passwords in files of their own from being used: each entry for itself. */
function namedFileProblems(written: WrittenConfig): string[] {
  const { extraRoots, upstreams, upstreamTls } = written.config.proxy
  return [...lookAtExtraRoots(extraRoots), ...lookAtUpstreams(upstreams, upstreamTls)].flatMap((error) =>
    inWords(placed(error, written)),
  )
}

async function readOrProblems(
  read: () => Promise<WrittenConfig>,
): Promise<WrittenConfig | { problems: string[] }> {
  try {
    return await read()
  } catch (error) {
    return { problems: inWords(error) }
  }
}

/** Throws what is no mistake of whoever wrote it. */
function inWords(error: unknown): string[] {
  if (error instanceof InvalidFileError) return error.problems.map(describeProblem)
  if (isGatewayError(error)) return [`${error.message} ${error.hint ?? ''}`]
  throw error
}
