/** Looks for names in `proxy.upstreamTls` that OpenSSL does not know. */
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { UpstreamTls } from '../egress/options.ts'

export interface UnknownTlsName {
  key: keyof UpstreamTls
  name: string
  /** OpenSSL's own words. */
  cause: unknown
}

const offers: Readonly<Record<keyof UpstreamTls, (name: string) => SecureContextOptions>> = {
  ciphers: (ciphers) => ({ ciphers }),
  groups: (ecdhCurve) => ({ ecdhCurve }),
  signatureAlgorithms: (sigalgs) => ({ sigalgs }),
}

/** The first; null where it knows all. Each is asked alone: among others that it knows, OpenSSL passes over a cipher in silence. */
export function unknownTlsName(tls: UpstreamTls): UnknownTlsName | null {
  for (const key of ['ciphers', 'groups', 'signatureAlgorithms'] as const)
    for (const name of tls[key].split(':'))
      try {
        createSecureContext(offers[key](name))
      } catch (cause) {
        return { key, name, cause }
      }
  return null
}
