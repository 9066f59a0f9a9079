/** Tells a device why its file was not taken (RFC 9457), in a way that reaches it although it is still sending. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { type ErrorCode, type GatewayError, isGatewayError } from '../core/errors.ts'
import { MiB, secondMs } from '../core/units.ts'

/** Errors of the catalogue that a device can meet; the others are "inside Gatehouse" (500). */
const statusOf: Partial<Record<ErrorCode, number>> = {
  OBJECT_NAME_INVALID: 400,
  OBJECT_INCOMPLETE: 400,
  OBJECT_TOO_LARGE: 413,
  CERTIFICATE_REQUEST_INVALID: 400,
  RENEWAL_TOO_OFTEN: 429,
  DEVICE_UNKNOWN: 403,
  INGEST_BUSY: 503,
  VAULT_FULL: 507,
  VAULT_UNWRITABLE: 503,
  KEYRING_UNWRITABLE: 503,
  STORE_FULL: 503,
  STORE_READ_ONLY: 503,
  STORE_CORRUPT: 503,
  STORE_WRONG_KEY: 503,
  STORE_NEWER: 503,
}

export interface Problem {
  status: number
  title: string
  code?: ErrorCode
  detail?: string
  hint?: string
  headers?: Readonly<Record<string, string>>
}

/** What may be said of an error: never its cause. */
export function problemOf(error: unknown): Problem {
  if (!isGatewayError(error)) return { status: 500, title: 'Something inside Gatehouse went wrong.' }
  const status = statusOf[error.code] ?? 500
  return {
    status,
    title: error.message,
    code: error.code,
    ...detailOf(error),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(status === 503 || status === 429 ? { headers: { 'retry-after': '10' } } : {}),
  }
}

/** A problem without a catalogue entry. */
export function plainProblem(status: number, detail: string, headers: Record<string, string> = {}): Problem {
  return { status, title: STATUS_CODES[status] ?? 'Error', detail, headers }
}

/** What is read and thrown away after an answer, so that a device that is still sending gets to read it. */
const lingerMs = 2 * secondMs
const lingerBytes = 8 * MiB

/**
 * Answers, then ends the connection: where a body was not read to its end, nobody knows where the next request begins.
 * Bytes that are still under way are thrown away for a moment first, as closing a socket with unread bytes makes the
 * system send a reset, which takes the answer away from the device again (RFC 9112 §9.6).
 */
export async function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  { headers = {}, code, ...said }: Problem,
): Promise<void> {
  if (response.headersSent || response.destroyed) return
  const type = code === undefined ? 'about:blank' : `urn:gatehouse:error:${code}`
  const body = Buffer.from(JSON.stringify({ type, ...said, ...(code === undefined ? {} : { code }) }))
  response.writeHead(said.status, {
    ...headers,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    connection: 'close',
  })
  response.write(body)
  if (!request.complete) await drain(request)
  response.end()
}

async function drain(request: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, lingerMs)
  let bytes = 0
  request.on('data', (piece: Uint8Array) => {
    bytes += piece.length
    if (bytes > lingerBytes) resolve()
  })
  request.once('end', resolve).once('close', resolve).on('error', resolve)
  request.resume()
  await promise
  clearTimeout(timer)
}

function detailOf({ details }: GatewayError): { detail?: string } {
  return typeof details.problem === 'string' ? { detail: details.problem } : {}
}
