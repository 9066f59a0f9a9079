/** Promises about leaves: right for their host, short-lived, made once, and never for an excluded name. */
import 'reflect-metadata'
import { randomBytes, X509Certificate } from 'node:crypto'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs } from '../../gateway/core/units.ts'
import type { AuthorityOptions } from '../../gateway/pki/authority.ts'
import { createLeafIssuer, type LeafIssuerOptions } from '../../gateway/pki/leaves.ts'
import { testAuthority } from './setup.ts'

async function testIssuer(
  changes: Partial<AuthorityOptions> = {},
  issuerChanges: Partial<LeafIssuerOptions> = {},
) {
  const { authority, clock, options } = await testAuthority(changes)
  let minted = 0
  const random = (size: number) => {
    minted += 1
    return randomBytes(size)
  }
  const issuer = createLeafIssuer({ authority, clock, random, ...issuerChanges })
  return { issuer, authority, clock, options, minted: () => minted }
}

const certificateOf = (leaf: { certificateChain: string }) => new X509Certificate(leaf.certificateChain)

/** Any name that may stand in a certificate: labels of letters, digits, hyphens and underscores. */
const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/)
const hostName = fc
  .tuple(fc.array(label, { maxLength: 6 }), fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z]$/))
  .map(([labels, last]) => [...labels, last].join('.'))
  .filter((name) => name.length <= 253)

