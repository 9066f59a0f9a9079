/** Opens what a client opens: a CONNECT tunnel through the proxy under test, with TLS to the destination inside. */
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'

export interface TunnelTarget {
  proxyPort: number
  host: string
  port: number
  /** Trusts the proxy's authority. */
  secureContext: SecureContext
  /** What is offered inside; HTTP/1.1 where left out. */
  protocol?: 'h2' | 'http/1.1'
}

/** A tunnel whose inner handshake is done. Throws where the proxy refuses or its certificate does not convince. */
export async function openTunnel(target: TunnelTarget): Promise<TLSSocket> {
  const outer = connectTcp({ host: '127.0.0.1', port: target.proxyPort, noDelay: true })
  outer.write(`CONNECT ${target.host}:${target.port} HTTP/1.1\r\nHost: ${target.host}:${target.port}\r\n\r\n`)
  await readConnectAnswer(outer)
  const inner = connectTls({
    socket: outer,
    servername: target.host,
    secureContext: target.secureContext,
    ALPNProtocols: [target.protocol ?? 'http/1.1'],
  })
  await once(inner, 'secureConnect')
  return inner
}

async function readConnectAnswer(outer: Socket): Promise<void> {
  let head = ''
  while (!head.includes('\r\n\r\n')) {
    const [chunk] = (await once(outer, 'data')) as [Buffer]
    head += chunk.toString('latin1')
  }
  if (!/^HTTP\/1\.[01] 200 /.test(head))
    throw new Error(`CONNECT was answered with ${head.split('\r\n', 1)[0]}`)
}
