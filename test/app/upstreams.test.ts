/** Promises about the files that ways to destinations name: what is wrong is told by key, and never what is in them. */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { readUpstreams } from '../../gateway/app/upstreams.ts'
import { isGatewayError } from '../../gateway/core/errors.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'

const made = () => makeDemoCertificates('office.example.test', { now: Date.now(), random: randomBytes })

function fileWith(text: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-upstreams-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'file')
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

function read(entry: object, tls: object = {}) {
  const { proxy } = configSchema.parse({
    proxy: { upstreams: [{ destinations: ['bank.example'], ...entry }], upstreamTls: tls },
  })
  try {
    return { ways: readUpstreams(proxy.upstreams, proxy.upstreamTls), path: '', hint: '' }
  } catch (error) {
    if (!isGatewayError(error, 'CONFIG_INVALID')) throw error
    return { ways: null, path: String(error.details.path), hint: error.hint ?? '' }
  }
}

test('a certificate with its key, and a login with its password, are taken', () => {
  const identity = made()
  const { ways } = read({
    certificate: fileWith(identity.chainPem, 0o644),
    key: fileWith(identity.keyPem),
    parent: { host: 'proxy.example', port: 3128, user: 'office', passwordFile: fileWith('p4ss word\n') },
  })
  expect(ways?.[0]).toMatchObject({
    identity: { certificate: identity.chainPem, key: identity.keyPem },
    parent: { host: 'proxy.example', port: 3128, authorization: `Basic ${btoa('office:p4ss word')}` },
  })
})

const one = made()
const faulty: [string, () => object, string, RegExp][] = [
  [
    'a key that others can read',
    () => ({ certificate: fileWith(one.chainPem), key: fileWith(one.keyPem, 0o644) }),
    'key',
    /chmod 600/,
  ],
  [
    'a key of another certificate',
    () => ({ certificate: fileWith(one.chainPem), key: fileWith(made().keyPem) }),
    'key',
    /not that of the certificate/,
  ],
  [
    'a key that is none',
    () => ({ certificate: fileWith(one.chainPem), key: fileWith('secret words') }),
    'key',
    /no key in PEM form/,
  ],
  [
    'a certificate that is none',
    () => ({ certificate: fileWith('secret words'), key: fileWith(one.keyPem) }),
    'certificate',
    /no certificate in PEM form/,
  ],
  [
    'a certificate that is missing',
    () => ({ certificate: '/nowhere/certificate.pem', key: fileWith(one.keyPem) }),
    'certificate',
    /cannot be read/,
  ],
  [
    'a revocation list that is a certificate',
    () => ({ revoked: fileWith(one.rootPem) }),
    'revoked',
    /no revocation list/,
  ],
  [
    'a password of two lines',
    () => ({ parent: { host: 'p.example', port: 3128, user: 'u', passwordFile: fileWith('a\nb\n') } }),
    'parent.passwordFile',
    /control characters/,
  ],
  [
    'an empty password',
    () => ({ parent: { host: 'p.example', port: 3128, user: 'u', passwordFile: fileWith('\n') } }),
    'parent.passwordFile',
    /empty/,
  ],
]
test.each(faulty)('%s is refused by its key', (_what, entry, key, words) => {
  const { path, hint } = read(entry())
  expect(path).toBe(`proxy.upstreams[0].${key}`)
  expect(hint).toMatch(words)
  expect(hint).not.toMatch(/secret words|BEGIN/)
})

test.each([
  ['ciphers', 'NO-SUCH-CIPHER', 'ECDHE-RSA-AES128-SHA'],
  ['ciphers', 'TLS_NO_SUCH', 'TLS_AES_128_GCM_SHA256'],
  ['groups', 'P-999', 'X25519'],
  ['signatureAlgorithms', 'md5_md5', 'rsa_pkcs1_sha256'],
])(
  '%s that OpenSSL does not know (%s) are refused by name and key, alone and among others',
  (key, name, good) => {
    for (const value of [name, `${good}:${name}`, `${name}:${good}`]) {
      const { path, hint } = read({ connections: 4 }, { [key]: value })
      expect(path).toBe(`proxy.upstreamTls.${key}`)
      expect(hint).toContain(`OpenSSL does not know "${name}"`)
    }
  },
)

test.each([
  [{ certificate: 'a.pem' }, 'both certificate and key'],
  [{ parent: { host: 'p.example', port: 1, user: 'u' } }, 'both user and passwordFile'],
  [{ parent: { host: '*.example', port: 1 } }, 'host name or an address'],
  [{ destinations: ['a b'] }, 'host name'],
  [{ destinations: [] }, 'at least one destination'],
])('half an entry is refused: %o', (entry, words) => {
  const outcome = configSchema.safeParse({ proxy: { upstreams: [{ destinations: ['*'], ...entry }] } })
  expect(outcome.success).toBe(false)
  expect(JSON.stringify(outcome.error?.issues)).toContain(words)
})
