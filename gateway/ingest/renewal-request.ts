/** A device's next certificate: `POST /certificate` with a PKCS#10 request, over the connection its present one opened. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DeviceIdentity } from '../core/device/device.ts'
import { KiB } from '../core/units.ts'
import type { IngestParts } from './ingest.ts'
import { type Problem, plainProblem } from './problem.ts'
import { bodyOf } from './request-body.ts'

const maxRequestBytes = 16 * KiB

/** Null where it was answered; otherwise what is to be said. Throws what `renew` throws, and where the device went away. */
export async function answerRenewal(
  {
    request,
    response,
    device,
  }: { request: IncomingMessage; response: ServerResponse; device: DeviceIdentity },
  { renewal, limits }: IngestParts,
): Promise<Problem | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxRequestBytes) return tooLong
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of bodyOf(request, limits().idleMs)) {
    length += piece.length
    if (length > maxRequestBytes) return tooLong
    pieces.push(piece)
  }
  const chain = await renewal.renew(device, Buffer.concat(pieces).toString('latin1'))
  response.writeHead(200, {
    'content-type': 'application/x-pem-file',
    'content-length': Buffer.byteLength(chain),
    'cache-control': 'no-store',
  })
  response.end(chain)
  return null
}

const tooLong = plainProblem(413, 'A certificate request is shorter than 16 KiB.')
