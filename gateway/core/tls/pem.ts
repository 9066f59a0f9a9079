/** Takes the certificates out of a PEM text. */
import { X509Certificate } from 'node:crypto'

/** RFC 7468 §5.1. */
const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/** Throws where one cannot be read. */
export function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(certificate) ?? []).map((one) => new X509Certificate(one))
}
