/** A client of the test networks that says exactly what it is told to, and prints what came back as JSON. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { WebSocket } from 'ws'

export interface ClientOrder {
  how: 'tls' | 'bytes' | 'websocket'
  address: string
  port: number
  /** For `tls`: the name in the hello; null says none. */
  name?: string | null
  /** Cuts the hello into records of so many bytes, and sends each byte on its own. */
  cut?: number
  /** Offers so many protocols that the hello takes more than 16 KiB. */
  isLong?: boolean
  ca?: string
  /** What to say: a request, a message, or bytes in hexadecimal. */
  say?: string
  /** Once the other side is silent for so long, that is that. */
  waitMs?: number
}

export interface ClientHeard {
  heard: string
  error: string | null
}

/** Cuts the first record that passes; the handshake's own bytes stay what they are (RFC 8446 §5.1). */
class Cutting extends Duplex {
  readonly #socket: Socket
  readonly #size: number
  #isFirst = true

  constructor(socket: Socket, size: number) {
    super()
    this.#socket = socket
    this.#size = size
    socket.on('data', (chunk) => this.push(chunk))
    socket.on('end', () => this.push(null))
    socket.on('error', (error) => this.destroy(error))
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const isFirst = this.#isFirst
    this.#isFirst = false
    if (!isFirst) this.#socket.write(chunk, () => done())
    else void this.#trickle(chunk).then(done)
  }

  async #trickle(record: Buffer): Promise<void> {
    const message = record.subarray(5)
    for (let from = 0; from < message.length; from += this.#size) {
      const part = message.subarray(from, from + this.#size)
      for (const byte of [...record.subarray(0, 3), part.length >> 8, part.length & 255, ...part]) {
        this.#socket.write(Buffer.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }

  override _final(done: () => void): void {
    this.#socket.end(() => done())
  }
}

async function run(order: ClientOrder): Promise<ClientHeard> {
  const { how, address, port, say = '', waitMs = 20_000 } = order
  const parts: Buffer[] = []
  const heard = () => Buffer.concat(parts).toString(how === 'bytes' ? 'hex' : 'utf8')
  try {
    if (how === 'websocket') {
      const socket = new WebSocket(`ws://${order.name}/`, {
        createConnection: () => connect({ host: address, port }),
      })
      await once(socket, 'open')
      socket.send(say)
      const [answer] = await once(socket, 'message')
      socket.terminate()
      return { heard: String(answer), error: null }
    }
    const socket = connect({ host: address, port, noDelay: true })
    const stream = how === 'tls' ? secured(order, socket) : socket
    stream.on('data', (chunk: Buffer) => parts.push(chunk))
    const over = Promise.race([once(stream, 'close'), once(stream, 'end')])
    stream.write(how === 'tls' ? say : Buffer.from(say, 'hex'))
    const silent = new Promise((resolve) => setTimeout(resolve, waitMs))
    await Promise.race([over, silent])
    socket.destroy()
    return { heard: heard(), error: null }
  } catch (error) {
    return { heard: heard(), error: error instanceof Error ? error.message : 'unknown' }
  }
}

function secured({ name, cut, isLong, ca }: ClientOrder, socket: Socket): Duplex {
  const many = Array.from({ length: 70 }, () => randomBytes(120).toString('hex'))
  return connectTls({
    socket: cut === undefined ? socket : (new Cutting(socket, cut) as unknown as Socket),
    ...(ca === undefined ? {} : { ca }),
    ...(name === null || name === undefined ? {} : { servername: name }),
    ALPNProtocols: [...(isLong ? many : []), 'http/1.1'],
  })
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as ClientOrder)))
process.exit(0)
