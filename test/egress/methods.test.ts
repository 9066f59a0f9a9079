/** Promises about the methods that speak of the way itself: OPTIONS of a server, TRACE, and how far they may go. */
import { describe, expect, test } from 'vitest'
import { fieldOf } from './raw.ts'
import { scene, ways } from './scene.ts'

for (const way of ways) {
  describe(way === 'plain' ? 'on a plain connection' : 'in a tunnel', () => {
    const schemeOf = way === 'plain' ? 'http' : 'https'

    test('OPTIONS of a server as a whole reaches it as an asterisk', async () => {
      const { wire, origin, at, proxy } = await scene(way)
      wire.send(`OPTIONS ${schemeOf}://${at.authority} HTTP/1.1\r\n${at.host}\r\n`)
      await wire.until(/answer to \*$/)
      wire.send(`OPTIONS * HTTP/1.1\r\n${at.host}\r\n`)
      await wire.until(/answer to \*[\s\S]*answer to \*$/)
      expect(wire.statuses).toEqual([200, 200])
      expect(origin.requests.map(({ line }) => line)).toEqual(['OPTIONS * HTTP/1.1', 'OPTIONS * HTTP/1.1'])
      expect(fieldOf(origin.requests[0], 'host')).toBe(at.authority)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', pathTemplate: '*', method: 'OPTIONS' })
    })

    test('OPTIONS of its root, of a query, and of a path that looks odd stay what they are', async () => {
      const { wire, origin, at } = await scene(way)
      for (const [asked, arrives] of [
        ['/', '/'],
        ['?a=b', '/?a=b'],
        ['/*', '/*'],
        ['/http://*', '/http://*'],
      ]) {
        const before = origin.requests.length
        wire.send(`OPTIONS ${schemeOf}://${at.authority}${asked} HTTP/1.1\r\n${at.host}\r\n`)
        await wire.until((text) => text.endsWith(`answer to ${arrives}`))
        expect(origin.requests[before]?.line).toBe(`OPTIONS ${arrives} HTTP/1.1`)
      }
    })

    test('a request other than OPTIONS without a path asks for the root', async () => {
      const { wire, origin, at } = await scene(way)
      wire.send(`GET ${schemeOf}://${at.authority} HTTP/1.1\r\n${at.host}\r\n`)
      await wire.until(/answer to \/$/)
      expect(origin.requests[0]?.line).toBe('GET / HTTP/1.1')
    })

    test('an OPTIONS that may go no further is answered by the gateway, and the connection goes on', async () => {
      const { wire, origin, at, proxy } = await scene(way)
      wire.send(`${at.line('OPTIONS', '/x')}${at.host}Max-Forwards: 0\r\n\r\n`)
      await wire.until(/\r\n\r\n\{.*\}\n$/s)
      expect(wire.text).toContain('Gatehouse-Reason: answered-here')
      expect(await proxy.recordAt(0)).toMatchObject({
        reason: 'answered-here',
        status: 200,
        forwardedBytes: 0,
      })
      wire.send(`${at.line('GET', '/y')}${at.host}\r\n`)
      await wire.until(/answer to \/y$/)
      expect(wire.statuses).toEqual([200, 200])
      expect(origin.requests.map(({ line }) => line)).toEqual(['GET /y HTTP/1.1'])
    })

    test('an OPTIONS that may go further is counted down, and only an OPTIONS is', async () => {
      const { wire, origin, at } = await scene(way)
      for (const [method, count] of [
        ['OPTIONS', '1'],
        ['OPTIONS', '10'],
        ['GET', '0'],
        ['GET', 'x'],
      ] as const) {
        const before = origin.requests.length
        wire.send(`${at.line(method, `/${before}`)}${at.host}Max-Forwards: ${count}\r\n\r\n`)
        await wire.until((text) => text.endsWith(`answer to /${before}`))
      }
      const counts = origin.requests.map((request) => fieldOf(request, 'max-forwards'))
      expect(counts).toEqual(['0', '9', '0', 'x'])
    })

    for (const counts of ['Max-Forwards: x\r\n', 'Max-Forwards: 5\r\nMax-Forwards: 0\r\n']) {
      test(`an OPTIONS with ${JSON.stringify(counts)} is not clear and is refused`, async () => {
        const { wire, origin, at } = await scene(way)
        wire.send(`${at.line('OPTIONS', '/x')}${at.host}${counts}\r\n`)
        await wire.until(/\r\n\r\n\{/)
        expect(wire.statuses).toEqual([400])
        expect(origin.requests).toEqual([])
      })
    }

    for (const count of ['', 'Max-Forwards: 0\r\n', 'Max-Forwards: 3\r\n']) {
      test(`a TRACE is answered in words and echoes nothing (${count.trim() || 'not bounded'})`, async () => {
        const { wire, origin, at, proxy } = await scene(way)
        wire.send(`${at.line('TRACE', '/x')}${at.host}Cookie: sid=planted\r\n${count}\r\n`)
        await wire.until(/\r\n\r\n\{/)
        expect(wire.statuses).toEqual([501])
        expect(wire.text).toContain('Gatehouse-Reason: method-not-supported')
        expect(wire.text).not.toContain('planted')
        expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'method-not-supported' })
        expect(origin.requests).toEqual([])
        expect(origin.connections).toBe(0)
      })
    }
  })
}
