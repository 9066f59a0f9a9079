/** Opens the keyring for a command while the gateway is stopped. */
import type { Config } from '../../config/schema.ts'
import { clock } from '../app/clock.ts'
import type { DataPaths } from '../app/paths.ts'
import { rootSource } from '../app/root-source.ts'
import { type Keyring, openKeyring } from '../keyring/keyring.ts'

/** Never begins a data folder. Throws the keyring's errors. The caller holds the folder's lock. */
export function openStoppedKeyring(config: Config, paths: DataPaths): Promise<Keyring> {
  return openKeyring({
    directory: paths.keys,
    root: rootSource(config, paths),
    clock,
    createIfNew: false,
    protects: [paths.database],
  })
}
