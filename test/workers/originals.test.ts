/** What a worker hands over of originals is bounded by what control takes, and the journal is told the truth of it. */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { MiB } from '../../gateway/core/units.ts'
import { encodeFrame } from '../../gateway/core/worker/frame.ts'
import { protocolVersion } from '../../gateway/core/worker/to-control.ts'
import { ControlLink } from '../../gateway/worker/link.ts'
import { WorkerOriginals } from '../../gateway/worker/originals.ts'
import { factsOf } from '../originals/room.ts'

const facts = factsOf('0123456789ab-0123456789ab', 1)
const sealed = { header: Buffer.alloc(200), payload: Buffer.alloc(4 * MiB), mark: '0'.repeat(64) }

test('a control that takes nothing, or is away, is handed no more originals', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-line-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const socketPath = join(folder, 'control')
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    // It greets, and reads nothing more.
    socket.once('data', () => {
      socket.pause()
      socket.write(encodeFrame({ kind: 'welcome', salt: 'AAAA', recordsMs: 100, maxRecords: 100 }))
    })
    onTestFinished(() => void socket.destroy())
  })
  server.listen(socketPath)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const link = new ControlLink({
    socketPath,
    hello: () => ({
      ...{ kind: 'hello', protocol: protocolVersion, worker: 'worker-1', secret: 'AAAA' },
      ...{ processId: process.pid, listening: null },
    }),
    heard: () => undefined,
    forsaken: () => undefined,
  })
  onTestFinished(() => link.close())
  const originals = new WorkerOriginals(link)
  expect(originals.keep(facts, sealed)).toBe(false)
  await expect.poll(() => link.isUp).toBe(true)
  const taken = Array.from({ length: 10 }, () => originals.keep(facts, sealed))
  expect(taken[0]).toBe(true)
  expect(taken.at(-1)).toBe(false)
  // What is let onto the line ends one original behind the bound.
  expect(link.waitingBytes).toBeLessThan(16 * MiB)
})
