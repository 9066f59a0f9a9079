/** Promises about destinations that cannot be reached from the first moment: each way tells its client, and nothing else ends. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { VerdictReason } from '../../gateway/core/journal.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import type { EgressOptions } from '../../gateway/egress/options.ts'
import { answerOf, http2Session } from './http2/client.ts'
import { wayWith } from './parent.ts'
import { plainWire, tunnelWire, type Wire } from './raw.ts'
import { maskAll, type Origin, type ProxyChanges, startProxy, type Proxy as TestProxy } from './setup.ts'
import { handshake } from './websocket/talk.ts'

interface Trouble {
  name: string
  /** Where the destination, or the other proxy before it, is said to be. */
  at: string
  from: string | null
  reason?: VerdictReason
}

/** Of RFC 5737 and RFC 3849: addresses that no box has. */
const troubles: readonly Trouble[] = [
  {
    name: 'from an address that is not of this box (EADDRNOTAVAIL)',
    at: '127.0.0.1',
    from: '192.0.2.7',
    reason: 'upstream-own-address',
  },
  {
    name: 'from an IPv6 address that is not of this box',
    at: '::1',
    from: '2001:db8::7',
    reason: 'upstream-own-address',
  },
  { name: 'from an IPv6 address to one of IPv4', at: '127.0.0.1', from: '::1' },
  { name: 'from loopback to another network (EINVAL)', at: '192.0.2.8', from: '127.0.0.1' },
  { name: 'to where no network leads (ENETUNREACH)', at: '255.255.255.255', from: null },
  { name: 'to where nobody listens (ECONNREFUSED)', at: '127.0.0.1', from: null },
]

/** A port that nobody listens on any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

interface Way {
  name: string
  /** The status that the client is told; null where all that is left is to close. */
  ask(proxy: TestProxy, origin: Origin): Promise<number | null>
  told: number | null
  policy?: unknown
}

async function statusOn(wire: Wire): Promise<number | null> {
  await wire.until((text) => /\r\n\r\n/.test(text))
  return wire.statuses.at(-1) ?? null
}

async function ask(wire: Wire, { host, port }: { host: string; port: number }, fields = '\r\n') {
  return statusOn(wire.send(`GET / HTTP/1.1\r\nHost: ${host}:${port}\r\n${fields}`))
}

const ways: readonly Way[] = [
  {
    name: 'HTTP/1.1 in an intercepted tunnel',
    ask: async (proxy, origin) => ask(await tunnelWire(proxy, origin), origin),
    told: 502,
  },
  {
    name: 'HTTP/2 in an intercepted tunnel',
    ask: async (proxy, { host, port }) => {
      const session = await http2Session(proxy, { host, port })
      return (await answerOf(session.request({ ':path': '/', ':authority': `${host}:${port}` }))).status
    },
    told: 502,
  },
  {
    name: 'a plain request',
    ask: async (proxy, { host, port }) =>
      statusOn(
        (await plainWire(proxy)).send(
          `GET http://${host}:${port}/ HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`,
        ),
      ),
    told: 502,
  },
  {
    name: 'a WebSocket',
    ask: async (proxy, origin) => ask(await tunnelWire(proxy, origin), origin, `${handshake}\r\n`),
    told: 502,
  },
  {
    // Whether its certificate speaks for that name as well is asked by a connection of its own.
    name: 'a request for another name of the same destination',
    ask: async (proxy, { port, ...origin }) =>
      ask(await tunnelWire(proxy, { port, ...origin }), { host: 'other.example.test', port }),
    told: 502,
  },
  {
    name: 'a tunnel that nobody reads',
    ask: async (proxy, { host, port }) => {
      const wire = (await plainWire(proxy)).send(
        `CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`,
      )
      await wire.until(/^HTTP\/1\.1 200/)
      // A beginning of TLS, after which the destination is connected to.
      wire.send(clientHello())
      await wire.closed()
      return null
    },
    told: null,
    policy: { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] },
  },
]

/** The first record of RFC 8446 §4.1.2: no cipher, no extension. */
function clientHello(): Buffer {
  const body = Buffer.concat([
    Buffer.from('0303', 'hex'),
    randomBytes(32),
    Buffer.from('000002130101000000', 'hex'),
  ])
  const message = Buffer.concat([Buffer.from([1, 0, 0, body.length]), body])
  return Buffer.concat([Buffer.from([22, 3, 1, 0, message.length]), message])
}

/** Straight, or through another proxy that is as far out of reach. */
const reaches = ['straight', 'through a proxy', 'through a proxy in TLS'] as const

async function startTroubled(trouble: Trouble, reach: (typeof reaches)[number], policy: unknown) {
  const port = await closedPort()
  const host = 'origin.example.test'
  const other = 'other.example.test'
  const middle = 'parent.example.test'
  const { rootPem } = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const origin: Origin = { host, port, rootPem, received: [], connections: 0 }
  const tls = reach === 'through a proxy in TLS'
  const parent = reach === 'straight' ? null : { host: middle, port, tls, authorization: null }
  const options: Partial<EgressOptions> = {
    hosts: { [host]: trouble.at, [other]: trouble.at, [middle]: trouble.at },
    allowPrivate: [host, other, middle, '0.0.0.0/0'],
    upstreams: [wayWith({ from: trouble.from, parent })],
  }
  const changes: ProxyChanges = { options, limits: { connectTimeoutMs: 30_000 } }
  const proxy = await startProxy([origin], policy === undefined ? changes : { ...changes, policy })
  return { proxy, origin }
}

/** Whatever ends a process counts, also where a test runner would swallow it. */
function watchUncaught(): unknown[] {
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', note)
  onTestFinished(() => void process.off('uncaughtException', note))
  return uncaught
}

for (const reach of reaches)
  describe(`${reach}, what cannot be reached`, () => {
    for (const trouble of troubles)
      test(`${trouble.name}: to each client on its way, and the gateway goes on`, async () => {
        const uncaught = watchUncaught()
        for (const way of ways) {
          const { proxy, origin } = await startTroubled(trouble, reach, way.policy)
          expect(await way.ask(proxy, origin), way.name).toBe(way.told)
          const record = await proxy.recordAt(0)
          const unreached = reach === 'straight' ? 'upstream-unreachable' : 'upstream-proxy-failed'
          const { reason = unreached } = trouble
          expect(record, way.name).toMatchObject({ action: 'fail', reason })
          expect([proxy.faults, uncaught], way.name).toEqual([[], []])
        }
      })
  })
