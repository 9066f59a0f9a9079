/** Promises about another proxy on the way out: everything goes through it, and it learns no more than it must. */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import type { ParentProxy } from '../../gateway/egress/options.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { startParent, wayWith } from './parent.ts'
import { card, expectNothingPlanted } from './planted.ts'
import { curl, maskAll, type Origin, startOrigin, startProxy, type Proxy as TestProxy } from './setup.ts'

const curlPath = requireClient('curl') ?? ''

/** Posts a card to each origin and gives back what the client was answered. */
async function post(proxy: TestProxy, origin: Origin, scheme = 'https') {
  const { stdout } = await curl(curlPath, proxy, [
    `${scheme}://${origin.host}:${origin.port}/orders`,
    ...['-i', '--suppress-connect-headers', '-H', 'content-type: application/json'],
    ...['--data-binary', `{"pan":"${card}"}`],
  ])
  return stdout.toString()
}

function through(parent: ParentProxy, more: object = {}) {
  // Nothing resolves the names of the origins here: only the parent can.
  return { options: { upstreams: [wayWith({ parent })], hosts: {}, ...more } }
}

describe('a proxy on the way out', () => {
  testWith(
    'curl',
    'carries intercepted exchanges, gets its own login and nothing else of anybody',
    async () => {
      const origin = await startOrigin()
      const parent = await startParent({ login: 'office:p4ss' })
      const proxy = await startProxy([origin], through(parent.settings))
      expect(await post(proxy, origin)).toMatch(/^HTTP\/\S+ 200 /)
      expect(origin.received).toHaveLength(1)
      expect(origin.received[0]?.headers['proxy-authorization']).toBeUndefined()
      expectNothingPlanted(origin.received[0]?.body.toString() ?? '')
      expect(parent.asked).toEqual([
        {
          line: `CONNECT ${origin.host}:${origin.port}`,
          headers: {
            host: `${origin.host}:${origin.port}`,
            'proxy-authorization': parent.settings.authorization,
          },
        },
      ])
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'transform', address: '127.0.0.1' })
    },
  )

  testWith('curl', 'is told the whole destination of a plain request (RFC 9112 §3.2.2)', async () => {
    const origin = await startOrigin({ plain: true })
    const parent = await startParent({ login: 'office:p4ss' })
    const proxy = await startProxy([origin], through(parent.settings))
    expect(await post(proxy, origin, 'http')).toMatch(/^HTTP\/\S+ 200 /)
    expect(parent.asked.map(({ line }) => line)).toEqual([`POST http://${origin.host}:${origin.port}/orders`])
    expectNothingPlanted(origin.received[0]?.body.toString() ?? '')
  })

  testWith('curl', 'carries tunnels that nobody reads', async () => {
    const origin = await startOrigin()
    const parent = await startParent({ login: 'office:p4ss' })
    const policy = { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] }
    const proxy = await startProxy([origin], { policy, ...through(parent.settings) })
    const { stdout } = await curl(curlPath, proxy, [
      '--insecure',
      `https://${origin.host}:${origin.port}/orders`,
      ...['-d', 'as it is'],
    ])
    expect(stdout.toString()).toBe('as it is')
    expect(parent.asked.map(({ line }) => line)).toEqual([`CONNECT ${origin.host}:${origin.port}`])
  })

  testWith('curl', 'may be spoken to in TLS, and must then show its certificate', async () => {
    const origin = await startOrigin()
    const plain = await startOrigin({ plain: true, host: 'plain.example.test' })
    const host = 'parent.example.test'
    const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
    const parent = await startParent({ tls: { cert: made.chainPem, key: made.keyPem, host } })
    const roots = [
      { destinations: [origin.host], pem: origin.rootPem },
      { destinations: [host], pem: made.rootPem },
    ]
    const hosts = { [host]: '127.0.0.1' }
    const trusting = await startProxy([origin, plain], through(parent.settings, { hosts, extraRoots: roots }))
    expect(await post(trusting, origin)).toMatch(/^HTTP\/\S+ 200 /)
    expect(await post(trusting, plain, 'http')).toMatch(/^HTTP\/\S+ 200 /)
    expect(parent.asked.map(({ line }) => line)).toEqual([
      `CONNECT ${origin.host}:${origin.port}`,
      `CONNECT ${plain.host}:${plain.port}`,
    ])
    const doubting = await startProxy([origin], through(parent.settings, { hosts }))
    expect(await post(doubting, origin)).toContain('502')
    expect((await doubting.recordAt(0)).reason).toMatch(/^certificate-/)
    expect(parent.asked).toHaveLength(2)
  })
})

