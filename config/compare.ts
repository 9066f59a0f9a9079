/** Says which keys differ between two configurations, and which of them count only after a restart. */
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

/** The value at a path; undefined where there is none. */
export function configValue(config: Config, path: readonly string[]): unknown {
  let value: unknown = config
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}
