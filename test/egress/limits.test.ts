/** Promises about clients that ask too slowly, too often, or from the wrong place. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startOwnTime } from '../support/own-time.ts'
import { plainWire, startRawOrigin, Wire, waitFor } from './raw.ts'
import { scene, ways } from './scene.ts'
import { startProxy, type Proxy as TestProxy } from './setup.ts'

/** A connection to the proxy from another address of this machine. */
async function wireFrom(proxy: TestProxy, localAddress: string): Promise<Wire> {
  const socket = connect({ port: proxy.port, host: proxy.host, localAddress })
  onTestFinished(() => void socket.destroy())
  const wire = new Wire(socket)
  await once(socket, 'connect')
  return wire
}

describe('slow clients', () => {
  for (const way of ways) {
    const where = way === 'plain' ? 'plain' : 'in a tunnel'

    test(`a head that does not end is answered with 408 and closed (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { limits: { headersTimeoutMs: 1500 } })
      wire.send(`${at.line('GET', '/x')}${at.host}X-Slow: `)
      const dripping = setInterval(() => wire.send('a'), 50)
      onTestFinished(() => clearInterval(dripping))
      const text = await wire.closed()
      expect(text).toMatch(/^HTTP\/1\.1 408 /)
      expect(wire.statuses).toEqual([408])
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'limit', status: 408 })
      expect(origin.requests).toEqual([])
      await waitFor(() => proxy.egress.connections() === 0)
      expect(proxy.egress.connections()).toBe(0)
    })

    test(`a body that stops coming is not forwarded, and the connection ends (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { limits: { bodyIdleTimeoutMs: 300 } })
      wire.send(`${at.line('POST', '/x')}${at.host}Content-Length: 10\r\n\r\nhello`)
      await wire.closed()
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'fail',
        reason: 'client-gone',
        forwardedBytes: 0,
      })
      expect(origin.requests).toEqual([])
    })

    test(`a streamed body that stops coming never looks whole to the destination (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, {
        limits: { bodyIdleTimeoutMs: 1500, holdBytes: 1000 },
      })
      const words = 'some words\n'.repeat(10_000)
      wire.send(
        `${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n`,
      )
      wire.send(`${words.length.toString(16)}\r\n${words}\r\n`)
      await wire.closed()
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-gone' })
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
      expect(origin.bytes.length).toBeGreaterThan(0)
      expect(origin.requests).toEqual([])
    })

    test(`a body that comes slowly but steadily arrives (${where})`, async () => {
      // Longer than the limit in all, and far below it from byte to byte, on a busy machine too.
      const { wire, at, origin } = await scene(way, { limits: { bodyIdleTimeoutMs: 2500 } })
      const body = 'hello '.repeat(5)
      wire.send(`${at.line('POST', '/x')}${at.host}Content-Length: ${body.length}\r\n\r\n`)
      for (const byte of body) {
        wire.send(byte)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      await wire.until(/answer to \/x/)
      expect(origin.requests.map((request) => request.body.toString())).toEqual([body])
    })

    const dripping = { bodyGraceMs: 300, bodyIdleTimeoutMs: 600, minBodyBytesPerSecond: 100 }

    test(`a body below the least rate is answered with 408, and nothing of it leaves (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { limits: dripping })
      wire.send(`${at.line('POST', '/x')}${at.host}Content-Length: 1000\r\n\r\n`)
      const elapsed = startOwnTime()
      const timer = setInterval(() => wire.send('a'), 100)
      onTestFinished(() => clearInterval(timer))
      const text = await wire.closed()
      expect(elapsed()).toBeLessThan(2000)
      expect(wire.statuses).toEqual([408])
      expect(text).toContain('Gatehouse-Reason: too-slow\r\n')
      const record = await proxy.recordAt(0)
      expect(record).toMatchObject({ action: 'fail', reason: 'too-slow', status: 408, forwardedBytes: 0 })
      expect(origin.connections).toBe(0)
    })

    test(`a streamed body that falls below the least rate never looks whole to the destination (${where})`, async () => {
      const limits = { ...dripping, holdBytes: 1000 }
      const { wire, at, proxy, origin } = await scene(way, { limits })
      const text = 'some words\n'.repeat(10_000)
      wire.send(
        `${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nContent-Length: 200000\r\n\r\n`,
      )
      wire.send(text)
      const timer = setInterval(() => wire.send('a'), 100)
      onTestFinished(() => clearInterval(timer))
      await wire.closed()
      expect(wire.statuses).toEqual([408])
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'too-slow', status: 408 })
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
      expect(origin.bytes.length).toBeGreaterThan(0)
      expect(origin.requests).toEqual([])
    })

    test(`a body that comes slowly, but above the least rate, arrives (${where})`, async () => {
      // Longer than the grace in all, and far above the least rate, on a busy machine too.
      const limits = { bodyGraceMs: 2000, bodyIdleTimeoutMs: 2500, minBodyBytesPerSecond: 100 }
      const { wire, at, origin } = await scene(way, { limits })
      wire.send(`${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nContent-Length: 750\r\n\r\n`)
      for (let i = 0; i < 30; i += 1) {
        wire.send('slow but honest. word wor'.slice(0, 25))
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      await wire.until(/answer to \/x/)
      expect(origin.requests.map(({ body }) => body.length)).toEqual([750])
    })

    test(`a connection that asks nothing more is closed, without an entry in the journal (${where})`, async () => {
      const { wire, at, proxy } = await scene(way, { limits: { keepAliveTimeoutMs: 100 } })
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await wire.closed()
      expect(wire.statuses).toEqual([200])
      expect(proxy.records).toHaveLength(1)
    })
  }

  test('a destination that reads slowly is not the client’s fault', async () => {
    const origin = await startRawOrigin({
      plain: true,
      connected: (socket) => {
        socket.pause()
        setTimeout(() => socket.resume(), 1500)
      },
    })
    const limits = { bodyGraceMs: 300, bodyIdleTimeoutMs: 600, minBodyBytesPerSecond: 1000, holdBytes: 1000 }
    const proxy = await startProxy([origin], { limits })
    const wire = await plainWire(proxy)
    const body = 'some words\n'.repeat(1_000_000)
    const host = `${origin.host}:${origin.port}`
    wire.send(`POST http://${host}/x HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/plain\r\n`)
    wire.send(`Content-Length: ${body.length}\r\n\r\n${body}`)
    await wire.until(/answer to \/x/, 20_000)
    expect(await proxy.recordAt(0)).toMatchObject({ status: 200, requestBytes: body.length })
  }, 30_000)

  test('a connection on which nothing is ever said is closed without an entry in the journal', async () => {
    const { proxy, wire, origin } = await scene('plain', { limits: { headersTimeoutMs: 200 } })
    expect(await wire.closed()).toBe('')
    expect(proxy.records).toEqual([])
    expect(origin.connections).toBe(0)
  })

  test('a tunnel that a browser only keeps ready is closed without an entry in the journal', async () => {
    const { proxy, wire } = await scene('tunnel', { limits: { headersTimeoutMs: 1500 } })
    await wire.closed()
    expect(proxy.records).toEqual([])
  })

  test('the head of an answer may take four times what the fields of a request may, and no more', async () => {
    const maxHeaderBytes = 2048
    for (const [bytes, status] of [
      [4 * maxHeaderBytes - 200, 200],
      [4 * maxHeaderBytes + 200, 502],
    ] as const) {
      const { wire, at } = await scene('plain', { limits: { maxHeaderBytes } }, (_request, socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Long: ${'a'.repeat(bytes)}\r\n\r\n`)
      })
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await wire.until(/\r\n\r\n/)
      expect(wire.statuses).toEqual([status])
    }
  })

  test('a client that does not read its answer is let go', async () => {
    const { wire, at, proxy, origin } = await scene(
      'plain',
      { limits: { bodyIdleTimeoutMs: 400 } },
      (_request, socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n`)
        const more = () => {
          while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024))) {}
        }
        socket.on('drain', more)
        more()
      },
    )
    wire.socket.pause()
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    expect(await proxy.recordAt(0)).toMatchObject({
      ...{ action: 'fail', reason: 'client-not-reading', status: 200 },
    })
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
  })
})

