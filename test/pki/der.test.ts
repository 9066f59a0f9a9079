/** Promises about the bytes of certificates: what X.690 and RFC 5280 prescribe, also at the edges. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitString, objectIdentifier, octetString, time, unsignedInteger } from '../../gateway/pki/der.ts'
import { subjectDer } from '../../gateway/pki/subject.ts'
import { testAuthority } from './setup.ts'

test.each([
  ['0', [0], '020100'],
  ['127', [0x7f], '02017f'],
  ['128, which needs a zero for its sign', [0x80], '02020080'],
  ['a number with zeros in front', [0, 0, 1], '020101'],
  ['a number without bytes', [], '020100'],
])('%s is written in its shortest positive form', (_, bytes, hex) => {
  expect(unsignedInteger(Uint8Array.from(bytes)).toString('hex')).toBe(hex)
})

test.each([
  [0x7f, '047f'],
  [0x80, '048180'],
  [0xff, '0481ff'],
  [0x100, '04820100'],
  [0xffff, '0482ffff'],
  [0x10000, '0483010000'],
])('a length of %i bytes is written in its shortest form', (length, hex) => {
  const written = octetString(Buffer.alloc(length))
  expect(written.subarray(0, hex.length / 2).toString('hex')).toBe(hex)
  expect(written.length).toBe(hex.length / 2 + length)
})

test('object identifiers and bit strings are written as in the standards', () => {
  expect(objectIdentifier('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302')
  expect(objectIdentifier('2.5.29.19').toString('hex')).toBe('0603551d13')
  expect(bitString(Buffer.from([6]), 1).toString('hex')).toBe('03020106')
})

test('times are UTCTime through 2049 and GeneralizedTime from 2050, in whole seconds', () => {
  const text = (iso: string) => time(Date.parse(iso)).toString('latin1')
  expect(text('2049-12-31T23:59:59.999Z')).toBe('\x17\x0d491231235959Z')
  expect(text('2050-01-01T00:00:00.000Z')).toBe('\x18\x0f20500101000000Z')
})

test('a root that ends after 2049 is a root all the same', async () => {
  const { authority } = await testAuthority({ kind: 'office', lifetimeDays: 40 * 365 })
  const { certificate, notAfter } = authority.issuer().generation
  expect(certificate.validToDate.getTime()).toBe(notAfter)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
})

test('no bytes make the reader of subjects throw', async () => {
  const { authority } = await testAuthority()
  const root = authority.issuer().generation.certificate.raw
  expect(subjectDer(root)).toEqual(authority.issuer().name)
  fc.assert(
    fc.property(fc.nat(root.length - 1), fc.nat(255), fc.nat(root.length), (at, value, cut) => {
      const changed = Buffer.from(root)
      changed[at] = value
      for (const bytes of [changed, root.subarray(0, cut), randomBytes(cut)]) {
        const subject = subjectDer(bytes)
        expect(subject === null || subject.length > 0).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})
