/** Locks a keyring anew with what a person printed, the way back after a root key was lost; and tries a print before that day. */

import { dirname } from 'node:path'
import { GatewayError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import { changing, type FileLayer, nodeFiles, replaceFile } from './file-layer.ts'
import { readRoot, readSource, rootWrappedPath, writeRoot } from './keyring-folder.ts'
import { parseRecovery } from './recovery-sheets.ts'
import { prepareRootKey, type RootSource } from './root-source.ts'

export interface RestoreKeyringOptions {
  directory: string
  /** As typed by a person: the key, or two of the sheets. */
  recovery: string
  /** What shall open the keyring from now on. For `file` the recovered key itself is written, so the print stays valid. */
  root: RootSource
  files?: FileLayer
}

export type RestoreResult = { restored: true } | { restored: false; problem: string }

/**
 * A slip of the pen is a result, with words. A key file that is in the way is kept as `<path>.replaced`.
 * Throws ROOT_KEY_WRONG where the printed key is another folder's, and the keyring's own errors. Run it while the
 * gateway is stopped.
 */
export async function restoreKeyring(options: RestoreKeyringOptions): Promise<RestoreResult> {
  const { directory, recovery, root, files = nodeFiles } = options
  const parsed = parseRecovery(recovery)
  if (!parsed.ok) return { restored: false, problem: parsed.problem }
  assertThere(directory, files)
  const content = readRoot(directory, parsed.key, files)
  if (root.kind === 'file') {
    setAside(root.path, parsed.key, files)
    replaceFile(files, root.path, parsed.key.reveal())
    writeRoot(directory, { content, key: parsed.key, source: { kind: 'key' } }, files)
  } else {
    const { key, description } = await prepareRootKey(root, files)
    writeRoot(directory, { content, key, source: description }, files)
  }
  return { restored: true }
}

/** The same of what was typed, without a change. */
export function checkRecovery({
  directory,
  recovery,
  files = nodeFiles,
}: Omit<RestoreKeyringOptions, 'root'>): { ok: true } | { ok: false; problem: string } {
  const parsed = parseRecovery(recovery)
  if (!parsed.ok) return parsed
  assertThere(directory, files)
  const { epochKey, longLived } = readRoot(directory, parsed.key, files)
  for (const key of [parsed.key, epochKey, ...longLived.values()]) key.destroy()
  return { ok: true }
}

function assertThere(directory: string, files: FileLayer): void {
  if (readSource(directory, files) !== null) return
  const hint =
    'A recovery kit opens the keys folder but does not replace it: put that back from a backup first.'
  throw new GatewayError('KEYRING_MISSING', { path: rootWrappedPath(directory) }, { hint })
}

/** Keeps what stands in the new key file's way. A copy, so that the path is never empty: a key may be all that is left. */
function setAside(path: string, key: Secret, files: FileLayer): void {
  changing(path, () => files.makeDirectory(dirname(path)))
  const found = files.read(path)
  if (found === null || key.equals(found.bytes)) return
  if (found.regular) replaceFile(files, `${path}.replaced`, found.bytes)
  else changing(path, () => files.rename(path, `${path}.replaced`))
}
