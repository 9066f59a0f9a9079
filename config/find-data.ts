/** Finds the data folder in a configuration that has mistakes elsewhere, so that a running gateway can still be asked. */
import { dirname, resolve } from 'node:path'
import { readEnvironment } from './environment.ts'
import { configJsonSchema } from './json-schema.ts'
import { type ConfigOrigin, readConfigFile } from './load.ts'
import { type Config, defaultConfig } from './schema.ts'
import { readYaml } from './yaml-file.ts'

/**
 * The defaults with the data folder that file and environment name; where that itself cannot be told, with the default
 * folder. For finding the control socket, never for starting anything.
 */
export async function findDataFolder(origin: ConfigOrigin): Promise<Config> {
  const config = defaultConfig()
  const { overrides } = readEnvironment(origin.env, configJsonSchema())
  const override = overrides.find(({ path }) => path.join('.') === 'data.directory')?.value
  const named = override ?? (origin.file === null ? undefined : await namedIn(origin.file))
  const folder = origin.file === null ? process.cwd() : dirname(resolve(origin.file))
  const directory =
    typeof named === 'string' && named !== '' && !named.includes('\0') ? named : config.data.directory
  return { ...config, data: { directory: resolve(folder, directory) } }
}

async function namedIn(file: string): Promise<unknown> {
  const outcome = readYaml(file, await readConfigFile(file))
  return outcome.ok ? outcome.yaml.document.getIn(['data', 'directory']) : undefined
}
