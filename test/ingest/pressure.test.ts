/** Devices that send faster than is sealed, and clients that want all connections for themselves. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import ssh2, { type SFTPWrapper } from 'ssh2'
import { expect, onTestFinished, test } from 'vitest'
import type { IncomingObject, ObjectIntake } from '../../gateway/core/vault/intake.ts'
import { testWith } from '../support/clients.ts'
import { scene, sshKey } from './setup.ts'

/** Takes the first megabyte, then nothing more until it is let go. */
function stuckIntake() {
  let taken = 0
  const go = Promise.withResolvers<void>()
  const object: IncomingObject = {
    async write(piece) {
      taken += piece.length
      if (taken > 1_000_000) await go.promise
    },
    finish: async () => ({ id: '0198c8a2b3c4-0123456789ab', bytes: taken }),
    abort: async () => undefined,
  }
  const intake: ObjectIntake = { begin: async () => object }
  return { intake, go: () => go.resolve(), taken: () => taken }
}

const bytes = 60_000_000
/** What may be in buffers of sockets, of TLS and of SSH on both sides. */
const mostUnderWay = 20_000_000

test('an upload by HTTPS waits in the device until it is sealed, and then goes on', async () => {
  const stuck = stuckIntake()
  const at = await scene({ options: { intake: stuck.intake } })
  const camera = at.device('camera-1')
  const socket = connectTls({
    ...{ port: at.ingest.ports.https!, host: '127.0.0.1', servername: 'localhost', ca: at.roots },
    ...{ cert: camera.certificate, key: camera.key },
  })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  socket.write(`PUT /files/recording/a HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n`)
  for (let sent = 0; sent < bytes; sent += 1_000_000) socket.write(Buffer.alloc(1_000_000))
  await expect.poll(() => stuck.taken()).toBeGreaterThan(1_000_000)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(socket.writableLength, 'the device still has what is not sealed').toBeGreaterThan(
    bytes - mostUnderWay,
  )
  expect(stuck.taken()).toBeLessThan(2_000_000)
  stuck.go()
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toContain(`"bytes":${bytes}`)
})

testWith(
  'ssh-keygen',
  'an upload by SFTP waits in the device until it is sealed, and then goes on',
  async () => {
    const stuck = stuckIntake()
    const at = await scene({ options: { intake: stuck.intake } })
    const privateKey = readFileSync(sshKey(at, at.device('camera-1').identity))
    const client = new ssh2.Client()
    onTestFinished(() => void client.destroy())
    client.connect({ host: '127.0.0.1', port: at.ingest.ports.sftp!, username: 'any', privateKey })
    await once(client, 'ready')
    const opened = Promise.withResolvers<SFTPWrapper>()
    client.sftp((error, wrapper) => (error ? opened.reject(error) : opened.resolve(wrapper)))
    const sftp = await opened.promise
    const handle = Promise.withResolvers<Buffer>()
    sftp.open('recording/a', 'w', (error, given) => (error ? handle.reject(error) : handle.resolve(given)))
    const piece = Buffer.alloc(30_000)
    let answered = 0
    const finished = Promise.withResolvers<void>()
    // Far more requests ahead than a well-meaning client sends.
    for (let place = 0; place < bytes; place += piece.length) {
      sftp.write(await handle.promise, piece, 0, piece.length, place, () => {
        answered++
        if (answered === bytes / piece.length) finished.resolve()
      })
    }
    await expect.poll(() => stuck.taken()).toBeGreaterThan(1_000_000)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const socket = Reflect.get(client, '_sock') as Socket
    expect(socket.bytesWritten - socket.writableLength).toBeLessThan(mostUnderWay)
    stuck.go()
    await finished.promise
    expect(stuck.taken()).toBe(bytes)
  },
)

test('one address, known or not, leaves connections to others', async () => {
  const at = await scene()
  for (const port of [at.ingest.ports.https!, at.ingest.ports.sftp!]) {
    const sockets = Array.from({ length: 80 }, () =>
      connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .resume(),
    )
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
    })
    await expect
      .poll(() => sockets.filter((socket) => socket.destroyed || socket.readableEnded).length)
      .toBeGreaterThanOrEqual(16)
    expect(sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length).toBe(64)
    // Another address of the box is another client.
    const other = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.9' })
    await once(other, 'connect')
    other.destroy()
  }
})
