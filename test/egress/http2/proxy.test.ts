/** Promises to clients that speak TLS and HTTP/2 with the proxy itself, so that nobody in the office sees where they go. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { launchChromium, testWithChromium } from '../../support/chromium.ts'
import { testWith } from '../../support/clients.ts'
import { waitFor } from '../raw.ts'
import { curl, type Origin, type ProxyChanges, startOrigin, startProxy } from '../setup.ts'
import { answerOf, ask, proxyName, proxySession } from './client.ts'
import { codes, frame, frameTypes, preface, settingsFrame, uint32 } from './frames.ts'
import { startHttp2Origin } from './origin.ts'
import { wireOn } from './wire.ts'

const card = '4111 1111 1111 1111'

async function tlsProxy(origins: readonly Origin[], changes: ProxyChanges = {}) {
  const made = makeDemoCertificates(proxyName, { now: Date.now(), random: randomBytes })
  const certificate = { cert: made.chainPem, key: made.keyPem }
  const ownPage = ({ path }: { path: string }) =>
    path === '/proxy.pac'
      ? { headers: { 'content-type': 'application/x-ns-proxy-autoconfig' }, body: 'PAC' }
      : null
  const proxy = await startProxy(origins, {
    ...changes,
    ports: { ownCertificate: () => certificate, ownPage },
  })
  return { proxy, rootPem: made.rootPem }
}

test('each CONNECT is one stream, intercepted as any other, HTTP/2 inside HTTP/2 included', async () => {
  const origin = await startHttp2Origin()
  const { proxy, rootPem } = await tlsProxy([origin])
  const outer = await proxySession(proxy, rootPem)
  const through = async (protocol: string) => {
    const stream = outer.request({ ':method': 'CONNECT', ':authority': `${origin.host}:${origin.port}` })
    const [answer] = (await once(stream, 'response')) as [{ ':status': number }]
    expect(answer[':status']).toBe(200)
    const secure = connectTls({
      socket: stream as never,
      servername: origin.host,
      ca: proxy.caPem,
      ALPNProtocols: [protocol],
    })
    await once(secure, 'secureConnect')
    return secure
  }
  const sockets = await Promise.all([through('h2'), through('h2')])
  for (const socket of sockets) {
    const inner = connect(`https://${origin.host}:${origin.port}`, { createConnection: () => socket })
    onTestFinished(() => void inner.destroy())
    const fields = { ':method': 'POST', ':path': '/', 'content-type': 'text/plain' }
    expect((await ask(inner, fields, `card ${card}`)).status).toBe(200)
  }
  expect(origin.streams).toHaveLength(2)
  for (const { body } of origin.streams) expect(body.toString()).not.toContain(card)
  expect(proxy.faults).toEqual([])
})

test('streams inside a tunnel of HTTP/2 that come with their reset never become exchanges, and are told in one line', async () => {
  const origin = await startHttp2Origin()
  const { proxy, rootPem } = await tlsProxy([origin])
  const outer = await proxySession(proxy, rootPem)
  const stream = outer.request({ ':method': 'CONNECT', ':authority': `${origin.host}:${origin.port}` })
  await once(stream, 'response')
  const secure = connectTls({
    ...{ socket: stream as never, servername: origin.host, ca: proxy.caPem, ALPNProtocols: ['h2'] },
  })
  await once(secure, 'secureConnect')
  const wire = wireOn(secure, origin.host)
  wire.send(preface, settingsFrame())
  const resets = Array.from({ length: 200 }, (_, i) => [
    wire.headers(2 * i + 1),
    frame(frameTypes.rstStream, 0, 2 * i + 1, uint32(codes.cancel)),
  ])
  wire.send(...resets.flat(), wire.headers(1001))
  expect(await wire.until(({ type, stream: id }) => type === frameTypes.headers && id === 1001)).toBe(true)
  secure.destroy()
  await waitFor(() => proxy.records.some(({ notes }) => notes.length > 0))
  const told = proxy.records.filter(({ reason }) => reason === 'client-gone')
  expect(told.flatMap(({ notes }) => notes)).toEqual(['resets:200'])
})

test('a refused CONNECT is answered on its stream with the reason, and the others go on', async () => {
  const origin = await startHttp2Origin()
  const { proxy, rootPem } = await tlsProxy([origin])
  const outer = await proxySession(proxy, rootPem)
  const refused = await ask(outer, { ':method': 'CONNECT', ':authority': 'other.example.test:25' })
  expect(refused.status).toBe(403)
  expect(refused.headers['gatehouse-reason']).toBe('port-not-allowed')
  const page = await ask(outer, { ':path': '/proxy.pac' })
  expect(page.body.toString()).toBe('PAC')
  expect(await proxy.recordAt(0)).toMatchObject({
    action: 'refuse',
    reason: 'port-not-allowed',
    method: 'CONNECT',
  })
})

test('a request for an http:// destination goes out as one, masked', async () => {
  const origin = await startOrigin({ plain: true })
  const { proxy, rootPem } = await tlsProxy([origin])
  const outer = await proxySession(proxy, rootPem)
  const fields = {
    ':method': 'POST',
    ':scheme': 'http',
    ':authority': `${origin.host}:${origin.port}`,
    ':path': '/x',
  }
  const stream = outer.request({ ...fields, 'content-type': 'text/plain' })
  stream.end(`card ${card}`)
  expect((await answerOf(stream)).status).toBe(200)
  expect(origin.received[0]?.body.toString()).not.toContain(card)
  expect(origin.received[0]?.headers.via).toContain('2 gatehouse-')
  expect(await proxy.recordAt(0)).toMatchObject({ scheme: 'http', action: 'transform' })
})

test('a tunnel by rule carries bytes unread on its stream, both ways and to both ends', async () => {
  const origin = await startOrigin()
  const policy = {
    mode: 'enforce',
    connections: [{ id: 'all', action: 'tunnel' }],
    exchanges: [{ id: 'none', entities: { '*': 'keep' } }],
  }
  const { proxy, rootPem } = await tlsProxy([origin], { policy })
  const outer = await proxySession(proxy, rootPem)
  const stream = outer.request({ ':method': 'CONNECT', ':authority': `${origin.host}:${origin.port}` })
  await once(stream, 'response')
  const secure = connectTls({
    socket: stream as never,
    servername: origin.host,
    ca: origin.rootPem,
    ALPNProtocols: ['http/1.1'],
  })
  secure.write(`GET /t HTTP/1.1\r\nHost: ${origin.host}\r\nConnection: close\r\n\r\n`)
  let said = ''
  for await (const chunk of secure) said += chunk
  expect(said).toContain('HTTP/1.1 200')
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'tunnel', method: 'CONNECT' })
})

test('whoever stops the gateway tells HTTP/2 clients so, and what runs still ends', async () => {
  let release = () => {}
  const origin = await startHttp2Origin({
    answer: (stream) => {
      stream.respond({ ':status': 200 })
      stream.write('begun ')
      release = () => stream.end('and ended')
    },
  })
  const { proxy, rootPem } = await tlsProxy([origin])
  const outer = await proxySession(proxy, rootPem)
  const tunnel = outer.request({ ':method': 'CONNECT', ':authority': `${origin.host}:${origin.port}` })
  await once(tunnel, 'response')
  const secure = connectTls({
    socket: tunnel as never,
    servername: origin.host,
    ca: proxy.caPem,
    ALPNProtocols: ['h2'],
  })
  await once(secure, 'secureConnect')
  const inner = connect(`https://${origin.host}:${origin.port}`, { createConnection: () => secure })
  inner.on('error', () => {})
  const stream = inner.request({ ':path': '/' })
  const goodbye = once(inner, 'goaway')
  const body: Buffer[] = []
  stream.on('data', (chunk: Buffer) => body.push(chunk))
  await once(stream, 'data')
  proxy.stop.abort()
  await goodbye
  release()
  await once(stream, 'end')
  expect(Buffer.concat(body).toString()).toBe('begun and ended')
})

testWith('curl', 'curl reaches an intercepted host through the proxy over TLS', async () => {
  const origin = await startOrigin()
  const { proxy, rootPem } = await tlsProxy([origin])
  await writeFile(`${proxy.folder}/own.pem`, rootPem)
  const over = ['--proxy', `https://${proxyName}:${proxy.port}`, '--proxy-cacert', `${proxy.folder}/own.pem`]
  const names = ['--resolve', `${proxyName}:${proxy.port}:${proxy.host}`]
  const url = `https://${origin.host}:${origin.port}/x`
  const said = await curl('curl', proxy, [...over, ...names, '-d', `card ${card}`, '-w', '%{http_code}', url])
  expect(said.stdout.toString()).toMatch(/200$/)
  expect(origin.received[0]?.body.toString()).not.toContain(card)
})

testWithChromium('Chromium uses the proxy over TLS and HTTP/2, and what it sends is masked', async () => {
  const origin = await startHttp2Origin({
    answer: (stream, { headers }) => {
      stream.respond({ ':status': 200, 'content-type': 'text/html; charset=utf-8' })
      stream.end(`<!doctype html><title>${headers[':path'] === '/sent' ? 'Thanks' : 'Form'}</title>`)
    },
  })
  const { proxy, rootPem } = await tlsProxy([origin])
  await using chromium = await launchChromium({
    roots: [proxy.caPem, rootPem],
    proxy: `https://${proxyName}:${proxy.port}`,
    hostRules: `MAP ${proxyName} ${proxy.host}`,
  })
  const tab = await chromium.context.newPage()
  await tab.goto(`https://${origin.host}:${origin.port}/`)
  expect(await tab.title()).toBe('Form')
  const status = await tab.evaluate(
    `fetch('/sent', { method: 'POST', body: 'card ${card}' }).then((answer) => answer.status)`,
  )
  expect(status).toBe(200)
  const posted = origin.streams.find(({ headers }) => headers[':method'] === 'POST')
  expect(posted?.body.toString()).toBe('card **** **** **** 1111')
  const protocol = await tab.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol")
  expect(protocol).toBe('h2')
})
