/** Opens TLS to the traffic bench's destination, straight or through the proxy under test. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { openTunnel } from '../egress/tunnel.ts'

/** What every client's order holds. */
export interface TargetOrder {
  /** Null where it connects to the destination itself. */
  proxyPort: number | null
  host: string
  port: number
  /** PEM. */
  caFile: string
  protocol: 'h2' | 'http/1.1'
}

const contexts = new Map<string, SecureContext>()

/** A connection whose handshake is done. Throws where the proxy refuses, or another protocol was agreed on. */
export async function openTarget({
  proxyPort,
  host,
  port,
  caFile,
  protocol,
}: TargetOrder): Promise<TLSSocket> {
  const secureContext = contexts.get(caFile) ?? createSecureContext({ ca: readFileSync(caFile) })
  contexts.set(caFile, secureContext)
  const socket =
    proxyPort === null
      ? connect({ host: '127.0.0.1', port, servername: host, secureContext, ALPNProtocols: [protocol] })
      : await openTunnel({ proxyPort, host, port, secureContext, protocol })
  if (proxyPort === null) await once(socket, 'secureConnect')
  // A server without ALPN speaks HTTP/1.1 (RFC 7301 §3.2): Squid is one.
  if ((socket.alpnProtocol || 'http/1.1') !== protocol)
    throw new Error(`${host} speaks ${socket.alpnProtocol}, not ${protocol}`)
  return socket
}
