/** Promises about the words for a refused certificate; test/support/openssl.test.ts keeps them against real ones. */
import { describe, expect, test } from 'vitest'
import { certificateFault, findCertificateError } from '../../../gateway/core/tls/certificate-fault.ts'

describe('the reason for a refused certificate', () => {
  test.each([
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
    ['CERT_NOT_YET_VALID', 'certificate-not-yet-valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-wrong-host'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-self-signed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate-untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate-incomplete-chain'],
    ['CERT_REVOKED', 'certificate-revoked'],
    ['INVALID_PURPOSE', 'certificate-invalid'],
    ['UNSPECIFIED', 'certificate-invalid'],
    ['SOMETHING_OPENSSL_LEARNS_NEXT_YEAR', 'certificate-invalid'],
  ])('%s is %s', (code, reason) => {
    expect(certificateFault({ code })).toBe(reason)
  })

  test('an error that no object property names is not mistaken for one', () => {
    expect(certificateFault({ code: 'constructor' })).toBe('certificate-invalid')
    expect(certificateFault({})).toBe('certificate-invalid')
  })
})

describe('whether an error is about a certificate', () => {
  test('it is found below what wraps it', () => {
    const fault = Object.assign(new Error('certificate has expired'), { code: 'CERT_HAS_EXPIRED' })
    expect(findCertificateError(fault)).toBe(fault)
    expect(findCertificateError(new Error('fetch failed', { cause: fault }))).toBe(fault)
  })

  test('a refused connection, a wrong protocol and an endless chain of causes are none', () => {
    const endless: { cause?: unknown } = {}
    endless.cause = endless
    expect(findCertificateError(endless)).toBeNull()
    expect(findCertificateError(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBeNull()
    expect(findCertificateError(Object.assign(new Error(), { code: 'toString' }))).toBeNull()
    expect(findCertificateError(undefined)).toBeNull()
  })
})
