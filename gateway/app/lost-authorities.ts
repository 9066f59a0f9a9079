/** Tells authorities that were lost from those of a first start, for a new one in their place is trusted by nobody. */
import { existsSync } from 'node:fs'
import { type AuthorityKind, authorityKinds } from '../api/services.ts'
import { GatewayError } from '../core/errors.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { authorityPath } from '../pki/authority-file.ts'
import type { DataPaths } from './paths.ts'

/**
 * Those whose file is gone from a data folder that was in use. Authorities are made before the database is, and keys
 * under the epoch key with the first exchange: where one of these is, a start went through.
 * @param keyring left out where it is not open; the database alone then tells
 */
export function lostAuthorities(paths: DataPaths, keyring?: Pick<Keyring, 'places'>): AuthorityKind[] {
  const { database } = paths
  const wasInUse =
    existsSync(database) || existsSync(`${database}.keycheck`) || (keyring?.places().length ?? 0) > 0
  return wasInUse ? missingAuthorities(paths) : []
}

/** Those that have no file, for whatever reason. */
export function missingAuthorities({ authorities }: DataPaths): AuthorityKind[] {
  return authorityKinds.filter((kind) => !existsSync(authorityPath(authorities, kind)))
}

/** Throws AUTHORITY_LOST where one is. */
export function refuseLostAuthorities(paths: DataPaths, keyring?: Pick<Keyring, 'places'>): void {
  const lost = lostAuthorities(paths, keyring)
  if (lost.length > 0) throw lostError(paths, lost)
}

/** What an owner is told, by the command and by the doctor. */
export const afterLoss =
  'Put the authorities folder back from your newest backup. Without one, run `gatehouse ca create`, then install the ' +
  'new certificates on every device and browser.'

function lostError({ authorities }: DataPaths, lost: readonly AuthorityKind[]): GatewayError {
  return new GatewayError(
    'AUTHORITY_LOST',
    { folder: authorities, authorities: lost.join(', ') },
    { hint: afterLoss },
  )
}
