/** Makes one checked configuration out of the file, the environment and the defaults, and knows where each value came from. */
import { dirname, resolve } from 'node:path'
import { GatewayError } from '../gateway/core/errors.ts'
import { maxFileBytes } from './decode-text.ts'
import { type Override, readEnvironment, variablePlace } from './environment.ts'
import { type Locator, problemsOf } from './issues.ts'
import { configJsonSchema, isSection, listKeys, type SchemaNode } from './json-schema.ts'
import { locate as locateIn, standsIn } from './locate.ts'
import { InvalidFileError, type Problem } from './problems.ts'
import { readNamedFile } from './read-file.ts'
import { type Config, configSchema } from './schema.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

export interface ConfigOrigin {
  /** Path of gatehouse.yaml; null for defaults and environment alone. */
  file: string | null
  env: Readonly<Record<string, string | undefined>>
}

/** Who set a key. */
export type ValueSource =
  | { from: 'default' }
  | { from: 'file'; file: string; line: number }
  | { from: 'environment'; variable: string }

export interface LoadedConfig {
  /** Paths are absolute: relative ones count from the file's folder, without a file from the working folder. */
  config: Config
  file: string | null
  sourceOf(path: readonly string[]): ValueSource
  /** Where the value stands, or what comes nearest to it. */
  placeOf(path: readonly PropertyKey[]): ReturnType<Locator>
}

/** What was read, and where it stands. */
export type WrittenConfig = Pick<LoadedConfig, 'config' | 'placeOf'>

/**
 * Reads and checks everything. Throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE, or CONFIG_INVALID (an InvalidFileError
 * that lists every mistake).
 */
export async function loadConfig(origin: ConfigOrigin): Promise<LoadedConfig> {
  const file = origin.file === null ? null : resolve(origin.file)
  const bytes = file === null ? null : await readConfigFile(file)
  return checkConfig({ file, bytes, env: origin.env })
}

/** The same for bytes that are at hand, so that a change can be checked before it is written. Touches no file. */
export function checkConfig(source: {
  file: string | null
  bytes: Uint8Array | null
  env: ConfigOrigin['env']
}): LoadedConfig {
  const { file } = source
  const yaml = source.bytes === null ? null : parseOrThrow(file ?? '', source.bytes)
  const schema = configJsonSchema()
  const environment = readEnvironment(source.env, schema)
  const value = merge(withoutEmptySections(yaml?.value ?? {}, schema), environment.overrides)
  const result = configSchema.safeParse(value)
  const locate = locator(yaml, environment.overrides)
  const problems = [
    ...(result.success ? [] : problemsOf(result.error.issues, schema, value, locate)),
    ...environment.problems,
  ]
  if (!result.success || problems.length > 0) throw new InvalidFileError('CONFIG_INVALID', problems)
  return {
    config: resolvePaths(result.data, file === null ? process.cwd() : dirname(file)),
    file,
    sourceOf: (path) => sourceOf(path, yaml, environment.overrides),
    placeOf: (path) => locate(path, 'value'),
  }
}

/** The bytes of a configuration file, with file system trouble in words. Throws CONFIG_NOT_FOUND, CONFIG_UNREADABLE. */
export async function readConfigFile(file: string): Promise<Uint8Array> {
  try {
    return await readNamedFile(file, maxFileBytes)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new GatewayError(
        'CONFIG_NOT_FOUND',
        { file },
        { cause, hint: 'Name the file with --config, or leave --config out to run on defaults.' },
      )
    // readNamedFile's word for what is no regular file.
    if (code === 'EINVAL')
      throw new GatewayError(
        'CONFIG_UNREADABLE',
        { file, problem: 'What stands there is a folder or a device, not a file.' },
        { cause, hint: 'Name the file itself.' },
      )
    throw new GatewayError(
      'CONFIG_UNREADABLE',
      { file, code },
      { cause, hint: 'Let the user that runs Gatehouse read the file.' },
    )
  }
}

function parseOrThrow(file: string, bytes: Uint8Array): YamlFile {
  const outcome = readYaml(file, bytes)
  if (!outcome.ok) throw new InvalidFileError('CONFIG_INVALID', outcome.problems)
  return outcome.yaml
}

/** A section whose keys are all commented out reads as null: it says nothing, which is no mistake. */
function withoutEmptySections(value: unknown, node: SchemaNode): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const child = node.properties?.[name]
    if (child === undefined || !isSection(child)) return [[name, inner]]
    return inner === null ? [] : [[name, withoutEmptySections(inner, child)]]
  })
  return Object.fromEntries(entries)
}

/** The environment wins over the file. What is no section where a section should be is left for the schema to refuse. */
function merge(fromFile: unknown, overrides: readonly Override[]): unknown {
  if (typeof fromFile !== 'object' || fromFile === null || Array.isArray(fromFile)) return fromFile
  const merged = structuredClone(fromFile) as Record<string, unknown>
  for (const { path, value } of overrides) {
    let section = merged
    for (const part of path.slice(0, -1)) {
      const next = section[part] ?? {}
      if (typeof next !== 'object' || Array.isArray(next)) break
      section[part] = next
      section = next as Record<string, unknown>
    }
    section[path.at(-1) ?? ''] = value
  }
  return merged
}

function locator(yaml: YamlFile | null, overrides: readonly Override[]): Locator {
  return (path, what): Pick<Problem, 'file' | 'line' | 'column'> => {
    const override = overrides.find((candidate) =>
      candidate.path.every((part, index) => part === path[index]),
    )
    if (override !== undefined) return { file: variablePlace(override.variable), line: null, column: null }
    if (yaml === null) return { file: 'defaults', line: null, column: null }
    return { file: yaml.file, ...locateIn(yaml, path, what) }
  }
}

function sourceOf(
  path: readonly string[],
  yaml: YamlFile | null,
  overrides: readonly Override[],
): ValueSource {
  const override = overrides.find((candidate) => candidate.path.every((part, index) => part === path[index]))
  if (override !== undefined) return { from: 'environment', variable: override.variable }
  if (yaml !== null && standsIn(yaml, path))
    return { from: 'file', file: yaml.file, line: locateIn(yaml, path, 'key').line }
  return { from: 'default' }
}

/** Makes every path of the configuration absolute, so that no later change of folder can move the data. */
function resolvePaths(config: Config, folder: string): Config {
  const resolved = structuredClone(config)
  for (const { path, node } of listKeys(configJsonSchema())) {
    const isPath =
      node['x-kind'] === 'path' || node.anyOf?.some((option) => option['x-kind'] === 'path') === true
    if (!isPath) continue
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], resolved)
    const name = path.at(-1) ?? ''
    const value = (parent as Record<string, unknown>)[name]
    if (typeof value === 'string') (parent as Record<string, unknown>)[name] = resolve(folder, value)
  }
  for (const root of resolved.proxy.extraRoots) root.file = resolve(folder, root.file)
  for (const list of resolved.trackers.lists) list.file = resolve(folder, list.file)
  for (const way of resolved.proxy.upstreams) {
    for (const key of ['certificate', 'key', 'revoked'] as const)
      if (way[key] !== null) way[key] = resolve(folder, way[key])
    const { parent } = way
    if (parent !== null && parent.passwordFile !== null)
      parent.passwordFile = resolve(folder, parent.passwordFile)
  }
  return resolved
}
