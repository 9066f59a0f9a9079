/** Says where everything lies in the data folder: the one place that knows. */
import { join, resolve } from 'node:path'
import type { Config } from '../../config/schema.ts'

export interface DataPaths {
  directory: string
  /** Keyring and, by default, the root key. */
  keys: string
  rootKey: string
  /** What the SFTP listener proves itself with. */
  sftpHostKey: string
  authorities: string
  database: string
  /** Sealed files of devices. */
  vault: string
  /** What requests were before they were changed, sealed. */
  originals: string
  /** Locks and the control socket; mode 0700. */
  run: string
  lock: string
  control: string
  /** The socket of workers; given to their user. */
  workers: string
  accessToken: string
  /** What people said of findings, fields and destinations afterwards. */
  corrections: string
  /** The policy that was published here; it counts where the configuration names none. */
  policy: string
  /** Users of the proxy, with hashes of their passwords. */
  users: string
  /** Which rules of the network were confirmed last. */
  networkConfirmed: string
  /** Which machines the network is to hold back, as the gateway tells whoever may change its rules, and what became of that. */
  networkMachines: { note: string; receipt: string }
  /** Try mode's copy of what clients have to trust; the one file here that anybody may read. */
  bundle: string
}

export function dataPaths(config: Config): DataPaths {
  const directory = resolve(config.data.directory)
  const run = join(directory, 'run')
  const keys = join(directory, 'keys')
  return {
    directory,
    keys,
    rootKey: config.keyring.root.file ?? join(keys, 'root.key'),
    sftpHostKey: join(keys, 'sftp-host.key'),
    authorities: join(directory, 'authorities'),
    database: join(directory, 'gatehouse.db'),
    vault: config.vault.directory ?? join(directory, 'vault'),
    originals: join(directory, 'originals'),
    run,
    lock: join(run, 'gateway.lock'),
    control: join(run, 'control.sock'),
    workers: join(run, 'workers'),
    accessToken: join(directory, 'access-token'),
    corrections: join(directory, 'corrections.yaml'),
    policy: join(directory, 'policy.yaml'),
    users: join(directory, 'proxy-users.json'),
    networkConfirmed: join(directory, 'network-confirmed'),
    networkMachines: {
      note: join(directory, 'network-machines'),
      receipt: join(directory, 'network-machines-held'),
    },
    bundle: join(directory, 'gatehouse-ca.pem'),
  }
}

/** Files that must be closed to other users of the box, whether they exist yet or not. */
export function privateFiles(paths: DataPaths): string[] {
  const { database } = paths
  return [
    ...[
      paths.rootKey,
      paths.sftpHostKey,
      paths.accessToken,
      paths.corrections,
      paths.policy,
      paths.users,
      paths.networkMachines.note,
      paths.lock,
      paths.control,
    ],
    ...[
      database,
      `${database}-wal`,
      `${database}-shm`,
      `${database}.keycheck`,
      `${database}.checkpoint`,
      `${database}.gap`,
    ],
  ]
}
