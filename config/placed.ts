/** Says where in the file a setting stands that was found wrong only after the file itself had been checked. */
import { isGatewayError } from '../gateway/core/errors.ts'
import type { LoadedConfig } from './load.ts'
import { InvalidFileError, readPath } from './problems.ts'

/** The error as one with file and line, where it is about a key of this configuration; else as it is. */
export function placed(error: unknown, { placeOf }: Pick<LoadedConfig, 'placeOf'>): unknown {
  if (!isGatewayError(error, 'CONFIG_INVALID') || error instanceof InvalidFileError) return error
  const { path, file } = error.details
  const named = typeof path === 'string' ? readPath(path) : null
  if (named === null) return error
  const problem = {
    ...placeOf(named),
    path: String(path),
    message: messageOf(error.hint ?? error.message, String(path)),
    hint: typeof file === 'string' ? `The file is ${file}.` : null,
  }
  const made = new InvalidFileError('CONFIG_INVALID', [problem])
  made.cause = error
  return made
}

/** `Correct proxy.upstreams[0].key: the file cannot be read.` says its path itself. */
function messageOf(hint: string, path: string): string {
  const start = `Correct ${path}: `
  return hint.startsWith(start) ? hint.slice(start.length).replace(/\.$/, '') : hint
}
