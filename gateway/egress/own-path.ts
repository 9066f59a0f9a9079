/** Finds requests that came as if they were for elsewhere, and are for the proxy's own pages. */
import type { Duplex } from 'node:stream'
import { parseAuthority } from '../core/http/authority.ts'
import { canonicalAddress } from '../core/net/address.ts'
import { checkPath, isCheckAddress } from '../core/setup/checks.ts'
import type { ClientRequest } from './client-message.ts'
import type { ClientConnection } from './connection.ts'

/**
 * The path on the proxy's own pages; null for all other requests. At the addresses of checks everything is the proxy's own. So is what a
 * client with a proxy typed in asks for at the very address that it is connected to, and the answer of checks at that port under any
 * name: whether a client finds the gateway by its name is not to depend on who resolves it.
 */
export function ownPathIn(connection: ClientConnection, request: ClientRequest): string | null {
  const url = request.url ?? ''
  const bound = connection.tunnel?.host ?? connection.original?.address
  if (bound !== undefined) return isCheckAddress(bound) && url.startsWith('/') ? url : null
  const [, authority, path = '/'] = /^http:\/\/([^/?#]+)(\/[^?#]*)?/i.exec(url) ?? []
  const asked = authority === undefined ? null : parseAuthority(authority)
  if (asked === null) return null
  if (isCheckAddress(asked.host)) return path
  const { localAddress = '', localPort } = request.socket as Duplex & LocalEnd
  if (asked.port === null || asked.port !== localPort) return null
  return asked.host === canonicalAddress(localAddress) || path === checkPath ? path : null
}

/** What a connection's socket knows; a stream of HTTP/2 does not. */
interface LocalEnd {
  localAddress?: string
  localPort?: number
}