describe('how many, and who', () => {
  test('connections beyond the total are turned away, and counted again once others end', async () => {
    const { proxy, wire, at } = await scene('plain', { limits: { maxConnections: 2 } })
    const second = await plainWire(proxy)
    const third = await plainWire(proxy)
    expect(await third.closed()).toBe('')
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'limit', status: null })
    second.socket.destroy()
    await waitFor(() => proxy.egress.connections() === 1)
    const fourth = await plainWire(proxy)
    for (const each of [wire, fourth]) {
      each.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await each.until(/answer to \/x/)
    }
  })

  test('one client cannot take the connections of the others', async () => {
    const { proxy, wire, at } = await scene('plain', { limits: { maxConnectionsPerClient: 1 } })
    const again = await plainWire(proxy)
    expect(await again.closed()).toBe('')
    expect(await proxy.recordAt(0)).toMatchObject({ client: '127.0.0.1', reason: 'limit' })
    const other = await wireFrom(proxy, '127.0.0.2')
    for (const each of [wire, other]) {
      each.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await each.until(/answer to \/x/)
    }
    expect(proxy.records.map((record) => record.client)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.2'])
  })

  test('a client outside the configured ranges is not served, and the journal says so', async () => {
    const { proxy, wire, at, origin } = await scene('plain', { options: { clients: ['127.0.0.1/32'] } })
    const stranger = await wireFrom(proxy, '127.0.0.2')
    stranger.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    expect(await stranger.closed()).toBe('')
    expect(await proxy.recordAt(0)).toMatchObject({
      client: '127.0.0.2',
      action: 'refuse',
      reason: 'client-not-allowed',
    })
    expect(origin.connections).toBe(0)
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await wire.until(/answer to \/x/)
  })

  test('a body beyond the limit is refused by its length, before it is sent', async () => {
    const { wire, at, proxy, origin } = await scene('plain', { limits: { maxBodyBytes: 1000 } })
    wire.send(`${at.line('POST', '/x')}${at.host}Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n`)
    await wire.closed()
    expect(wire.statuses).toEqual([413])
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'too-large', status: 413 })
    expect(origin.connections).toBe(0)
  })

  test('a body beyond the limit that does not say its length is refused while it comes', async () => {
    const { wire, at, proxy, origin } = await scene('plain', { limits: { maxBodyBytes: 1000 } })
    wire.send(
      `${at.line('POST', '/x')}${at.host}Transfer-Encoding: chunked\r\n\r\n${'64\r\n'.concat('a'.repeat(100), '\r\n').repeat(30)}`,
    )
    await wire.closed()
    expect(wire.statuses).toEqual([413])
    expect(await proxy.recordAt(0)).toMatchObject({
      action: 'refuse',
      reason: 'too-large',
      forwardedBytes: 0,
    })
    expect(origin.requests).toEqual([])
  })

  test('a client that goes away before it is answered leaves nothing open', async () => {
    const { wire, at, proxy, origin } = await scene('tunnel', {}, () => {})
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await waitFor(() => origin.requests.length === 1)
    wire.socket.destroy()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-gone', status: null })
    await waitFor(() => proxy.egress.connections() === 0 && origin.open.size === 0)
    expect(proxy.egress.connections()).toBe(0)
    expect(origin.open.size).toBe(0)
  })

  test('a client that goes away in the middle of its upload cuts it, and it never looks whole', async () => {
    const { wire, at, proxy, origin } = await scene('tunnel', { limits: { holdBytes: 1000 } })
    wire.send(`${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nContent-Length: 1000000\r\n\r\n`)
    wire.send('some words\n'.repeat(10_000))
    await waitFor(() => origin.bytes.includes('some words'))
    wire.socket.destroy()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-gone' })
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
    expect(origin.requests).toEqual([])
  })

  test('a client that goes away in the middle of its answer ends it at the destination', async () => {
    const { wire, at, proxy, origin } = await scene('tunnel', {}, (_request, socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')
    })
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await wire.until(/half/)
    wire.socket.destroy()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'client-gone', status: 200 })
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
  })
})

