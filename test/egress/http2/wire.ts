/** A client that writes HTTP/2 frames by hand over real TLS, and keeps every frame that it gets. */
import type { TLSSocket } from 'node:tls'
import type { Origin, Proxy as TestProxy } from '../setup.ts'
import { http2Socket } from './client.ts'
import {
  type Frame,
  fieldBlock,
  flags,
  frame,
  frameTypes,
  preface,
  readFrames,
  settingsFrame,
} from './frames.ts'

export interface Http2Wire {
  socket: TLSSocket
  frames: Frame[]
  closed: boolean
  authority: string
  send(...parts: readonly Buffer[]): void
  /** Waits until a frame fits or the connection is closed; true where one fitted. */
  until(fits: (frame: Frame) => boolean, withinMs?: number): Promise<boolean>
  /** Opens a stream with the usual pseudo-fields and these beside. */
  headers(stream: number, more?: readonly (readonly [string, string])[], flag?: number): Buffer
}

export function wireOn(socket: TLSSocket, authority: string): Http2Wire {
  let pending: Buffer = Buffer.alloc(0)
  const wire: Http2Wire = {
    socket,
    authority,
    frames: [],
    closed: false,
    send: (...parts) => void socket.write(Buffer.concat(parts)),
    async until(fits, withinMs = 20_000) {
      const deadline = Date.now() + withinMs
      for (;;) {
        if (wire.frames.some(fits)) return true
        if (wire.closed || Date.now() > deadline) return false
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    headers: (stream, more = [], flag = flags.endHeaders | flags.endStream) =>
      frame(frameTypes.headers, flag, stream, fieldBlock([...pseudo(authority), ...more])),
  }
  socket.on('data', (chunk: Buffer) => {
    const { frames, rest } = readFrames(Buffer.concat([pending, chunk]))
    wire.frames.push(...frames)
    pending = rest
    // A well-behaved peer acknowledges settings; whoever tests without that says so by hand.
    for (const { type, flags: flag } of frames)
      if (type === frameTypes.settings && (flag & flags.ack) === 0)
        socket.write(frame(frameTypes.settings, flags.ack, 0))
  })
  socket.on('close', () => {
    wire.closed = true
  })
  socket.on('error', () => {})
  return wire
}

export function pseudo(authority: string, path = '/', method = 'GET'): [string, string][] {
  return [
    [':method', method],
    [':authority', authority],
    [':scheme', 'https'],
    [':path', path],
  ]
}

/** A connection to the gateway on which preface and settings were sent. */
export async function http2Wire(proxy: TestProxy, origin: Pick<Origin, 'host' | 'port'>): Promise<Http2Wire> {
  const wire = wireOn(await http2Socket(proxy, origin), `${origin.host}:${origin.port}`)
  wire.send(preface, settingsFrame())
  return wire
}
