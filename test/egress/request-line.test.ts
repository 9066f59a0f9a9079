/** Promises about the first line of a request that comes in pieces: it reads as when it comes at once, for the same work. */
import { Buffer } from 'node:buffer'
import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { RequestLineReader, readRequestLine } from '../../gateway/core/http/request-line.ts'
import { sniffTunnel } from '../../gateway/egress/sniff.ts'

const openings = [
  'GET / HTTP/1.1\r\n',
  '\r\n\r\nGET / HTTP/1.1\r\n',
  'get  /  http/1.0 \n',
  ' GET / HTTP/1.1\r\n',
  'GET\t/ HTTP/1.1\n',
  `GET /${'a'.repeat(20_000)}`,
  'GET /index',
  'GET /\r\n',
  'GET\r\n/ HTTP/1.1\r\n',
  'PRI * HTTP/2.0\r\n',
  'SSH-2.0-client\r\n',
  'a'.repeat(20_000),
  `\r\n${'b'.repeat(20_000)}`,
  '\r\n'.repeat(10_000),
  '{"a":1}',
]

function inPieces(text: string, each: number): string {
  const bytes = Buffer.from(text)
  const line = new RequestLineReader()
  for (let end = each; end < bytes.length; end += each) {
    const reading = line.read(bytes.subarray(0, end))
    if (reading !== 'more') return reading
  }
  return line.read(bytes)
}

test('a line that comes byte by byte is read as one that comes at once', () => {
  for (const opening of openings)
    for (const each of [1, 7])
      expect(inPieces(opening, each), opening.slice(0, 30)).toBe(readRequestLine(Buffer.from(opening)))
})

test('no byte of it is looked at again with each that follows', () => {
  for (const opening of [`GET /${'a'.repeat(16_000)}`, 'a'.repeat(16_000)]) {
    let read = 0
    const textOf = Buffer.prototype.toString
    const spy = vi.spyOn(Buffer.prototype, 'toString').mockImplementation(function (this: Buffer, ...how) {
      const text = textOf.apply(this, how)
      read += text.length
      return text
    })
    inPieces(opening, 1)
    spy.mockRestore()
    expect(read).toBeLessThan(2 * opening.length)
  }
})

test('what was looked at is back in the socket whole, however many pieces it came in', async () => {
  const socket = new PassThrough()
  const opening = sniffTunnel(socket, { timeoutMs: 10_000, anyOther: false })
  const text = `GET /${'0123456789'.repeat(300)} HTTP/1.1\r\nHost: a\r\n\r\n`
  for (let at = 0; at < text.length; at += 3) {
    socket.write(text.slice(at, at + 3))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await opening).toEqual({ kind: 'http' })
  socket.end()
  expect(Buffer.concat(await socket.toArray()).toString()).toBe(text)
})
