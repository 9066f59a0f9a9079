/** Promises about reloads that take something away: what is no longer allowed ends, and what is allowed goes on. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  answerByLine,
  plainWire,
  type RawAnswer,
  type RawOrigin,
  startRawOrigin,
  Wire,
  waitFor,
} from './raw.ts'
import { scene, ways } from './scene.ts'
import { maskAll, replaceable, startProxy, type Proxy as TestProxy } from './setup.ts'
import { echoing, textFrame } from './websocket/talk.ts'

/** Everybody but the client of the tests. */
const others = ['127.0.0.2/32']

async function wireFrom(localAddress: string, proxy: TestProxy): Promise<Wire> {
  const socket = connect({ port: proxy.port, host: proxy.host, localAddress })
  await once(socket, 'connect')
  onTestFinished(() => void socket.destroy())
  return new Wire(socket)
}

const withdraw = (proxy: TestProxy, drainMs = 5000) =>
  proxy.egress.reconfigure({ ...proxy.options, clients: others, drainMs })

describe('a client that is served no more', () => {
  for (const way of ways) {
    const where = way === 'plain' ? 'plain' : 'in a tunnel'

    test(`loses its idle connection at once (${where})`, async () => {
      const { wire, at, proxy } = await scene(way)
      wire.send(`${at.line('GET', '/1')}${at.host}\r\n`)
      await wire.until(/answer to \/1$/)
      withdraw(proxy)
      await wire.closed(3000)
      await waitFor(() => proxy.egress.connections() === 0, 3000)
      expect(proxy.egress.connections()).toBe(0)
      expect(proxy.records).toHaveLength(1)
    })

    test(`gets the answer that is under way, and nothing after it (${where})`, async () => {
      let answer = () => {}
      const { wire, at, proxy, origin } = await scene(way, {}, (request, socket) => {
        answer = () => answerByLine(request, socket)
      })
      wire.send(`${at.line('GET', '/1')}${at.host}\r\n${at.line('GET', '/2')}${at.host}\r\n`)
      await waitFor(() => origin.requests.length === 1)
      withdraw(proxy)
      await waitFor(() => false, 100)
      expect(wire.end).toBeNull()
      answer()
      expect(await wire.closed(3000)).toMatch(/Connection: close[\s\S]*answer to \/1$/)
      expect(origin.requests).toHaveLength(1)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', status: 200 })
    })

    test(`gets the rest of an answer that has begun (${where})`, async () => {
      let finish = () => {}
      const half: RawAnswer = (_request, socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst')
        finish = () => socket.write(' half')
      }
      const { wire, at, proxy, origin } = await scene(way, {}, half)
      wire.send(`${at.line('GET', '/1')}${at.host}\r\n`)
      await wire.until(/first$/)
      withdraw(proxy)
      wire.send(`${at.line('GET', '/2')}${at.host}\r\n`)
      await waitFor(() => false, 100)
      finish()
      expect(await wire.closed(3000)).toMatch(/first half$/)
      expect(origin.requests).toHaveLength(1)
    })

    test(`loses an answer without an end when the time is up (${where})`, async () => {
      const endless: RawAnswer = (_request, socket) =>
        void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nfirst')
      const { wire, at, proxy } = await scene(way, {}, endless)
      wire.send(`${at.line('GET', '/1')}${at.host}\r\n`)
      await wire.until(/first$/)
      withdraw(proxy, 200)
      await wire.closed(3000)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-gone' })
    })
  }

  test('loses a connection on which it has said nothing yet', async () => {
    const proxy = await startProxy([])
    const wire = await plainWire(proxy)
    await waitFor(() => proxy.egress.connections() === 1)
    withdraw(proxy)
    expect(await wire.closed(3000)).toBe('')
  })

  test('begins no tunnel that it had only asked for', async () => {
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin])
    const wire = await plainWire(proxy)
    wire.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wire.until(/200 Connection established\r\n\r\n$/)
    withdraw(proxy)
    wire.send('GET / HTTP/1.1\r\n\r\n')
    await wire.closed(3000)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'client-not-allowed' })
    expect(origin.connections).toBe(0)
  })

  test('leaves those alone that are still served', async () => {
    const { wire, at, proxy } = await scene('plain')
    const other = await wireFrom('127.0.0.2', proxy)
    for (const each of [wire, other]) {
      each.send(`${at.line('GET', '/1')}${at.host}\r\n`)
      await each.until(/answer to \/1$/)
    }
    withdraw(proxy)
    await wire.closed(3000)
    other.send(`${at.line('GET', '/2')}${at.host}\r\n`)
    await other.until(/answer to \/2$/)
    expect(other.statuses).toEqual([200, 200])
  })
})

