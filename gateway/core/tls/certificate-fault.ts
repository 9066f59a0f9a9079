/** Says in the journal's words what is wrong with a destination's certificate. */
import type { VerdictReason } from '../journal.ts'

/** The part of a TLS error that is looked at; Node's errors have it, and undici passes them on as `cause`. */
export interface TlsError {
  code?: string | undefined
  message?: string | undefined
  cause?: unknown
}

type CertificateReason = Extract<VerdictReason, `certificate-${string}`>

/**
 * Node's codes for OpenSSL's verification results (x509_vfy.h), its own for names, and those of keys and digests that are
 * too weak to begin with. What is not listed is `certificate-invalid`.
 */
const reasons: ReadonlyMap<string, CertificateReason> = new Map(
  Object.entries({
    CERT_HAS_EXPIRED: 'certificate-expired',
    CERT_NOT_YET_VALID: 'certificate-not-yet-valid',

    ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-host',
    HOSTNAME_MISMATCH: 'certificate-wrong-host',
    IP_ADDRESS_MISMATCH: 'certificate-wrong-host',

    DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-self-signed',

    SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
    // The destination sent issuers, and the last of them is by nobody we trust.
    UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
    CERT_UNTRUSTED: 'certificate-untrusted',
    CERT_REJECTED: 'certificate-untrusted',

    // The destination sent its own certificate alone, and nobody we trust issued it: mostly a forgotten intermediate.
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-incomplete-chain',

    CERT_REVOKED: 'certificate-revoked',

    // OpenSSL takes lists of certificates up to 100 KiB (SSL_CTX_set_max_cert_list), and no other message near that.
    ERR_SSL_EXCESSIVE_MESSAGE_SIZE: 'certificate-too-long',
  } as const),
)

/** Faults of a certificate itself that have no word of their own; listed so that they count as certificate faults. */
const invalid: ReadonlySet<string> = new Set([
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_NON_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'UNHANDLED_CRITICAL_EXTENSION',
  'PERMITTED_VIOLATION',
  'EXCLUDED_VIOLATION',
  'SUBTREE_MINMAX',
  'EE_KEY_TOO_SMALL',
  'CA_KEY_TOO_SMALL',
  'CA_MD_TOO_WEAK',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'CRL_SIGNATURE_FAILURE',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  // What Node says for every result of OpenSSL's verification that it has no name for.
  'UNSPECIFIED',
])

/** The reason for an error that is known to come from verifying a certificate. Never throws. */
export function certificateFault(error: TlsError): CertificateReason {
  return reasons.get(error.code ?? '') ?? 'certificate-invalid'
}

/** Whether an error, or what caused it, says that a certificate was refused; then that error, else null. */
export function findCertificateError(error: unknown): TlsError | null {
  let candidate = error
  for (let depth = 0; depth < 5; depth += 1) {
    if (typeof candidate !== 'object' || candidate === null) return null
    const { code, cause } = candidate as TlsError
    if (typeof code === 'string' && (reasons.has(code) || invalid.has(code))) return candidate as TlsError
    candidate = cause
  }
  return null
}

/**
 * The fault of a certificate that names its host only in its subject, for use beside Node's `checkServerIdentity`, which
 * still takes that. RFC 9525 §2 does not, nor has any browser since 2017.
 */
export function missingAlternativeName(certificate: {
  subjectaltname?: string | undefined
}): (Error & { code: string }) | undefined {
  if (certificate.subjectaltname !== undefined) return undefined
  const error = new Error('The certificate has no alternative name.')
  return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
}
