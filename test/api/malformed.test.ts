/** Promises for bad input: an answer in one form, nothing echoed, and the next request is served as before. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { afterAll, expect, test, vi } from 'vitest'
import { serverLimits } from '../../gateway/api/api.ts'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { runApi, tokenText } from './running-api.ts'

const api = await runApi(undefined, { requestsPerMinute: 100_000 })
afterAll(() => api[Symbol.asyncDispose]())

/** Sends bytes and reads until the server closes the connection. */
async function exchangeBytes(bytes: string): Promise<string> {
  const socket = await api.rawSocket()
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    text += chunk
  })
  socket.on('error', () => undefined)
  socket.write(bytes)
  await once(socket, 'close')
  return text
}

function sent(socket: TLSSocket, bytes: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.write(bytes, (error) => (error ? reject(error) : resolve()))
  return promise
}

const auth = `Authorization: Bearer ${tokenText}\r\n`
const host = 'Host: gatehouse.home.arpa\r\n'

test.each([
  ['no HTTP at all', '\u0016\u0003\u0001 planted\r\n\r\n', 400],
  ['no Host', `GET /api/v1/status HTTP/1.1\r\n${auth}Connection: close\r\n\r\n`, 400],
  ['an empty Host', `GET /api/v1/status HTTP/1.1\r\nHost:\r\n${auth}Connection: close\r\n\r\n`, 400],
  [
    'two Hosts',
    `GET /api/v1/status HTTP/1.1\r\n${host}Host: planted.example\r\n${auth}Connection: close\r\n\r\n`,
    400,
  ],
  [
    'Content-Length with Transfer-Encoding',
    `POST /login HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['a bare line feed in a header', `GET / HTTP/1.1\r\n${host}X: planted\nY: z\r\n\r\n`, 400],
  ['a bad chunk', `POST /login HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nplanted\r\n`, 400],
  ['a head of 20 KiB', `GET / HTTP/1.1\r\n${host}X-Planted: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
] as const)('%s is answered as a problem without a word of what came', async (_what, bytes, status) => {
  const answer = await exchangeBytes(bytes)
  expect(answer.split('\r\n')[0]).toContain(`HTTP/1.1 ${status}`)
  expect(answer.toLowerCase()).toContain('content-type: application/problem+json')
  expect(answer).not.toMatch(/planted|policyVersion/)
  expect((await api.ask('/healthz')).status).toBe(200)
})

test.each([
  ['an unknown parameter', '/api/v1/journal?planted=1', 'planted', 'Not a known parameter.'],
  ['a limit of text', '/api/v1/journal?limit=ten', 'limit', 'number'],
  ['a limit too large', '/api/v1/journal?limit=501', 'limit', '500'],
  ['a limit of none', '/api/v1/journal?limit=0', 'limit', '1'],
  ['a limit given twice', '/api/v1/journal?limit=1&limit=2', 'limit', 'One whole number is expected.'],
  ['a cursor that is none', '/api/v1/journal?before=../../etc', 'before', 'twelve hex digits'],
  ['a client that is no address', "/api/v1/journal?client=';--", 'client', 'An address is expected'],
  ['an action that is none', '/api/v1/journal?action=explode', 'action', 'pass'],
  ['an id that is none', '/api/v1/journal/abc', 'id', 'twelve hex digits'],
])('%s is refused, and the answer says where and what', async (_what, path, where, detail) => {
  const answer = await api.askAsOwner(path)
  expect(answer.status).toBe(400)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toMatchObject({
    type: 'about:blank',
    status: 400,
    errors: [{ path: where, detail: expect.stringContaining(detail) }],
  })
})

test('names and values from the request come back neither as markup nor at length', async () => {
  const hostile = encodeURIComponent('<script>alert(1)</script>')
  const answer = await api.askAsOwner(
    `/api/v1/journal?${hostile}=x&destination=${hostile}&${'p'.repeat(500)}=1`,
  )
  expect(answer.status).toBe(400)
  expect(answer.text).not.toMatch(/<|alert\(|p{100}/)
})

test('an address that decodes to no text is a problem of the request, not a failure', async () => {
  const answer = await api.askAsOwner('/%E0%A4%A')
  expect([answer.status, answer.json().status]).toEqual([400, 400])
})

test('a body larger than a token can be is refused before it is read', async () => {
  const answer = await api.ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: `token=${'a'.repeat(5000)}`,
  })
  expect(answer.status).toBe(413)
  expect(answer.headers['content-type']).toContain('application/problem+json')
})

test('who reads only after sending all of a large body still reads why it was refused', async () => {
  const socket = await api.rawSocket()
  socket.pause()
  const length = 2 * MiB
  const head = `POST /login HTTP/1.1\r\n${host}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${length}\r\n\r\n`
  await sent(socket, head)
  for (let at = 0; at < length; at += 256 * KiB) {
    await sent(socket, 'a'.repeat(256 * KiB))
    await sleep(10)
  }
  const closed = once(socket, 'close')
  const text = (await socket.setEncoding('utf8').toArray()).join('')
  await closed
  expect(text.split('\r\n')[0]).toBe('HTTP/1.1 413 Payload Too Large')
  expect(text).toContain('The body is larger than this address accepts.')
})

test('a body that goes on behind its refusal is read no further than 16 MiB', async () => {
  const socket = await api.rawSocket()
  const failed = once(socket, 'close').catch(() => undefined)
  socket.on('error', () => undefined).resume()
  const head = `POST /login HTTP/1.1\r\n${host}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n`
  socket.write(head)
  const piece = `${(MiB).toString(16)}\r\n${'a'.repeat(MiB)}\r\n`
  let pieces = 0
  while (!socket.destroyed && pieces < 64) {
    pieces++
    await Promise.race([sent(socket, piece).catch(() => undefined), failed])
  }
  await failed
  expect(pieces).toBeGreaterThan(15)
  expect(pieces).toBeLessThan(64)
})

test.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
  'a login as %s, which a form of another site could fake or no form sends, is refused',
  async (type) => {
    const answer = await api.ask('/login', {
      method: 'POST',
      headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ token: 5 }),
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.headers['set-cookie']).toBeUndefined()
  },
)

test('a service that breaks is answered 500 without what it said, and the log has it without values', async () => {
  const broken = vi
    .spyOn(api.office.services, 'doctor')
    .mockRejectedValue(new Error('UNIQUE failed: anna@example.com', { cause: new Error('anna@example.com') }))
  const answer = await api.askAsOwner('/api/v1/doctor')
  broken.mockRestore()
  expect(answer.status).toBe(500)
  expect(answer.json()).toMatchObject({ code: 'INTERNAL', type: 'urn:gatehouse:error:INTERNAL' })
  expect(answer.text).not.toContain('anna')
  expect(api.captured.lines().find((line) => line.event === 'api.failed')).toMatchObject({
    route: '/api/v1/doctor',
  })
})

test('a head that trickles in is cut off instead of holding its connection for ever', () => {
  expect(serverLimits.headersTimeout).toBeLessThanOrEqual(10_000)
  expect(serverLimits.requestTimeout).toBeLessThanOrEqual(30_000)
})
