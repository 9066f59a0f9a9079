/** Subscribers that take nothing: dropped in time, without anybody else having to wait for them. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Ending } from '../../gateway/telemetry/counts.ts'
import { GuardedStream } from '../../gateway/telemetry/guard.ts'
import { testWith } from '../support/clients.ts'
import { mosquittoSub } from './clients.ts'
import { type DevicePapers, makePapers, openScene, publishReadings, stream, topic } from './office.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
let camera: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
  camera = await papers.device('camera')
})
afterAll(() => papers.remove())

test('who takes nothing of what is written is dropped after the time that is given, who takes it slowly is not', async () => {
  const stalled = await guarded()
  const slow = await guarded()
  stalled.client.pause()
  slow.client.pause()
  // Many times what the system keeps for a connection, in pieces as the broker writes them.
  const piece = Buffer.alloc(64 * 1024)
  const write = async ({ stream: guard }: Guarded) => {
    for (let sent = 0; sent < 600 && !guard.destroyed; sent++) if (!guard.write(piece)) await settled(guard)
  }
  const sip = setInterval(() => slow.client.read(), 5)
  await Promise.all([write(stalled), write(slow)])
  clearInterval(sip)
  expect(stalled.endings).toEqual(['stalled'])
  expect(slow.endings).toEqual([])
  expect(slow.stream.destroyed).toBe(false)
})

testWith('mosquitto_sub', 'a subscriber that is frozen holds up nobody', async () => {
  const scene = await openScene(papers, [till, camera])
  const { child } = mosquittoSub(scene, till, '-t', topic(till, 'stored'))
  await expect.poll(() => scene.heard).toContain('device.online till')
  child.kill('SIGSTOP')
  const own = await scene.connect(till)
  const other = await scene.connect(camera)
  for (let round = 1; round <= 20; round++) {
    await publishReadings(own, till, [{ stream, seq: round, values: { a: round } }])
    await publishReadings(other, camera, [{ stream, seq: round, values: { b: round } }])
    await scene.telemetry.flush()
  }
  expect(scene.telemetry.totals.readings).toBe(40)
  expect([own.connected, other.connected]).toEqual([true, true])
})

interface Guarded {
  stream: GuardedStream
  client: TLSSocket
  endings: Ending[]
}

/** A guard on a real TLS connection, and its client. */
async function guarded(): Promise<Guarded> {
  const files = { cert: readFileSync(papers.server.certFile), key: readFileSync(papers.server.keyFile) }
  const server = createServer(files).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const accepted = once(server, 'secureConnection')
  const { port } = server.address() as AddressInfo
  const client = connect({ host: '127.0.0.1', port, ca: readFileSync(papers.root.certFile) })
  client.on('error', () => undefined)
  const [socket] = (await accepted) as [TLSSocket]
  const endings: Ending[] = []
  const guard = new GuardedStream(socket, {
    maxPacketBytes: 1024,
    messagesPerSecond: 10,
    drainMs: 700,
    monotonic: () => performance.now(),
    ended: (reason) => endings.push(reason),
  })
  onTestFinished(() => {
    guard.destroy()
    client.destroy()
  })
  return { stream: guard, client, endings }
}

/** Until it takes more, or is over. */
async function settled(guard: GuardedStream): Promise<void> {
  const over = new AbortController()
  const either = { signal: over.signal }
  await Promise.race([once(guard, 'drain', either), once(guard, 'close', either)]).catch(() => undefined)
  over.abort()
}
