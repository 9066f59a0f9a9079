/** Promises that what needs control waits some seconds for one that was restarted, and never for ever. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { encodeFrame, FrameReader, maxWorkerFrameBytes } from '../../gateway/core/worker/frame.ts'
import type { Hello } from '../../gateway/core/worker/to-control.ts'
import type { ToWorker } from '../../gateway/core/worker/to-worker.ts'
import { ControlLink } from '../../gateway/worker/link.ts'
import { WorkerTokens } from '../../gateway/worker/tokens.ts'
import { folder } from '../store/fixture.ts'

const hello: Hello = {
  kind: 'hello',
  protocol: 2,
  worker: 'worker-1',
  secret: 'AAAA',
  processId: 1,
  listening: null,
}
const welcome: ToWorker = { kind: 'welcome', salt: 'AAAA', recordsMs: 100, maxRecords: 10 }
const exchange = { id: 'a', client: '10.0.0.1', destinationGroup: 'ai' }
const token = {
  code: '234567892345',
  type: 'EMAIL',
  period: '2026-11',
  value: Buffer.from('anna@example.com'),
  undone: null,
} as const

/** A control that keeps whatever an exchange asks it to that it was told of. `falls`: at the first such question. */
async function startControl(path: string, falls: boolean): Promise<Server> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const reader = new FrameReader(maxWorkerFrameBytes)
    const known = new Set<string>()
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      for (const frame of reader.read(chunk)) {
        const heard = frame as { kind: string; ask: number; id: string; exchange: { id: string } }
        if (heard.kind === 'hello') socket.write(encodeFrame(welcome))
        if (heard.kind === 'register') known.add(heard.exchange.id)
        if (heard.kind !== 'keep') continue
        if (!falls) {
          socket.write(encodeFrame({ kind: 'kept', ask: heard.ask, durable: known.has(heard.id) }))
          continue
        }
        server.close()
        for (const each of sockets) each.destroy()
      }
    })
  })
  server.listen(path)
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const each of sockets) each.destroy()
  })
  return server
}

function startWorker(socketPath: string, returnMs: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const link: ControlLink = new ControlLink({
    socketPath,
    returnMs,
    hello: () => hello,
    heard(message) {
      if (message.kind !== 'welcome') return
      tokens.registerAgain()
      resolve()
    },
    forsaken() {},
  })
  const tokens = new WorkerTokens(link)
  onTestFinished(() => link.close())
  return { tokens, welcomed: promise }
}

test('tokens of a body that control fell over are kept by the next one, and the body leaves', async () => {
  const path = join(folder(), 'control.sock')
  const first = await startControl(path, true)
  const { tokens, welcomed } = startWorker(path, 60_000)
  await welcomed
  tokens.register(exchange)
  const kept = tokens.keep('a', [token])
  await once(first, 'close')
  const later = tokens.keep('a', [token])
  await startControl(path, false)
  expect(await kept).toBe(true)
  expect(await later).toBe(true)
})

test('where no control comes back in time they are not kept', async () => {
  const path = join(folder(), 'control.sock')
  const first = await startControl(path, true)
  const { tokens, welcomed } = startWorker(path, 300)
  await welcomed
  tokens.register(exchange)
  expect(await tokens.keep('a', [token])).toBe(false)
  expect(first.listening).toBe(false)
})
