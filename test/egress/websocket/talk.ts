/** Gives WebSocket tests a gateway between two ends that speak in frames of their own making. */
import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { expect } from 'vitest'
import type { RawAnswer, RawOrigin, WireRequest } from '../raw.ts'
import { fieldOf, waitFor } from '../raw.ts'
import { scene, type Way } from '../scene.ts'
import type { ProxyChanges, Proxy as TestProxy } from '../setup.ts'
import { type Frame, type FrameOptions, frame, opcodes, readFrames } from './frames.ts'

export const key = 'dGhlIHNhbXBsZSBub25jZQ=='
export const handshake = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n`

/** The answer that takes a handshake up. */
export function switching(request: WireRequest, fields = ''): string {
  const proof = createHash('sha1')
    .update(`${fieldOf(request, 'sec-websocket-key')}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64')
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${proof}\r\n${fields}\r\n`
}

/** When waiting is given up: a busy machine may take its time. */
const patienceMs = 100_000

/** One end of a WebSocket, bytes as they came. */
export class End {
  readonly socket: Socket
  readonly frames: Frame[] = []
  isEnded = false
  readonly #masks: boolean
  #pending: Buffer

  constructor(socket: Socket, masks: boolean, head = Buffer.alloc(0)) {
    this.socket = socket
    this.#masks = masks
    this.#pending = head
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', () => {})
    for (const event of ['end', 'close'] as const)
      socket.on(event, () => {
        this.isEnded = true
      })
    this.#take(Buffer.alloc(0))
  }

  /** Sends a frame, masked as its role has to where nothing else is said. */
  send(options: FrameOptions): this {
    return this.raw(frame({ mask: this.#masks, ...options }))
  }

  raw(bytes: Buffer): this {
    this.socket.write(bytes)
    return this
  }

  text(payload: string): this {
    return this.send({ opcode: opcodes.text, payload })
  }

  /** The messages so far, whole: text as text, binary as `binary:` and hex. */
  get messages(): string[] {
    const messages: string[] = []
    let parts: Buffer[] = []
    let opcode = 0
    for (const one of this.frames) {
      if (one.opcode >= 8) continue
      if (one.opcode !== 0) opcode = one.opcode
      parts.push(one.payload)
      if (!one.fin) continue
      const whole = Buffer.concat(parts)
      messages.push(opcode === opcodes.text ? whole.toString() : `binary:${whole.toString('hex')}`)
      parts = []
    }
    return messages
  }

  /** The close frame that came: its code (1005 where it has none) and reason; null before it. */
  get close(): { code: number; reason: string } | null {
    const found = this.frames.find(({ opcode }) => opcode === opcodes.close)
    if (found === undefined) return null
    if (found.payload.length === 0) return { code: 1005, reason: '' }
    return { code: found.payload.readUInt16BE(), reason: found.payload.subarray(2).toString() }
  }

  async until(holds: (end: this) => boolean): Promise<void> {
    await waitFor(() => holds(this), patienceMs)
    expect(holds(this), `not yet, after ${JSON.stringify(this.messages).slice(0, 1000)}`).toBe(true)
  }

  async message(count: number): Promise<string> {
    await this.until(({ messages }) => messages.length >= count)
    return this.messages[count - 1] ?? ''
  }

  async closed(): Promise<{ code: number; reason: string } | null> {
    await this.until(({ isEnded }) => isEnded)
    return this.close
  }

  #take(chunk: Buffer): void {
    const { frames, rest } = readFrames(Buffer.concat([this.#pending, chunk]))
    this.#pending = rest
    this.frames.push(...frames)
  }
}

export interface Talk {
  proxy: TestProxy
  origin: RawOrigin
  client: End
  server: End
  /** The answer that the client got, and the request that the destination got. */
  answer: string
  request: WireRequest
}

export interface TalkOptions extends ProxyChanges {
  way?: Way
  /** Further fields of the client's handshake, and of the destination's answer. */
  asked?: string
  answered?: string
  path?: string
}

/** A WebSocket through the gateway, its handshake done. Its two ends fail the test with `until`. */
export async function talk(options: TalkOptions = {}): Promise<Talk> {
  const { way = 'tunnel', asked = '', answered = '', path = '/chat', ...changes } = options
  const servers: { end: End; request: WireRequest }[] = []
  const accepting: RawAnswer = (request, socket) => {
    socket.removeAllListeners('data')
    socket.write(switching(request, answered))
    servers.push({ end: new End(socket, false), request })
  }
  const { wire, at, proxy, origin } = await scene(way, changes, accepting)
  wire.send(`${at.line('GET', path)}${at.host}${handshake}${asked}\r\n`)
  const text = await wire.until(/\r\n\r\n/)
  expect(wire.statuses).toEqual([101])
  const [head = ''] = text.split('\r\n\r\n')
  const rest = Buffer.from(text.slice(head.length + 4), 'latin1')
  wire.socket.removeAllListeners('data')
  const client = new End(wire.socket, true, rest)
  const [{ end: server, request }] = servers as [(typeof servers)[0]]
  return { proxy, origin, client, server, answer: head, request }
}

/** Takes a handshake up, says `first`, and says each message again behind `echo `. */
export const echoing: RawAnswer = (request, socket) => {
  socket.removeAllListeners('data')
  socket.write(switching(request))
  const end = new End(socket, false).text('first')
  let said = 0
  socket.on('data', () => {
    for (const message of end.messages.slice(said)) end.text(`echo ${message}`)
    said = end.messages.length
  })
}

/** A text message of a client, as it lies on the wire. */
export function textFrame(payload: string): Buffer {
  return frame({ opcode: opcodes.text, payload, mask: true })
}
