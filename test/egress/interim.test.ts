/** Promises about interim answers: none that nobody asked for does harm, and none puts off the final one for ever. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { buildConnector, Pool } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { checkedUndici, swallowContinue } from '../../gateway/egress/interim.ts'
import { answerByLine, type RawAnswer, startRawOrigin, tunnelWire, waitFor } from './raw.ts'
import { scene } from './scene.ts'
import { startProxy } from './setup.ts'

const hint = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n'
const goOn = 'HTTP/1.1 100 Continue\r\n\r\n'
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

/** Sends `bytes` again and again until its connection ends. */
function forEver(bytes: string, everyMs: number): RawAnswer {
  return (_request, socket) => {
    const timer = setInterval(() => {
      if (!socket.writableNeedDrain) socket.write(bytes)
    }, everyMs)
    onTestFinished(() => clearInterval(timer))
    socket.once('close', () => clearInterval(timer))
  }
}

test.each([
  ['hints', hint],
  ['a 100 Continue', goOn],
])(
  'a destination that says %s now and then, and nothing else, becomes 504 once its answer is overdue',
  async (_, bytes) => {
    const limits = { upstreamHeadersTimeoutMs: 700 }
    const { wire, at, proxy, origin } = await scene('tunnel', { limits }, forEver(bytes, 100))
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await wire.until(/HTTP\/1\.1 504 /, 6000)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-timeout', status: 504 })
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
  },
)

test('a destination that floods with hints becomes 502 long before its answer is overdue', async () => {
  const limits = { upstreamHeadersTimeoutMs: 600_000 }
  const { wire, at, proxy, origin } = await scene('tunnel', { limits }, forEver(hint.repeat(1000), 1))
  wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
  await wire.until(/HTTP\/1\.1 502 /)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-protocol', status: 502 })
  await waitFor(() => origin.open.size === 0)
  expect(origin.open.size).toBe(0)
})

test('a hint at the beginning of a long upload does not set a clock on the upload', async () => {
  const origin = await startRawOrigin({
    answer: answerByLine,
    connected: (socket) => void socket.once('data', () => socket.write(hint)),
  })
  const limits = { upstreamHeadersTimeoutMs: 1000, holdBytes: 10 }
  const proxy = await startProxy([origin], { limits })
  const wire = await tunnelWire(proxy, origin)
  const line = 'a few words, and not more.\n'
  wire.send(`POST /x HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\nContent-Type: text/plain\r\n`)
  wire.send(`Content-Length: ${10 * line.length}\r\n\r\n`)
  for (let i = 0; i < 10; i += 1) {
    wire.send(line)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  await wire.until(/answer to \/x$/)
  expect(wire.statuses).toEqual([103, 200])
})

/** What undici makes of an unasked 100 when nobody or `prepare` takes it out: the status, or the error's message. */
async function undiciOn(prepare: (socket: Socket) => void): Promise<number | string> {
  const server = createServer(
    (socket) => void socket.on('data', () => socket.write(goOn + ok)).on('error', () => {}),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const connector = buildConnector({})
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    connect: (options, callback) =>
      connector(options, (error, socket) => {
        if (error) return callback(error, null)
        prepare(socket as Socket)
        callback(null, socket as never)
      }),
  })
  onTestFinished(() => pool.destroy())
  return pool.request({ path: '/', method: 'GET' }).then(
    ({ statusCode }) => statusCode,
    (error: Error) => error.message,
  )
}

test('undici says which connection a request goes out on, and reads by the method that is stood in for', async () => {
  const reads: string[] = []
  const status = await undiciOn((socket) => {
    swallowContinue(socket)
    const read = socket.read.bind(socket)
    socket.read = (size?: number) => {
      reads.push('read')
      return read(size)
    }
  })
  expect(status).toBe(200)
  expect(reads).not.toHaveLength(0)
})

test('undici still ends a connection on an unasked 100: once it does not, interim.ts has done its work and can go', async () => {
  expect(await undiciOn(() => {})).toBe('bad response')
})

test('the undici that is installed is the one against which the stand-in was checked', () => {
  const installed = JSON.parse(readFileSync('node_modules/undici/package.json', 'utf8')).version as string
  const hint =
    'Read how lib/dispatcher/client-h1.js reads its socket, then set `checkedUndici` in interim.ts anew.'
  expect(installed, hint).toBe(checkedUndici)
})
