/** The HTTPS door for devices: nobody comes in without a living certificate of the office's authority. */

import { constants } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { DeviceIdentity } from '../core/device/device.ts'
import { readShown } from '../core/device/shown-certificate.ts'
import { KiB, secondMs } from '../core/units.ts'
import { closesWithin, limitPerAddress, openPort } from '../ops/listening.ts'
import { keepFresh } from '../pki/keep-fresh.ts'
import type { IngestParts } from './ingest.ts'
import type { IngestCertificate } from './options.ts'
import { type Problem, plainProblem, problemOf, sendProblem } from './problem.ts'
import { answerRenewal } from './renewal-request.ts'
import { SilentError } from './request-body.ts'
import { receiveUpload } from './upload-request.ts'

export interface HttpsListener {
  readonly port: number
  renew(): Promise<void>
  close(): Promise<void>
}

/** Throws PORT_IN_USE, PORT_FORBIDDEN, and what `certificate` throws. */
export async function startHttps(parts: IngestParts, wantedPort: number): Promise<HttpsListener> {
  const first = await parts.certificate()
  const server = createServer({
    ...secureContext(first),
    ...serverLimits,
    requestCert: true,
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: 10 * secondMs,
  })
  server.maxConnections = 512
  limitPerAddress(server)
  // Whoever has no certificate of ours ends here: nothing to answer, nothing to log a thousand times.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  server.on('clientError', (_error, socket) => socket.destroy())
  server.on(
    'request',
    (request, response) => void answer({ request, response, expectsContinue: false }, parts),
  )
  server.on(
    'checkContinue',
    (request, response) => void answer({ request, response, expectsContinue: true }, parts),
  )
  const close = closesWithin(server, parts)
  const port = await openPort(server, { host: parts.host, port: wantedPort, option: 'ingest.httpsPort' })
  parts.log.event('listener.opened', { listener: 'ingest-https', port })
  const fresh = keepFresh({
    first,
    certificate: parts.certificate,
    apply: (next) => server.setSecureContext(secureContext(next)),
    failed: (error) => parts.log.event('ingest.certificate-failed', {}, error),
  })
  return {
    port,
    renew: fresh.now,
    async close() {
      fresh.stop()
      await close()
      parts.log.event('listener.closed', { listener: 'ingest-https' })
    },
  }
}

const serverLimits = {
  maxHeaderSize: 16 * KiB,
  headersTimeout: 10 * secondMs,
  // A recording takes as long as it takes; uploads have their own idle time.
  requestTimeout: 0,
  keepAliveTimeout: 15 * secondMs,
  connectionsCheckingInterval: 5 * secondMs,
} as const

function secureContext({ context }: IngestCertificate) {
  // Without tickets each connection shows its certificate anew: none comes in on the memory of one that has expired.
  return { ...context, minVersion: 'TLSv1.2' as const, secureOptions: constants.SSL_OP_NO_TICKET }
}

interface Asked {
  request: IncomingMessage
  response: ServerResponse
  expectsContinue: boolean
}

async function answer(asked: Asked, parts: IngestParts): Promise<void> {
  const { request, response } = asked
  // A device that goes away in the middle is no fault of ours.
  request.on('error', () => undefined)
  response.on('error', () => undefined)
  try {
    const problem = await route(asked, parts)
    if (problem !== null) await sendProblem(request, response, problem)
  } catch (error) {
    if (request.socket.destroyed) return
    const problem = error instanceof SilentError ? silent : problemOf(error)
    await sendProblem(request, response, problem).catch(() => request.socket.destroy())
  }
}

async function route(asked: Asked, parts: IngestParts): Promise<Problem | null> {
  const { request } = asked
  const device = deviceOf(request.socket, parts)
  if (device === null) return unknownDevice
  if (!isCounted(request.socket, device, parts)) return tooManyConnections
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  if (path === '/certificate')
    return request.method === 'POST'
      ? await answerRenewal({ ...asked, device }, parts)
      : plainProblem(405, 'Certificates are renewed by POST.', { allow: 'POST' })
  if (!path.startsWith('/files/')) return plainProblem(404, 'There is nothing at this address.')
  // Write-only: nothing that was stored can be read, listed or removed here.
  if (request.method !== 'PUT') return plainProblem(405, 'Files are sent by PUT.', { allow: 'PUT' })
  return await receiveUpload({ ...asked, device }, parts)
}

/** Asked at each request, so that a connection does not outlive what let it in. */
function deviceOf(socket: Socket, { devices }: IngestParts): DeviceIdentity | null {
  const secure = socket as TLSSocket
  const shown = readShown(secure.getPeerX509Certificate(), {
    directory: devices,
    isIssuedHere: () => secure.authorized,
    now: Date.now(),
  })
  return shown.kind === 'device' ? shown.device : null
}

const counted = new WeakSet<Socket>()

/** Each connection is one session of its device, ended with it. */
function isCounted(socket: Socket, device: DeviceIdentity, { sessions }: IngestParts): boolean {
  if (counted.has(socket)) return true
  const forget = sessions.add(device.id, () => socket.destroy())
  if (forget === null) return false
  counted.add(socket)
  socket.once('close', forget)
  return true
}

const silent = plainProblem(408, 'Nothing came for too long, so nothing was kept.')
const unknownDevice: Problem = plainProblem(
  403,
  'This certificate belongs to no device of the office, or to one that was revoked.',
)
const tooManyConnections: Problem = plainProblem(429, 'This device has too many connections already.', {
  'retry-after': '10',
})
