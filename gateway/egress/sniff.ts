/** Looks at the first bytes of a connection without taking them away. */
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { readRequestLine } from '../core/http/request-line.ts'
import { type ClientHello, readClientHello } from '../core/tls/client-hello.ts'

/** What a connection opened with. The bytes are back in the socket when this is known. */
export type Opening =
  | { kind: 'tls'; hello: ClientHello }
  /** A request of HTTP/1 in the clear, or what began as one and stopped. */
  | { kind: 'http' }
  | { kind: 'other'; firstByte: number }
  | { kind: 'malformed-tls' }
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
  return sniff(socket, timeoutMs, (bytes, isLast) => {
    const firstByte = bytes[0] as number
    if (!looksLikeTls(firstByte)) return anyOther ? { kind: 'other', firstByte } : plainOpening(bytes, isLast)
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
function plainOpening(bytes: Buffer, isLast: boolean): Opening | null {
  const reading = readRequestLine(bytes)
  if (reading === 'more' && !isLast) return null
  return reading === 'no' ? { kind: 'other', firstByte: bytes[0] as number } : { kind: 'http' }
}

function sniff(
  socket: Duplex,
  timeoutMs: number,
  judge: (bytes: Buffer, isLast: boolean) => Opening | null,
): Promise<Opening> {
  return new Promise((resolve) => {
    let bytes: Buffer | null = null
    const timeIsUp = () =>
      finish(bytes === null ? { kind: 'silent' } : (judge(bytes, true) ?? { kind: 'malformed-tls' }))
    const timer = setTimeout(timeIsUp, timeoutMs)
    const finish = (opening: Opening) => {
      clearTimeout(timer)
      socket.off('data', onData).off('end', onEnd).off('close', onEnd)
      socket.pause()
      if (bytes !== null && !socket.destroyed) socket.unshift(bytes)
      resolve(opening)
    }
    const onData = (chunk: Buffer) => {
      bytes = bytes === null ? chunk : Buffer.concat([bytes, chunk])
      const opening = judge(bytes, false)
      if (opening !== null) finish(opening)
    }
    const onEnd = () => finish({ kind: 'closed' })
    socket.on('data', onData).on('end', onEnd).on('close', onEnd)
    socket.resume()
  })
}
