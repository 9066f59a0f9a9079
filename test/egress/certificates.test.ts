/** Promises about destinations' certificates: each fault is named to the client, and nothing of the request leaves. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { refusalSecurityPolicy } from '../../gateway/egress/refuse.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { type Fault, makeFaultless, makeFaults, type Served, weakServerCiphers } from '../support/openssl.ts'
import { card, expectNothingPlanted } from './planted.ts'
import { curl, type Proxy as GatewayProxy, type Origin, startOrigin, startProxy, tunnelTo } from './setup.ts'

let folder = ''
let faults: Fault[] = []
let faultless: Served | null = null

beforeAll(async () => {
  if (requireClient('openssl') === null) return
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-faults-'))
  ;[faults, faultless] = await Promise.all([makeFaults(folder), makeFaultless(folder)])
})
afterAll(async () => {
  if (folder !== '') await rm(folder, { recursive: true, force: true })
})

/** The server of one certificate; counts requests and every byte of application data. */
async function serve(served: Served): Promise<Origin> {
  const origin: Origin = {
    host: served.host,
    port: 0,
    rootPem: readFileSync(served.rootFile, 'utf8'),
    received: [],
    connections: 0,
  }
  const options = {
    cert: readFileSync(served.chainFile),
    key: readFileSync(served.keyFile),
    ciphers: weakServerCiphers,
    minVersion: 'TLSv1.2',
  } as const
  const server = createServer(options, (request, response) => {
    const { method = '', url = '', headers, rawHeaders } = request
    origin.received.push({ method, url, headers, rawHeaders, body: Buffer.alloc(0), complete: true })
    request.resume()
    response.end('hello')
  })
  server.on('secureConnection', (socket: Socket) => {
    socket.once('data', () => {
      origin.connections += 1
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  origin.port = (server.address() as AddressInfo).port
  return origin
}

const curlPath = requireClient('curl') ?? ''

async function ask(proxy: GatewayProxy, origin: Origin, accept: string) {
  const url = `https://${origin.host}:${origin.port}/pay`
  const args = [
    '-i',
    '-H',
    `accept: ${accept}`,
    '--data-binary',
    `{"pan":"${card}"}`,
    '--suppress-connect-headers',
  ]
  const { stdout } = await curl(curlPath, proxy, [url, '-H', 'content-type: application/json', ...args])
  const [head = '', ...body] = stdout.toString().split('\r\n\r\n')
  return { head, body: body.join('\r\n\r\n') }
}

function proxyFor(origin: Origin) {
  return startProxy([origin], { options: { allowPrivate: [origin.host, '127.0.0.0/8'] } })
}

describe('a faulty certificate is refused in words, and nothing of the request leaves', () => {
  // A client program is told the reason by curl; without curl or openssl nothing of this can be shown.
  testWith(
    'curl',
    'each of at least twelve faults',
    async () => {
      if (requireClient('openssl') === null) return
      const judged = faults.filter((fault) => fault.crlFiles.length === 0)
      expect(judged.length).toBeGreaterThanOrEqual(12)
      for (const fault of judged) {
        const origin = await serve(fault)
        const proxy = await proxyFor(origin)
        const answer = await ask(proxy, origin, 'application/json')
        const record = await proxy.recordAt(0)
        expect([fault.name, record.action, record.reason]).toEqual([fault.name, 'fail', fault.expected])
        expect(record).toMatchObject({ status: 502, forwardedBytes: 0, responseBytes: 0 })
        expect(answer.head).toContain('502')
        expect(answer.head.toLowerCase()).toContain(`gatehouse-reason: ${fault.expected}`)
        expect(answer.head).toContain('application/problem+json')
        expect(JSON.parse(answer.body)).toMatchObject({
          status: 502,
          reason: fault.expected,
          host: fault.host,
        })
        expect([fault.name, origin.received.length, origin.connections]).toEqual([fault.name, 0, 0])
        expectNothingPlanted(answer.body + JSON.stringify(record))
        expect(proxy.faults).toEqual([])
        await proxy.egress[Symbol.asyncDispose]()
      }
    },
    120_000,
  )

  testWith('curl', 'a person gets a page', async () => {
    if (requireClient('openssl') === null) return
    const expired = faults.find(({ name }) => name === 'expired') as Fault
    const origin = await serve(expired)
    const proxy = await proxyFor(origin)
    const { head, body } = await ask(proxy, origin, 'text/html,application/xhtml+xml,*/*;q=0.8')
    // Names of fields have no upper case in HTTP/2 (RFC 9113 §8.2).
    expect(head).toMatch(/^content-type: text\/html; charset=utf-8/im)
    expect(head.toLowerCase()).toContain(`content-security-policy: ${refusalSecurityPolicy}`.toLowerCase())
    expect(body).toMatch(/<h1>.*(?:expired|certificate)/i)
    expect(body).not.toContain('<script')
  })

  testWith('curl', 'the same way without a fault works', async () => {
    if (faultless === null) return
    const origin = await serve(faultless)
    const proxy = await proxyFor(origin)
    const { head, body } = await ask(proxy, origin, 'application/json')
    expect(head).toContain('200')
    expect(body).toBe('hello')
    expect(origin.received).toHaveLength(1)
  })
})

testWith('curl', 'an extra root is trusted for its own destinations only', async () => {
  const mine = await startOrigin({ host: 'mine.example.test' })
  const other = await startOrigin({ host: 'other.example.test' })
  const proxy = await startProxy([mine, other], {
    options: {
      extraRoots: [
        { destinations: ['mine.example.test'], pem: mine.rootPem + other.rootPem },
        { destinations: ['*.example.org'], pem: other.rootPem },
      ],
    },
  })
  expect((await ask(proxy, mine, '*/*')).head).toContain('200')
  expect((await ask(proxy, other, '*/*')).head).toContain('502')
  expect(await proxy.recordAt(1)).toMatchObject({ action: 'fail', forwardedBytes: 0 })
  expect((await proxy.recordAt(1)).reason).toMatch(/^certificate-(?:untrusted|incomplete-chain)$/)
  expect([mine.received.length, other.received.length]).toEqual([1, 0])
})

testWith('openssl', 'an authority below a root is trusted by itself, and for nobody else', async () => {
  if (faultless === null) throw new Error('no certificate was made')
  const chain = readFileSync(faultless.chainFile, 'utf8').match(
    /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g,
  )
  const origin = await serve(faultless)
  const stranger = await startOrigin({ host: origin.host })
  const proxy = await startProxy([{ ...origin, rootPem: chain?.[1] ?? '' }], {
    options: { connectPorts: [origin.port, stranger.port] },
  })
  for (const each of [origin, stranger]) {
    const secure = await tunnelTo(proxy, each)
    secure.write(`GET / HTTP/1.1\r\nHost: ${each.host}:${each.port}\r\n\r\n`)
  }
  await proxy.recordAt(1)
  const outcomes = proxy.records.map(({ port, status, reason }) => ({ port, status, reason }))
  expect(outcomes).toContainEqual({ port: origin.port, status: 200, reason: 'nothing-found' })
  const untrusted = expect.stringMatching(/^certificate-(?:untrusted|incomplete-chain|self-signed)$/)
  expect(outcomes).toContainEqual({ port: stranger.port, status: 502, reason: untrusted })
})

test('a certificate that comes with more issuers than OpenSSL takes is told as too long', async () => {
  const host = 'origin.example.test'
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const cert = `${made.chainPem}\n${`${made.rootPem}\n`.repeat(300)}`
  const server = createServer({ cert, key: made.keyPem }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const proxy = await startProxy([{ host, port, rootPem: made.rootPem, received: [], connections: 0 }])
  const secure = await tunnelTo(proxy, { host, port, rootPem: '', received: [], connections: 0 })
  secure.write(`GET / HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`)
  const [answer] = (await once(secure, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 502 [\s\S]+Gatehouse-Reason: certificate-too-long/)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'certificate-too-long' })
})

test('a certificate that does not speak for a second name of its tunnel gets 421, whatever the subject says', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin], {
    options: { allowPrivate: ['origin.example.test', 'evil.example.test'] },
  })
  const socket = connect(proxy.port, proxy.host)
  onTestFinished(() => void socket.destroy())
  socket.write(
    `CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\n\r\n`,
  )
  await once(socket, 'data')
  const secure = connectTls({ socket, servername: origin.host, ca: proxy.caPem })
  await once(secure, 'secureConnect')
  secure.write(`GET / HTTP/1.1\r\nHost: evil.example.test:${origin.port}\r\n\r\n`)
  const [answer] = (await once(secure, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 421 /)
  expect(origin.received).toEqual([])
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'misdirected' })
})

test('a CONNECT that is refused sends its page under the same strict policy', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin])
  const socket = connect(proxy.port, proxy.host)
  onTestFinished(() => void socket.destroy())
  socket.write(
    'CONNECT other.example.test:22 HTTP/1.1\r\nHost: other.example.test:22\r\nAccept: text/html\r\n\r\n',
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 403 /)
  expect(answer.toString()).toContain(`Content-Security-Policy: ${refusalSecurityPolicy}\r\n`)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'port-not-allowed' })
})
