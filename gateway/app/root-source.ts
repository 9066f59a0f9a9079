/** Turns the configured source of the root key into the keyring's words. */
import { readFileSync, statSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { GatewayError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import type { RootSource } from '../keyring/root-source.ts'
import type { DataPaths } from './paths.ts'

/** Throws ROOT_KEY_MISSING or ROOT_KEY_UNSAFE where a passphrase has to come from a file and cannot. */
export function rootSource(config: Config, paths: DataPaths): RootSource {
  const { root } = config.keyring
  switch (root.source) {
    case 'file':
      return { kind: 'file', path: paths.rootKey }
    case 'credential':
      return { kind: 'credential', name: root.credential }
    case 'passphrase':
      return { kind: 'passphrase', passphrase: readPassphrase(root.passphraseFile) }
  }
}

function readPassphrase(file: string | null): Secret {
  if (file === null) {
    throw new GatewayError(
      'ROOT_KEY_MISSING',
      { source: 'passphrase' },
      { hint: 'Set keyring.root.passphraseFile to a file (mode 0600) that holds the passphrase.' },
    )
  }
  try {
    if ((statSync(file).mode & 0o077) !== 0) {
      throw new GatewayError('ROOT_KEY_UNSAFE', { file }, { hint: 'Run chmod 600 on the passphrase file.' })
    }
    return new Secret(Buffer.from(readFileSync(file, 'utf8').replace(/\r?\n$/, '')))
  } catch (error) {
    if (error instanceof GatewayError) throw error
    throw new GatewayError(
      'ROOT_KEY_MISSING',
      { file },
      { hint: 'The passphrase file could not be read: see keyring.root.passphraseFile.', cause: error },
    )
  }
}