describe('a tunnel that is open', () => {
  const unread = { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] }

  async function opened(policy: unknown = unread) {
    const rules = replaceable(policy)
    const origin = await startRawOrigin({ plain: true })
    const proxy = await startProxy([origin], { ports: { policy: rules.source } })
    const wire = await plainWire(proxy)
    wire.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wire.until(/\r\n\r\n$/)
    wire.send('question')
    await waitFor(() => origin.bytes.length === 8)
    return { rules, origin, proxy, wire }
  }

  async function expectEnded(wire: Wire, origin: RawOrigin, proxy: TestProxy, why: object): Promise<void> {
    await wire.closed(3000)
    await waitFor(() => origin.open.size === 0, 3000)
    expect(origin.open.size).toBe(0)
    const record = await proxy.recordAt(0)
    expect(record).toMatchObject({ action: 'refused-midstream', forwardedBytes: 8, ...why })
  }

  const changes: [string, unknown, object][] = [
    [
      'is refused',
      { ...maskAll, connections: [{ id: 'no', action: 'refuse' }] },
      { reason: 'connection-rule', ruleId: 'no' },
    ],
    ['is looked into, and refused as no TLS', maskAll, { reason: 'not-tls', ruleId: 'mask-all' }],
  ]
  for (const [what, policy, why] of changes) {
    test(`ends and is recorded when the new rule is that it ${what}`, async () => {
      const { rules, origin, proxy, wire } = await opened()
      rules.replace(policy)
      proxy.egress.reconfigure(proxy.options)
      await expectEnded(wire, origin, proxy, why)
    })
  }

  test('ends and is recorded when what is inside its TLS is to be looked into', async () => {
    const rules = replaceable(unread)
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin], { ports: { policy: rules.source } })
    const outer = await plainWire(proxy)
    outer.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await outer.until(/\r\n\r\n$/)
    outer.socket.removeAllListeners('data')
    const inner = connectTls({ socket: outer.socket, servername: origin.host, ca: origin.rootPem })
    const wire = new Wire(inner)
    wire.send(`GET /1 HTTP/1.1\r\nHost: ${origin.host}\r\n\r\n`)
    await wire.until(/answer to \/1$/)
    rules.replace(maskAll)
    proxy.egress.reconfigure(proxy.options)
    await wire.closed(3000)
    const why = { action: 'refused-midstream', reason: 'connection-rule', ruleId: 'all' }
    expect(await proxy.recordAt(0)).toMatchObject(why)
  })

  test('ends and is recorded when its client is served no more', async () => {
    const { origin, proxy, wire } = await opened()
    withdraw(proxy)
    await expectEnded(wire, origin, proxy, { reason: 'client-not-allowed', ruleId: null })
  })

  test('ends and is recorded when its port is closed', async () => {
    const { origin, proxy, wire } = await opened()
    proxy.egress.reconfigure({ ...proxy.options, connectPorts: [] })
    await expectEnded(wire, origin, proxy, { reason: 'port-not-allowed' })
  })

  test('ends and is recorded when its private address is allowed no more', async () => {
    const { origin, proxy, wire } = await opened()
    proxy.egress.reconfigure({ ...proxy.options, allowPrivate: [] })
    await expectEnded(wire, origin, proxy, { reason: 'address-not-allowed' })
  })

  test('is not opened where the rules changed while its first byte was waited for', async () => {
    const rules = replaceable(unread)
    const origin = await startRawOrigin({ plain: true })
    const proxy = await startProxy([origin], { ports: { policy: rules.source } })
    const wire = await plainWire(proxy)
    wire.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wire.until(/\r\n\r\n$/)
    rules.replace({ ...maskAll, connections: [{ id: 'no', action: 'refuse' }] })
    proxy.egress.reconfigure(proxy.options)
    wire.send('question')
    await wire.closed(3000)
    expect(await proxy.recordAt(0)).toMatchObject({
      action: 'refuse',
      reason: 'connection-rule',
      ruleId: 'no',
    })
    expect(origin.connections).toBe(0)
  })

  test('ends where the rules cannot be asked, and the reload goes on', async () => {
    const rules = replaceable(unread)
    let fails = false
    const current = () => {
      if (fails) throw new Error('planted')
      return rules.source.current()
    }
    const origin = await startRawOrigin({ plain: true })
    const proxy = await startProxy([origin], { ports: { policy: { current } } })
    const wire = await plainWire(proxy)
    wire.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wire.until(/\r\n\r\n$/)
    wire.send('question')
    await waitFor(() => origin.bytes.length === 8)
    const other = await wireFrom('127.0.0.2', proxy)
    fails = true
    withdraw(proxy)
    await expectEnded(wire, origin, proxy, { reason: 'client-not-allowed', ruleId: null })
    expect(proxy.faults).toEqual([])
    fails = false
    other.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await other.until(/\r\n\r\n$/)
    other.send('question')
    await waitFor(() => origin.bytes.length === 16)
    fails = true
    proxy.egress.reconfigure({ ...proxy.options, clients: others })
    await other.closed(3000)
    expect(proxy.faults).toMatchObject([{ where: 'reload' }])
    expect(await proxy.recordAt(1)).toMatchObject({ action: 'refused-midstream', reason: 'internal' })
  })

  test('goes on where the new rules allow it, whatever their names', async () => {
    const passing = { ...maskAll.exchanges[0], id: 'pass', onFailure: 'pass' }
    const { rules, origin, proxy, wire } = await opened()
    rules.replace({ ...unread, connections: [{ id: 'renamed', action: 'tunnel' }] })
    proxy.egress.reconfigure(proxy.options)
    rules.replace({ ...maskAll, exchanges: [passing] })
    proxy.egress.reconfigure(proxy.options)
    wire.send(' again')
    await waitFor(() => origin.bytes.length === 14)
    expect(origin.bytes.toString()).toBe('question again')
    expect(wire.end).toBeNull()
  })
})