/** A parent that answers each connection so, whatever it is asked. */
async function oddParent(answer: (socket: Socket) => void): Promise<ParentProxy> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { host: '127.0.0.1', port, tls: false, authorization: null }
}

describe('a proxy on the way out that does not do its work', () => {
  testWith('curl', 'wrong credentials are told as such, and nothing left', async () => {
    const [origin, plain] = [
      await startOrigin(),
      await startOrigin({ plain: true, host: 'plain.example.test' }),
    ]
    const parent = await startParent({ login: 'office:p4ss' })
    const settings = { ...parent.settings, authorization: `Basic ${btoa('office:wrong')}` }
    const proxy = await startProxy([origin, plain], through(settings))
    for (const [scheme, each] of [
      ['https', origin],
      ['http', plain],
    ] as const) {
      const answer = await post(proxy, each, scheme)
      expect(answer).toMatch(/^HTTP\/\S+ 502 /)
      expect(answer).not.toContain('407')
      expect(answer.toLowerCase()).not.toContain('proxy-authenticate')
      expect(each.received).toHaveLength(0)
    }
    expect([await proxy.recordAt(0), await proxy.recordAt(1)]).toEqual([
      expect.objectContaining({ action: 'fail', reason: 'upstream-login-refused' }),
      expect.objectContaining({ action: 'fail', reason: 'upstream-login-refused' }),
    ])
  })

  const answers: [string, string, (socket: Socket) => void][] = [
    ['says nothing', 'upstream-proxy-failed', () => {}],
    ['is no proxy', 'upstream-proxy-failed', (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n\r\n')],
    [
      'never comes to an end',
      'upstream-proxy-failed',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(4000)}`),
    ],
    ['hangs up', 'upstream-proxy-failed', (socket) => socket.end()],
    [
      'breaks off right behind its yes',
      'upstream-unreachable',
      (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n', () => socket.resetAndDestroy()),
    ],
    ['hangs up within its answer', 'upstream-proxy-failed', (socket) => socket.end('HTTP/1.1 200')],
  ]
  for (const [what, reason, answer] of answers) {
    testWith('curl', `one that ${what}`, async () => {
      const origin = await startOrigin()
      const parent = await oddParent(answer)
      const proxy = await startProxy([origin], { ...through(parent), limits: { connectTimeoutMs: 1000 } })
      expect(await post(proxy, origin)).toMatch(/50[24]/)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason })
      expect(proxy.faults).toEqual([])
    })
  }

  const plainly = ['is no proxy', 'hangs up', 'hangs up within its answer']
  for (const [what, , answer] of answers.filter(([what]) => plainly.includes(what))) {
    testWith('curl', `one that ${what}, to a plain request`, async () => {
      const origin = await startOrigin({ plain: true })
      const proxy = await startProxy([origin], through(await oddParent(answer)))
      expect(await post(proxy, origin, 'http')).toMatch(/^HTTP\/\S+ 502 /)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-proxy-failed' })
      expect(proxy.faults).toEqual([])
    })
  }

  testWith('curl', 'an answer of the destination that it hands on broken is not its fault', async () => {
    const origin = await startOrigin({ plain: true })
    const answer = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'
    const proxy = await startProxy([origin], through(await oddParent((socket) => socket.write(answer))))
    expect(await post(proxy, origin, 'http')).toMatch(/^HTTP\/\S+ 502 /)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-protocol' })
  })

  testWith('curl', 'one that is switched off', async () => {
    const origin = await startOrigin()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const proxy = await startProxy(
      [origin],
      through({ host: '127.0.0.1', port, tls: false, authorization: null }),
    )
    expect(await post(proxy, origin)).toMatch(/^HTTP\/\S+ 502 /)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-proxy-failed' })
  })
})

describe('a proxy on the way out is no way around', () => {
  testWith(
    'curl',
    'a private address that the client names is refused before the parent is asked',
    async () => {
      const origin = await startOrigin({ host: '127.0.0.1' })
      const parent = await startParent()
      const proxy = await startProxy([origin], through(parent.settings, { allowPrivate: [] }))
      await post(proxy, origin)
      expect(await proxy.recordAt(0)).toMatchObject({ reason: 'address-not-allowed' })
      expect(parent.asked).toHaveLength(0)
    },
  )

  test('a gateway that is its own parent would ask itself for ever', async () => {
    const origin = await startOrigin({ plain: true })
    const proxy = await startProxy([origin])
    proxy.egress.reconfigure({
      ...proxy.options,
      ...through({ host: '127.0.0.1', port: proxy.port, tls: false, authorization: null }).options,
    })
    await post(proxy, origin, 'http')
    expect(await proxy.recordAt(0)).toMatchObject({ reason: 'loop' })
    expect(origin.received).toHaveLength(0)
  })
})

testWith(
  'squid',
  'a real Squid that asks for a password lets the gateway through, and nobody without it',
  async () => {
    const origin = await startOrigin()
    const squid = await startSquid(origin)
    const login = `Basic ${btoa('office:p4ss-word')}`
    const settings = { host: '127.0.0.1', port: squid.port, tls: false, authorization: login }
    const proxy = await startProxy([origin], through(settings))
    expect(await post(proxy, origin)).toMatch(/^HTTP\/\S+ 200 /)
    expect(origin.received).toHaveLength(1)
    proxy.egress.reconfigure({
      ...proxy.options,
      ...through({ ...settings, authorization: `Basic ${btoa('office:other')}` }).options,
    })
    expect(await post(proxy, origin)).toContain('502')
    expect(origin.received).toHaveLength(1)
  },
)

/** Squid as its documentation sets Basic authentication up, with the helper that Debian brings. */
async function startSquid(origin: Origin): Promise<{ port: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-parent-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const port = 20_000 + (process.pid % 20_000)
  const hash = execFileSync(requireClient('openssl') ?? 'openssl', ['passwd', '-apr1', 'p4ss-word'])
  writeFileSync(join(folder, 'users'), `office:${hash.toString().trim()}\n`)
  writeFileSync(join(folder, 'hosts'), `127.0.0.1 ${origin.host}\n`)
  writeFileSync(
    join(folder, 'squid.conf'),
    `http_port 127.0.0.1:${port}
auth_param basic program /usr/lib/squid/basic_ncsa_auth users
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
hosts_file hosts
cache deny all
access_log none
cache_log none
pid_filename none
pinger_enable off
shutdown_lifetime 1 seconds
visible_hostname parent
`,
  )
  chmodSync(folder, 0o755)
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'proxy', folder])
  const child = spawn(requireClient('squid') ?? 'squid', ['-N', '-f', 'squid.conf'], {
    // The folder's own name may hold spaces, which Squid's configuration cannot.
    cwd: folder,
    stdio: 'ignore',
  })
  onTestFinished(async () => {
    const over = once(child, 'exit')
    child.kill('SIGTERM')
    await over
  })
  for (let i = 0; i < 400; i += 1) {
    const socket = connect(port, '127.0.0.1')
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (isUp) return { port }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Squid did not start')
}
