/** Gives egress tests an origin that keeps every byte it gets, and a client end that keeps every byte it is sent. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { type Origin, rawConnection, type Proxy as TestProxy, tunnelTo } from './setup.ts'

/** One request as it lay on the wire, and as RFC 9112 reads it without any leniency. */
export interface WireRequest {
  line: string
  /** `name: value`, as they came. */
  fields: string[]
  body: Buffer
  /** 1 for the first connection that the origin accepted. */
  connection: number
}

/** What an origin does with a request; it owns the socket until its answer is written. */
export type RawAnswer = (request: WireRequest, socket: Socket) => void

export interface RawOrigin extends Origin {
  /** All bytes that arrived, in order of arrival. */
  bytes: Buffer
  requests: WireRequest[]
  /** Connections that are open now. */
  open: Set<Socket>
  /** Bytes that no reading of RFC 9112 explains; stays empty in every test. */
  inexplicable: string[]
}

export interface RawOriginOptions {
  plain?: boolean
  host?: string
  /** The name in the certificate, where it is another than `host`. */
  certificateFor?: string
  answer?: RawAnswer
  /** Keeps its own side open when the client ends its own. */
  halfOpen?: boolean
  /** Called for each connection, before anything arrives. */
  connected?: (socket: Socket) => void
}

/** A complete answer with a body that names the request it belongs to. */
export const answerByLine: RawAnswer = (request, socket) => {
  const body = request.line.startsWith('HEAD ') ? '' : `answer to ${request.line.split(' ')[1] ?? ''}`
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
}

/** A TCP or TLS origin without any HTTP library in it; ends with the test. */
export async function startRawOrigin(options: RawOriginOptions = {}): Promise<RawOrigin> {
  const host = options.host ?? 'origin.example.test'
  const made = makeDemoCertificates(options.certificateFor ?? host, { now: Date.now(), random: randomBytes })
  const origin: RawOrigin = {
    host,
    port: 0,
    rootPem: made.rootPem,
    received: [],
    connections: 0,
    bytes: Buffer.alloc(0),
    requests: [],
    open: new Set(),
    inexplicable: [],
  }
  const accept = (socket: Socket) => {
    origin.connections += 1
    const connection = origin.connections
    origin.open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => origin.open.delete(socket))
    options.connected?.(socket)
    let pending = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      origin.bytes = Buffer.concat([origin.bytes, chunk])
      pending = Buffer.concat([pending, chunk])
      for (;;) {
        const read = readRequest(pending)
        if (read === 'more') return
        if (read === 'inexplicable') {
          origin.inexplicable.push(pending.toString('latin1'))
          socket.destroy()
          return
        }
        pending = pending.subarray(read.length)
        const request = { ...read.request, connection }
        origin.requests.push(request)
        ;(options.answer ?? answerByLine)(request, socket)
      }
    })
  }
  const server = options.plain
    ? createTcpServer({ noDelay: true, allowHalfOpen: options.halfOpen ?? false }, accept)
    : createTlsServer({ cert: made.chainPem, key: made.keyPem, ALPNProtocols: ['http/1.1'] }, accept)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin.port = (server.address() as AddressInfo).port
  onTestFinished(() => {
    for (const socket of origin.open) socket.destroy()
    server.close()
  })
  return origin
}

type Reading = { length: number; request: Omit<WireRequest, 'connection'> } | 'more' | 'inexplicable'

/** One framing, one Host, one spelling: whatever else arrives is what a request must never turn into on its way. */
function readRequest(bytes: Buffer): Reading {
  const text = bytes.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return 'more'
  const [line = '', ...fields] = text.slice(0, end).split('\r\n')
  if (!/^[A-Z]+ (?:\/[!-~\x80-\xff]*|\*) HTTP\/1\.1$/.test(line)) return 'inexplicable'
  if (fields.some((field) => !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[\t -~\x80-\xff]*$/.test(field)))
    return 'inexplicable'
  const valuesOf = (name: string) =>
    fields
      .filter((field) => field.toLowerCase().startsWith(`${name}:`))
      .map((field) => field.slice(name.length + 1).trim())
  const lengths = valuesOf('content-length')
  const codings = valuesOf('transfer-encoding')
  if (valuesOf('host').length !== 1 || lengths.length + codings.length > 1) return 'inexplicable'
  const start = end + 4
  if (codings.length === 1)
    return codings[0] === 'chunked' ? readChunks(text, start, { line, fields }) : 'inexplicable'
  const length = lengths[0] ?? '0'
  if (!/^\d+$/.test(length)) return 'inexplicable'
  const until = start + Number(length)
  if (bytes.length < until) return 'more'
  return { length: until, request: { line, fields, body: bytes.subarray(start, until) } }
}

