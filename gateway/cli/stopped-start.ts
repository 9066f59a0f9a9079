/** Finds what would keep a stopped gateway from starting, without starting it and without making anything. */
import { existsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { refuseLostAuthorities } from '../app/lost-authorities.ts'
import { refuseObstacles } from '../app/obstacles.ts'
import type { DataPaths } from '../app/paths.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { rootWrappedPath } from '../keyring/keyring-folder.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** The keys of a stopped gateway, or why there are none. */
export type FoundKeys =
  | { state: 'open'; keyring: Keyring }
  /** Before the first start. */
  | { state: 'none' }
  | { state: 'locked'; error: GatewayError }

export async function findKeys(config: Config, paths: DataPaths): Promise<FoundKeys> {
  try {
    refuseObstacles(paths)
    if (!existsSync(rootWrappedPath(paths.keys)) && !existsSync(paths.database)) return { state: 'none' }
    return { state: 'open', keyring: await openStoppedKeyring(config, paths) }
  } catch (error) {
    return { state: 'locked', error: knownError(error) }
  }
}

/** Null where nothing is in the way. The caller keeps the keys open meanwhile. */
export function whatPreventsStart(paths: DataPaths, keys: FoundKeys): GatewayError | null {
  switch (keys.state) {
    case 'none':
      return null
    case 'locked':
      return keys.error
    case 'open':
      try {
        refuseLostAuthorities(paths, keys.keyring)
        return null
      } catch (error) {
        return knownError(error)
      }
  }
}

export function knownError(error: unknown): GatewayError {
  return isGatewayError(error) ? error : new GatewayError('INTERNAL', {}, { cause: error })
}