describe('a WebSocket', () => {
  const closed = { ...maskAll, connections: [{ id: 'closed', action: 'refuse' }] }
  const handshake =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  for (const way of ways) {
    test(`ends and is recorded when its destination may be reached no more, and not before (${way})`, async () => {
      const rules = replaceable(maskAll)
      const { wire, at, proxy } = await scene(way, { ports: { policy: rules.source } }, echoing)
      wire.send(`${at.line('GET', '/chat')}${at.host}${handshake}\r\n`)
      await wire.until(/..first$/s)
      proxy.egress.reconfigure(proxy.options)
      wire.send(textFrame('one'))
      await wire.until(/echo one$/)
      rules.replace(closed)
      proxy.egress.reconfigure(proxy.options)
      expect(await wire.closed()).toMatch(/Gatehouse: connection-rule \(.*\)$/)
      const why = { reason: 'connection-rule', ruleId: 'closed', status: 101 }
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', ...why })
    })
  }

  for (const way of ways) {
    test(`does not begin when it may be reached no more once the handshake is taken up (${way})`, async () => {
      let takeUp = () => {}
      const slow: RawAnswer = (request, socket) => {
        takeUp = () => echoing(request, socket)
      }
      const rules = replaceable(maskAll)
      const { wire, at, proxy, origin } = await scene(way, { ports: { policy: rules.source } }, slow)
      wire.send(`${at.line('GET', '/chat')}${at.host}${handshake}\r\nframe`)
      await waitFor(() => origin.requests.length === 1)
      rules.replace(closed)
      proxy.egress.reconfigure(proxy.options)
      takeUp()
      const text = await wire.closed(3000)
      expect(wire.statuses).toEqual([403])
      expect(text).toContain('Gatehouse-Reason: connection-rule')
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
      expect(origin.bytes.toString()).not.toContain('frame')
      const why = { reason: 'connection-rule', ruleId: 'closed', status: 403 }
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', ...why })
      expect(proxy.records).toHaveLength(1)
    })
  }
})
