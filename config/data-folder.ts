/** Names what lies where in the data folder, so that the gateway and its commands look in the same places. */
import { join } from 'node:path'

export interface DataFolder {
  directory: string
  /** The keyring's own files, and the root key unless it is kept elsewhere. Mode 0700. */
  keys: string
  rootKey: string
  /** Both certificate authorities, their private keys sealed. */
  authorities: string
  database: string
  /** What exists only while the gateway runs. */
  run: string
  /** The CLI speaks here to the running gateway. Mode 0600. */
  controlSocket: string
  /** Held by whoever works on the folder: the gateway, or one command while it is stopped. */
  lock: string
}

export function dataFolder(directory: string): DataFolder {
  const keys = join(directory, 'keys')
  const run = join(directory, 'run')
  return {
    directory,
    keys,
    rootKey: join(keys, 'root.key'),
    authorities: join(directory, 'authorities'),
    database: join(directory, 'gatehouse.db'),
    run,
    controlSocket: join(run, 'control.sock'),
    lock: join(run, 'lock'),
  }
}
