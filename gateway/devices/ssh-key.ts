/** Reads the public key with which a device logs in over SFTP, and turns down what is none or too weak. */
import { createHash, ECDH } from 'node:crypto'
import type { SshKeyRecord, SshKeyType } from '../core/device/record.ts'
import { GatewayError } from '../core/errors.ts'

/** NIST SP 800-57 part 1 §5.6.1: 3072 bits of RSA are as strong as P-256 and Ed25519. */
const leastRsaBits = 3072
const mostRsaBits = 16_384
/** An RSA key of 16,384 bits is 2,800 characters long. */
const longestLine = 4096

/**
 * One line of a `.pub` file: type, base64, comment. The comment is not kept.
 *
 * @throws GatewayError SSH_KEY_INVALID with `why`: `malformed`, `type` or `too-short`
 */
export function readSshKey(line: string, addedAt: number): SshKeyRecord {
  const match = /^([a-z0-9-]{1,40}) ([A-Za-z0-9+/]+={0,2})(?: [^\n]*)?\n?$/.exec(line)
  if (line.length > longestLine || match === null) throw refused('malformed')
  const [, named = '', base64 = ''] = match
  const blob = Buffer.from(base64, 'base64')
  if (blob.toString('base64') !== base64) throw refused('malformed')
  const fields = fieldsOf(blob)
  if (fields === null || fields[0]?.toString('latin1') !== named) throw refused('malformed')
  const type = typeOf(named, fields)
  const fingerprint = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
  return { fingerprint, type, key: base64, addedAt }
}

function typeOf(named: string, fields: readonly Buffer[]): SshKeyType {
  switch (named) {
    case 'ssh-ed25519':
      // RFC 8709 §4.
      if (fields.length !== 2 || fields[1]?.length !== 32) throw refused('malformed')
      return 'ssh-ed25519'
    case 'ecdsa-sha2-nistp256':
      // RFC 5656 §3.1: the curve's name again, then the point.
      if (fields.length !== 3 || fields[1]?.toString('latin1') !== 'nistp256' || !isPoint(fields[2]))
        throw refused('malformed')
      return 'ecdsa-sha2-nistp256'
    case 'ssh-rsa': {
      // RFC 4253 §6.6: exponent, modulus.
      const [, exponent, modulus] = fields
      if (fields.length !== 3 || exponent === undefined || modulus === undefined) throw refused('malformed')
      const bits = bitLength(modulus)
      if (bits > mostRsaBits || bitLength(exponent) < 2) throw refused('malformed')
      if (bits < leastRsaBits) throw refused('too-short')
      return 'ssh-rsa'
    }
    default:
      throw refused('type')
  }
}

const hints = {
  malformed: 'Give the `.pub` file that `ssh-keygen -t ed25519` writes: one line, the public half.',
  type: 'Use an Ed25519 key (`ssh-keygen -t ed25519`), ECDSA on P-256, or RSA of 3072 bits and more.',
  'too-short': 'Make a longer RSA key (3072 bits and more), or an Ed25519 one: `ssh-keygen -t ed25519`.',
} as const

function refused(why: keyof typeof hints): GatewayError {
  return new GatewayError('SSH_KEY_INVALID', { why }, { hint: hints[why] })
}

/** RFC 4251 §5 `string`: four bytes of length, then the bytes. Null where one is cut off. */
function fieldsOf(blob: Buffer): Buffer[] | null {
  const fields: Buffer[] = []
  let at = 0
  while (at < blob.length) {
    if (at + 4 > blob.length) return null
    const end = at + 4 + blob.readUInt32BE(at)
    if (end > blob.length) return null
    fields.push(blob.subarray(at + 4, end))
    at = end
  }
  return fields
}

function isPoint(bytes: Buffer | undefined): boolean {
  if (bytes?.length !== 65 || bytes[0] !== 4) return false
  try {
    // Throws where the point does not lie on the curve.
    ECDH.convertKey(bytes, 'prime256v1')
    return true
  } catch {
    return false
  }
}

/** Of a positive `mpint`; 0 for a negative or empty one (RFC 4251 §5: the first bit is the sign). */
function bitLength(bytes: Buffer): number {
  if ((bytes[0] ?? 0x80) >= 0x80) return 0
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}
