/** Promises about what a tunnel carries: every byte, in order, at the reader's pace, and each side's end by itself. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { giveBack } from '../../gateway/egress/give-back.ts'
import { carryTunnel, type TunnelEnd } from '../../gateway/egress/tunnel.ts'
import { waitFor } from './raw.ts'

interface Ends {
  client: Socket
  destination: Socket
  end: Promise<TunnelEnd>
}

/** A client and a destination with a tunnel between them. */
async function joined(): Promise<Ends> {
  const [client, inside] = await pair()
  const [upstream, destination] = await pair()
  const end = carryTunnel(inside, { open: async () => upstream, idleTimeoutMs: 60_000 })
  return { client, destination, end }
}

async function pair(): Promise<[Socket, Socket]> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const one = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const [other] = (await once(server, 'connection')) as [Socket]
  server.close()
  for (const socket of [one, other]) {
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
  }
  return [one, other]
}

/** Bytes that tell their place, in pieces from one byte to a few hundred KiB. */
function* pieces(total: number, seed: number): Generator<Buffer> {
  let state = seed
  for (let sent = 0; sent < total; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    const length = Math.min(total - sent, 1 + (state % [7, 5 * KiB, 70 * KiB, 300 * KiB][state % 4]!))
    const piece = Buffer.allocUnsafe(length)
    for (let i = 0; i < length; i += 1) piece[i] = ((sent + i) * seed) >> ((sent + i) % 11)
    yield piece
    sent += length
  }
}

/** Sends all and ends the own side; resolves with the digest of what was sent. */
async function send(socket: Socket, total: number, seed: number): Promise<string> {
  const hash = createHash('sha256')
  for (const piece of pieces(total, seed)) {
    hash.update(piece)
    if (!socket.write(piece)) await once(socket, 'drain')
  }
  socket.end()
  return hash.digest('hex')
}

/** The digest of all that comes until the other side ends. `pauses`: now and then it reads nothing for a moment. */
async function take(socket: Socket, pauses: boolean): Promise<{ digest: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  let next = 0
  socket.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    bytes += chunk.length
    if (!pauses || bytes < next) return
    next = bytes + MiB
    socket.pause()
    setTimeout(() => socket.resume(), 5)
  })
  socket.resume()
  await once(socket, 'end')
  return { digest: hash.digest('hex'), bytes }
}

test('every byte arrives in order, both ways at a time, whoever reads slowly', async () => {
  const { client, destination, end } = await joined()
  const [up, down] = [5 * MiB + 1, 8 * MiB + 3]
  const taking = [take(destination, true), take(client, true)]
  const sending = [send(client, up, 3), send(destination, down, 5)]
  const [sentUp, sentDown] = await Promise.all(sending)
  expect(await Promise.all(taking)).toEqual([
    { digest: sentUp, bytes: up },
    { digest: sentDown, bytes: down },
  ])
  expect(await end).toMatchObject({ kind: 'carried', sent: up, received: down })
})

test('a side that has ended its own still hears the other', async () => {
  const { client, destination, end } = await joined()
  const heard = take(client, false)
  const ended = once(destination, 'end')
  destination.resume()
  client.end('that is all')
  await ended
  expect(client.readableEnded).toBe(false)
  const sent = await send(destination, 3 * MiB, 7)
  expect(await heard).toEqual({ digest: sent, bytes: 3 * MiB })
  expect(await end).toMatchObject({ kind: 'carried', sent: 11, received: 3 * MiB })
})

test('a client that reads nothing stops the destination, and all of it is there when it reads again', async () => {
  const { client, destination, end } = await joined()
  client.pause()
  const piece = Buffer.alloc(MiB, 'x')
  let written = 0
  // The kernel keeps a few MiB for a connection; a gateway that kept the rest would take all of this.
  while (written < 256 * MiB) {
    const goesOn = destination.write(piece)
    written += MiB
    if (!goesOn && !(await Promise.race([once(destination, 'drain').then(() => true), pause(500)]))) break
  }
  expect(written).toBeLessThan(128 * MiB)
  const heard = take(client, false)
  destination.end()
  expect((await heard).bytes).toBe(written)
  client.end()
  expect(await end).toMatchObject({ kind: 'carried', received: written })
})

test('a client that leaves in the middle ends the destination’s connection', async () => {
  const { client, destination, end } = await joined()
  const sending = setInterval(() => destination.writable && destination.write(Buffer.alloc(MiB)), 1)
  await once(client, 'data')
  client.resetAndDestroy()
  expect((await end).kind).toBe('carried')
  clearInterval(sending)
  await waitFor(() => destination.destroyed || destination.readableEnded || !destination.readable)
})

test('memory is given back once only, and only where nobody else sees it', () => {
  const own = Buffer.from(new ArrayBuffer(64 * KiB))
  giveBack(own)
  expect(own.length).toBe(0)
  giveBack(own)
  const shared = Buffer.from(new ArrayBuffer(64 * KiB))
  giveBack(shared.subarray(1))
  giveBack(shared.subarray(0, 32 * KiB))
  expect(shared.length).toBe(64 * KiB)
  const small = Buffer.from(new ArrayBuffer(100))
  giveBack(small)
  expect(small.length).toBe(100)
})

function pause(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, ms, false))
}
