/** One file sent by HTTPS: `PUT /files/<class>/<name>`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DeviceIdentity } from '../core/device/device.ts'
import { GatewayError } from '../core/errors.ts'
import { decodeName } from '../core/vault/name.ts'
import type { IngestParts } from './ingest.ts'
import { type Problem, plainProblem } from './problem.ts'
import { type Announcement, beginReception, type Reception } from './receive.ts'

/** Null where it was taken and answered; otherwise what is to be said. Throws GatewayErrors, and where the device went away. */
export async function receiveUpload(
  { request, response, device, expectsContinue }: UploadRequest,
  parts: IngestParts,
): Promise<Problem | null> {
  const announcement = announcementOf(request, device)
  if ('status' in announcement) return announcement
  const reception = await beginReception(announcement, parts)
  // RFC 9110 §10.1.1: asked for once everything that can be known beforehand is.
  if (expectsContinue) response.writeContinue()
  try {
    await pour(request, reception, parts.limits().idleMs)
  } catch (error) {
    await reception.abort()
    if (error instanceof LateError) return late
    throw error
  }
  const { id, bytes } = await reception.finish()
  const body = JSON.stringify({ id, bytes })
  response.writeHead(201, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body)
  return null
}

export interface UploadRequest {
  request: IncomingMessage
  response: ServerResponse
  device: DeviceIdentity
  expectsContinue: boolean
}

const late = plainProblem(408, 'Nothing came for too long, so nothing of the file was kept.')

class LateError extends Error {}

/** Each piece is asked for when the one before is sealed and, in batches, written: the device is slowed down, not stored. */
async function pour(request: IncomingMessage, reception: Reception, idleMs: number): Promise<void> {
  const pieces: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const next = await inTime(pieces.next(), idleMs)
      if (next.done === true) break
      await reception.write(next.value)
    }
  } finally {
    // Lets go of the request, so that what still comes can be thrown away while the answer is read.
    void pieces.return?.().catch(() => undefined)
  }
  if (request.complete) return
  throw new GatewayError('OBJECT_INCOMPLETE', { reason: 'cut-off' }, { hint: 'Send the file again.' })
}

async function inTime<Result>(promise: Promise<Result>, ms: number): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new LateError()), ms)
  // Whoever lost the race must not count as unheard.
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What the head of the request says; it is judged as it was written, since a parser of addresses would tidy `..` away. */
function announcementOf(request: IncomingMessage, device: DeviceIdentity): Announcement | Problem {
  const [, vaultClass, escaped] = /^\/files\/([^/?#]+)\/([^?#]*)$/.exec(request.url ?? '') ?? []
  if (vaultClass === undefined || escaped === undefined)
    return plainProblem(404, 'There is nothing at this address. Files go to /files/<class>/<name>.')
  const { headers } = request
  // RFC 9110 §14.5: a part of a file must not be taken for the whole.
  if (headers['content-range'] !== undefined)
    return plainProblem(
      400,
      'A file is sent whole: parts, and going on where it was cut off, are not possible.',
    )
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    return plainProblem(415, 'A file is sent as it is, without a content coding.', {
      'accept-encoding': 'identity',
    })
  const name = decodeName(escaped)
  if (name === null) return plainProblem(400, 'The name is not UTF-8.')
  const length = headers['content-length']
  return {
    listener: 'https',
    device,
    class: vaultClass,
    name,
    contentType: mediaType(headers['content-type']),
    bytes: length === undefined ? null : Number(length),
  }
}

/** RFC 9110 §8.3.1, without parameters; null for what is none. */
function mediaType(value: string | undefined): string | null {
  const [type = ''] = (value ?? '').split(';', 1)
  const trimmed = type.trim().toLowerCase()
  return /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}$/.test(trimmed) ? trimmed : null
}
