/** Promises about trackers on the wire: the signal is sent, parameters go, listed hosts are refused, all else is as it was. */

import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { KiB } from '../../gateway/core/units.ts'
import { compiled } from '../core/policy/support.ts'
import { trackers } from '../core/trackers/lists.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { ask, http2Session } from './http2/client.ts'
import { startHttp2Origin } from './http2/origin.ts'
import { fieldOf } from './raw.ts'
import { exchangeThrough } from './send.ts'
import { curl, type Origin, rawConnection, startOrigin, startProxy } from './setup.ts'
import { talk } from './websocket/talk.ts'

const all = { gpc: true, parameters: true, block: true }
const list = '||ads.example.test^'

function policyFor(
  changes: Parameters<typeof trackers>[1] = { others: all },
  connections?: readonly unknown[],
) {
  return compiled(connections ? { connections } : {}, { trackers: trackers(list, changes) })
}

async function through(origins: readonly Origin[], policy = policyFor()) {
  let current = policy
  const proxy = await startProxy(origins, { ports: { policy: { current: () => current } } })
  const replace = (next: typeof policy) => {
    current = next
    return proxy.egress.reconfigure(proxy.options)
  }
  return { proxy, replace }
}

const get = { method: 'GET', type: null, body: '' } as const

describe('what leaves', () => {
  test('over HTTP/1.1 the signal is added once, and tracking parameters are gone; the rest is as it came', async () => {
    const origin = await startOrigin()
    const { proxy } = await through([origin])
    await exchangeThrough(proxy, origin, { ...get, path: '/p?b=%C3%BC+1&utm_source=mail&a&gclid=secret' })
    expect(origin.received[0]).toMatchObject({ url: '/p?b=%C3%BC+1&a', headers: { 'sec-gpc': '1' } })
    const record = await proxy.recordAt(0)
    expect(record.notes).toEqual(['tracking-removed:2'])
    expect(JSON.stringify(record)).not.toMatch(/secret|utm_source|gclid/)
  })

  test.each(['1', '0'])('a client that says Sec-GPC: %s itself says it once, as 1', async (said) => {
    const origin = await startOrigin()
    const { proxy } = await through([origin])
    await exchangeThrough(proxy, origin, { ...get, fields: { 'sec-gpc': said } })
    const raw = origin.received[0]?.rawHeaders ?? []
    expect(raw.filter((_, at) => raw[at - 1]?.toLowerCase() === 'sec-gpc')).toEqual(['1'])
  })

  test('over HTTP/2, from the client and to the destination, it is the same', async () => {
    const origin = await startHttp2Origin()
    const { proxy } = await through([origin])
    const session = await http2Session(proxy, origin)
    await ask(session, { ':path': '/p?utm_source=mail&a=1' })
    expect(origin.streams[0]?.headers).toMatchObject({ ':path': '/p?a=1', 'sec-gpc': '1' })
  })

  test('a plain request is treated alike', async () => {
    const origin = await startOrigin({ plain: true })
    const { proxy } = await through([origin])
    const socket = await rawConnection(proxy)
    const authority = `${origin.host}:${origin.port}`
    socket.write(`GET http://${authority}/p?fbclid=1&gclid=2 HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
    await once(socket, 'data')
    expect(origin.received[0]).toMatchObject({ url: '/p?fbclid=1', headers: { 'sec-gpc': '1' } })
  })

  test('what is asked once more, since a kept connection had just been closed, is the cleaned URL again', async () => {
    let requests = 0
    const origin = await startOrigin({
      answer: (request, response) => {
        requests += 1
        if (requests === 2) request.socket.destroy()
        else response.end('ok')
      },
    })
    const { proxy } = await through([origin])
    await exchangeThrough(proxy, origin, { ...get, path: '/first' })
    await exchangeThrough(proxy, origin, { ...get, path: '/p?gclid=1&a' })
    const urls = origin.received.map(({ url }) => url)
    expect(urls.slice(1)).toEqual(['/p?a', '/p?a'])
  })

  test('a body is not touched, though it looks like a URL', async () => {
    const origin = await startOrigin()
    const { proxy } = await through([origin])
    const body = 'url=https://shop.example/?utm_source=mail&gclid=1'
    await exchangeThrough(proxy, origin, {
      path: '/?gclid=1',
      type: 'application/x-www-form-urlencoded',
      body,
    })
    expect(origin.received[0]?.body.toString()).toBe(body)
    expect(origin.received[0]?.url).toBe('/')
  })

  test.each<[string, string, Record<string, string>]>([
    ['a pre-signed URL', '/f?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=ab&gclid=1', {}],
    [
      'a request that SigV4 signs',
      '/f?gclid=1',
      {
        authorization:
          'AWS4-HMAC-SHA256 Credential=A/20261122/eu/s3/aws4_request, SignedHeaders=host, Signature=00',
      },
    ],
    [
      'a request that RFC 9421 signs',
      '/f?gclid=1',
      { 'signature-input': 'a=("@query");created=1', signature: 'a=:AAAA:' },
    ],
    ['the way back from a login', '/cb?code=1&state=2&gclid=3', {}],
  ])('%s leaves byte for byte', async (_what, path, fields) => {
    const origin = await startOrigin()
    const { proxy } = await through([origin])
    await exchangeThrough(proxy, origin, { ...get, path, fields })
    expect(origin.received[0]?.url).toBe(path)
    expect((await proxy.recordAt(0)).notes).toEqual([])
  })

  test('the handshake of a WebSocket is treated alike', async () => {
    const { request } = await talk({
      path: '/chat?gclid=1&room=2',
      ports: { policy: { current: () => policyFor() } },
    })
    expect(request.line).toBe('GET /chat?room=2 HTTP/1.1')
    expect(fieldOf(request, 'sec-gpc')).toBe('1')
  })

  test('where nothing is chosen, nothing is done', async () => {
    const origin = await startOrigin({ host: 'ads.example.test' })
    const { proxy } = await through([origin], policyFor({}))
    await exchangeThrough(proxy, origin, { ...get, path: '/p?gclid=1' })
    expect(origin.received[0]?.url).toBe('/p?gclid=1')
    expect(origin.received[0]?.headers['sec-gpc']).toBeUndefined()
  })
})

describe('what a listed host shows', () => {
  const host = 'ads.example.test'

  test('a CONNECT is refused with the reason and the name of the list, and nobody connects', async () => {
    const origin = await startOrigin({ host })
    const { proxy } = await through([origin])
    const socket = await rawConnection(proxy)
    socket.write(`CONNECT ${host}:${origin.port} HTTP/1.1\r\nHost: ${host}:${origin.port}\r\n\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    const text = answer.toString()
    expect(text).toMatch(/^HTTP\/1\.1 403 /)
    expect(text).toContain('Gatehouse-Reason: tracker-list\r\n')
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toMatchObject({
      reason: 'tracker-list',
      rule: 'list:ads',
    })
    expect(await proxy.recordAt(0)).toMatchObject({
      action: 'refuse',
      reason: 'tracker-list',
      ruleId: 'list:ads',
      method: 'CONNECT',
      pathTemplate: null,
      forwardedBytes: 0,
    })
    expect(origin.connections).toBe(0)
  })

  test.each([
    [
      'a person who opens it reads a page',
      { accept: 'text/html', 'sec-fetch-dest': 'document' },
      'text/html; charset=utf-8',
    ],
    ['a program reads a problem document', { accept: '*/*' }, 'application/problem+json'],
    [
      'what a script asks for is told as to a program',
      { 'sec-fetch-dest': 'empty' },
      'application/problem+json',
    ],
    [
      'a picture in a page gets an empty refusal',
      { accept: 'image/*', 'sec-fetch-dest': 'image' },
      undefined,
    ],
    [
      'so does a frame, though it asks for HTML',
      { accept: 'text/html', 'sec-fetch-dest': 'iframe' },
      undefined,
    ],
  ])('in the clear: %s', async (_what, fields, type) => {
    const origin = await startOrigin({ host, plain: true })
    const { proxy } = await through([origin])
    const socket = await rawConnection(proxy)
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
    const at = `${host}:${origin.port}`
    socket.write(`GET http://${at}/pixel?x=1 HTTP/1.1\r\nHost: ${at}\r\n${lines.join('')}\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    const [head = '', body = ''] = answer.toString().split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 403 /)
    expect(/^content-type: (.*)$/im.exec(head)?.[1]).toBe(type)
    expect(body === '').toBe(type === undefined)
    expect(head).toMatch(/content-length: \d+/i)
    expect(origin.connections).toBe(0)
  })

  test('a tunnel that passes unread is refused by its name as well, unless a rule names it', async () => {
    const origin = await startOrigin({ host })
    const unread = [{ id: 'unread', action: 'tunnel' }]
    const refusing = await through([origin], policyFor({ others: all }, unread))
    const socket = await rawConnection(refusing.proxy)
    socket.write(`CONNECT ${host}:${origin.port} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    expect(String(await once(socket, 'data'))).toMatch(/tracker-list/)
    const named = [{ id: 'ours', match: { destinations: [host] }, action: 'tunnel' }, ...unread]
    const passing = await through([origin], policyFor({ others: all }, named))
    const other = await rawConnection(passing.proxy)
    other.write(`CONNECT ${host}:${origin.port} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    expect(String(await once(other, 'data'))).toMatch(/^HTTP\/1\.1 200/)
  })

  test('another name on the connection of an allowed host gains nothing', async () => {
    const origin = await startOrigin({ names: 'DNS:origin.example.test,DNS:ads.example.test' })
    const { proxy } = await through([origin])
    const answer = await exchangeThrough(proxy, origin, {
      ...get,
      fields: { host: `${host}:${origin.port}` },
    })
    expect(answer.status).toBe(403)
    expect(answer.headers['gatehouse-reason']).toBe('tracker-list')
    expect(origin.received).toEqual([])
  })

  test('a list that comes into force ends what was open: the next request and an unread tunnel', async () => {
    const origin = await startOrigin({ host })
    const before = policyFor({}, [{ id: 'unread', action: 'tunnel' }])
    const { proxy, replace } = await through([origin], before)
    const socket = await rawConnection(proxy)
    socket.write(`CONNECT ${host}:${origin.port} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    await once(socket, 'data')
    const secure = connectTls({ socket, servername: host, ca: origin.rootPem })
    secure.on('error', () => {})
    await once(secure, 'secureConnect')
    const closed = once(socket, 'close')
    await replace(policyFor({ others: all }, [{ id: 'unread', action: 'tunnel' }]))
    await closed
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'tracker-list' })
  })
})

testWithChromium(
  'Chromium shows a page whose tracker is refused, and asks for it without its parameters',
  async () => {
    const ads = await startOrigin({ host: 'ads.example.test' })
    const origin = await startOrigin({
      answer: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        response.end(`<!doctype html><title>Shop</title><img src="https://${ads.host}:${ads.port}/pixel">`)
      },
    })
    const { proxy } = await through([origin, ads])
    await using chromium = await launchChromium({
      roots: [proxy.caPem],
      proxy: `http://${proxy.host}:${proxy.port}`,
    })
    const tab = await chromium.context.newPage()
    await tab.goto(`https://${origin.host}:${origin.port}/?utm_source=mail&color=blue`)
    expect(await tab.title()).toBe('Shop')
    expect(origin.received[0]).toMatchObject({ url: '/?color=blue', headers: { 'sec-gpc': '1' } })
    await expect
      .poll(() => proxy.records.some(({ reason }) => reason === 'tracker-list'), { timeout: 60_000 })
      .toBe(true)
    expect(ads.connections).toBe(0)
  },
)

testWith('curl', 'curl sees why a tracker is refused, and asks others without its parameters', async () => {
  const program = requireClient('curl') ?? ''
  const origin = await startOrigin()
  const ads = await startOrigin({ host: 'ads.example.test' })
  const { proxy } = await through([origin, ads])
  const refused = await curl(program, proxy, [`https://${ads.host}:${ads.port}/`])
  expect(refused.code).toBe(56)
  expect(refused.stderr).toContain('403')
  const passed = await curl(program, proxy, [`https://${origin.host}:${origin.port}/?gclid=1&a=2`])
  expect(passed.code).toBe(0)
  expect(origin.received[0]?.url).toBe('/?a=2')
  expect(passed.stdout.length).toBeLessThan(KiB)
})
