/** What is trusted of a destination and what it is shown: one TLS context for each set of roots, lists and identity. */
import {
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
  rootCertificates,
  type SecureContext,
} from 'node:tls'
import { missingAlternativeName } from '../core/tls/certificate-fault.ts'
import { certificatesIn } from '../core/tls/pem.ts'
import type { ExtraRoots, UpstreamTls, UpstreamWay } from './options.ts'

/** The options of Node's `tls.connect` that decide whom to believe. */
export interface Trust {
  rejectUnauthorized: true
  checkServerIdentity: (name: string, certificate: PeerCertificate) => Error | undefined
  secureContext: SecureContext
}

export interface TrustSources {
  extraRoots: readonly ExtraRoots[]
  upstreams: readonly UpstreamWay[]
  upstreamTls: UpstreamTls
}

export class UpstreamTrust {
  readonly #sources: TrustSources
  /** Reading 150 root certificates costs milliseconds: one context for each set, not one a connection. */
  readonly #contexts = new Map<string, SecureContext>()

  /** Throws OpenSSL's error where it knows none of the ciphers, groups or algorithms, or a key and its certificate differ. */
  constructor(sources: TrustSources) {
    this.#sources = sources
    this.#contextFor([], null)
    for (const way of sources.upstreams) this.#contextFor([], way)
  }

  /** `serverName` is the name that the certificate must carry. */
  for(serverName: string): Trust {
    const extra = this.#sources.extraRoots.filter((roots) =>
      roots.destinations.some((name) => nameMatches(name, serverName)),
    )
    return {
      rejectUnauthorized: true,
      // Node takes a bare subject name for want of anything better; RFC 9525 §2 does not.
      checkServerIdentity: (_name, certificate) =>
        checkServerIdentity(serverName, certificate) ?? missingAlternativeName(certificate),
      secureContext: this.#contextFor(extra, wayTo(this.#sources.upstreams, serverName)),
    }
  }

  #contextFor(extra: readonly ExtraRoots[], way: UpstreamWay | null): SecureContext {
    const pems = extra.map((roots) => roots.pem)
    const key = [...pems, way?.identity?.certificate ?? '', way?.revoked ?? ''].join('\n-\n')
    const known = this.#contexts.get(key)
    if (known !== undefined) return known
    const { ciphers, groups, signatureAlgorithms } = this.#sources.upstreamTls
    // An authority below a root is trusted by itself; only there, since OpenSSL then tells less of what is wrong.
    const allowPartialTrustChain = pems.flatMap(certificatesIn).some((one) => one.issuer !== one.subject)
    const context = createSecureContext({
      ciphers,
      ecdhCurve: groups,
      sigalgs: signatureAlgorithms,
      ...(pems.length > 0 ? { ca: [...rootCertificates, ...pems], allowPartialTrustChain } : {}),
      ...(way?.revoked ? { crl: listsIn(way.revoked) } : {}),
      ...(way?.identity ? { cert: way.identity.certificate, key: way.identity.key } : {}),
    })
    this.#contexts.set(key, context)
    return context
  }
}

/** Whether a certificate that was verified for one name also speaks for another (421 where it does not). */
export function certificateCovers(certificate: PeerCertificate | null, name: string): boolean {
  if (certificate === null || missingAlternativeName(certificate) !== undefined) return false
  return checkServerIdentity(name, certificate) === undefined
}

/** Node reads the first list of a text and is silent about the others. */
function listsIn(pem: string): string[] {
  return pem.match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----\n?/g) ?? []
}

/** How a destination is reached; null where nothing special was said. The first that names it decides. */
export function wayTo(upstreams: readonly UpstreamWay[], host: string): UpstreamWay | null {
  return upstreams.find((way) => way.destinations.some((name) => nameMatches(name, host))) ?? null
}

/** `example.com` itself, `*.example.com` for any name below it, or `*` for all. */
export function nameMatches(pattern: string, name: string): boolean {
  const lower = pattern.toLowerCase()
  if (lower === '*') return true
  return lower.startsWith('*.') ? name.endsWith(lower.slice(1)) : name === lower
}
