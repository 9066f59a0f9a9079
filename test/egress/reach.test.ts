/** Promises about reaching a destination: no silent name holds up another, and no connection outlives its permission. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DestinationResolver } from '../../gateway/egress/resolve.ts'
import { UpstreamPools } from '../../gateway/egress/upstream.ts'
import { startOwnTime } from '../support/own-time.ts'
import { plainWire, startRawOrigin, tunnelWire, waitFor } from './raw.ts'
import { limits, maskAll, replaceable, startProxy, type Proxy as TestProxy, usualWays } from './setup.ts'

/**
 * Answers 127.0.0.1 for every name but those in `.silent.test`, which it never answers, and those in `.empty.test`,
 * which have no address; nobody has an IPv6 address.
 */
async function startDns(): Promise<string> {
  const server = createSocket('udp4')
  server.on('message', (query, from) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase())
      at += 1 + length
    }
    if (labels.at(-2) === 'silent') return
    const isA = query.readUInt16BE(at + 1) === 1 && labels.at(-2) !== 'empty'
    const head = Buffer.alloc(12)
    query.copy(head, 0, 0, 2)
    // RFC 1035 §4.1.1: a response to a recursive query, with one question and one answer or none.
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(isA ? 1 : 0, 6)
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1])
    const parts = [head, query.subarray(12, at + 5), ...(isA ? [answer] : [])]
    server.send(Buffer.concat(parts), from.port, from.address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `127.0.0.1:${server.address().port}`
}

async function connectAnswer(proxy: TestProxy, authority: string): Promise<string> {
  const wire = await plainWire(proxy)
  wire.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  return wire.closed()
}

describe('names', () => {
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }

  async function resolverWithin(connectTimeoutMs: number): Promise<DestinationResolver> {
    return new DestinationResolver({
      hosts: {},
      upstreams: [],
      allowPrivate: ['127.0.0.0/8'],
      ownPorts: () => [],
      dnsServers: [await startDns()],
      limits: { connectTimeoutMs },
      clock,
    })
  }

  test('a name that answers is found while ten silent ones are waited for', async () => {
    const resolver = await resolverWithin(1000)
    const elapsed = startOwnTime()
    let ended = 0
    const silent = Array.from({ length: 10 }, (_, i) => resolver.resolve(`n${i}.silent.test`, 443))
    for (const each of silent) void Promise.resolve(each).then(() => (ended += 1))
    expect(await resolver.resolve('healthy.example.test', 443)).toEqual({
      ok: true,
      addresses: ['127.0.0.1'],
    })
    expect(ended).toBe(0)
    for (const found of await Promise.all(silent))
      expect(found).toEqual({ ok: false, reason: 'upstream-timeout' })
    expect(elapsed()).toBeLessThan(1500)
  })

  test('a silent name ends in a page within the limit', async () => {
    const proxy = await startProxy([], {
      options: { connectPorts: [443], dnsServers: [await startDns()] },
      limits: { connectTimeoutMs: 600 },
    })
    const elapsed = startOwnTime()
    const text = await connectAnswer(proxy, 'name.silent.test:443')
    expect(elapsed()).toBeLessThan(1500)
    expect(text).toMatch(/^HTTP\/1\.1 504 Gateway Timeout\r\n/)
    expect(text).toContain('Gatehouse-Reason: upstream-timeout')
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-timeout' })
  })

  test('more than 256 names under way are a limit, which is over when they are', async () => {
    const resolver = await resolverWithin(500)
    const silent = Array.from({ length: 256 }, (_, i) => resolver.resolve(`n${i}.silent.test`, 443))
    const limit = { ok: false, reason: 'limit' }
    expect(await resolver.resolve('healthy.example.test', 443)).toEqual(limit)
    // Who asks for a name that is searched for already waits with the others.
    const again = await resolver.resolve('n0.silent.test', 443)
    expect(again).toEqual({ ok: false, reason: 'upstream-timeout' })
    await Promise.all(silent)
    expect(await resolver.resolve('healthy.example.test', 443)).toMatchObject({ ok: true })
  })

  test('a name of the house is asked of the system, not of DNS', async () => {
    const resolver = await resolverWithin(2000)
    expect(await resolver.resolve('localhost', 443)).toMatchObject({ ok: true })
  })
})

