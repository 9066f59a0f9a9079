/** Runs openssl as a certificate authority, so that tests meet certificates that were not made by our own code. */
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { requireClient } from './clients.ts'

/** A certificate with its key, and what openssl needs to issue further ones below it. */
export interface Certified {
  readonly directory: string
  readonly certFile: string
  readonly keyFile: string
}

export type KeyKind = 'p256' | 'rsa2048' | 'rsa1024'

export interface CertificateOrder {
  /** Folder for its files; made where missing. */
  readonly directory: string
  /** Its own certificate signs it where left out. */
  readonly issuer?: Certified
  /** `/CN=upstream.test`. */
  readonly subject: string
  /** Lines of an openssl extension section, such as `basicConstraints=critical,CA:TRUE`. */
  readonly extensions: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly digest?: 'sha256' | 'sha1' | 'md5'
  readonly key?: KeyKind
}

const run = promisify(execFile)

/** Runs openssl and resolves to what it printed; rejects with its own words where it fails. */
export async function openssl(...args: string[]): Promise<string> {
  const { stdout } = await run(requireClient('openssl') ?? 'openssl', args)
  return stdout
}

const dayMs = 86_400_000

/**
 * Valid from yesterday for a month unless told otherwise. Each certificate is entered in a database of its own, so that
 * several may be issued by one issuer at the same time.
 */
export async function certify(order: CertificateOrder): Promise<Certified> {
  const { directory, subject } = order
  await mkdir(directory, { recursive: true })
  const certFile = join(directory, 'cert.pem')
  const keyFile = join(directory, 'key.pem')
  const requestFile = join(directory, 'request.pem')
  const made: Certified = { directory, certFile, keyFile }
  const issuer = order.issuer ?? made
  await Promise.all([makeKey(keyFile, order.key ?? 'p256'), prepareCa(made)])
  const extensionFile = join(directory, 'extensions.cnf')
  await writeFile(extensionFile, ['[v3]', ...order.extensions, ''].join('\n'))
  await openssl(
    'req',
    '-new',
    '-config',
    configFile(made),
    '-key',
    keyFile,
    '-subj',
    subject,
    '-out',
    requestFile,
  )
  await openssl(
    ...['ca', '-batch', '-notext', '-config', configFile(made), '-in', requestFile, '-out', certFile],
    ...(order.issuer ? ['-cert', issuer.certFile] : ['-selfsign']),
    ...['-keyfile', issuer.keyFile, '-md', order.digest ?? 'sha256'],
    ...['-startdate', asn1Time(order.notBefore ?? new Date(Date.now() - dayMs))],
    ...['-enddate', asn1Time(order.notAfter ?? new Date(Date.now() + 30 * dayMs))],
    ...['-extfile', extensionFile, '-extensions', 'v3'],
  )
  return made
}

/** Revokes a certificate; its issuer's next list names it. */
export async function revoke(issuer: Certified, certFile: string): Promise<void> {
  await openssl(...authorityArguments(issuer), '-revoke', certFile)
}

/** Writes the list of what an issuer revoked; resolves to its path (PEM). */
export async function revocationList(issuer: Certified): Promise<string> {
  const listFile = join(issuer.directory, 'crl.pem')
  await openssl(...authorityArguments(issuer), '-gencrl', '-crldays', '30', '-out', listFile)
  return listFile
}

function authorityArguments(issuer: Certified): string[] {
  return ['ca', '-config', configFile(issuer), '-cert', issuer.certFile, '-keyfile', issuer.keyFile]
}

function configFile(ca: Certified): string {
  return join(ca.directory, 'ca.cnf')
}

/** The least that `openssl ca` runs with; names pass as they are, and serial numbers are random. */
async function prepareCa(ca: Certified): Promise<void> {
  const lines = [
    '[ca]',
    'default_ca=here',
    '[here]',
    `database=${join(ca.directory, 'index.txt')}`,
    `new_certs_dir=${ca.directory}`,
    'rand_serial=yes',
    'unique_subject=no',
    'default_md=sha256',
    'policy=any',
    '[any]',
    'organizationName=optional',
    'commonName=optional',
    '[req]',
    'distinguished_name=none',
    '[none]',
    '',
  ]
  await writeFile(configFile(ca), lines.join('\n'))
  await writeFile(join(ca.directory, 'index.txt'), '')
}

async function makeKey(keyFile: string, kind: KeyKind): Promise<void> {
  const how: Record<KeyKind, string[]> = {
    p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    rsa2048: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
    rsa1024: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  }
  await openssl('genpkey', ...how[kind], '-out', keyFile)
}

/** `20261122031500Z`. */
function asn1Time(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
}
