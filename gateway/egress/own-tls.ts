/** Speaks TLS with clients that use the proxy by HTTPS, so that nobody in the office sees where they go, and knows devices by their certificates. */
import { constants } from 'node:crypto'
import type { Socket } from 'node:net'
import { createSecureContext, type SecureContext, type SecureContextOptions, TLSSocket } from 'node:tls'
import { minuteMs } from '../core/units.ts'
import { type Client, secureClient } from './connection.ts'
import type { Egress } from './shared.ts'

/** Certificates that end are looked for so often. */
const lookMs = minuteMs

export interface SecureConnection {
  readonly socket: TLSSocket
  readonly client: Client
}

export class OwnTls {
  readonly #egress: Egress
  /** Made once for each certificate: making one costs more than a handshake, and keeps tens of kilobytes. */
  #made: { from: SecureContextOptions; roots: string | null; context: SecureContext } | null = null
  /** Connections of devices. */
  readonly #ofDevices = new Map<TLSSocket, Client>()
  #timer: NodeJS.Timeout | null = null

  constructor(egress: Egress) {
    this.#egress = egress
  }

  /** Null where this is off, or the handshake comes to nothing. Rejects where the certificate cannot be used. */
  async accept(socket: Socket, address: string): Promise<SecureConnection | null> {
    const certificate = this.#egress.ports.ownCertificate()
    if (certificate === null) return null
    const { devices } = this.#egress
    const { roots } = devices
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext: this.#contextOf(certificate, roots),
      requestCert: roots !== null,
      // Whoever shows one that does not count is told so in words, which TLS has none for.
      rejectUnauthorized: false,
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    const timer = setTimeout(() => secure.destroy(), this.#egress.options.limits.handshakeTimeoutMs)
    // A TLSSocket without a tls.Server reports failures of the handshake by `_tlsError` alone.
    secure.on('_tlsError', () => secure.destroy())
    secure.on('error', () => secure.destroy())
    const isSecure = await new Promise<boolean>((resolve) => {
      const decided = (outcome: boolean) => {
        clearTimeout(timer)
        resolve(outcome)
      }
      secure.once('secure', () => decided(true))
      secure.once('close', () => decided(false))
    })
    // It may have left meanwhile, and nobody would hear of that any more.
    if (!isSecure || secure.destroyed) return null
    const shown = devices.read(roots === null ? undefined : secure.getPeerX509Certificate())
    const client = secureClient(address, shown)
    if (shown.kind === 'device') this.#follow(secure, client)
    return { socket: secure, client }
  }

  /** Ends what belongs to devices that were revoked, or whose certificates have ended, in the middle of whatever it is. */
  endRevoked(): void {
    for (const [socket, client] of this.#ofDevices) if (!this.#egress.devices.stands(client)) socket.destroy()
  }

  #follow(socket: TLSSocket, client: Client): void {
    this.#ofDevices.set(socket, client)
    this.#timer ??= setInterval(() => this.endRevoked(), lookMs).unref()
    socket.once('close', () => {
      this.#ofDevices.delete(socket)
      if (this.#ofDevices.size > 0) return
      clearInterval(this.#timer ?? undefined)
      this.#timer = null
    })
  }

  #contextOf(certificate: SecureContextOptions, roots: string | null): SecureContext {
    const known = this.#made
    const isSame =
      known !== null &&
      known.roots === roots &&
      known.from.cert === certificate.cert &&
      known.from.key === certificate.key
    if (isSame) return known.context
    const context = createSecureContext({
      ...certificate,
      minVersion: 'TLSv1.2',
      ciphers: this.#egress.ciphers,
      honorCipherOrder: true,
      ...(roots === null ? {} : askingFor(roots)),
    })
    this.#made = { from: certificate, roots, context }
    return context
  }
}

/** `ca` tells clients which certificates are meant (RFC 8446 §4.2.4), so that browsers offer no others. */
function askingFor(roots: string): SecureContextOptions {
  // As at the doors for devices: a session that is resumed would stand on a certificate that was looked at long ago.
  return { ca: roots, secureOptions: constants.SSL_OP_NO_TICKET }
}
