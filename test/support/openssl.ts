/** Makes with openssl what can be wrong with a destination's certificate, each fault alone beside a faultless one. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VerdictReason } from '../../gateway/core/journal.ts'
import {
  type CertificateOrder,
  type Certified,
  certify,
  openssl,
  revocationList,
  revoke,
} from './openssl-ca.ts'

/** What a TLS server presents, and what its client is told. */
export interface Served {
  readonly name: string
  /** The server's own certificate, PEM. */
  readonly certFile: string
  /** What the server sends: its certificate, then issuers; PEM. */
  readonly chainFile: string
  readonly keyFile: string
  /** The root that the client trusts, PEM. */
  readonly rootFile: string
  /** The name or address that the client wants to reach; for a name, resolve it to the server's address. */
  readonly host: string
  /** Revocation lists that the client is given, PEM; mostly none. */
  readonly crlFiles: readonly string[]
}

/** A faulty server certificate and the reason for which the exchange has to fail. */
export interface Fault extends Served {
  readonly expected: VerdictReason
}

/** Servers of weak certificates must be allowed to use them; pass it to the test's server as `ciphers`. */
export const weakServerCiphers = 'DEFAULT:@SECLEVEL=0'

const host = 'upstream.test'
const caOf = (pathLength = '') => [
  `basicConstraints=critical,CA:TRUE${pathLength}`,
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
]
const leafOf = (names = `DNS:${host}`, usage = 'serverAuth') => [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature,keyEncipherment',
  `extendedKeyUsage=${usage}`,
  ...(names === '' ? [] : [`subjectAltName=${names}`]),
]
const longAgo = new Date('2020-01-01T00:00:00Z')
const lastYear = new Date(Date.now() - 365 * 86_400_000)
const nextYear = new Date(Date.now() + 365 * 86_400_000)

/** The certificate without a fault, by a root that the client trusts, with its intermediate sent. */
export async function makeFaultless(directory: string): Promise<Served> {
  const workshop = await openWorkshop(join(directory, 'faultless'))
  return await workshop.serve('faultless', {})
}

/** Every fault, each in its own folder below `directory`. Takes a second or two. */
export async function makeFaults(directory: string): Promise<Fault[]> {
  const workshop = await openWorkshop(directory)
  const groups = await Promise.all([
    leafFaults(workshop),
    weakFaults(workshop),
    trustFaults(workshop),
    issuerFaults(workshop),
    tamperedFaults(workshop),
  ])
  return groups.flat()
}

interface ServeOptions {
  leaf?: Partial<CertificateOrder>
  issuer?: Certified
  /** What is sent after the leaf; the issuer where left out. */
  sent?: readonly Certified[]
  root?: Certified
  host?: string
}

interface Workshop {
  readonly root: Certified
  readonly intermediate: Certified
  /** A certificate of the given kind below the root, or what `order` says. */
  make(name: string, order: Partial<CertificateOrder>): Promise<Certified>
  serve(name: string, options: ServeOptions): Promise<Served>
  fault(name: string, expected: VerdictReason, options: ServeOptions): Promise<Fault>
}

async function openWorkshop(directory: string): Promise<Workshop> {
  const at = (name: string) => join(directory, name.replace(/[^a-z0-9]+/gi, '-'))
  const root = await certify({ directory: at('root'), subject: '/CN=Test root', extensions: caOf() })
  const make: Workshop['make'] = (name, order) =>
    certify({ directory: at(name), issuer: root, subject: `/CN=${name}`, extensions: caOf(), ...order })
  const intermediate = await make('Test intermediate', {})

  const serve: Workshop['serve'] = async (name, options) => {
    const issuer = options.issuer ?? intermediate
    const folder = at(name)
    const order = { directory: folder, issuer, subject: `/CN=${host}`, extensions: leafOf(), ...options.leaf }
    const { certFile, keyFile } = await certify(order)
    const chainFile = join(folder, 'chain.pem')
    const sent = [certFile, ...(options.sent ?? [issuer]).map((one) => one.certFile)]
    await writeFile(chainFile, (await Promise.all(sent.map((file) => readFile(file, 'utf8')))).join(''))
    const rootFile = (options.root ?? root).certFile
    return { name, certFile, chainFile, keyFile, rootFile, host: options.host ?? host, crlFiles: [] }
  }
  return {
    root,
    intermediate,
    make,
    serve,
    fault: async (name, expected, options) => ({ ...(await serve(name, options)), expected }),
  }
}

/** Wrong in what the server's own certificate says. */
async function leafFaults({ fault }: Workshop): Promise<Fault[]> {
  // A dNSName `upstream.test NUL .evil.test`, which openssl's own syntax cannot write.
  const nul = Buffer.from(`${host}\0.evil.test`, 'latin1')
  const nulName = Buffer.concat([Buffer.from([0x30, nul.length + 2, 0x82, nul.length]), nul])
  const nulHex = nulName.toString('hex').replace(/..(?=.)/g, '$&:')
  return await Promise.all([
    fault('expired', 'certificate-expired', { leaf: { notBefore: longAgo, notAfter: lastYear } }),
    fault('not yet valid', 'certificate-not-yet-valid', {
      leaf: { notBefore: nextYear, notAfter: new Date(+nextYear + 1e9) },
    }),
    fault('wrong host', 'certificate-wrong-host', { leaf: { extensions: leafOf('DNS:other.test') } }),
    fault('wildcard over two labels', 'certificate-wrong-host', {
      leaf: { extensions: leafOf('DNS:*.test') },
      host: `a.${host}`,
    }),
    fault('no alternative name', 'certificate-wrong-host', { leaf: { extensions: leafOf('') } }),
    fault('wrong address', 'certificate-wrong-host', {
      leaf: { extensions: leafOf('IP:127.0.0.2') },
      host: '127.0.0.1',
    }),
    fault('address as a name', 'certificate-wrong-host', {
      leaf: { extensions: leafOf('DNS:127.0.0.1') },
      host: '127.0.0.1',
    }),
    fault('NUL in the name', 'certificate-wrong-host', {
      leaf: { subject: '/CN=evil.test', extensions: [...leafOf(''), `2.5.29.17=DER:${nulHex}`] },
    }),
    fault('for clients only', 'certificate-invalid', {
      leaf: { extensions: leafOf(`DNS:${host}`, 'clientAuth') },
    }),
    fault('unknown critical extension', 'certificate-invalid', {
      leaf: { extensions: [...leafOf(), '1.2.3.4.5.6=critical,ASN1:UTF8:unheard of'] },
    }),
  ])
}

