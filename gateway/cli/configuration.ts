/** Finds the configuration file that a command means, and loads it. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { findDataFolder } from '../../config/find-data.ts'
import { type LoadedConfig, loadConfig } from '../../config/load.ts'
import { InvalidFileError } from '../../config/problems.ts'
import type { Config } from '../../config/schema.ts'
import type { Call } from './command.ts'

const usualPlaces = ['gatehouse.yaml', '/etc/gatehouse/gatehouse.yaml']

/** `--config`, else `GATEHOUSE_CONFIG`, else the first usual place where a file is; null: run on defaults. */
export function configFileOf(call: Call): string | null {
  if (call.configFile !== null) return resolve(call.configFile)
  const fromEnvironment = call.env.GATEHOUSE_CONFIG
  if (fromEnvironment !== undefined && fromEnvironment !== '') return resolve(fromEnvironment)
  const found = usualPlaces.find((place) => existsSync(place))
  return found === undefined ? null : resolve(found)
}

/** Throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE, CONFIG_INVALID. */
export function configurationOf(call: Call): Promise<LoadedConfig> {
  return loadConfig({ file: configFileOf(call), env: call.env })
}

/** A configuration that is good enough to find the running gateway by. */
export interface Whereabouts {
  config: Config
  file: string | null
  /** Where a setting stands. */
  placeOf: LoadedConfig['placeOf']
  /** What is wrong with it; then only its data folder may be relied on. */
  mistake: InvalidFileError | null
}

/** With a file that has mistakes, the running gateway must still be able to answer: it keeps the last good one. */
export async function whereaboutsOf(call: Call): Promise<Whereabouts> {
  const file = configFileOf(call)
  try {
    const { config, placeOf } = await configurationOf(call)
    return { config, file, placeOf, mistake: null }
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error
    const placeOf = () => ({ file: file ?? '', line: null, column: null })
    return { config: await findDataFolder({ file, env: call.env }), file, placeOf, mistake: error }
  }
}