describe('an intercepted connection that is kept alive', () => {
  async function opened() {
    const rules = replaceable(maskAll)
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin], { ports: { policy: rules.source } })
    const wire = await tunnelWire(proxy, origin)
    const get = (path: string, host = origin.host) =>
      wire.send(`GET ${path} HTTP/1.1\r\nHost: ${host}:${origin.port}\r\n\r\n`)
    get('/1')
    await wire.until(/answer to \/1/)
    const reload = (connections: unknown) => {
      rules.replace({ ...maskAll, connections })
    }
    return { origin, proxy, wire, get, reload }
  }

  const changes = [
    { action: 'refuse', status: 403, reason: 'connection-rule' },
    { action: 'tunnel', status: 421, reason: 'misdirected' },
  ] as const
  for (const { action, status, reason } of changes) {
    test(`ends with ${status} at the next request once its host is to ${action}`, async () => {
      const { origin, proxy, wire, get, reload } = await opened()
      reload([{ id: 'new', action }])
      get('/2')
      const text = await wire.closed()
      expect(wire.statuses).toEqual([200, status])
      expect(text).toContain('Connection: close')
      expect(await proxy.recordAt(1)).toMatchObject({ action: 'refuse', reason, ruleId: 'new' })
      expect(origin.requests).toHaveLength(1)
    })
  }

  test('ends as well where the request names another host, which is allowed', async () => {
    const { origin, wire, get, reload } = await opened()
    reload([{ id: 'old', match: { destinations: [origin.host] }, action: 'refuse' }, ...maskAll.connections])
    get('/2', 'other.example.test')
    await wire.closed()
    expect(wire.statuses).toEqual([200, 403])
    expect(origin.requests).toHaveLength(1)
  })

  test('ends at the next request once its port is no longer configured', async () => {
    const { origin, proxy, wire, get } = await opened()
    proxy.egress.reconfigure({ ...proxy.options, connectPorts: [1] })
    get('/2')
    expect(await wire.closed()).toContain('Gatehouse-Reason: port-not-allowed')
    expect(wire.statuses).toEqual([200, 403])
    expect(origin.requests).toHaveLength(1)
  })

  test('goes on after a reload that still allows it', async () => {
    const { wire, get, reload, proxy } = await opened()
    reload([{ id: 'new', action: 'intercept' }])
    proxy.egress.reconfigure(proxy.options)
    get('/2')
    await wire.until(/answer to \/2/)
    expect(wire.statuses).toEqual([200, 200])
  })
})

describe('upstream connections are bounded', () => {
  test('one client connection has at most eight of its own, and the one used longest ago makes room', async () => {
    const origin = await startRawOrigin({ plain: true })
    const named = Array.from({ length: 12 }, (_, i) => ({ ...origin, host: `h${i}.example.test` }))
    const proxy = await startProxy(named)
    const wire = await plainWire(proxy)
    const get = async (host: string, path: string) => {
      const authority = `${host}:${origin.port}`
      const field = 'Authorization: NTLM TlRMTVNTUAAB\r\n'
      wire.send(`GET http://${authority}${path} HTTP/1.1\r\nHost: ${authority}\r\n${field}\r\n`)
      await wire.until((text) => text.endsWith(`answer to ${path}`))
      return origin.requests.at(-1)?.connection
    }
    const first = await get('h0.example.test', '/first')
    for (let i = 1; i < 12; i += 1) {
      await get(`h${i}.example.test`, `/${i}.`)
      // Used again and again, the first one is never the oldest.
      expect(await get('h0.example.test', `/again-${i}.`)).toBe(first)
    }
    // Idle connections end by themselves after four seconds: this has to be sooner.
    const elapsed = startOwnTime()
    await waitFor(() => origin.open.size === 8)
    expect(origin.open.size).toBe(8)
    expect(elapsed()).toBeLessThan(1000)
    wire.socket.destroy()
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
  })

  test('of the shared ones the one used longest ago makes room', async () => {
    const pools = new UpstreamPools(limits, { extraRoots: [], ...usualWays })
    onTestFinished(() => pools.close())
    const use = (i: number) => {
      const host = `h${i}.example.test`
      return pools.shared(
        { scheme: 'http', host, port: 80, serverName: host, addresses: ['127.0.0.1'] },
        1000 + i,
      )
    }
    const [first, second] = [use(0), use(1)]
    for (let i = 2; i < 500; i += 1) use(i)
    expect(use(0)).toBe(first)
    use(500)
    expect(use(0)).toBe(first)
    expect(second.pool.closed).toBe(true)
  })
})

test('a name that does not exist is a failure, not a refusal, for CONNECT as for a plain request', async () => {
  const dnsServers = [await startDns()]
  const proxy = await startProxy([], { options: { connectPorts: [443], httpPorts: [80], dnsServers } })
  const text = await connectAnswer(proxy, 'nobody.empty.test:443')
  expect(text).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/)
  const wire = await plainWire(proxy)
  const host = 'nobody.empty.test'
  wire.send(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  await wire.until(/\r\n\r\n\{/)
  for (const index of [0, 1])
    expect(await proxy.recordAt(index)).toMatchObject({ action: 'fail', reason: 'name-not-found' })
})
