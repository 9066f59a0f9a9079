/** Finds the configuration file that a command means, and loads it. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type LoadedConfig, loadConfig } from '../../config/load.ts'
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
