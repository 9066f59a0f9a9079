/** Promises about requests that share one client connection: their order, their ends, and what may follow them. */
import { describe, expect, test } from 'vitest'
import { answerByLine, fieldOf, waitFor } from './raw.ts'
import { scene, ways } from './scene.ts'

describe('one after another on one connection', () => {
  for (const way of ways) {
    const where = way === 'plain' ? 'plain' : 'in a tunnel'

    test(`pipelined requests are answered in order, and their bodies are not mixed (${where})`, async () => {
      // The first answer comes last, where order is left to chance.
      const slow = new Map([
        ['/1', 120],
        ['/2', 60],
        ['/3', 0],
      ])
      const arrived: string[] = []
      const { origin, proxy, wire, at } = await scene(way, {}, (request, socket) => {
        const path = request.line.split(' ')[1] ?? ''
        arrived.push(`asked ${path}`)
        setTimeout(() => {
          arrived.push(`answered ${path}`)
          answerByLine(request, socket)
        }, slow.get(path))
      })
      const ask = (n: number, framing: string) => `${at.line('POST', `/${n}`)}${at.host}${framing}`
      wire.send(
        ask(1, 'Content-Length: 3\r\n\r\none') +
          ask(2, 'Transfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n') +
          ask(3, 'Content-Length: 5\r\n\r\nthree'),
      )
      const text = await wire.until(/answer to \/3/)
      expect([...text.matchAll(/answer to \/\d/g)].map(String)).toEqual([
        'answer to /1',
        'answer to /2',
        'answer to /3',
      ])
      expect(origin.requests.map((request) => request.body.toString())).toEqual(['one', 'two', 'three'])
      // RFC 9112 §9.3.2: what a later request needs of an earlier one has happened.
      expect(arrived).toEqual([
        'asked /1',
        'answered /1',
        'asked /2',
        'answered /2',
        'asked /3',
        'answered /3',
      ])
      expect(proxy.records.map((record) => record.requestBytes)).toEqual([3, 3, 5])
    })

    test(`the answer to a good request comes before the refusal of the bad one behind it (${where})`, async () => {
      const { origin, proxy, wire, at } = await scene(way, {}, (request, socket) => {
        setTimeout(() => answerByLine(request, socket), 80)
      })
      wire.send(`${at.line('GET', '/1')}${at.host}\r\n${at.line('GET', '/2')}${at.host}X-A: b\rc\r\n\r\n`)
      await wire.closed()
      expect(wire.statuses).toEqual([200, 400])
      expect(wire.text.indexOf('answer to /1')).toBeLessThan(wire.text.indexOf('HTTP/1.1 400'))
      expect(origin.requests.map((request) => request.line)).toEqual(['GET /1 HTTP/1.1'])
      expect(proxy.records.map((record) => record.reason)).toEqual(['nothing-found', 'malformed-request'])
    })

    test(`a bad chunk in a request that waits for its turn is refused in its turn (${where})`, async () => {
      const { origin, proxy, wire, at } = await scene(way, {}, (request, socket) => {
        setTimeout(() => answerByLine(request, socket), 80)
      })
      const bad = `${at.line('POST', '/2')}${at.host}Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n`
      wire.send(`${at.line('GET', '/1')}${at.host}\r\n${bad}${at.line('GET', '/3')}${at.host}\r\n`)
      await wire.closed()
      expect(wire.statuses).toEqual([200, 400])
      expect(origin.requests.map((request) => request.line)).toEqual(['GET /1 HTTP/1.1'])
      expect(proxy.records.map((record) => record.reason)).toEqual(['nothing-found', 'malformed-request'])
      expect(proxy.records[1]).toMatchObject({ action: 'refuse', method: 'POST', forwardedBytes: 0 })
    })

    test(`a bad chunk behind what has already left cuts the upload, which never looks whole (${where})`, async () => {
      const { origin, proxy, wire, at } = await scene(way, { limits: { holdBytes: 1000 } })
      const words = 'some words\n'.repeat(4000)
      const piece = `${words.length.toString(16)}\r\n${words}\r\n`
      wire.send(
        `${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n${piece}`,
      )
      await waitFor(() => origin.bytes.includes('some words'))
      wire.send(`${piece}zz\r\nhello\r\n0\r\n\r\n${at.line('GET', '/after')}${at.host}\r\n`)
      await wire.closed()
      expect(wire.statuses).toEqual([400])
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'refused-midstream',
        reason: 'malformed-request',
      })
      await waitFor(() => origin.open.size === 0)
      expect(origin.open.size).toBe(0)
      expect(origin.bytes.toString('latin1')).toContain('transfer-encoding: chunked')
      expect(origin.bytes.toString('latin1')).not.toContain('\r\n0\r\n\r\n')
      expect(origin.requests).toEqual([])
      expect(proxy.records).toHaveLength(1)
    })

    test(`what follows a request that closes the connection is not read (${where})`, async () => {
      const { origin, proxy, wire, at } = await scene(way)
      wire.send(
        `${at.line('GET', '/1')}${at.host}Connection: close\r\n\r\n${at.line('GET', '/2')}${at.host}\r\n`,
      )
      await wire.closed()
      expect(wire.statuses).toEqual([200])
      expect(origin.requests.map((request) => request.line)).toEqual(['GET /1 HTTP/1.1'])
      expect(proxy.records).toHaveLength(1)
    })

    test(`what follows an upgrade that is not taken up is not read, and the client is told (${where})`, async () => {
      const { origin, wire, at } = await scene(way)
      const upgrade = 'Connection: Upgrade\r\nUpgrade: h2c\r\n'
      wire.send(
        `${at.line('POST', '/1')}${at.host}${upgrade}Content-Length: 5\r\n\r\nhello${at.line('GET', '/2')}${at.host}\r\n`,
      )
      const text = await wire.closed()
      expect(wire.statuses).toEqual([200])
      expect(text).toMatch(/\r\nConnection: close\r\n/)
      expect(origin.requests.map((request) => [request.line, request.body.toString()])).toEqual([
        ['POST /1 HTTP/1.1', 'hello'],
      ])
      expect(fieldOf(origin.requests[0], 'upgrade')).toBeNull()
    })

    test(`more pipelined requests than anybody sends end the connection (${where})`, async () => {
      const { origin, proxy, wire, at } = await scene(way, {}, () => {})
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`.repeat(150))
      await wire.closed()
      expect(wire.statuses).toEqual([])
      expect(origin.requests.length).toBeLessThanOrEqual(1)
      expect((await proxy.recordAt(0)).reason).toBe('client-gone')
      expect(proxy.records).toHaveLength(1)
    })

    test(`100 Continue comes before the body is sent, and Expect ends at the gateway (${where})`, async () => {
      const { origin, wire, at } = await scene(way)
      wire.send(`${at.line('POST', '/x')}${at.host}Expect: 100-Continue\r\nContent-Length: 5\r\n\r\n`)
      await wire.until(/HTTP\/1\.1 100 Continue\r\n\r\n/)
      expect(origin.requests).toEqual([])
      wire.send('hello')
      await wire.until(/answer to \/x/)
      expect(wire.statuses).toEqual([100, 200])
      expect(fieldOf(origin.requests[0], 'expect')).toBeNull()
    })

    test(`a request in pieces of one byte is read as in one piece (${where})`, async () => {
      const { origin, wire, at } = await scene(way)
      const bytes = `${at.line('POST', '/x')}${at.host}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`
      for (const byte of bytes) {
        wire.send(byte)
        await new Promise((resolve) => setImmediate(resolve))
      }
      await wire.until(/answer to \/x/)
      expect(origin.requests.map((request) => request.body.toString())).toEqual(['hello'])
    })

    test(`the answer to HEAD has no body, and the next answer is the next request's (${where})`, async () => {
      const { wire, at } = await scene(way, {}, (request, socket) => {
        if (request.line.startsWith('HEAD')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n')
        else answerByLine(request, socket)
      })
      wire.send(`${at.line('HEAD', '/1')}${at.host}\r\n`)
      const head = await wire.until(/\r\n\r\n/)
      expect(head).toMatch(/\r\nContent-Length: 1000\r\n/)
      wire.send(`${at.line('GET', '/2')}${at.host}\r\n`)
      await wire.until(/answer to \/2$/)
      expect(wire.text.slice(head.length)).toMatch(/^HTTP\/1\.1 200 /)
    })

    for (const status of [204, 304]) {
      test(`bytes behind a ${status} answer are nobody's answer (${where})`, async () => {
        const { wire, at, proxy } = await scene(way, {}, (request, socket) => {
          if (request.line.includes('/1 '))
            socket.write(`HTTP/1.1 ${status} X\r\n\r\nHTTP/1.1 200 Smuggled\r\nContent-Length: 3\r\n\r\nbad`)
          else answerByLine(request, socket)
        })
        wire.send(`${at.line('GET', '/1')}${at.host}\r\n`)
        await wire.until(/\r\n\r\n/)
        wire.send(`${at.line('GET', '/2')}${at.host}\r\n`)
        const text = await wire.until(/answer to \/2$/)
        expect(wire.statuses).toEqual([status, 200])
        expect(text).not.toContain('Smuggled')
        expect(proxy.records.map((record) => record.status)).toEqual([status, 200])
      })
    }
  }

  test('a CONNECT behind another request waits for its answer', async () => {
    const { origin, wire, at } = await scene('plain', {}, (request, socket) => {
      setTimeout(() => answerByLine(request, socket), 80)
    })
    wire.send(`${at.line('GET', '/1')}${at.host}\r\nCONNECT ${at.authority} HTTP/1.1\r\n${at.host}\r\n`)
    const text = await wire.until(/200 Connection established/)
    expect(text.indexOf('answer to /1')).toBeLessThan(text.indexOf('Connection established'))
    expect(text).toContain('answer to /1')
    expect(origin.requests).toHaveLength(1)
  })
})
