/** Promises about those who take nothing of what is sent to them over HTTP/2 and are gone then: nothing is kept for them. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerHttp2Stream } from 'node:http2'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { KiB, minuteMs } from '../../../gateway/core/units.ts'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { requireClient, testWith } from '../../support/clients.ts'
import { startRawOrigin, waitFor } from '../raw.ts'
import { type Origin, type ProxyChanges, startOrigin, startProxy, type Proxy as TestProxy } from '../setup.ts'
import { switching } from '../websocket/talk.ts'
import { ask, http2Session, proxyName } from './client.ts'
import { startHttp2Origin } from './origin.ts'
import type { StuckOrder, StuckWay } from './stuck-client.ts'
import type { StuckOriginOrder } from './stuck-origin.ts'

const piece = Buffer.alloc(64 * KiB, 'a line of an answer\n')
const soonMs = 5000
/** No time limit lets anybody go here. */
const patient = { bodyIdleTimeoutMs: 600_000, upstreamIdleTimeoutMs: 600_000, tunnelIdleTimeoutMs: 600_000 }

type Child = ChildProcessByStdio<null, Readable, null>

/** Runs until it is killed. */
function child(program: string, order: StuckOrder | StuckOriginOrder): Child {
  const file = fileURLToPath(new URL(program, import.meta.url))
  return killedAtEnd(
    spawn(process.execPath, ['--no-warnings', file, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  )
}

function killedAtEnd<T extends { kill(signal: 'SIGKILL'): unknown }>(process: T): T {
  onTestFinished(() => void process.kill('SIGKILL'))
  return process
}

/** Sends as long as anybody takes it. */
function pourInto(to: Writable): void {
  const go = () => {
    while (!to.destroyed && to.write(piece));
  }
  to.on('error', () => {})
  to.on('drain', go)
  go()
}

/** A destination that answers without end, or shortly where `/quick` is asked for; and how many answers are under way. */
async function endlessOrigin() {
  const under = { way: 0 }
  const answer = (stream: ServerHttp2Stream, path: unknown) => {
    stream.respond({ ':status': 200, 'content-type': 'application/octet-stream' })
    if (path === '/quick') {
      stream.end('quick')
      return
    }
    under.way += 1
    stream.once('close', () => {
      under.way -= 1
    })
    pourInto(stream)
  }
  const origin = await startHttp2Origin({ answer: (stream, { headers }) => answer(stream, headers[':path']) })
  return { origin, under }
}

async function scene(origins: readonly Origin[], changes: ProxyChanges = {}) {
  const made = makeDemoCertificates(proxyName, { now: Date.now(), random: randomBytes })
  const certificate = { cert: made.chainPem, key: made.keyPem }
  const ports = { ...changes.ports, ownCertificate: () => certificate }
  return { proxy: await startProxy(origins, { limits: patient, ...changes, ports }), rootPem: made.rootPem }
}

interface Stuck {
  way: StuckWay
  streams: number
  fields?: Record<string, string>
}

/** A client that has asked and takes no more; it is there as long as its process is. */
async function stuckAt(
  { proxy, rootPem }: { proxy: TestProxy; rootPem: string },
  origin: Origin,
  { way, streams, fields = {} }: Stuck,
): Promise<Child> {
  const client = child('stuck-client.ts', {
    ...{ way, streams, fields, host: origin.host, port: origin.port },
    ...{ proxyPort: proxy.port, proxyRootPem: rootPem, caPem: `${proxy.caPem}${origin.rootPem}` },
  })
  await once(client.stdout, 'data')
  // Until the kernel takes no more of what is on its way to it.
  await wait(1500)
  expect(proxy.egress.connections()).toBe(1)
  return client
}

async function expectNothingKept(proxy: TestProxy): Promise<void> {
  await waitFor(() => proxy.egress.connections() === 0 && proxy.egress.waitingBytes() === 0, soonMs)
  expect([proxy.egress.connections(), proxy.egress.waitingBytes()]).toEqual([0, 0])
  expect(proxy.faults).toEqual([])
}

const stuckClients: [StuckWay, number][] = [
  ['tunnel', 1],
  ['tunnel', 20],
  ['stream', 1],
  ['stream', 20],
]

test.each(stuckClients)(
  'a client is killed while its %s is full, with %i answers under way: all of it is let go within seconds',
  async (way, streams) => {
    const { origin, under } = await endlessOrigin()
    const at = await scene([origin])
    const client = await stuckAt(at, origin, { way, streams })
    expect(under.way).toBe(streams)
    client.kill('SIGKILL')
    await expectNothingKept(at.proxy)
    await waitFor(() => under.way === 0, soonMs)
    expect(under.way).toBe(0)
    expect(at.proxy.records.filter(({ reason }) => reason === 'client-gone')).toHaveLength(streams)
    // Its address may ask again at once.
    const answer = await ask(await http2Session(at.proxy, origin), { ':path': '/quick' })
    expect(answer.body.toString()).toBe('quick')
  },
  30_000,
)

test.each([1, 20])(
  'the same where it asks the proxy itself, %i times',
  async (streams) => {
    const origin = await startOrigin({
      plain: true,
      answer: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/octet-stream' })
        pourInto(response)
      },
    })
    const at = await scene([origin])
    const client = await stuckAt(at, origin, { way: 'proxy', streams })
    client.kill('SIGKILL')
    await expectNothingKept(at.proxy)
  },
  30_000,
)

test('the same where its stream is a WebSocket', async () => {
  const header = Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0])
  const message = Buffer.concat([header, piece])
  let open = 0
  const origin = await startRawOrigin({
    answer: (request, socket) => {
      socket.removeAllListeners('data')
      socket.write(switching(request))
      open += 1
      socket.once('close', () => {
        open -= 1
      })
      const go = () => {
        while (!socket.destroyed && socket.write(message));
      }
      socket.on('drain', go).resume()
      go()
    },
  })
  const at = await scene([origin])
  const fields = { ':method': 'CONNECT', ':protocol': 'websocket', 'sec-websocket-version': '13' }
  const client = await stuckAt(at, origin, { way: 'tunnel', streams: 1, fields })
  expect(open).toBe(1)
  client.kill('SIGKILL')
  await expectNothingKept(at.proxy)
  await waitFor(() => open === 0, soonMs)
  expect(open).toBe(0)
}, 30_000)

