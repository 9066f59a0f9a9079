/** Says what changed between two configurations, and what of it a running gateway can take over. */
import { isDeepStrictEqual } from 'node:util'
import { configJsonSchema, listKeys } from './json-schema.ts'
import { formatPath } from './problems.ts'
import type { Config } from './schema.ts'

export interface ConfigDifference {
  /** Key paths, in the order of the schema. */
  changed: readonly string[]
  /** Those of `changed` that a running gateway cannot take over. */
  needsRestart: readonly string[]
}

export function compareConfigs(before: Config, after: Config): ConfigDifference {
  const differing = listKeys(configJsonSchema()).filter(
    ({ path }) => !isDeepStrictEqual(configValue(before, path), configValue(after, path)),
  )
  return {
    changed: differing.map(({ path }) => formatPath(path)),
    needsRestart: differing
      .filter(({ node }) => node['x-restart'] === true)
      .map(({ path }) => formatPath(path)),
  }
}

/** `next` with the values of `started` in all keys that count only after a restart: what may be in force now. */
export function takeOver(started: Config, next: Config): Config {
  const taken = structuredClone(next)
  for (const { path, node } of listKeys(configJsonSchema())) {
    if (node['x-restart'] !== true) continue
    const section = configValue(taken, path.slice(0, -1)) as Record<string, unknown>
    section[path.at(-1) ?? ''] = configValue(started, path)
  }
  return taken
}

/** The value at a path; undefined where there is none. */
export function configValue(config: Config, path: readonly string[]): unknown {
  let value: unknown = config
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}
