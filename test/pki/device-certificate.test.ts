/** Promises of a device's certificate: it names the device, makes a client of it and no server, and ends in time. */
import 'reflect-metadata'
import { execFileSync } from 'node:child_process'
import { createPublicKey, randomBytes, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ExtendedKeyUsageExtension,
  X509Certificate as Peculiar,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509'
import { expect, test } from 'vitest'
import { certificateRequest, newKey } from '../../agents/certificate-request.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { readCertificateRequest } from '../../gateway/pki/certificate-request.ts'
import { makeDeviceCertificate } from '../../gateway/pki/device-certificate.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { type TestAuthority, testAuthority, testFolder } from './setup.ts'

/** Named by its client, so that nobody takes it for a dependency. */
const openssl = requireClient('openssl') ?? 'openssl'

const device = { id: '0123456789abcdef', name: 'camera-front-door' }

function issue({ authority, clock }: TestAuthority, days = 30) {
  const key = newKey()
  const { publicKey } = readCertificateRequest(certificateRequest(key))
  const order = { issuer: authority.issuer(), device, publicKey, days, now: clock.now(), random: randomBytes }
  return { key, issued: makeDeviceCertificate(order) }
}

test('it carries name and id, the key that asked, and clientAuth alone', async () => {
  const office = await testAuthority({ kind: 'office' })
  const { key, issued } = issue(office)
  const own = new X509Certificate(issued.pem)
  expect(own.subject).toBe('CN=camera-front-door')
  expect(own.subjectAltName).toBe('URI:urn:gatehouse:device:0123456789abcdef')
  expect(own.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
  expect(own.ca).toBe(false)
  expect(own.fingerprint256).toBe(issued.fingerprint)
  expect(own.checkPrivateKey(key)).toBe(true)
  expect(own.publicKey.equals(createPublicKey(key))).toBe(true)
  // A second reader says the same.
  const read = new Peculiar(issued.pem)
  expect(read.getExtension(ExtendedKeyUsageExtension)?.usages).toEqual(['1.3.6.1.5.5.7.3.2'])
  expect(read.getExtension(SubjectAlternativeNameExtension)?.names.toJSON()).toEqual([
    { type: 'url', value: 'urn:gatehouse:device:0123456789abcdef' },
  ])
})

test('it counts from a day ago for as long as configured, and never beyond its root', async () => {
  const office = await testAuthority({ kind: 'office', lifetimeDays: 40 })
  const { issued } = issue(office)
  const now = office.clock.now()
  expect(now - issued.notBefore).toBeGreaterThanOrEqual(dayMs)
  expect(now - issued.notBefore).toBeLessThan(dayMs + 1000)
  expect(issued.notAfter - now).toBeGreaterThan(30 * dayMs - 2000)
  expect(issued.notAfter - now).toBeLessThanOrEqual(30 * dayMs)
  office.clock.forward(20)
  const root = office.authority.issuer().generation
  expect(issue(office).issued.notAfter).toBe(root.notAfter)
  office.clock.forward(21)
  expect(() => issue(office)).toThrow(expect.objectContaining({ code: 'LEAF_REFUSED' }))
})

testWith('openssl', 'openssl takes it as a client of the office, and not as a server', async () => {
  const office = await testAuthority({ kind: 'office' })
  const { issued } = issue(office)
  const folder = testFolder()
  writeFileSync(join(folder, 'root.pem'), trustBundle([office.authority], office.clock.now()))
  writeFileSync(join(folder, 'own.pem'), issued.pem)
  const verify = (purpose: string) =>
    execFileSync(openssl, ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', 'root.pem', 'own.pem'], {
      cwd: folder,
      stdio: 'pipe',
    }).toString()
  expect(verify('sslclient')).toContain('own.pem: OK')
  expect(() => verify('sslserver')).toThrow()
})
