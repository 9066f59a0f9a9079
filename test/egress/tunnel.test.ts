/** Promises about the way to a tunnelled destination: it takes no longer than it may, and ends with whoever wanted it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { straightTo } from '../../gateway/egress/straight.ts'
import { carryTunnel } from '../../gateway/egress/tunnel.ts'
import { upstreamFault } from '../../gateway/egress/upstream-fault.ts'
import { startOwnTime } from '../support/own-time.ts'
import { plainWire, waitFor } from './raw.ts'
import { maskAll, startProxy } from './setup.ts'

const listening = `
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '0.0.0.0', backlog: 1 }, () => console.log(server.address().port))
`

/** A port whose owner sleeps and whose queue is full: who connects hears nothing at all, on any loopback address. */
async function silentPort(): Promise<number> {
  const owner = spawn(process.execPath, ['-e', listening], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void owner.kill('SIGKILL'))
  const [line] = (await once(owner.stdout, 'data')) as [Buffer]
  const port = Number(line.toString())
  owner.kill('SIGSTOP')
  for (let i = 0; i < 8; i += 1) {
    const filling = connect(port, '127.0.0.1').on('error', () => {})
    onTestFinished(() => void filling.destroy())
    const isFull = await Promise.race([
      once(filling, 'connect').then(() => false),
      new Promise<boolean>((resolve) => setTimeout(resolve, 200, true)),
    ])
    if (isFull) return port
  }
  throw new Error('the queue takes everybody')
}

const host = 'silent.example.test'
const idleTimeoutMs = 5000

test('connecting takes no longer than it may, however many addresses there are, and is a time-out', async () => {
  const port = await silentPort()
  const addresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4']
  const elapsed = startOwnTime()
  const end = await carryTunnel(new PassThrough(), {
    open: (signal) => straightTo({ host, port, addresses, from: null, timeoutMs: 600, signal }),
    idleTimeoutMs,
  })
  expect(elapsed()).toBeLessThan(1500)
  expect(end.kind).toBe('unreachable')
  expect(upstreamFault(end.kind === 'unreachable' ? end.error : null)).toBe('upstream-timeout')
})

test('an address that answers is found behind one that refuses', async () => {
  const answering = createServer((socket) => socket.end('hello'))
  answering.listen(0, '127.0.0.1')
  await once(answering, 'listening')
  onTestFinished(() => void answering.close())
  const open = (answering.address() as { port: number }).port
  const client = new PassThrough()
  client.end()
  const order = { host, port: open, addresses: ['127.0.0.2', '127.0.0.1'], from: null, timeoutMs: 3000 }
  const end = await carryTunnel(client, {
    open: (signal) => straightTo({ ...order, signal }),
    idleTimeoutMs,
  })
  expect(end).toMatchObject({ kind: 'carried', address: '127.0.0.1' })
})

test('whoever leaves is not connected for any more', async () => {
  const port = await silentPort()
  const client = new PassThrough()
  const elapsed = startOwnTime()
  const order = { host, port, addresses: ['127.0.0.1'], from: null, timeoutMs: 5000 }
  const end = carryTunnel(client, { open: (signal) => straightTo({ ...order, signal }), idleTimeoutMs })
  client.destroy()
  expect(await end).toEqual({ kind: 'client-gone' })
  expect(elapsed()).toBeLessThan(1500)
})

test('the journal tells a time-out from an unreachable destination, and both from a client that left', async () => {
  const port = await silentPort()
  const proxy = await startProxy([], {
    policy: { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] },
    options: { connectPorts: [port, 1], hosts: { [host]: '127.0.0.1' }, allowPrivate: [host] },
    limits: { connectTimeoutMs: 1500 },
  })
  const ask = async (to: number) => {
    const wire = await plainWire(proxy)
    wire.send(`CONNECT ${host}:${to} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wire.until(/\r\n\r\n$/)
    return wire.send('question')
  }
  const wire = await ask(port)
  await wire.closed()
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-timeout' })
  await (await ask(1)).closed()
  expect(await proxy.recordAt(1)).toMatchObject({ action: 'fail', reason: 'upstream-unreachable' })
  const leaving = await ask(port)
  await waitFor(() => false, 100)
  leaving.socket.resetAndDestroy()
  await waitFor(() => proxy.egress.connections() === 0, 1000)
  expect(await proxy.recordAt(2)).toMatchObject({ action: 'fail', reason: 'client-gone' })
  expect(proxy.records[2]?.durationMs).toBeLessThan(1400)
})
