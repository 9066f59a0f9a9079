/** Promises of what may ask for a certificate: a P-256 key that signed its own request, and nothing else. */
import 'reflect-metadata'
import { execFileSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync, webcrypto } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certificateRequest, newKey } from '../../agents/certificate-request.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { readCertificateRequest } from '../../gateway/pki/certificate-request.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { testFolder } from './setup.ts'

/** Named by its client, so that nobody takes it for a dependency. */
const openssl = requireClient('openssl') ?? 'openssl'

/** The reason for which a request is turned down, or `taken`. */
function verdictOn(pem: string): string {
  try {
    readCertificateRequest(pem)
    return 'taken'
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'CERTIFICATE_REQUEST_INVALID')
      return String(error.details.why)
    throw error
  }
}

const p256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']

function opensslRequest(...args: string[]): { pem: string; folder: string } {
  const folder = testFolder()
  execFileSync(openssl, ['req', '-new', '-nodes', '-keyout', 'key.pem', '-out', 'csr.pem', ...args], {
    cwd: folder,
    stdio: 'pipe',
  })
  return { pem: readFileSync(join(folder, 'csr.pem'), 'utf8'), folder }
}

testWith('openssl', "openssl's P-256 request is taken, whatever it says of itself", () => {
  const { pem, folder } = opensslRequest(
    ...p256,
    '-subj',
    '/CN=somebody-else/O=Another',
    '-addext',
    'subjectAltName=DNS:gatehouse.home.arpa',
  )
  const { publicKey } = readCertificateRequest(pem)
  const own = createPublicKey(readFileSync(join(folder, 'key.pem'))).export({ format: 'der', type: 'spki' })
  expect(Buffer.from(publicKey)).toEqual(own)
})

testWith('openssl', 'a request signed with SHA-384 or SHA-512 is taken, with SHA-1 it is not', () => {
  for (const hash of ['-sha384', '-sha512'])
    expect(verdictOn(opensslRequest(...p256, '-subj', '/', hash).pem)).toBe('taken')
  expect(verdictOn(opensslRequest(...p256, '-subj', '/', '-sha1').pem)).toBe('signature')
})

testWith('openssl', 'RSA, other curves, Ed25519 and keys in explicit parameters are refused in words', () => {
  for (const args of [
    ['-newkey', 'rsa:2048'],
    ['-newkey', 'rsa:4096'],
    ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'],
    ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
    ['-newkey', 'ed25519'],
    [...p256, '-pkeyopt', 'ec_param_enc:explicit'],
  ]) {
    expect([args.join(' '), verdictOn(opensslRequest(...args, '-subj', '/').pem)]).toEqual([
      args.join(' '),
      'key-type',
    ])
  }
})

testWith('openssl', 'a request whose signature was broken, or made by another key, is refused', () => {
  const { pem, folder } = opensslRequest(...p256, '-subj', '/CN=a')
  const der = derOf(pem)
  expect(verdictOn(pemOf(changed(der, der.length - 5)))).toMatch(/signature|malformed/)
  // The key of another request in the place of this one's.
  const other = readCertificateRequest(opensslRequest(...p256, '-subj', '/CN=b').pem).publicKey
  const own = readCertificateRequest(pem).publicKey
  const swapped = Buffer.from(der)
  Buffer.from(other).copy(swapped, der.indexOf(own))
  expect(verdictOn(pemOf(swapped))).toBe('signature')
  expect(readFileSync(join(folder, 'csr.pem'), 'utf8')).toBe(pem)
})

test('a request made by @peculiar/x509 is taken', async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=camera',
    keys,
    signingAlgorithm: algorithm,
  })
  expect(verdictOn(request.toString('pem'))).toBe('taken')
})

testWith('openssl', "the agent's own request is one that openssl verifies, and that is taken", () => {
  const pem = certificateRequest(newKey())
  const path = join(testFolder(), 'csr.pem')
  writeFileSync(path, pem)
  expect(() =>
    execFileSync(openssl, ['req', '-in', path, '-noout', '-verify'], { stdio: 'pipe' }),
  ).not.toThrow()
  expect(verdictOn(pem)).toBe('taken')
})

test('no changed byte of a request gets through', () => {
  const der = derOf(certificateRequest(newKey()))
  for (let at = 0; at < der.length; at++)
    expect([at, verdictOn(pemOf(changed(der, at)))]).not.toEqual([at, 'taken'])
})

test('a request that was cut off anywhere, or goes on behind its end, is refused', () => {
  const der = derOf(certificateRequest(newKey()))
  for (let end = 0; end < der.length; end += 7)
    expect(verdictOn(pemOf(der.subarray(0, end)))).toBe('malformed')
  expect(verdictOn(pemOf(Buffer.concat([der, Buffer.from([0])])))).toBe('malformed')
})

test.each([
  ['nothing', '', 'malformed'],
  ['a megabyte of rubbish', 'x'.repeat(1 << 20), 'too-long'],
  ['a megabyte of base64 in a frame', pemOf(Buffer.alloc(1 << 20)), 'too-long'],
  ['two requests', certificateRequest(newKey()).repeat(2), 'malformed'],
  ['text before it', `Subject: CN=x\n${certificateRequest(newKey())}`, 'malformed'],
  ['a certificate', certificateRequest(newKey()).replaceAll(' REQUEST', ''), 'malformed'],
  [
    'a private key',
    generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    'malformed',
  ],
  ['deeply nested rubbish', pemOf(Buffer.alloc(4000, 0x30)), 'malformed'],
  ['a length beyond any memory', pemOf(Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 1, 2])), 'malformed'],
])('%s is refused', (_what, pem, why) => {
  expect(verdictOn(pem)).toBe(why)
})

test('whatever bytes come, the answer is yes or a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      expect(verdictOn(pemOf(bytes))).not.toBe('taken')
    }),
  )
})

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`
}

function changed(der: Buffer, at: number): Buffer {
  const copy = Buffer.from(der)
  copy[at] = (copy[at] ?? 0) ^ 0x01
  return copy
}
