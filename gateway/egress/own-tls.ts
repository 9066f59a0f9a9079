/** Speaks TLS with clients that use the proxy by HTTPS, so that nobody in the office sees where they go, or their passwords. */
import type { Socket } from 'node:net'
import { createSecureContext, type SecureContext, type SecureContextOptions, TLSSocket } from 'node:tls'
import type { Egress } from './shared.ts'

export class OwnTls {
  readonly #egress: Egress
  /** Made once for each certificate: making one costs more than a handshake, and keeps tens of kilobytes. */
  #made: { from: SecureContextOptions; context: SecureContext } | null = null

  constructor(egress: Egress) {
    this.#egress = egress
  }

  /** Null where this is off, or the handshake comes to nothing. Rejects where the certificate cannot be used. */
  async accept(socket: Socket): Promise<TLSSocket | null> {
    const certificate = this.#egress.ports.ownCertificate()
    if (certificate === null) return null
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext: this.#contextOf(certificate),
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    const timer = setTimeout(() => secure.destroy(), this.#egress.options.limits.handshakeTimeoutMs)
    // A TLSSocket without a tls.Server reports failures of the handshake by `_tlsError` alone.
    secure.on('_tlsError', () => secure.destroy())
    secure.on('error', () => secure.destroy())
    return new Promise((resolve) => {
      const decided = (outcome: TLSSocket | null) => {
        clearTimeout(timer)
        resolve(outcome)
      }
      secure.once('secure', () => decided(secure))
      secure.once('close', () => decided(null))
    })
  }

  #contextOf(certificate: SecureContextOptions): SecureContext {
    const known = this.#made
    const isSame =
      known !== null && known.from.cert === certificate.cert && known.from.key === certificate.key
    if (isSame) return known.context
    const context = createSecureContext({
      ...certificate,
      minVersion: 'TLSv1.2',
      ciphers: this.#egress.ciphers,
      honorCipherOrder: true,
    })
    this.#made = { from: certificate, context }
    return context
  }
}
