/** Reads the files that ways to destinations name: certificates, keys, revocation lists, passwords. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { GatewayError } from '../core/errors.ts'
import type { UpstreamTls, UpstreamWay } from '../egress/options.ts'
import { UpstreamTrust } from '../egress/upstream-trust.ts'
import { thrownBy } from './extra-roots.ts'
import { unknownTlsName } from './tls-names.ts'

type Entry = Config['proxy']['upstreams'][number]

/** Throws CONFIG_INVALID, which names the key and the file at fault, never what is in it. */
export function readUpstreams(entries: readonly Entry[], tls: UpstreamTls): UpstreamWay[] {
  mustBeKnown(tls)
  return entries.map((entry, index) => readEntry(entry, `proxy.upstreams[${index}]`, tls))
}

/** What reading them would throw, entry by entry. */
export function lookAtUpstreams(entries: readonly Entry[], tls: UpstreamTls): unknown[] {
  const named = thrownBy(() => mustBeKnown(tls))
  if (named.length > 0) return named
  return entries.flatMap((entry, index) => thrownBy(() => readEntry(entry, `proxy.upstreams[${index}]`, tls)))
}

function mustBeKnown(tls: UpstreamTls): void {
  const unknown = unknownTlsName(tls)
  if (unknown !== null)
    throw invalid(
      { path: `proxy.upstreamTls.${unknown.key}` },
      `OpenSSL does not know "${unknown.name}"`,
      unknown.cause,
    )
  try {
    new UpstreamTrust({ extraRoots: [], upstreams: [], upstreamTls: tls })
  } catch (cause) {
    throw invalid({ path: 'proxy.upstreamTls' }, 'OpenSSL does not take these names together', cause)
  }
}

function readEntry(entry: Entry, path: string, tls: UpstreamTls): UpstreamWay {
  const way = readWay(entry, path)
  try {
    new UpstreamTrust({ extraRoots: [], upstreams: [way], upstreamTls: tls })
  } catch (cause) {
    throw invalid({ path }, 'the files do not fit together', cause)
  }
  return way
}

function readWay(entry: Entry, path: string): UpstreamWay {
  const { destinations, from, connections, certificate, key, revoked, parent } = entry
  return {
    destinations,
    from,
    connections,
    identity: certificate === null || key === null ? null : readIdentity({ certificate, key }, path),
    revoked: revoked === null ? null : readRevoked({ path: `${path}.revoked`, file: revoked }),
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
  const certificateAt = { path: `${path}.certificate`, file: files.certificate }
  const keyAt = { path: `${path}.key`, file: files.key }
  const certificate = read(certificateAt)
  const key = readPrivate(keyAt)
  const shown = parsed(certificateAt, 'the file holds no certificate in PEM form', () => {
    return new X509Certificate(certificate)
  })
  const own = parsed(keyAt, 'the file holds no key in PEM form without a passphrase', () => {
    return createPrivateKey(key)
  })
  if (!shown.checkPrivateKey(own)) throw invalid(keyAt, 'the key is not that of the certificate')
  return { certificate, key }
}

function parsed<T>(at: Place, what: string, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    throw invalid(at, what, cause)
  }
}

function readRevoked(at: Place & { file: string }): string {
  const pem = read(at)
  // RFC 7468 §6.
  if (!pem.includes('-----BEGIN X509 CRL-----'))
    throw invalid(at, 'the file holds no revocation list in PEM form')
  return pem
}

/** RFC 7617 §2. */
function loginOf(parent: NonNullable<Entry['parent']>, path: string): string | null {
  if (parent.user === null || parent.passwordFile === null) return null
  const at = { path, file: parent.passwordFile }
  const password = readPrivate(at).replace(/\r?\n$/, '')
  if (password === '' || /\p{Cc}/u.test(password))
    throw invalid(at, 'the password is empty or has control characters')
  return `Basic ${Buffer.from(`${parent.user}:${password}`).toString('base64')}`
}

/** The key, and where it is about a file the file. */
interface Place {
  path: string
  file?: string
}

function readPrivate(at: Place & { file: string }): string {
  const text = read(at)
  if ((statSync(at.file).mode & 0o077) !== 0)
    throw invalid(at, 'others on this box can read the file; run chmod 600 on it')
  return text
}

function read(at: Place & { file: string }): string {
  try {
    return readFileSync(at.file, 'utf8')
  } catch (cause) {
    throw invalid(at, 'the file cannot be read', cause)
  }
}

function invalid(at: Place, what: string, cause?: unknown): GatewayError {
  return new GatewayError('CONFIG_INVALID', { ...at }, { hint: `Correct ${at.path}: ${what}.`, cause })
}