test.each(['tunnel', 'stream'] as const)(
  'the same where its %s passes unread',
  async (way) => {
    const { origin } = await endlessOrigin()
    const policy = {
      mode: 'enforce',
      connections: [{ id: 'all', action: 'tunnel' }],
      exchanges: [{ id: 'none', entities: { '*': 'keep' } }],
    }
    const at = await scene([origin], { policy })
    const client = await stuckAt(at, origin, { way, streams: 2 })
    client.kill('SIGKILL')
    await expectNothingKept(at.proxy)
    // It is written down once both of its connections have ended.
    expect(await at.proxy.recordAt(0)).toMatchObject({ action: 'tunnel', status: 200 })
  },
  30_000,
)

testWith('curl', 'the same with curl', async () => {
  const { origin, under } = await endlessOrigin()
  const { proxy } = await scene([origin])
  const authority = `${origin.host}:${origin.port}`
  const args = ['--http2', '--limit-rate', '1k', '--cacert', proxy.caFile, '--output', '/dev/null']
  const program = requireClient('curl') as string
  const curl = killedAtEnd(
    spawn(program, [...args, '--proxy', `http://${proxy.host}:${proxy.port}`, `https://${authority}/`], {
      stdio: 'ignore',
    }),
  )
  await waitFor(() => under.way === 1, soonMs)
  await wait(2000)
  expect(under.way).toBe(1)
  curl.kill('SIGKILL')
  await expectNothingKept(proxy)
  await waitFor(() => under.way === 0, soonMs)
  expect(under.way).toBe(0)
})

test('who stays and takes nothing for minutes is let go with the connection, and the journal says why', async () => {
  const { origin, under } = await endlessOrigin()
  let laterMs = 0
  const clock = { now: () => Date.now(), monotonic: () => performance.now() + laterMs }
  const limits = { ...patient, bodyIdleTimeoutMs: 300 }
  const at = await scene([origin], { limits, ports: { clock } })
  await stuckAt(at, origin, { way: 'tunnel', streams: 2 })
  // What the kernel may hide is not held against it.
  expect(under.way).toBe(2)
  laterMs = 3.5 * minuteMs
  await expectNothingKept(at.proxy)
  const ending = { action: 'fail', reason: 'client-not-reading', status: 200 }
  expect(at.proxy.records).toMatchObject([ending, ending])
}, 30_000)

test('a destination is killed while it takes nothing of an upload: the exchange ends within seconds', async () => {
  const host = 'origin.example.test'
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const destination = child('stuck-origin.ts', { cert: made.chainPem, key: made.keyPem })
  const [port] = (await once(destination.stdout, 'data')) as [Buffer]
  const origin = { host, port: Number(port.toString()), rootPem: made.rootPem, received: [], connections: 0 }
  const { proxy } = await scene([origin])
  const session = await http2Session(proxy, origin)
  const upload = session.request({
    ':method': 'POST',
    ':path': '/',
    'content-type': 'application/octet-stream',
  })
  const isStuck = once(destination.stdout, 'data')
  pourInto(upload)
  await isStuck
  await wait(1500)
  destination.kill('SIGKILL')
  await waitFor(() => proxy.records.length > 0, soonMs)
  expect(proxy.records[0]).toMatchObject({ action: 'fail', reason: 'upstream-unreachable' })
  expect(proxy.faults).toEqual([])
}, 30_000)
