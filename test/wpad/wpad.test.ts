/** Promises about the port for WPAD: it has one file for those who are served, and nobody else gets anything of it. */
import { expect, test } from 'vitest'
import { KiB } from '../../gateway/core/units.ts'
import { waitFor } from '../egress/raw.ts'
import { openScene, talk } from './scene.ts'

const get = (path: string, host = 'wpad') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`

test('the PAC file is given by the group of the client, and names the port of the proxy', async () => {
  const scene = await openScene()
  const closed = await (await talk(scene, get('/wpad.dat', 'wpad.office.example'))).answer
  expect(closed).toMatch(/^HTTP\/1\.1 200 OK\r$/m)
  expect(closed).toMatch(/^content-type: application\/x-ns-proxy-autoconfig\r$/im)
  expect(closed).toMatch(/^connection: close\r$/im)
  expect(closed).toContain('"PROXY wpad.office.example:8080"')
  const open = await (await talk(scene, get('/wpad.dat', 'wpad:80'), '127.0.0.3')).answer
  expect(open).toContain('"PROXY wpad:8080; DIRECT"')
})

test('an old client that names no host gets the name of the box, and a query is passed over', async () => {
  const scene = await openScene()
  const { answer } = await talk(scene, 'GET /wpad.dat?Type=WMT HTTP/1.0\r\n\r\n')
  expect(await answer).toContain('"PROXY gatehouse.home.arpa:8080"')
})

test('the page is at the port of the proxy, whatever the Host tries to be', async () => {
  const scene = await openScene()
  const said = async (host: string) => (await talk(scene, get('/', host))).answer
  expect(await said('gatehouse.home.arpa')).toMatch(/^location: http:\/\/gatehouse\.home\.arpa:8080\/\r$/im)
  expect(await said('[::1]:80')).toMatch(/^location: http:\/\/\[::1\]:8080\/\r$/im)
  for (const host of ['evil.example/x?', 'a@evil.example', '"><script>', 'x;y', '127.1'])
    expect(await said(host)).toMatch(/^location: http:\/\/gatehouse\.home\.arpa:8080\/\r$/im)
})

test.each([
  ['another path', get('/proxy.pac')],
  ['the certificates', get('/gatehouse-ca.pem')],
  ['a path that climbs', get('/../wpad.dat')],
  ['an encoded path', get('/%77pad.dat')],
  ['a request as a proxy gets it', get('http://example.com/wpad.dat', 'example.com')],
  ['a review', get('/review/abc')],
])('%s is not there', async (_, bytes) => {
  expect(await (await talk(await openScene(), bytes)).answer).toMatch(/^HTTP\/1\.1 404 /)
})

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s is not allowed', async (method) => {
  const scene = await openScene()
  const answer = await (await talk(scene, `${method} /wpad.dat HTTP/1.1\r\nHost: wpad\r\n\r\n`)).answer
  expect(answer).toMatch(/^HTTP\/1\.1 405 /)
  expect(answer).toMatch(/^allow: GET, HEAD\r$/im)
})

test('HEAD gets the fields alone, and the length of the file', async () => {
  const scene = await openScene()
  const head = await (await talk(scene, 'HEAD /wpad.dat HTTP/1.1\r\nHost: wpad\r\n\r\n')).answer
  const [, body = ''] = (await (await talk(scene, get('/wpad.dat'))).answer).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^content-length: ${body.length}\\r$`, 'im'))
  expect(head.endsWith('\r\n\r\n')).toBe(true)
})

test('a tunnel through it, TLS, HTTP/2 and what is no HTTP end without a word', async () => {
  const scene = await openScene()
  for (const bytes of [
    'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'SSH-2.0-OpenSSH_9.2\r\n',
    '\r\n\0\0\0\0',
    'GET /wpad.dat HTTP/1.1\r\nHost: wpad\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    `GET /wpad.dat HTTP/1.1\r\nHost: wpad\r\nX: ${'a'.repeat(9 * KiB)}\r\n\r\n`,
    `GET /${'a'.repeat(9 * KiB)} HTTP/1.1\r\nHost: wpad\r\n\r\n`,
  ])
    expect(await (await talk(scene, bytes)).answer, bytes.slice(0, 20)).toBe('')
  expect(scene.asked).toEqual([])
})

test('a request to become a WebSocket is a request like any other', async () => {
  const scene = await openScene()
  const upgrade = 'GET /chat HTTP/1.1\r\nHost: wpad\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  expect(await (await talk(scene, upgrade)).answer).toMatch(/^HTTP\/1\.1 404 /)
})

test('one request a connection: what comes behind it is not looked at', async () => {
  const scene = await openScene()
  const { answer } = await talk(scene, get('/wpad.dat').repeat(50))
  expect((await answer).match(/HTTP\/1\.1 200/g)).toHaveLength(1)
})

test('a body is neither asked for nor waited for', async () => {
  const scene = await openScene()
  const head = 'POST /wpad.dat HTTP/1.1\r\nHost: wpad\r\nContent-Length: 1000000000000\r\n'
  const began = performance.now()
  const waiting = await (await talk(scene, `${head}Expect: 100-continue\r\n\r\n`)).answer
  expect(waiting).toMatch(/^HTTP\/1\.1 405 /)
  expect(waiting).not.toContain('100 Continue')
  expect(await (await talk(scene, `${head}\r\nbegun`)).answer).toMatch(/^HTTP\/1\.1 405 /)
  expect(performance.now() - began).toBeLessThan(5000)
})

test('a stranger gets not one byte, and is not asked what it wants', async () => {
  const scene = await openScene()
  expect(await (await talk(scene, get('/wpad.dat'), '127.0.0.9')).answer).toBe('')
  expect(scene.asked).toEqual([])
})

test('who is served no more gets nothing on the connection that it has', async () => {
  const scene = await openScene()
  const { socket, answer } = await talk(scene, 'GET /wpad.dat HTTP/1.1\r\n')
  scene.served.clear()
  socket.write('Host: wpad\r\n\r\n')
  expect(await answer).toBe('')
  expect(scene.asked).toEqual([])
})

test('who says nothing, or says it slowly, is let go; others are answered meanwhile', async () => {
  const scene = await openScene()
  const silent = await talk(scene)
  const slow = await talk(scene, 'GET /wpad.dat HTTP/1.1\r\n')
  const drip = setInterval(() => slow.socket.write('X: y\r\n'), 500)
  const began = performance.now()
  expect(await (await talk(scene, get('/wpad.dat'), '127.0.0.2')).answer).toContain('200 OK')
  expect(await silent.answer).toBe('')
  expect(await slow.answer).toBe('')
  clearInterval(drip)
  expect(performance.now() - began).toBeLessThan(15_000)
}, 30_000)

test('one address has 64 connections, and leaves room for others', async () => {
  const scene = await openScene()
  const all = await Promise.all(Array.from({ length: 80 }, () => talk(scene)))
  let ended = 0
  for (const { answer } of all) void answer.then(() => (ended += 1))
  await waitFor(() => ended >= 16)
  expect(ended).toBe(16)
  expect(await (await talk(scene, get('/wpad.dat'), '127.0.0.2')).answer).toContain('200 OK')
})

test('closing does not wait for those who hold on', async () => {
  const scene = await openScene()
  const { answer } = await talk(scene, 'GET /wpad.dat HTTP/1.1\r\n')
  const began = performance.now()
  await scene.close()
  expect(performance.now() - began).toBeLessThan(4000)
  expect(await answer).toBe('')
})
