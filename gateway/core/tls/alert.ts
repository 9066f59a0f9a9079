/** Reads the alert with which a TLS peer ended a connection out of what OpenSSL says of it. */

/** Those that are about the certificate that the peer was shown (RFC 8446 §6.2, RFC 6066 §8). */
const certificateAlerts: ReadonlySet<string> = new Set([
  'bad_certificate',
  'unsupported_certificate',
  'certificate_revoked',
  'certificate_expired',
  'certificate_unknown',
  'unknown_ca',
  'bad_certificate_status_response',
])

/** Those of a client that would take no server's hello of this kind, whatever certificate comes with it (RFC 8446 §6.2, RFC 7507, RFC 7301). */
const agreementAlerts: ReadonlySet<string> = new Set([
  'protocol_version',
  'insufficient_security',
  'inappropriate_fallback',
  'no_application_protocol',
])

/**
 * `unknown_ca`, as RFC 8446 names it; null where the cause is no alert. Node has OpenSSL's sentence as a code:
 * `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA`, `ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE`.
 */
export function alertIn(cause: unknown): string | null {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^ERR_SSL_.*_ALERT_([A-Z_]{1,40})$/.exec(code)?.[1]?.toLowerCase() ?? null
}

export function isCertificateAlert(alert: string): boolean {
  return certificateAlerts.has(alert)
}

export function isAgreementAlert(alert: string): boolean {
  return agreementAlerts.has(alert)
}
