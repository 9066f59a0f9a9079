/** Sends the body of one request over HTTP/2, at the pace of its destination. */
import type { ClientHttp2Stream } from 'node:http2'
import { type Readable, Writable } from 'node:stream'
import { KiB } from '../../core/units.ts'
import { PieceWriter } from './piece-writer.ts'
import type { QuietTimer } from './quiet-timer.ts'

/** What one frame holds is sent as it is (RFC 9113 §4.2). */
const wholeBytes = 16 * KiB

export interface UploadOrder {
  stream: ClientHttp2Stream
  body: Buffer | Readable
  /** Hears of whatever the destination takes. */
  timer: QuietTimer
  now(): number
  /** Told of the body's own faults; the stream tells of its. */
  failed(error: Error): void
}

export function sendUpload({ stream, body, timer, now, failed }: UploadOrder): void {
  if (Buffer.isBuffer(body) && body.length <= wholeBytes) {
    stream.end(body)
    return
  }
  const writer = new PieceWriter(stream, timer, now)
  const upload = new Writable({
    write: (chunk: Buffer, _encoding, done) => writer.write(chunk, done),
    final(done) {
      if (!stream.closed && !stream.destroyed) stream.end()
      done()
    },
  })
  upload.on('error', () => {})
  stream.once('close', () => upload.destroy())
  if (Buffer.isBuffer(body)) {
    upload.end(body)
    return
  }
  body.once('error', failed)
  stream.once('close', () => body.destroy())
  body.pipe(upload)
}
