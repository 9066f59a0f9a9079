/** Promises about WebSocket handshakes: inspected like every other request. */
import { describe, expect, test } from 'vitest'
import { card, email, expectNothingPlanted, foundIn } from './planted.ts'
import { fieldOf, type RawAnswer } from './raw.ts'
import { scene, ways } from './scene.ts'
import { maskAll } from './setup.ts'
import { echoing, textFrame } from './websocket/talk.ts'

const passing = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], onFailure: 'pass' }] }
const refusingCards = {
  ...maskAll,
  exchanges: [
    { ...maskAll.exchanges[0], onFailure: 'pass', entities: { '*': 'mask', CREDIT_CARD: 'refuse' } },
  ],
}
const handshake =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
const saying =
  (answer: string): RawAnswer =>
  (_request, socket) =>
    void socket.write(answer)

for (const way of ways) {
  describe(`a WebSocket handshake (${way})`, () => {
    test('leaves with its card and its addresses masked, its frames flow, and the journal says what was found', async () => {
      const { wire, at, proxy, origin } = await scene(way, { policy: passing }, echoing)
      const fields = `Cookie: mail=${email}\r\nReferer: https://shop.example/?card=${card}\r\n`
      wire.send(`${at.line('GET', `/chat?card=${card}&x=1`)}${at.host}${fields}${handshake}\r\n`)
      await wire.until(/\r\n\r\n..first$/s)
      wire.send(textFrame('one'))
      await wire.until(/echo one$/)
      wire.socket.end()
      expectNothingPlanted(origin.bytes.toString('latin1'))
      expect(origin.requests[0]?.line).toMatch(/^GET \/chat\?card=[^&]*1111&x=1 HTTP\/1\.1$/)
      expect(fieldOf(origin.requests[0], 'cookie')).toMatch(/^mail=.+/)
      expect(fieldOf(origin.requests[0], 'upgrade')).toBe('websocket')
      expect(fieldOf(origin.requests[0], 'sec-websocket-key')).toBe('dGhlIHNhbXBsZSBub25jZQ==')
      const record = await proxy.recordAt(0)
      expect(record).toMatchObject({
        action: 'transform',
        reason: 'rule',
        method: 'GET',
        status: 101,
        notes: ['websocket', 'sent:1', 'received:2', 'closed:1006'],
        findingCounts: { CREDIT_CARD: 2, EMAIL: 1 },
      })
      expect(foundIn(record).join()).toMatch(/CREDIT_CARD query card mask/)
      expect(proxy.faults).toEqual([])
    })

    test('with a card that the rule refuses is refused in words, and nothing arrives', async () => {
      const { wire, at, proxy, origin } = await scene(way, { policy: refusingCards }, echoing)
      wire.send(`${at.line('GET', `/chat?card=${card}`)}${at.host}${handshake}\r\nframe`)
      const text = await wire.closed()
      expect(wire.statuses).toEqual([403])
      expect(wire.end).toBe('clean')
      expect(text).toContain('Gatehouse-Reason: ')
      expect(origin.bytes).toHaveLength(0)
      const record = await proxy.recordAt(0)
      expect(record).toMatchObject({ action: 'refuse', status: 403, findingCounts: { CREDIT_CARD: 1 } })
      expect(foundIn(record)).toEqual(['CREDIT_CARD query card refuse'])
      expect(proxy.faults).toEqual([])
    })

    test('that the destination declines reaches the client as that answer, and is recorded with it', async () => {
      const answer =
        'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 8\r\n\r\nlog in!\n'
      const { wire, at, proxy, origin } = await scene(way, { policy: passing }, saying(answer))
      wire.send(`${at.line('GET', `/chat?card=${card}`)}${at.host}${handshake}\r\nframe`)
      const text = await wire.closed()
      expect(wire.statuses).toEqual([401])
      expect(wire.end).toBe('clean')
      expect(text).toContain('WWW-Authenticate: Bearer\r\n')
      expect(text).toMatch(/Connection: close\r\n/i)
      expect(text).toMatch(/\r\n\r\nlog in!\n$/)
      expectNothingPlanted(origin.bytes.toString('latin1'))
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'transform',
        reason: 'rule',
        status: 401,
        responseBytes: 8,
        findingCounts: { CREDIT_CARD: 1 },
      })
      expect(proxy.faults).toEqual([])
    })

    test('that is declined at length is answered to the end', async () => {
      const body = 'x'.repeat(8 * 1024 * 1024)
      const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      const { wire, at, proxy } = await scene(way, { policy: passing }, saying(answer))
      wire.socket.pause()
      setTimeout(() => wire.socket.resume(), 300)
      wire.send(`${at.line('GET', '/chat')}${at.host}${handshake}\r\n`)
      const text = await wire.closed()
      expect(text.length - text.indexOf('\r\n\r\n') - 4).toBe(body.length)
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'pass',
        status: 200,
        responseBytes: body.length,
      })
    })

    test('to a destination that hangs up leaves its findings in the journal', async () => {
      const hangUp: RawAnswer = (_request, socket) => void socket.destroy()
      const { wire, at, proxy } = await scene(way, { policy: passing }, hangUp)
      wire.send(`${at.line('GET', `/chat?card=${card}`)}${at.host}${handshake}\r\n`)
      await wire.closed()
      expect(wire.statuses).toEqual([502])
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'fail',
        status: 502,
        findingCounts: { CREDIT_CARD: 1 },
      })
    })

    test('behind another request takes its turn', async () => {
      const { wire, at, proxy } = await scene(way, { policy: passing }, (request, socket) => {
        if (request.line.includes('/chat')) echoing(request, socket)
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none')
      })
      wire.send(`${at.line('GET', '/1')}${at.host}\r\n${at.line('GET', '/chat')}${at.host}${handshake}\r\n`)
      await wire.until(/\r\n\r\n..first$/s)
      expect(wire.statuses).toEqual([200, 101])
      expect(proxy.faults).toEqual([])
    })

    test('with a head beyond the limits is refused before anything is understood', async () => {
      const { wire, at, proxy, origin } = await scene(
        way,
        { policy: passing, limits: { maxUrlBytes: 100 } },
        echoing,
      )
      wire.send(`${at.line('GET', `/${'a'.repeat(200)}`)}${at.host}${handshake}\r\n`)
      await wire.closed()
      expect(wire.statuses).toEqual([414])
      expect(origin.connections).toBe(0)
      expect(await proxy.recordAt(0)).toMatchObject({ reason: 'limit', method: null })
    })
  })
}