/** Wrong in how strongly it was signed. */
async function weakFaults({ fault, make }: Workshop): Promise<Fault[]> {
  const weak = await make('1024 bit intermediate', { key: 'rsa1024' })
  // MD5 was never defined for ECDSA.
  const rsa = await make('RSA intermediate', { key: 'rsa2048' })
  return await Promise.all([
    fault('SHA-1 signature', 'certificate-invalid', { leaf: { digest: 'sha1' } }),
    fault('MD5 signature', 'certificate-invalid', { issuer: rsa, leaf: { digest: 'md5' } }),
    fault('1024 bit key', 'certificate-invalid', { leaf: { key: 'rsa1024' } }),
    fault('issuer with a 1024 bit key', 'certificate-invalid', { issuer: weak }),
  ])
}

/** Wrong in whom it leads to. */
async function trustFaults({ fault, make, intermediate, root }: Workshop): Promise<Fault[]> {
  const other = await make('Unknown root', {})
  const strange = await certify({
    directory: join(other.directory, 'self'),
    subject: '/CN=Strange root',
    extensions: caOf(),
  })
  const below = await make('Intermediate of a strange root', { issuer: strange })
  const selfSigned = await selfSignedFault(root)
  return [
    { ...selfSigned, rootFile: root.certFile },
    await fault('untrusted root, sent', 'certificate-untrusted', { issuer: strange }),
    await fault('untrusted root, not sent', 'certificate-untrusted', { issuer: below, root }),
    await fault('incomplete chain', 'certificate-incomplete-chain', { issuer: intermediate, sent: [] }),
  ]
}

async function selfSignedFault(root: Certified): Promise<Fault> {
  const directory = join(root.directory, '..', 'self-signed')
  const { certFile, keyFile } = await certify({ directory, subject: `/CN=${host}`, extensions: leafOf() })
  const served = { certFile, chainFile: certFile, keyFile, rootFile: root.certFile, host, crlFiles: [] }
  return { name: 'self-signed', ...served, expected: 'certificate-self-signed' }
}

/** Wrong in what an issuer was allowed to issue. */
async function issuerFaults({ fault, make }: Workshop): Promise<Fault[]> {
  const [noCa, noSigning, expired, excluding, permitting, shortPath] = await Promise.all([
    make('not an authority', { extensions: leafOf('DNS:issuer.test') }),
    make('authority without keyCertSign', {
      extensions: [...caOf().slice(0, 1), 'keyUsage=critical,cRLSign'],
    }),
    make('expired intermediate', { notBefore: longAgo, notAfter: lastYear }),
    make('excluding intermediate', {
      extensions: [...caOf(), `nameConstraints=critical,excluded;DNS:${host}`],
    }),
    make('permitting intermediate', {
      extensions: [...caOf(), 'nameConstraints=critical,permitted;DNS:other.test'],
    }),
    make('intermediate without a further path', { extensions: caOf(',pathlen:0') }),
  ])
  const tooDeep = await make('one authority too many', { issuer: shortPath })
  return await Promise.all([
    fault('issuer is no authority', 'certificate-invalid', { issuer: noCa }),
    fault('issuer may not sign certificates', 'certificate-invalid', { issuer: noSigning }),
    fault('issuer expired', 'certificate-expired', { issuer: expired }),
    fault('name excluded by its issuer', 'certificate-invalid', { issuer: excluding }),
    fault('name not permitted by its issuer', 'certificate-invalid', { issuer: permitting }),
    fault('path too long', 'certificate-invalid', { issuer: tooDeep, sent: [tooDeep, shortPath] }),
  ])
}

/** Wrong since it was issued. */
async function tamperedFaults({ make, fault, root }: Workshop): Promise<Fault[]> {
  const issuer = await make('revoking intermediate', {})
  const revoked = await fault('revoked', 'certificate-revoked', { issuer })
  await revoke(issuer, revoked.certFile)
  // Who checks revocation checks it for every certificate below the root, so the root's own list is needed as well.
  const crlFiles = [await revocationList(issuer), await revocationList(root)]

  const forged = await fault('forged signature', 'certificate-invalid', {})
  const der = join(forged.certFile, '..', 'forged.der')
  await openssl('x509', '-in', forged.certFile, '-outform', 'DER', '-out', der)
  const bytes = await readFile(der)
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  await writeFile(der, bytes)
  const pem = await openssl('x509', '-inform', 'DER', '-in', der)
  const chain = await readFile(forged.chainFile, 'utf8')
  await writeFile(forged.chainFile, pem + chain.slice(chain.indexOf('-----BEGIN', 1)))
  await writeFile(forged.certFile, pem)
  return [{ ...revoked, crlFiles }, forged]
}
