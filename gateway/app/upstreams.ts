/** Reads the files that ways to destinations name: certificates, keys, revocation lists, passwords. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { GatewayError } from '../core/errors.ts'
import type { UpstreamTls, UpstreamWay } from '../egress/options.ts'
import { UpstreamTrust } from '../egress/upstream-trust.ts'

type Entry = Config['proxy']['upstreams'][number]

/** Throws CONFIG_INVALID, which names the key and the file at fault, never what is in it. */
export function readUpstreams(entries: readonly Entry[], tls: UpstreamTls): UpstreamWay[] {
  const ways = entries.map((entry, index) => readWay(entry, `proxy.upstreams[${index}]`))
  for (const [index, way] of [null, ...ways].entries()) {
    try {
      new UpstreamTrust({ extraRoots: [], upstreams: way === null ? [] : [way], upstreamTls: tls })
    } catch (cause) {
      const path = way === null ? 'proxy.upstreamTls' : `proxy.upstreams[${index - 1}]`
      throw invalid(
        path,
        way === null ? 'OpenSSL does not know one of the names' : 'the files do not fit together',
        cause,
      )
    }
  }
  return ways
}

function readWay(entry: Entry, path: string): UpstreamWay {
  const { destinations, from, connections, certificate, key, revoked, parent } = entry
  return {
    destinations,
    from,
    connections,
    identity: certificate === null || key === null ? null : readIdentity({ certificate, key }, path),
    revoked: revoked === null ? null : readRevoked(revoked, `${path}.revoked`),
    parent:
      parent === null
        ? null
        : {
            host: parent.host,
            port: parent.port,
            tls: parent.tls,
            authorization: loginOf(parent, `${path}.parent.passwordFile`),
          },
  }
}

function readIdentity(files: { certificate: string; key: string }, path: string) {
  const certificate = read(files.certificate, `${path}.certificate`)
  const key = readPrivate(files.key, `${path}.key`)
  let fits: boolean
  try {
    fits = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch (cause) {
    throw invalid(
      `${path}.certificate`,
      'certificate or key cannot be read as PEM without a passphrase',
      cause,
    )
  }
  if (!fits) throw invalid(`${path}.key`, 'the key is not that of the certificate')
  return { certificate, key }
}

function readRevoked(file: string, path: string): string {
  const pem = read(file, path)
  // RFC 7468 §6.
  if (!pem.includes('-----BEGIN X509 CRL-----'))
    throw invalid(path, 'the file holds no revocation list in PEM form')
  return pem
}

/** RFC 7617 §2. */
function loginOf(parent: NonNullable<Entry['parent']>, path: string): string | null {
  if (parent.user === null || parent.passwordFile === null) return null
  const password = readPrivate(parent.passwordFile, path).replace(/\r?\n$/, '')
  if (password === '' || /\p{Cc}/u.test(password))
    throw invalid(path, 'the password is empty or has control characters')
  return `Basic ${Buffer.from(`${parent.user}:${password}`).toString('base64')}`
}

function readPrivate(file: string, path: string): string {
  const text = read(file, path)
  if ((statSync(file).mode & 0o077) !== 0)
    throw invalid(path, 'others on this box can read the file; run chmod 600 on it')
  return text
}

function read(file: string, path: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw invalid(path, 'the file cannot be read', cause)
  }
}

function invalid(path: string, what: string, cause?: unknown): GatewayError {
  return new GatewayError('CONFIG_INVALID', { path }, { hint: `Correct ${path}: ${what}.`, cause })
}
