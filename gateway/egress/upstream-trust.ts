/** Says whose certificates destinations may show, and for which names. */
import {
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
  rootCertificates,
  type SecureContext,
} from 'node:tls'
import { missingAlternativeName } from '../core/tls/certificate-fault.ts'
import { certificatesIn } from '../core/tls/pem.ts'
import type { ExtraRoots } from './options.ts'

export class UpstreamTrust {
  readonly #extraRoots: readonly ExtraRoots[]
  /** Reading 150 root certificates costs milliseconds: one context for each set of extra roots, not one a connection. */
  readonly #contexts = new Map<string, SecureContext>()

  constructor(extraRoots: readonly ExtraRoots[]) {
    this.#extraRoots = extraRoots
  }

  /** What a connection to this name is made with: strict, and its own extra roots. */
  for(serverName: string): object {
    const extra = this.#extraRoots.filter((roots) =>
      roots.destinations.some((name) => nameMatches(name, serverName)),
    )
    return {
      rejectUnauthorized: true,
      checkServerIdentity: (_name: string, certificate: PeerCertificate) =>
        // Node takes a bare subject name for want of anything better; RFC 9525 §2 does not.
        checkServerIdentity(serverName, certificate) ?? missingAlternativeName(certificate),
      ...(extra.length > 0 ? { secureContext: this.#contextFor(extra) } : {}),
    }
  }

  #contextFor(extra: readonly ExtraRoots[]): SecureContext {
    const pems = extra.map((roots) => roots.pem)
    const key = pems.join('\n')
    const known = this.#contexts.get(key)
    if (known !== undefined) return known
    // An authority below a root is trusted by itself; only there, since OpenSSL then tells less of what is wrong.
    const allowPartialTrustChain = pems.flatMap(certificatesIn).some((one) => one.issuer !== one.subject)
    const context = createSecureContext({ ca: [...rootCertificates, ...pems], allowPartialTrustChain })
    this.#contexts.set(key, context)
    return context
  }
}

/** Whether a certificate that was verified for one name also speaks for another (421 where it does not). */
export function certificateCovers(certificate: PeerCertificate | null, name: string): boolean {
  if (certificate === null || missingAlternativeName(certificate) !== undefined) return false
  return checkServerIdentity(name, certificate) === undefined
}

/** `example.com` itself, or `*.example.com` for any name below it. */
function nameMatches(pattern: string, name: string): boolean {
  const lower = pattern.toLowerCase()
  return lower.startsWith('*.') ? name.endsWith(lower.slice(1)) : name === lower
}
