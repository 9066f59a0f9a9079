/** Changes one key of the configuration file: checked whole before a byte is written, so no bad file replaces a good one. */
import { resolve } from 'node:path'
import { GatewayError, isGatewayError } from '../gateway/core/errors.ts'
import { setInText } from './edit.ts'
import { parseValue } from './environment.ts'
import { configJsonSchema, isSection } from './json-schema.ts'
import { parseKeyPath } from './key-path.ts'
import { checkConfig, readConfigFile } from './load.ts'
import { formatPath, InvalidFileError } from './problems.ts'
import { replaceFile } from './replace-file.ts'
import { readYaml } from './yaml-file.ts'

export interface ConfigChange {
  file: string
  /** Key path as it is spelled in the schema. */
  key: string
  /** False where the file said so already; nothing was written then. */
  changed: boolean
}

/**
 * `value` is text as on a command line (`9090`, `1MiB`, `[a, b]`). A file that does not exist is begun. Throws USAGE
 * for a key that does not exist, CONFIG_INVALID where the file would have mistakes, CONFIG_UNWRITABLE.
 */
export async function setConfigKey(request: {
  file: string
  key: string
  value: string
}): Promise<ConfigChange> {
  const file = resolve(request.file)
  const key = parseKeyPath(request.key, configJsonSchema())
  if (!key.ok) throw usage(key.message, key.hint)
  if (key.path.length === 0 || isSection(key.node))
    throw usage('this names a section, not a key', 'Set its keys one at a time.')
  const value = parseOrThrow(request.value, key.node)
  const before = await readIfThere(file)
  const outcome = readYaml(file, before ?? new Uint8Array())
  if (!outcome.ok) throw new InvalidFileError('CONFIG_INVALID', outcome.problems)
  const text = setInText(outcome.yaml, key.path, value)
  if (text === null) throw uneditable(file)
  const after = Buffer.from(text)
  // Without the environment: the file must be good by itself, whoever reads it next.
  checkConfig({ file, bytes: after, env: {} })
  const change = { file, key: formatPath(key.path), changed: before === null || !after.equals(before) }
  if (!change.changed) return change
  await refuseIfTouched(file, before)
  await replaceFile(file, after)
  return change
}

function parseOrThrow(text: string, node: Parameters<typeof parseValue>[1]): unknown {
  try {
    return parseValue(text, node)
  } catch {
    throw usage('the value cannot be read', 'Write it as in the file: lists in brackets, such as [a, b].')
  }
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await readConfigFile(file)
  } catch (error) {
    if (isGatewayError(error, 'CONFIG_NOT_FOUND')) return null
    throw error
  }
}

/** Somebody may have saved the file in an editor meanwhile: their change must not be lost. */
async function refuseIfTouched(file: string, before: Uint8Array | null): Promise<void> {
  const now = await readIfThere(file)
  const same = before === null ? now === null : now !== null && Buffer.from(before).equals(now)
  if (same) return
  throw new GatewayError(
    'CONFIG_UNWRITABLE',
    { file },
    { hint: 'Somebody else changed the file just now. Look at it, and try again.' },
  )
}

function usage(problem: string, hint: string | null): GatewayError {
  return new GatewayError('USAGE', { problem }, hint === null ? {} : { hint })
}

function uneditable(file: string): GatewayError {
  const hint =
    'The file is written in a way that cannot be changed without losing something: change it in an editor.'
  return new GatewayError('CONFIG_UNWRITABLE', { file }, { hint })
}
