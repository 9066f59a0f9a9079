/** Promises about ways to some destinations: own certificate, own address, revocation lists, a bound of connections. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import type { UpstreamWay } from '../../gateway/egress/options.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { makeFaultless, makeFaults, type Served, weakServerCiphers } from '../support/openssl.ts'
import { openssl } from '../support/openssl-ca.ts'
import { wayWith } from './parent.ts'
import { curl, type Origin, startOrigin, startProxy, type Proxy as TestProxy } from './setup.ts'

const curlPath = requireClient('curl') ?? ''

async function ask(proxy: TestProxy, origin: Origin): Promise<string> {
  const { stdout } = await curl(curlPath, proxy, [`https://${origin.host}:${origin.port}/`])
  return stdout.toString()
}

/** An origin that says who came: the name in the certificate it was shown, and the address. */
async function startAsking(host: string): Promise<Origin> {
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const options = { cert: made.chainPem, key: made.keyPem, requestCert: true, rejectUnauthorized: false }
  const server = createServer(options, (request, response) => {
    const socket = request.socket as TLSSocket
    response.end(`${socket.getPeerCertificate().subject?.CN ?? 'nobody'} ${socket.remoteAddress}`)
  })
  return { ...(await listen(server)), host, rootPem: made.rootPem }
}

async function listen(server: Server | Http2SecureServer): Promise<Omit<Origin, 'host' | 'rootPem'>> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, received: [], connections: 0 }
}

function identityOf(name: string): UpstreamWay['identity'] {
  const made = makeDemoCertificates(name, { now: Date.now(), random: randomBytes })
  return { certificate: made.chainPem, key: made.keyPem }
}

testWith('curl', 'a certificate is shown to its own destinations and to nobody else', async () => {
  const [bank, other] = [await startAsking('bank.example.test'), await startAsking('other.example.test')]
  const upstreams = [
    wayWith({ destinations: ['bank.example.test'], identity: identityOf('office.example.test') }),
  ]
  const proxy = await startProxy([bank, other], { options: { upstreams } })
  expect(await ask(proxy, bank)).toBe('office.example.test 127.0.0.1')
  expect(await ask(proxy, other)).toBe('nobody 127.0.0.1')
})

test('a certificate that the destination does not take is a failure that is told, in HTTP/1.1 and in HTTP/2', async () => {
  const [own, theirs] = [identityOf('office.example.test'), identityOf('somebody.example.test')]
  for (const version of ['--http1.1', '--http2']) {
    const made = makeDemoCertificates('bank.example.test', { now: Date.now(), random: randomBytes })
    const server = createSecureServer(
      {
        ...{ cert: made.chainPem, key: made.keyPem, allowHTTP1: true, requestCert: true },
        ca: [theirs?.certificate ?? ''],
      },
      (_request, response) => response.end('hello'),
    )
    const bank = { ...(await listen(server)), host: 'bank.example.test', rootPem: made.rootPem }
    const proxy = await startProxy([bank], { options: { upstreams: [wayWith({ identity: own })] } })
    const { stdout } = await curl(curlPath, proxy, [version, '-i', `https://${bank.host}:${bank.port}/`])
    expect(stdout.toString()).toContain('502')
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', forwardedBytes: 0 })
    expect(proxy.faults).toEqual([])
  }
})

testWith(
  'curl',
  'connections leave from the address that was chosen; the first entry that fits decides',
  async () => {
    const [bank, other] = [await startAsking('bank.example.test'), await startAsking('other.example.test')]
    const upstreams = [
      wayWith({ destinations: ['bank.example.test'], from: '127.0.0.9' }),
      wayWith({ destinations: ['*'], from: '127.0.0.8' }),
    ]
    const proxy = await startProxy([bank, other], { options: { upstreams } })
    expect(await ask(proxy, bank)).toBe('nobody 127.0.0.9')
    expect(await ask(proxy, other)).toBe('nobody 127.0.0.8')
  },
)

testWith(
  'curl',
  'an address of the other family reaches nobody, and nothing falls back to the usual one',
  async () => {
    const bank = await startAsking('bank.example.test')
    const proxy = await startProxy([bank], { options: { upstreams: [wayWith({ from: '::1' })] } })
    await ask(proxy, bank)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-unreachable' })
  },
)

test('no more connections than were allowed to one destination are open at one time', async () => {
  const waiting: (() => void)[] = []
  const origin = await startOrigin({
    answer: (_request, response) => {
      waiting.push(() => response.end('done'))
    },
  })
  const proxy = await startProxy([origin], { options: { upstreams: [wayWith({ connections: 2 })] } })
  const all = Promise.all(Array.from({ length: 6 }, () => ask(proxy, origin)))
  let most = 0
  for (let answered = 0; answered < 6; ) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    most = Math.max(most, waiting.length)
    for (const answer of waiting.splice(0)) {
      answer()
      answered += 1
    }
  }
  expect(await all).toEqual(Array(6).fill('done'))
  expect([most, origin.connections]).toEqual([2, 2])
})

testWith(
  'openssl',
  'a revoked certificate is refused where a list is given, and lists of others let nobody pass',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-revoked-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const [faults, faultless] = await Promise.all([makeFaults(folder), makeFaultless(folder)])
    const revoked = faults.find(({ name }) => name === 'revoked')
    if (revoked === undefined) throw new Error('nothing was revoked')
    const lists = revoked.crlFiles.map((file) => readFileSync(file, 'utf8')).join('')

    const trusting = await serve(revoked)
    const without = await startProxy([trusting])
    expect(await ask(without, trusting)).toBe('hello')

    const judged = await startProxy([trusting], { options: { upstreams: [wayWith({ revoked: lists })] } })
    await ask(judged, trusting)
    expect(await judged.recordAt(0)).toMatchObject({
      action: 'fail',
      reason: 'certificate-revoked',
      forwardedBytes: 0,
    })

    // Lists of other authorities say nothing about this one: whoever wants revocation checked gets no guess.
    const unknown = await serve(faultless)
    const strict = await startProxy([unknown], { options: { upstreams: [wayWith({ revoked: lists })] } })
    await ask(strict, unknown)
    expect(await strict.recordAt(0)).toMatchObject({ action: 'fail', reason: 'certificate-invalid' })
    expect(await openssl('crl', '-in', revoked.crlFiles[0] ?? '', '-noout', '-text')).toContain(
      'Revoked Certificates',
    )
  },
)

async function serve(served: Served): Promise<Origin> {
  const options = {
    cert: readFileSync(served.chainFile),
    key: readFileSync(served.keyFile),
    ciphers: weakServerCiphers,
  }
  const listening = await listen(createServer(options, (_request, response) => response.end('hello')))
  return { ...listening, host: served.host, rootPem: readFileSync(served.rootFile, 'utf8') }
}