function readChunks(text: string, start: number, head: { line: string; fields: string[] }): Reading {
  const parts: string[] = []
  for (let at = start; ; ) {
    const eol = text.indexOf('\r\n', at)
    if (eol === -1) return 'more'
    const size = text.slice(at, eol)
    if (!/^[0-9a-f]{1,8}$/i.test(size)) return 'inexplicable'
    const bytes = Number.parseInt(size, 16)
    at = eol + 2 + bytes + 2
    if (text.length < at) return 'more'
    if (text.slice(at - 2, at) !== '\r\n') return 'inexplicable'
    if (bytes === 0) return { length: at, request: { ...head, body: Buffer.from(parts.join(''), 'latin1') } }
    parts.push(text.slice(eol + 2, eol + 2 + bytes))
  }
}

/** The value of a field of a request, lower-case name; null where it is absent. Fails the reader on two. */
export function fieldOf(request: WireRequest | undefined, name: string): string | null {
  const found = request?.fields.find((field) => field.toLowerCase().startsWith(`${name}:`))
  return found === undefined ? null : found.slice(name.length + 1).trim()
}

/** When waiting is given up. No promise: a busy machine may take its time, as long as the test may. */
const patienceMs = 20_000

/** The client's end of a connection: what came so far, and ways to wait for more. */
export class Wire {
  readonly socket: Socket
  #chunks: Buffer[] = []
  /** How the connection ended: by a clean end, by being cut, or not yet. */
  end: 'clean' | 'cut' | null = null

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    socket.once('end', () => {
      this.end ??= 'clean'
    })
    socket.once('error', () => {
      this.end ??= 'cut'
    })
    socket.once('close', () => {
      this.end ??= 'cut'
    })
  }

  /** Everything received, one character a byte. */
  get text(): string {
    return Buffer.concat(this.#chunks).toString('latin1')
  }

  /** The status codes of all answers so far, where bodies contain no status lines. */
  get statuses(): number[] {
    return [...this.text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]))
  }

  send(bytes: string | Buffer): this {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
    return this
  }

  /** Waits until the text so far satisfies; returns it. Throws after `withinMs`, or when the connection ends before. */
  async until(enough: RegExp | ((text: string) => boolean), withinMs = patienceMs): Promise<string> {
    const holds = typeof enough === 'function' ? enough : (text: string) => enough.test(text)
    await waitFor(() => holds(this.text) || this.end !== null, withinMs)
    if (!holds(this.text)) throw new Error(`${this.end ?? 'still open'} after: ${this.text.slice(0, 2000)}`)
    return this.text
  }

  /** Waits until the other side has ended the connection; returns all that came. */
  async closed(withinMs = patienceMs): Promise<string> {
    await waitFor(() => this.end !== null, withinMs)
    if (this.end === null) throw new Error(`not closed after: ${this.text.slice(0, 2000)}`)
    return this.text
  }
}

/** Polls for a state that has no event of its own; gives up silently, so that the assertion after it speaks. */
export async function waitFor(holds: () => boolean, withinMs = patienceMs): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!holds() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A plain connection to the proxy. */
export async function plainWire(proxy: TestProxy): Promise<Wire> {
  return new Wire(await rawConnection(proxy))
}

/** A connection to the origin through an intercepted tunnel. */
export async function tunnelWire(proxy: TestProxy, origin: Origin): Promise<Wire> {
  return new Wire(await tunnelTo(proxy, origin))
}
