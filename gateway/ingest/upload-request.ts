/** One file sent by HTTPS: `PUT /files/<class>/<name>`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DeviceIdentity } from '../core/device/device.ts'
import { decodeName } from '../core/vault/name.ts'
import type { IngestParts } from './ingest.ts'
import { type Problem, plainProblem } from './problem.ts'
import { type Announcement, beginReception } from './receive.ts'
import { bodyOf } from './request-body.ts'

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
    // Each piece is asked for when the one before is sealed and, in batches, written: the device is slowed down, not stored.
    for await (const piece of bodyOf(request, parts.limits().idleMs)) await reception.write(piece)
  } catch (error) {
    await reception.abort()
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
  // RFC 9112 §6.3: without either there is no body, and a device that forgot both did not mean an empty file.
  if (length === undefined && headers['transfer-encoding'] === undefined)
    return plainProblem(411, 'A file is sent with its length, or in chunks.')
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