describe('a leaf', () => {
  test('any host name or address gets a leaf that a TLS client accepts for it, and for it alone', async () => {
    const { issuer, authority } = await testIssuer()
    const root = authority.issuer().generation.certificate
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostName, fc.ipV4(), fc.ipV6()), async (host) => {
        const certificate = certificateOf(await issuer.leafFor(host))
        const legacy = certificate.toLegacyObject() as PeerCertificate
        expect(checkServerIdentity(host, legacy)).toBeUndefined()
        expect(checkServerIdentity('elsewhere.invalid', legacy)).toBeInstanceOf(Error)
        expect(certificate.checkIssued(root) && certificate.verify(root.publicKey)).toBe(true)
        expect(certificate.ca).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  test('another library reads the same names, usages and key identifiers from it', async () => {
    const { issuer, authority } = await testIssuer()
    const leaf = new x509.X509Certificate(certificateOf(await issuer.leafFor('www.example.com')).raw)
    const root = new x509.X509Certificate(authority.issuer().generation.certificate.raw)
    const names = leaf.getExtension(x509.SubjectAlternativeNameExtension)
    expect(names?.names.toJSON()).toEqual([{ type: 'dns', value: 'www.example.com' }])
    expect(leaf.getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(leaf.getExtension(x509.KeyUsagesExtension)?.usages).toBe(x509.KeyUsageFlags.digitalSignature)
    expect(leaf.getExtension(x509.BasicConstraintsExtension)).toMatchObject({ ca: false, critical: true })
    expect(leaf.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe(
      root.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    )
    expect(leaf.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId).toMatch(/^[0-9a-f]{40}$/)
    expect(root.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
      ca: true,
      pathLength: 0,
      critical: true,
    })
    expect(root.getExtension(x509.KeyUsagesExtension)?.usages).toBe(
      x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
    )
    expect(leaf.issuer).toBe(root.subject)
  })

  test('a name too long for a subject stands in a critical alternative name alone', async () => {
    const { issuer } = await testIssuer()
    const long = `${'a'.repeat(60)}.example`
    const leaf = new x509.X509Certificate(certificateOf(await issuer.leafFor(long)).raw)
    expect(leaf.subject).toBe('')
    expect(leaf.getExtension(x509.SubjectAlternativeNameExtension)?.critical).toBe(true)
    const short = new x509.X509Certificate(certificateOf(await issuer.leafFor('a.example')).raw)
    expect(short.subject).toBe('CN=a.example')
    expect(short.getExtension(x509.SubjectAlternativeNameExtension)?.critical).toBe(false)
  })

  test('lives at most 90 days, from a day ago on', async () => {
    const { issuer, clock } = await testIssuer({}, { leafDays: 400 })
    const leaf = await issuer.leafFor('www.example.com')
    const certificate = certificateOf(leaf)
    const [from, to] = [certificate.validFromDate.getTime(), certificate.validToDate.getTime()]
    expect(to - from).toBeLessThan(90 * dayMs)
    expect(clock.now() - from).toBeGreaterThanOrEqual(dayMs)
    expect(leaf.notAfter).toBe(to)
  })

  test('never outlives its root', async () => {
    const { issuer, authority, clock } = await testIssuer({ lifetimeDays: 20 })
    const leaf = await issuer.leafFor('www.example.com')
    expect(leaf.notAfter).toBe(authority.issuer().generation.notAfter)
    clock.forward(21)
    await expect(issuer.leafFor('www.example.com')).rejects.toThrow(
      expect.objectContaining({ code: 'LEAF_REFUSED', details: { why: 'authority-ended' } }),
    )
  })

  test('on a box whose clock starts years ago is still valid for clients that know the time', async () => {
    const { issuer, clock } = await testIssuer()
    const realTime = clock.now()
    clock.set(0)
    const leaf = certificateOf(await issuer.leafFor('www.example.com'))
    expect(leaf.validFromDate.getTime()).toBeLessThan(realTime)
    expect(leaf.validToDate.getTime()).toBeGreaterThan(realTime)
  })

  test('serial numbers are positive, up to 128 bits, and do not repeat', async () => {
    const { issuer } = await testIssuer()
    const serials = new Set<string>()
    for (let i = 0; i < 200; i += 1) {
      serials.add(certificateOf(await issuer.leafFor(`h${i}.example`)).serialNumber)
    }
    expect(serials.size).toBe(200)
    for (const serial of serials) expect(serial).toMatch(/^[0-9A-F]{20,32}$/)
  })

  test.each([
    '',
    '*.example.com',
    'müller.example',
    'a..b',
    'x'.repeat(300),
    'a.example\0.b.example',
    '127.1',
  ])('is refused for %j, which is no host name, without repeating it', async (host) => {
    const { issuer } = await testIssuer()
    await expect(issuer.leafFor(host)).rejects.toThrow(
      expect.objectContaining({ code: 'LEAF_REFUSED', details: { why: 'not-a-host-name' } }),
    )
  })

  test.each(['bank.example', 'WWW.Bank.Example.', '10.20.30.40', '[2001:db8::5]', '::ffff:10.0.0.1'])(
    'is refused for %s, which is excluded',
    async (host) => {
      const { issuer } = await testIssuer({ excluded: ['bank.example', '10.0.0.0/8', '2001:db8::/32'] })
      await expect(issuer.leafFor(host)).rejects.toThrow(
        expect.objectContaining({
          code: 'LEAF_REFUSED',
          details: expect.objectContaining({ why: 'excluded' }),
        }),
      )
      await expect(issuer.leafFor('notbank.example')).resolves.toBeDefined()
    },
  )
})

describe('the cache of leaves', () => {
  test('a hundred connections to one host cost one signature', async () => {
    const { issuer, minted } = await testIssuer()
    const spellings = ['www.example.com', 'WWW.example.com', 'www.example.com.']
    const leaves = await Promise.all(
      Array.from({ length: 100 }, (_, i) => issuer.leafFor(spellings[i % 3] ?? '')),
    )
    expect(new Set(leaves).size).toBe(1)
    expect(minted()).toBe(1)
  })

  test('is bounded, and forgets the host that was not asked for longest', async () => {
    const { issuer, minted } = await testIssuer({}, { cacheSize: 3 })
    for (const host of ['a.test', 'b.test', 'c.test', 'a.test', 'd.test']) await issuer.leafFor(host)
    expect(minted()).toBe(4)
    for (const host of ['a.test', 'c.test', 'd.test']) await issuer.leafFor(host)
    expect(minted()).toBe(4)
    await issuer.leafFor('b.test')
    expect(minted()).toBe(5)
  })

  test('makes a leaf anew when a third of its life is left, with the same key', async () => {
    const { issuer, clock } = await testIssuer()
    const first = await issuer.leafFor('www.example.com')
    clock.forward(58)
    expect(await issuer.leafFor('www.example.com')).toBe(first)
    clock.forward(2)
    const second = await issuer.leafFor('www.example.com')
    expect(second.notAfter).toBeGreaterThan(first.notAfter)
    expect(second.privateKey).toBe(first.privateKey)
  })

  test('does not sign at every connection when the root ends before the leaf would', async () => {
    const { issuer, clock, minted } = await testIssuer({ lifetimeDays: 30 })
    await issuer.leafFor('www.example.com')
    clock.forward(29)
    await issuer.leafFor('www.example.com')
    expect(minted()).toBe(1)
  })

  test('makes a leaf anew when the clock went back before it', async () => {
    const { issuer, clock } = await testIssuer()
    clock.forward(100)
    const future = await issuer.leafFor('www.example.com')
    clock.forward(-50)
    const leaf = await issuer.leafFor('www.example.com')
    expect(leaf).not.toBe(future)
    expect(certificateOf(leaf).validFromDate.getTime()).toBeLessThan(clock.now())
  })

  test('begins anew, with a new leaf key, when another root issues', async () => {
    const { issuer, authority } = await testIssuer()
    const old = await issuer.leafFor('www.example.com')
    await authority.rotate('at-once')
    const fresh = await issuer.leafFor('www.example.com')
    expect(fresh.privateKey).not.toBe(old.privateKey)
    expect(certificateOf(fresh).verify(authority.issuer().generation.certificate.publicKey)).toBe(true)
  })

  test('two issuers of one authority have leaf keys of their own', async () => {
    const { issuer, authority, clock } = await testIssuer()
    const other = createLeafIssuer({ authority, clock, random: randomBytes })
    const [a, b] = [await issuer.leafFor('a.test'), await other.leafFor('a.test')]
    expect(a.privateKey).not.toBe(b.privateKey)
  })
})
