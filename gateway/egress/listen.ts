/** Opens the proxy's port and takes over the sockets of transparent mode, and says in words why either cannot be. */
import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { GatewayError } from '../core/errors.ts'
import type { EgressOptions } from './options.ts'

/** Throws PORT_IN_USE or PORT_FORBIDDEN. */
export async function listen(
  server: Server,
  { host, port, reusePort }: Pick<EgressOptions, 'host' | 'port' | 'reusePort'>,
): Promise<{ host: string; port: number }> {
  server.listen({ host, port, reusePort: reusePort === true })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw portError(error, { host, port })
  }
  const { address, port: bound } = server.address() as AddressInfo
  return { host: address, port: bound }
}

/** Throws TRANSPARENT_UNAVAILABLE where there is a port without a socket, or a socket that is not of the port. */
export async function listenLed(
  listener: { transparentServer(): Server },
  port: number | null,
  sockets: readonly number[],
): Promise<void> {
  if (port === null) return
  if (sockets.length === 0) throw unavailable(port, 'no-socket', { hint: noSocket })
  for (const fd of sockets) {
    const server = listener.transparentServer()
    try {
      server.listen({ fd })
      await once(server, 'listening')
    } catch (cause) {
      throw unavailable(port, 'no-listening-socket', { cause, hint: foreign(port) })
    }
    const at = server.address()
    if (typeof at !== 'object' || at?.port !== port) {
      server.close()
      throw unavailable(port, 'another-port', { hint: foreign(port) })
    }
  }
}

const noSocket =
  'Start the gateway with `gatehouse start`, which opens it, or with a systemd socket unit that has `Transparent=yes` (gateway/egress/README.md).'

function foreign(port: number): string {
  return `Let the socket unit hand in stream sockets at port ${port} alone (\`proxy.transparent.port\`), and nothing else.`
}

function unavailable(port: number, why: string, words: { hint: string; cause?: unknown }): GatewayError {
  return new GatewayError('TRANSPARENT_UNAVAILABLE', { port, why }, words)
}

function portError(cause: unknown, place: { host: string; port: number }): GatewayError {
  const { code } = cause as NodeJS.ErrnoException
  const details = { ...place, what: 'proxy' }
  if (code === 'EADDRINUSE') {
    const hint = 'Stop the other program or choose another `proxy.port`.'
    return new GatewayError('PORT_IN_USE', details, { cause, hint })
  }
  if (code === 'EACCES')
    return new GatewayError('PORT_FORBIDDEN', details, { cause, hint: 'Choose a `proxy.port` above 1023.' })
  const hint = 'Check `proxy.host`: it must be an address of this box.'
  return new GatewayError('INTERNAL', details, { cause, hint })
}
