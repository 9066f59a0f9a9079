/** Makes a throw-away authority and a certificate for the page with openssl, so that tests speak real HTTPS. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface OfficeCertificate {
  /** PEM of the authority, which a client trusts. */
  ca: string
  caFile: string
  cert: string
  key: string
  remove(): Promise<void>
}

/** A P-256 authority and one leaf for `gatehouse.home.arpa`, `localhost` and 127.0.0.1. */
export async function makeOfficeCertificate(): Promise<OfficeCertificate> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-api-'))
  const at = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Throw-away office',
    '-days',
    '2',
  )
  await openssl(
    'req',
    ...newKey,
    '-keyout',
    'leaf.key',
    '-out',
    'leaf.csr',
    '-subj',
    '/CN=gatehouse.home.arpa',
  )
  await writeFile(
    at('leaf.ext'),
    'subjectAltName=DNS:gatehouse.home.arpa,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n',
  )
  await openssl(
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'leaf.pem',
    '-days',
    '1',
    '-extfile',
    'leaf.ext',
  )
  return {
    ca: await readFile(at('ca.pem'), 'utf8'),
    caFile: at('ca.pem'),
    cert: await readFile(at('leaf.pem'), 'utf8'),
    key: await readFile(at('leaf.key'), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
