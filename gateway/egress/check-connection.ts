/** Takes connections to the addresses of checks: they end here, with a certificate of the interception authority, whatever the policy says. */
import { isCheckAddress } from '../core/setup/checks.ts'
import type { ConnectRequest } from './connect-request.ts'
import type { Tunnel } from './connection.ts'
import { drop, type OpenedWay, objectionTo } from './opened.ts'
import type { Ending } from './record.ts'
import { refuseConnect } from './refuse-connect.ts'
import { type Opening, sniffTunnel } from './sniff.ts'

/** A CONNECT of a client that may ask for one. */
export async function answerCheck(way: OpenedWay & { asked: ConnectRequest }): Promise<Ending | null> {
  const { asked } = way
  const unable = await way.interceptor.prepare(way.target.host)
  if (unable !== null) return refuseConnect(way, { reason: unable })
  asked.grant()
  const timeoutMs = way.egress.options.limits.handshakeTimeoutMs
  const opening = await sniffTunnel(asked.socket, { timeoutMs, anyOther: false })
  const late = objectionTo(way)
  return late === null ? readCheck(way, opening) : drop(way, late)
}

/**
 * Its requests are answered by the proxy's own pages (own-path.ts). A client that refuses the certificate is no finding: the page that
 * it looks at tells it so, and nothing is recorded. Who names a site there is let go: its rules were not asked.
 */
export async function readCheck(
  { target, socket, interceptor, beginning }: OpenedWay,
  opening: Opening,
): Promise<null> {
  const tunnel = (scheme: 'http' | 'https'): Tunnel => {
    return { ...target, scheme, serverName: target.host, ruledAs: target.host }
  }
  if (!isCheckAddress(target.host)) socket.destroy()
  else if (opening.kind === 'http') interceptor.readPlain(beginning.connection, tunnel('http'), socket)
  else if (opening.kind === 'tls' && (await interceptor.prepare(target.host)) === null)
    await interceptor.intercept(socket, beginning.connection, tunnel('https'))
  else socket.destroy()
  return null
}
