/** Looks at the first bytes of a connection without taking them away. */
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { RequestLineReader, type RequestLineReading } from '../core/http/request-line.ts'
import { type ClientHello, readClientHello } from '../core/tls/client-hello.ts'

/** What a connection opened with. The bytes are back in the socket when this is known. */
export type Opening =
  | { kind: 'tls'; hello: ClientHello }
  /** A request of HTTP/1 in the clear, or what began as one and stopped. */
  | { kind: 'http' }
  | { kind: 'other'; firstByte: number }
  /** It began as TLS, and what followed is no hello that we can read; some server may. */
  | { kind: 'malformed-tls' }
  /** It began as TLS, and its hello did not come whole in time. */
  | { kind: 'unfinished-tls' }
  /** No byte came in time: a protocol in which the server speaks first, or a client that waits. */
  | { kind: 'silent' }
  | { kind: 'closed' }

/** True for the first byte of a TLS record that carries a handshake (RFC 8446 §5.1). */
export function looksLikeTls(firstByte: number): boolean {
  return firstByte === 0x16
}

/** Waits for the first byte alone. */
export function sniffFirstByte(socket: Socket, timeoutMs: number): Promise<Opening> {
  return sniff(socket, timeoutMs, (bytes) => ({ kind: 'other', firstByte: bytes[0] as number }))
}

/**
 * Waits for a whole ClientHello, or for what shows that there is none; and for a whole request line in the same way, unless
 * it makes no difference to anybody (`anyOther`).
 */
export function sniffTunnel(
  socket: Duplex,
  { timeoutMs, anyOther }: { timeoutMs: number; anyOther: boolean },
): Promise<Opening> {
  const line = new RequestLineReader()
  return sniff(socket, timeoutMs, (bytes, isLast) => {
    const firstByte = bytes[0] as number
    if (!looksLikeTls(firstByte))
      return anyOther ? { kind: 'other', firstByte } : plainOpening(line.read(bytes), firstByte, isLast)
    const reading = readClientHello(bytes)
    switch (reading.state) {
      case 'more':
        return null
      case 'hello':
        return { kind: 'tls', hello: reading }
      case 'not-tls':
        return { kind: 'other', firstByte: bytes[0] as number }
      case 'malformed':
        return { kind: 'malformed-tls' }
    }
  })
}

/** `isLast`: nobody waits any longer. A client that waited for that must not have its request pass for something else. */
function plainOpening(reading: RequestLineReading, firstByte: number, isLast: boolean): Opening | null {
  if (reading === 'more' && !isLast) return null
  return reading === 'no' ? { kind: 'other', firstByte } : { kind: 'http' }
}

function sniff(
  socket: Duplex,
  timeoutMs: number,
  judge: (bytes: Buffer, isLast: boolean) => Opening | null,
): Promise<Opening> {
  return new Promise((resolve) => {
    let bytes: Buffer | null = null
    let room = Buffer.alloc(0)
    const timeIsUp = () =>
      finish(bytes === null ? { kind: 'silent' } : (judge(bytes, true) ?? { kind: 'unfinished-tls' }))
    const timer = setTimeout(timeIsUp, timeoutMs)
    const finish = (opening: Opening) => {
      clearTimeout(timer)
      socket.off('data', onData).off('end', onEnd).off('close', onEnd)
      socket.pause()
      // Behind its end nothing can be put back, and nobody is there to read it for.
      if (bytes !== null && opening.kind !== 'closed' && !socket.destroyed) socket.unshift(bytes)
      resolve(opening)
    }
    const onData = (chunk: Buffer) => {
      const before = bytes?.length ?? 0
      if (bytes !== null && before + chunk.length > room.length) {
        // Twice as much each time: whoever sends byte by byte must not have all of it copied with each.
        room = Buffer.allocUnsafeSlow(2 * (before + chunk.length))
        bytes.copy(room)
      }
      chunk.copy(room, before)
      bytes = bytes === null ? chunk : room.subarray(0, before + chunk.length)
      const opening = judge(bytes, false)
      if (opening !== null) finish(opening)
    }
    const onEnd = () => finish({ kind: 'closed' })
    socket.on('data', onData).on('end', onEnd).on('close', onEnd)
    socket.resume()
  })
}
