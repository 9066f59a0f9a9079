/** Looks at the first bytes of a connection without taking them away. */
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ClientHello, readClientHello } from '../core/tls/client-hello.ts'

/** What a connection opened with. The bytes are back in the socket when this is known. */
export type Opening =
  | { kind: 'tls'; hello: ClientHello }
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

/** Waits for a whole ClientHello, or for what shows that there is none. */
export function sniffClientHello(socket: Duplex, timeoutMs: number): Promise<Opening> {
  return sniff(socket, timeoutMs, (bytes) => {
    if (!looksLikeTls(bytes[0] as number)) return { kind: 'other', firstByte: bytes[0] as number }
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

function sniff(
  socket: Duplex,
  timeoutMs: number,
  judge: (bytes: Buffer) => Opening | null,
): Promise<Opening> {
  return new Promise((resolve) => {
    let bytes: Buffer | null = null
    const timer = setTimeout(() => finish({ kind: bytes === null ? 'silent' : 'malformed-tls' }), timeoutMs)
    const finish = (opening: Opening) => {
      clearTimeout(timer)
      socket.off('data', onData).off('end', onEnd).off('close', onEnd)
      socket.pause()
      if (bytes !== null && !socket.destroyed) socket.unshift(bytes)
      resolve(opening)
    }
    const onData = (chunk: Buffer) => {
      bytes = bytes === null ? chunk : Buffer.concat([bytes, chunk])
      const opening = judge(bytes)
      if (opening !== null) finish(opening)
    }
    const onEnd = () => finish({ kind: 'closed' })
    socket.on('data', onData).on('end', onEnd).on('close', onEnd)
    socket.resume()
  })
}
