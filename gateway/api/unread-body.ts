/**
 * Answers while a body still comes in, so that the answer arrives: a connection that is closed over unread bytes is
 * reset, and a reset takes the answer out of the client's hands (RFC 9112, section 9.6).
 */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { MiB, secondMs } from '../core/units.ts'

/** What a client may still send behind its answer before the connection is closed over it. */
const most = { bytes: 16 * MiB, ms: 5 * secondMs }

/** Whether bytes of the request may be under way that nobody has read. */
export function hasUnreadBody(request: IncomingMessage): boolean {
  return !request.complete && !request.destroyed
}

/**
 * The answer at once, its end only when the request has ended or `most` is reached. For answers with Content-Length,
 * which are whole for their reader before that.
 */
export function answerBeforeEnd(request: IncomingMessage, answer: string): Readable {
  const stream = new Readable({ read() {} })
  stream.push(answer)
  let read = 0
  const end = () => {
    clearTimeout(timer)
    request.off('data', count).off('end', end).off('close', end)
    stream.push(null)
  }
  const count = (piece: Buffer) => {
    read += piece.length
    if (read > most.bytes) end()
  }
  const timer = setTimeout(end, most.ms)
  request.on('data', count).once('end', end).once('close', end)
  request.resume()
  return stream
}
