/** Where the root key comes from: a key file, a passphrase, or a credential that systemd hands to the service. */
import { argon2, randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { GatewayError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'
import { changing, type FileLayer, type FoundFile, replaceFile } from './file-layer.ts'

/**
 * `file`: 32 random bytes, mode 0600, made at first run. The default place is `keys/root.key` in the data folder: it
 * protects copies of the database, never a stolen box; who wants that gives a path on another medium, a passphrase, or
 * a credential sealed to the TPM (`systemd-creds`). `credential`: 32 bytes or 64 hex digits in a file of that name in
 * `directory`, by default `$CREDENTIALS_DIRECTORY`.
 */
export type RootSource =
  | { kind: 'file'; path: string }
  | { kind: 'passphrase'; passphrase: Secret }
  | { kind: 'credential'; name: string; directory?: string }

/** What the keyring remembers of its root's source, in the clear. */
export type SourceDescription = { kind: 'key' } | { kind: 'passphrase'; argon2id: Argon2idCost; salt: string }

interface Argon2idCost {
  memoryKiB: number
  passes: number
  lanes: number
}

const rootKeyLength = 32

/**
 * RFC 9106 §4's second recommended option: 64 MiB and 3 passes. One lane, since Node runs it in one thread; about
 * 0.3 s on a small PC and under 2 s on a Raspberry Pi 4.
 */
const defaultArgon2idCost: Argon2idCost = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 }

const leastPassphraseLength = 12
const saltLength = 16

/**
 * The key that opens a keyring with this description; null where nothing is there. Throws ROOT_KEY_UNSAFE where a file
 * is there that must not be used, ROOT_KEY_DAMAGED where it is no key, ROOT_KEY_WRONG where the source is of another kind than the keyring was closed with.
 */
export async function loadRootKey(
  source: RootSource,
  description: SourceDescription,
  files: FileLayer,
): Promise<Secret | null> {
  if ((source.kind === 'passphrase') !== (description.kind === 'passphrase'))
    throw otherKind(source, description)
  switch (source.kind) {
    case 'file':
      return readKeyFile(source.path, files)
    case 'credential':
      return readCredential(source, files)
    case 'passphrase':
      return description.kind === 'passphrase' ? derive(source.passphrase, description) : null
  }
}

/**
 * The key of a source that is about to lock a keyring: a new key file (or the one that is there already), the key
 * derived from a passphrase with a new salt, or the credential. Throws ROOT_KEY_UNSAFE, ROOT_KEY_DAMAGED, ROOT_KEY_MISSING (a credential
 * is never made here), KEYRING_UNWRITABLE where the file cannot be written.
 */
export async function prepareRootKey(
  source: RootSource,
  files: FileLayer,
): Promise<{ key: Secret; description: SourceDescription }> {
  switch (source.kind) {
    case 'file':
      return {
        key: readKeyFile(source.path, files) ?? createKeyFile(source.path, files),
        description: { kind: 'key' },
      }
    case 'credential': {
      const key = readCredential(source, files)
      if (key === null) {
        throw new GatewayError(
          'ROOT_KEY_MISSING',
          { credential: source.name },
          { hint: credentialHint(source.name) },
        )
      }
      return { key, description: { kind: 'key' } }
    }
    case 'passphrase': {
      if (normalised(source.passphrase).toString('utf8').length < leastPassphraseLength) {
        throw unsafe({ reason: 'passphrase-too-short' }, `Take at least ${leastPassphraseLength} characters.`)
      }
      const description: SourceDescription = {
        kind: 'passphrase',
        argon2id: defaultArgon2idCost,
        salt: randomBytes(saltLength).toString('base64'),
      }
      return { key: await derive(source.passphrase, description), description }
    }
  }
}

/** Where a new key file waits while the keyring is locked with it anew. */
export function nextKeyFile(path: string): string {
  return `${path}.next`
}

function createKeyFile(path: string, files: FileLayer): Secret {
  const key = new Secret(randomBytes(rootKeyLength))
  changing(path, () => files.makeDirectory(dirname(path)))
  replaceFile(files, path, key.reveal())
  return key
}

/** Overwrites and unlinks a key file that no longer opens anything. */
export function destroyKeyFile(path: string, files: FileLayer): void {
  changing(path, () => {
    if (files.read(path) === null) return
    files.write(path, Buffer.alloc(rootKeyLength))
    files.sync(path)
    files.remove(path)
    files.syncDirectory(dirname(path))
  })
}

export function readKeyFile(path: string, files: FileLayer): Secret | null {
  const found = files.read(path)
  if (found === null) return null
  const problem = keyFileProblem(found)
  if (problem !== null) throw unsafe({ path, reason: problem.reason }, problem.hint)
  if (found.bytes.length !== rootKeyLength) throw damaged({ path }, keyFileHint)
  return new Secret(found.bytes)
}

function keyFileProblem(found: FoundFile): { reason: string; hint: string } | null {
  if (!found.regular) return { reason: 'not-a-file', hint: 'Put the key itself there: 32 bytes, no link.' }
  if (found.uid !== process.geteuid?.()) {
    return { reason: 'owner', hint: 'Make the user that runs Gatehouse the owner of the file (chown).' }
  }
  if ((found.mode & 0o077) !== 0) {
    return {
      reason: 'readable-by-others',
      hint: 'Run chmod 600 on the file; if others may have read it, change the root key afterwards.',
    }
  }
  return null
}

// systemd hands credentials out read-only, owned by root or the service user, as an ACL: owner and mode say nothing.
function readCredential(source: { name: string; directory?: string }, files: FileLayer): Secret | null {
  const directory = source.directory ?? process.env.CREDENTIALS_DIRECTORY
  if (directory === undefined) return null
  const found = files.read(join(directory, source.name))
  if (found === null) return null
  if (!found.regular)
    throw unsafe({ credential: source.name, reason: 'not-a-file' }, credentialHint(source.name))
  if (found.bytes.length === rootKeyLength) return new Secret(found.bytes)
  const text = found.bytes.toString('latin1').trim()
  if (/^[0-9a-f]{64}$/i.test(text)) return new Secret(Buffer.from(text, 'hex'))
  throw damaged({ credential: source.name }, credentialHint(source.name))
}

async function derive(
  passphrase: Secret,
  description: SourceDescription & { kind: 'passphrase' },
): Promise<Secret> {
  const { memoryKiB, passes, lanes } = description.argon2id
  const key = await promisify(argon2)('argon2id', {
    message: normalised(passphrase),
    nonce: Buffer.from(description.salt, 'base64'),
    parallelism: lanes,
    tagLength: rootKeyLength,
    memory: memoryKiB,
    passes,
  })
  return new Secret(key)
}

/** RFC 8265 §4.2: the same passphrase from another keyboard must be the same bytes, so NFC. */
function normalised(passphrase: Secret): Buffer {
  return Buffer.from(passphrase.reveal().toString('utf8').normalize('NFC'))
}

function unsafe(details: Record<string, string>, hint: string): GatewayError {
  return new GatewayError('ROOT_KEY_UNSAFE', details, { hint })
}

/** Of the wrong length: cut off, or another file in its place. */
function damaged(details: Record<string, string>, hint: string): GatewayError {
  return new GatewayError('ROOT_KEY_DAMAGED', { ...details, reason: 'size' }, { hint })
}

const keyFileHint =
  'A key file has exactly 32 bytes: put it back from a copy, or run `gatehouse recovery restore` with the printed recovery kit.'

function otherKind(source: RootSource, description: SourceDescription): GatewayError {
  return new GatewayError(
    'ROOT_KEY_WRONG',
    { configured: source.kind, keyring: description.kind },
    {
      hint:
        description.kind === 'passphrase'
          ? 'This data folder is locked with a passphrase: configure that, then change the source.'
          : 'This data folder is locked with a key file or credential: configure that, then change the source.',
    },
  )
}

function credentialHint(name: string): string {
  return `Give the service 32 bytes or 64 hex digits as the credential ${name} (LoadCredentialEncrypted=).`
}