describe('an answer beyond the limit for bodies', () => {
  const limits = { maxBodyBytes: 1000 }

  for (const way of ways) {
    const where = way === 'plain' ? 'plain' : 'in a tunnel'

    test(`is refused by its length, before the client gets anything of it (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { limits }, (_request, socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n${'x'.repeat(1001)}`)
      })
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      const text = await wire.until(/\}\n$/)
      expect(wire.statuses).toEqual([502])
      expect(text).not.toContain('xxx')
      expect(text).toContain('Gatehouse-Reason: answer-too-large\r\n')
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'fail',
        reason: 'answer-too-large',
        status: 502,
        responseBytes: 0,
      })
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
    })

    test(`is cut where it passes the limit, and never looks whole (${where})`, async () => {
      const { wire, at, proxy, origin } = await scene(way, { limits }, (_request, socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        for (let i = 0; i < 30; i += 1) setTimeout(() => socket.write(`64\r\n${'x'.repeat(100)}\r\n`), i * 5)
        setTimeout(() => socket.write('0\r\n\r\n'), 200)
      })
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      const text = await wire.closed()
      expect(wire.statuses).toEqual([200])
      expect(text).not.toMatch(/\r\n0\r\n\r\n$/)
      const record = await proxy.recordAt(0)
      expect(record).toMatchObject({ action: 'fail', reason: 'answer-too-large', status: 200 })
      expect(record.responseBytes).toBeGreaterThan(0)
      expect(record.responseBytes).toBeLessThanOrEqual(1000)
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
    })
  }

  test('counts nothing where there is no body: HEAD and 304 may name any length', async () => {
    const { wire, at } = await scene('tunnel', { limits }, (request, socket) => {
      const status = request.line.startsWith('HEAD') ? '200 OK' : '304 Not Modified'
      socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 100000\r\n\r\n`)
    })
    wire.send(`${at.line('HEAD', '/1')}${at.host}\r\n`)
    await wire.until(/\r\n\r\n$/)
    wire.send(`${at.line('GET', '/2')}${at.host}\r\n`)
    await wire.until(/ 304 .*\r\n\r\n$/s)
    expect(wire.statuses).toEqual([200, 304])
  })

  test('does not stop one that is exactly as long', async () => {
    const body = 'x'.repeat(1000)
    const { wire, at, proxy } = await scene('tunnel', { limits }, (_request, socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${body}`)
    })
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await wire.until(/x{1000}$/)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', status: 200, responseBytes: 1000 })
  })
})
