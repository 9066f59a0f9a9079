/** Promises about connections that mean more than one request: logins by NTLM or Negotiate, and WebSockets. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { boundUpstream, newConnection, unknownClient } from '../../gateway/egress/connection.ts'
import { UpstreamPools } from '../../gateway/egress/upstream.ts'
import type { UpstreamTarget } from '../../gateway/egress/upstream-target.ts'
import { card } from './planted.ts'
import { fieldOf, type RawAnswer, startRawOrigin, tunnelWire, type Wire, waitFor } from './raw.ts'
import { scene, ways } from './scene.ts'
import { limits, maskAll, startProxy, usualWays } from './setup.ts'
import { echoing, textFrame } from './websocket/talk.ts'

describe('a login that belongs to a connection', () => {
  /** Challenges until a request carries credentials, and says on which connection it answered. */
  function asking(challenge: string): RawAnswer {
    return (request, socket) => {
      const known = fieldOf(request, 'authorization') !== null || request.line.includes('/in')
      const body = `connection ${request.connection}.`
      const head = known ? '200 OK' : `401 Unauthorized\r\nWWW-Authenticate: ${challenge}`
      socket.write(`HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    }
  }

  async function get(
    wire: Wire,
    at: { authority: string },
    path: string,
    authorization = '',
  ): Promise<number> {
    const before = wire.text.length
    const field = authorization === '' ? '' : `Authorization: ${authorization}\r\n`
    wire.send(`GET ${path} HTTP/1.1\r\nHost: ${at.authority}\r\n${field}\r\n`)
    const text = await wire.until((all) => /connection \d+\.$/.test(all.slice(before)))
    return Number(/connection (\d+)\.$/.exec(text)?.[1])
  }

  for (const challenge of ['NTLM', 'Negotiate', 'Basic realm="x", Negotiate', 'negotiate oYG2MIGzoAMKAQ']) {
    test(`from the challenge "${challenge}" on, a client has its own connection`, async () => {
      const origin = await startRawOrigin({ answer: asking(challenge) })
      const proxy = await startProxy([origin])
      const at = { authority: `${origin.host}:${origin.port}` }
      const [first, second] = [await tunnelWire(proxy, origin), await tunnelWire(proxy, origin)]
      const shared = await get(first, at, '/1')
      // Challenged: from here on the handshake and all that follows it stay on one connection.
      const own = await get(first, at, '/2', 'NTLM TlRMTVNTUAAB')
      expect(own).not.toBe(shared)
      expect(await get(first, at, '/in/3', 'NTLM TlRMTVNTUAAD')).toBe(own)
      expect(await get(first, at, '/in/4')).toBe(own)
      // Somebody else never gets onto it, and gets one of their own in the same way.
      expect(await get(second, at, '/5')).toBe(shared)
      const theirs = await get(second, at, '/6', 'Negotiate YII')
      expect([shared, own]).not.toContain(theirs)
      expect(await get(second, at, '/in/7')).toBe(theirs)
      expect(origin.connections).toBe(3)
      // With the client goes its connection.
      first.socket.destroy()
      await waitFor(() => origin.open.size === 2)
      expect(origin.open.size).toBe(2)
    })
  }

  test('credentials of such a scheme alone are enough', async () => {
    const origin = await startRawOrigin({ answer: asking('NTLM') })
    const proxy = await startProxy([origin])
    const at = { authority: `${origin.host}:${origin.port}` }
    const [first, second] = [await tunnelWire(proxy, origin), await tunnelWire(proxy, origin)]
    const own = await get(first, at, '/1', 'NTLM TlRMTVNTUAAB')
    expect(await get(second, at, '/2')).not.toBe(own)
    expect(await get(first, at, '/in/3')).toBe(own)
  })

  describe('does not outlive what it stands on', () => {
    async function loggedIn() {
      const origin = await startRawOrigin({ answer: asking('NTLM') })
      const proxy = await startProxy([origin])
      const at = { authority: `${origin.host}:${origin.port}` }
      const wire = await tunnelWire(proxy, origin)
      expect(await get(wire, at, '/in/1', 'NTLM TlRMTVNTUAAB')).toBe(1)
      const next = () => wire.send(`GET /in/2 HTTP/1.1\r\nHost: ${at.authority}\r\n\r\n`)
      return { origin, proxy, next }
    }

    test('a root that is trusted no more', async () => {
      const { origin, proxy, next } = await loggedIn()
      proxy.egress.reconfigure({ ...proxy.options, extraRoots: [] })
      next()
      expect(await proxy.recordAt(1)).toMatchObject({ action: 'fail', status: 502 })
      expect(origin.requests).toHaveLength(1)
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
    })

    test('an address that the name no longer has', async () => {
      const { origin, proxy, next } = await loggedIn()
      proxy.egress.reconfigure({ ...proxy.options, hosts: { [origin.host]: '127.0.0.9' } })
      next()
      expect(await proxy.recordAt(1)).toMatchObject({ action: 'fail', reason: 'upstream-unreachable' })
      expect(origin.requests).toHaveLength(1)
    })

    test('but it does where addresses merely take turns, and ends where its own is gone', () => {
      const pools = new UpstreamPools(limits, { extraRoots: [], ...usualWays })
      onTestFinished(() => pools.close())
      const connection = newConnection(unknownClient('127.0.0.1'), null)
      connection.bound = new Map()
      const use = (addresses: string[], serverName = 'a.example', at = pools) => {
        const target = { scheme: 'http', host: 'a.example', port: 80, serverName, addresses } as const
        return boundUpstream(connection, target, { pools: at, now: 1 })
      }
      const first = use(['127.0.0.1', '127.0.0.2'])
      if (first === null) throw new Error('not bound')
      expect(use(['127.0.0.1', '127.0.0.2'])).toBe(first)
      first.address = '127.0.0.2'
      expect(use(['127.0.0.3', '127.0.0.2'])).toBe(first)
      const second = use(['127.0.0.3'])
      expect(second).not.toBe(first)
      expect(first.pool.closed).toBe(true)
      const third = use(['127.0.0.3'], 'b.example')
      expect(third).not.toBe(second)
      const fresh = new UpstreamPools(limits, { extraRoots: [], ...usualWays })
      onTestFinished(() => fresh.close())
      expect(use(['127.0.0.3'], 'b.example', fresh)).not.toBe(third)
      expect(connection.bound.size).toBe(1)
    })
  })

  test('is of the user who asked, and of no other whose requests come over the same connection', () => {
    const pools = new UpstreamPools(limits, { extraRoots: [], ...usualWays })
    onTestFinished(() => pools.close())
    const connection = newConnection(unknownClient('127.0.0.1'), null)
    connection.bound = new Map()
    const addresses: readonly string[] = ['127.0.0.1']
    const target: UpstreamTarget = {
      scheme: 'http',
      host: 'a.example',
      port: 80,
      serverName: 'a.example',
      addresses,
    }
    const useAs = (client: string) => {
      connection.client = client
      return boundUpstream(connection, target, { pools, now: 1 })
    }
    const first = useAs('user:anna')
    const second = useAs('user:otto')
    expect(second).not.toBe(first)
    expect(useAs('user:anna')).toBe(first)
    expect(useAs('user:otto')).toBe(second)
  })

  test('a login by Basic or Bearer shares connections as before', async () => {
    const origin = await startRawOrigin({ answer: asking('Basic realm="Negotiate here", Bearer') })
    const proxy = await startProxy([origin])
    const at = { authority: `${origin.host}:${origin.port}` }
    const [first, second] = [await tunnelWire(proxy, origin), await tunnelWire(proxy, origin)]
    for (const wire of [first, second, first]) await get(wire, at, '/1', 'Bearer abc')
    await get(second, at, '/2')
    expect(origin.connections).toBe(1)
  })
})

describe('WebSocket', () => {
  const passing = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], onFailure: 'pass' }] }
  const handshake =
    'Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
  for (const way of ways) {
    const where = way === 'plain' ? 'plain' : 'in a tunnel'

    test(`begins where nothing may go unread, since its messages are read (${where})`, async () => {
      const { wire, at } = await scene(way, {}, echoing)
      wire.send(`${at.line('GET', '/chat')}${at.host}${handshake}`).send(textFrame(`card ${card}`))
      await wire.until(/echo card \*{12}1111$/)
      expect(wire.statuses).toEqual([101])
    })

    test(`passes both ways, and the journal says how much (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { policy: passing }, echoing)
      wire.send(`${at.line('GET', '/chat')}${at.host}${handshake}`)
      await wire.until(/\r\n\r\n..first$/s)
      expect(wire.text).toMatch(/^HTTP\/1\.1 101 /)
      expect(wire.text).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n')
      wire.send(textFrame('one'))
      await wire.until(/echo one$/)
      expect(fieldOf(origin.requests[0], 'sec-websocket-key')).toBe('dGhlIHNhbXBsZSBub25jZQ==')
      wire.socket.end()
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'pass',
        reason: 'nothing-found',
        status: 101,
        notes: ['websocket', 'sent:1', 'received:2', 'closed:1006'],
      })
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
    })

    test(`frames that come with the handshake arrive behind it (${where})`, async () => {
      const { wire, at } = await scene(way, { policy: passing }, echoing)
      wire.send(`${at.line('GET', '/chat')}${at.host}${handshake}`).send(textFrame('early'))
      await wire.until(/echo early$/)
    })

    test(`a destination that declines is an answer, not a tunnel (${where})`, async () => {
      const { wire, at, proxy } = await scene(way, { policy: passing }, (_request, socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno')
      })
      wire.send(`${at.line('GET', '/chat')}${at.host}${handshake}`)
      await wire.closed()
      expect(wire.statuses).toHaveLength(1)
      expect(wire.statuses[0]).toBeGreaterThanOrEqual(200)
      expect((await proxy.recordAt(0)).action).not.toBe('tunnel')
    })

    test(`a handshake with a body is refused: its end and the first frame look alike (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { policy: passing }, echoing)
      wire.send(`${at.line('POST', '/chat')}${at.host}Content-Length: 5\r\n${handshake}hello`)
      await wire.closed()
      expect(wire.statuses).toEqual([400])
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'malformed-request' })
      expect(origin.connections).toBe(0)
    })
  }
})
