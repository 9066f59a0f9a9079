/** Reads the secret that signs posts to the webhook, and refuses one that others on this box could have read. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { Secret } from '../core/secret.ts'

export type SecretRead = { ok: true; secret: Secret } | { ok: false; problem: SecretProblem }
export type SecretProblem =
  | 'secret-missing'
  | 'secret-not-a-file'
  | 'secret-readable-by-others'
  | 'secret-of-another-user'
  | 'secret-too-short'
  | 'secret-too-long'

/** RFC 2104 §3: a key shorter than the hash is discouraged; 16 bytes of a good generator are beyond guessing. */
const leastBytes = 16
const mostBytes = 1024

/** Facts and bytes come from one open descriptor, so nobody can swap the file in between. */
export function readSecretFile(path: string): SecretRead {
  let descriptor: number
  try {
    // O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch {
    return { ok: false, problem: 'secret-missing' }
  }
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) return { ok: false, problem: 'secret-not-a-file' }
    if ((stats.mode & 0o077) !== 0) return { ok: false, problem: 'secret-readable-by-others' }
    if (stats.uid !== process.geteuid?.() && stats.uid !== 0)
      return { ok: false, problem: 'secret-of-another-user' }
    const buffer = Buffer.alloc(mostBytes + 3)
    const bytes = withoutLineEnd(buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0)))
    if (bytes.length < leastBytes) return { ok: false, problem: 'secret-too-short' }
    if (bytes.length > mostBytes) return { ok: false, problem: 'secret-too-long' }
    const secret = new Secret(bytes)
    buffer.fill(0)
    return { ok: true, secret }
  } catch {
    return { ok: false, problem: 'secret-missing' }
  } finally {
    closeSync(descriptor)
  }
}

/** Editors and `openssl rand -hex 32 > file` end the line; the receiver's copy has no line end. */
function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length
  if (bytes[end - 1] === 0x0a) end--
  if (bytes[end - 1] === 0x0d) end--
  return bytes.subarray(0, end)
}
