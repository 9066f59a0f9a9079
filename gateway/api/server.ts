/** Opens page and API on their HTTPS port, keeps the certificate fresh, and closes within a bounded time. */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SecureContextOptions } from 'node:tls'
import { GatewayError } from '../core/errors.ts'
import { secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { AccessToken } from '../ops/token.ts'
import { keepFresh } from '../pki/keep-fresh.ts'
import { buildApi, serverLimits } from './api.ts'
import type { AppFiles } from './app-files.ts'
import { watchConnections } from './closing.ts'
import type { Services } from './services.ts'

/** What the page shows of itself, and until when it may. */
export interface PageCertificate {
  context: Pick<SecureContextOptions, 'cert' | 'key'>
  /** When to ask for the next one, milliseconds since 1970. */
  renewAt: number
}

export interface ApiServerOptions {
  services: Services
  host: string
  port: number
  /** The web interface; null or absent: it was not built. */
  appFiles?: AppFiles | null
  /** Asked at start, when `renewAt` has come, and by `renew`. */
  certificate(): Promise<PageCertificate>
  token: AccessToken
  /** The box's own names, lower case, without ports: what a Host header may say. */
  names(): readonly string[]
  log: Log
  /** Aborts: no new requests, then a drain, then a cut. */
  signal: AbortSignal
  drainMs?: number
  requestsPerMinute?: number
  maxConnections?: number
  /** Stand-in for tests of pages; the box's clock by default. */
  now?(): number
}

export interface ApiServer extends AsyncDisposable {
  readonly port: number
  /** Takes a new certificate now, as after a roll-over of the office authority. */
  renew(): Promise<void>
  /** As the signal; waits until everything is closed. */
  close(): Promise<void>
}

/** Throws GatewayError PORT_IN_USE or PORT_FORBIDDEN where the port cannot be opened. */
export async function startApi(options: ApiServerOptions): Promise<ApiServer> {
  const { services, host, log, signal, drainMs = 5 * secondMs } = options
  const first = await options.certificate()
  const server = createServer({
    ...first.context,
    ...serverLimits,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: 10 * secondMs,
  })
  server.maxConnections = options.maxConnections ?? 256
  const closesWith = watchConnections(server)
  // A client that does not trust the certificate yet ends its handshake with an alert: nothing to report.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const { api } = await buildApi({
    services,
    log,
    appFiles: options.appFiles ?? null,
    ...(options.now === undefined ? {} : { now: options.now }),
    face: {
      kind: 'network',
      token: options.token,
      names: options.names,
      ...(options.requestsPerMinute === undefined ? {} : { requestsPerMinute: options.requestsPerMinute }),
    },
    server: (handler) => server.on('request', handler),
  })
  await api.listen({ host, port: options.port }).catch((error: unknown) => {
    throw portError(error, options.port)
  })
  const { port } = server.address() as AddressInfo
  log.event('listener.opened', { listener: 'api', port })

  const renewal = keepFresh({
    first,
    certificate: options.certificate,
    apply(fresh) {
      server.setSecureContext({ ...fresh.context, minVersion: 'TLSv1.2' })
      log.event('api.certificate')
    },
    failed: (error) => log.event('api.certificate-failed', {}, error),
  })
  const { close } = closesWith(api, {
    drainMs,
    signal,
    before: renewal.stop,
    after: () => log.event('listener.closed', { listener: 'api' }),
  })
  if (signal.aborted) await close()
  return { port, renew: renewal.now, close, [Symbol.asyncDispose]: close }
}

function portError(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') {
    return new GatewayError(
      'PORT_IN_USE',
      { port },
      {
        hint: 'Set ui.port to another port, or stop the program that holds this one.',
        cause: error,
      },
    )
  }
  if (code === 'EACCES') {
    return new GatewayError(
      'PORT_FORBIDDEN',
      { port },
      { hint: 'Set ui.port to 1024 or above.', cause: error },
    )
  }
  return error
}
