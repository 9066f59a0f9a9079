/** Promises about stopping and reloading under load: what runs ends well, and nothing waits for ever. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { answerByLine, plainWire, type RawAnswer, startRawOrigin, tunnelWire, waitFor } from './raw.ts'
import { scene, ways } from './scene.ts'
import { maskAll, startProxy } from './setup.ts'

describe('stopping', () => {
  for (const way of ways) {
    const where = way === 'plain' ? 'plain' : 'in a tunnel'

    test(`a running exchange ends well, and nothing new begins on its connection (${where})`, async () => {
      let answer = () => {}
      const { wire, at, proxy, origin } = await scene(
        way,
        { options: { drainMs: 5000 } },
        (request, socket) => {
          answer = () => answerByLine(request, socket)
        },
      )
      wire.send(`${at.line('POST', '/1')}${at.host}Content-Length: 2\r\n\r\nhi`)
      await waitFor(() => origin.requests.length === 1)
      proxy.stop.abort()
      await waitFor(() => false, 50)
      answer()
      await wire.until(/answer to \/1$/)
      wire.send(`${at.line('GET', '/2')}${at.host}\r\n`)
      await wire.closed()
      expect(wire.statuses).toEqual([200])
      expect(wire.text).toMatch(/\r\nConnection: close\r\n/)
      expect(origin.requests).toHaveLength(1)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', status: 200 })
      await waitFor(() => proxy.egress.connections() === 0)
      expect(proxy.egress.connections()).toBe(0)
    })

    test(`an exchange that never ends is cut when the time is up (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { options: { drainMs: 200 } }, () => {})
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await waitFor(() => origin.requests.length === 1)
      await proxy.egress[Symbol.asyncDispose]()
      await wire.closed()
      expect(wire.statuses).toEqual([])
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'gateway-stopped' })
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
      expect(proxy.egress.connections()).toBe(0)
    })

    test(`an upload and a download that the stop cuts are recorded as cut by it (${where})`, async () => {
      const half: RawAnswer = (_request, socket) =>
        void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
      const { wire, at, proxy, origin } = await scene(way, { options: { drainMs: 200 } }, half)
      const other = way === 'plain' ? await plainWire(proxy) : await tunnelWire(proxy, origin)
      other.send(`${at.line('POST', '/up')}${at.host}Content-Length: 100\r\n\r\nhalf`)
      wire.send(`${at.line('GET', '/down')}${at.host}\r\n`)
      await wire.until(/half$/)
      await proxy.egress[Symbol.asyncDispose]()
      await Promise.all([wire.closed(), other.closed()])
      await proxy.recordAt(1)
      const ends = proxy.records.map(({ method, action, reason, status }) => ({
        method,
        action,
        reason,
        status,
      }))
      expect(ends).toHaveLength(2)
      expect(ends).toContainEqual({ method: 'GET', action: 'fail', reason: 'gateway-stopped', status: 200 })
      expect(ends).toContainEqual({ method: 'POST', action: 'fail', reason: 'gateway-stopped', status: null })
    })

    test(`a client that leaves while the gateway drains is recorded as gone (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { options: { drainMs: 60_000 } }, () => {})
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await waitFor(() => origin.requests.length === 1)
      const stopped = proxy.egress[Symbol.asyncDispose]()
      wire.socket.destroy()
      await stopped
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-gone' })
    })

    test(`an idle kept connection does not hold up the stop (${where})`, async () => {
      const { wire, at, proxy } = await scene(way, {
        options: { drainMs: 600_000 },
        limits: { keepAliveTimeoutMs: 600_000 },
      })
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await wire.until(/answer to \/x$/)
      await proxy.egress[Symbol.asyncDispose]()
      await wire.closed()
      expect(proxy.egress.connections()).toBe(0)
    })
  }

  test('a new connection is not accepted once the stop has begun', async () => {
    const { wire, at, proxy, origin } = await scene('plain', { options: { drainMs: 400 } }, () => {})
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await waitFor(() => origin.requests.length === 1)
    proxy.stop.abort()
    const late = connect(proxy.port, proxy.host)
    const [error] = await once(late, 'error')
    expect(error.code).toBe('ECONNREFUSED')
  })

  test('a tunnel and a silent connection end when the time is up', async () => {
    const origin = await startRawOrigin({ plain: true })
    const policy = { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] }
    const proxy = await startProxy([origin], { policy, options: { drainMs: 200 } })
    const silent = await plainWire(proxy)
    const tunnel = await plainWire(proxy)
    tunnel.send(`CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await tunnel.until(/\r\n\r\n$/)
    tunnel.send('question')
    await waitFor(() => origin.bytes.length === 8)
    await proxy.egress[Symbol.asyncDispose]()
    await tunnel.closed()
    await silent.closed()
    expect(proxy.egress.connections()).toBe(0)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'tunnel', forwardedBytes: 8 })
  })

  test('stopping twice is stopping once', async () => {
    const { proxy } = await scene('plain')
    proxy.stop.abort()
    await Promise.all([proxy.egress[Symbol.asyncDispose](), proxy.egress[Symbol.asyncDispose]()])
    expect(proxy.egress.connections()).toBe(0)
  })
})

describe('reloading', () => {
  test('no connection is dropped and no request fails while options change under load', async () => {
    const slowly: RawAnswer = (request, socket) => void setTimeout(() => answerByLine(request, socket), 3)
    const origin = await startRawOrigin({ answer: slowly })
    const proxy = await startProxy([origin])
    let running = true
    let asked = 0
    const clients = Array.from({ length: 6 }, async (_, client) => {
      const wire = await tunnelWire(proxy, origin)
      for (let n = 0; running; n += 1) {
        const path = `/${client}-${n}`
        // The body comes in two parts, so that reloads fall between route and request, too.
        wire.send(
          `POST ${path} HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\nContent-Length: 4\r\n\r\nab`,
        )
        await new Promise((resolve) => setTimeout(resolve, 2))
        wire.send('cd')
        await wire.until((text) => text.endsWith(`answer to ${path}`))
        asked += 1
      }
      return wire
    })
    for (let n = 0; n < 20; n += 1) {
      await waitFor(() => asked > n * 10)
      proxy.egress.reconfigure({ ...proxy.options, via: n % 2 === 0 })
    }
    running = false
    const wires = await Promise.all(clients)
    expect(asked).toBeGreaterThan(190)
    for (const wire of wires) {
      expect(wire.end).toBeNull()
      expect(new Set(wire.statuses)).toEqual(new Set([200]))
    }
    expect(origin.requests).toHaveLength(asked)
    expect(proxy.records.every((record) => record.status === 200)).toBe(true)
    // The pools of old options end with their last exchange.
    await waitFor(() => origin.open.size <= 6)
    expect(origin.open.size).toBeLessThanOrEqual(6)
  })

  test('new options hold for the next request on an open connection', async () => {
    const { wire, at, proxy } = await scene('plain')
    wire.send(`${at.line('GET', '/1')}${at.host}\r\n`)
    await wire.until(/answer to \/1$/)
    proxy.egress.reconfigure({ ...proxy.options, httpPorts: [] })
    wire.send(`${at.line('GET', '/2')}${at.host}\r\n`)
    await wire.until(/\r\n\r\n\{/)
    expect(wire.statuses).toEqual([200, 403])
    expect(await proxy.recordAt(1)).toMatchObject({ reason: 'port-not-allowed' })
  })

  test('new limits hold for new connections', async () => {
    const { proxy } = await scene('plain')
    proxy.egress.reconfigure({ ...proxy.options, limits: { ...proxy.options.limits, maxConnections: 1 } })
    expect(await (await plainWire(proxy)).closed()).toBe('')
    expect(await proxy.recordAt(0)).toMatchObject({ reason: 'limit' })
  })
})
