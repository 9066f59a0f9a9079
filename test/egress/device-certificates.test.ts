/** Promises about devices at the proxy: a certificate of the office says who asks, and one that does not count is no way in. */
import { execFile } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { NotTaken } from '../../gateway/core/device/shown-certificate.ts'
import { compilePolicy } from '../../gateway/core/policy/compile.ts'
import { policyFileSchema } from '../../gateway/core/policy/model.ts'
import { dayMs, minuteMs } from '../../gateway/core/units.ts'
import { leafKey, makeLeaf } from '../../gateway/pki/leaf.ts'
import { parseHostName } from '../../gateway/pki/names.ts'
import { testAuthority } from '../pki/setup.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { type DeviceScene, deviceScene, madeDevice, shownAs } from './device-scene.ts'
import { proxyName, proxySession } from './http2/client.ts'
import { basic, knownUsers } from './known-users.ts'
import { maskAll, type Origin, type ProxyChanges, startOrigin } from './setup.ts'

/** Named by its client, so that nobody takes it for a dependency. */
const openssl = requireClient('openssl') ?? 'openssl'

interface Place {
  origin: Origin
  scene: DeviceScene
  till: ReturnType<typeof madeDevice>
  url: string
}

async function place(changes: ProxyChanges = {}): Promise<Place> {
  const origin = await startOrigin()
  const scene = await deviceScene([origin], changes)
  const till = madeDevice(scene.office, 'till-1')
  scene.count(till)
  return { origin, scene, till, url: `https://${origin.host}:${origin.port}/` }
}

/** Refuses the connections of some clients. */
function refusing(
  clients: readonly string[],
  clientGroups: Readonly<Record<string, readonly string[]>> = {},
) {
  const connections = [{ id: 'stop', match: { clients }, action: 'refuse' }, ...maskAll.connections]
  const policy = compilePolicy(policyFileSchema.parse({ ...maskAll, connections }), {
    ...{ catalogue: { groups: {} }, clientGroups, timeZone: 'UTC', corrections: [] },
    ...{ ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] }, analysis: { packs: null } },
  })
  return { ports: { policy: { current: () => policy } } }
}

testWith('curl', 'a device is known by its certificate, at whatever address it is', async () => {
  const { scene, till, url, origin } = await place()
  for (const from of ['127.0.0.1', '127.0.0.9'])
    expect(await scene.ask(url, till, ['--interface', from])).toEqual({ status: '200 200', body: '' })
  expect(await scene.proxy.recordAt(0)).toMatchObject({ client: 'device:till-1', from: '127.0.0.1' })
  expect(await scene.proxy.recordAt(1)).toMatchObject({ client: 'device:till-1', from: '127.0.0.9' })
  // Whoever shows none is who it was: nobody has to.
  expect((await scene.ask(url, null)).status).toBe('200 200')
  const last = await scene.proxy.recordAt(2)
  expect(last).toMatchObject({ client: '127.0.0.1', notes: [] })
  expect(last).not.toHaveProperty('from')
  expect(origin.received).toHaveLength(3)
})

testWith('curl', 'rules name a device by itself and by a group, with or without a login', async () => {
  const users = knownUsers({ anna: 'correct horse' })
  const login = ['--proxy-header', `Proxy-Authorization: ${basic('anna', 'correct horse')}`]
  for (const [clients, groups] of [
    [['device:till-1'], {}],
    [['group:tills'], { tills: ['device:till-1'] }],
  ] as const) {
    const { ports } = refusing(clients, groups)
    const { scene, till, url } = await place({
      options: { authentication: { mode: 'accept', exempt: [], overTlsOnly: false } },
      ports: { ...ports, logins: users },
    })
    const other = madeDevice(scene.office, 'till-2')
    scene.count(till, other)
    expect((await scene.ask(url, till)).status).toBe('403 000')
    expect(await scene.proxy.recordAt(0)).toMatchObject({ client: 'device:till-1', ruleId: 'stop' })
    // A login is no way around it, and both are written down.
    expect((await scene.ask(url, till, login)).status).toBe('403 000')
    expect(await scene.proxy.recordAt(1)).toMatchObject({
      ...{ client: 'user:anna', ruleId: 'stop', notes: ['device:till-1'] },
    })
    expect((await scene.ask(url, other)).status).toBe('200 200')
    expect((await scene.ask(url, null)).status).toBe('200 200')
  }
})

testWith('curl', "an address's own rules count for the devices there, too", async () => {
  const { scene, till, url } = await place(refusing(['127.0.0.9']))
  expect((await scene.ask(url, till, ['--interface', '127.0.0.9'])).status).toBe('403 000')
  expect((await scene.ask(url, till)).status).toBe('200 200')
})

type Made = (place: Place) => Promise<Parameters<DeviceScene['ask']>[1]>

const notTaken: [string, NotTaken, Made][] = [
  [
    'one that has ended',
    'out-of-time',
    async ({ scene, till }) => {
      const ended = madeDevice(scene.office, 'till-9', Date.now() - 31 * dayMs)
      scene.count(till, ended)
      return ended
    },
  ],
  [
    'one whose time has not come',
    'out-of-time',
    async ({ scene, till }) => {
      const early = madeDevice(scene.office, 'till-9', Date.now() + 3 * dayMs)
      scene.count(till, early)
      return early
    },
  ],
  [
    'one of a device that was revoked',
    'not-in-force',
    async ({ scene }) => madeDevice(scene.office, 'till-9'),
  ],
  [
    'one of another authority that says to be this office',
    'foreign',
    async ({ scene, till }) => {
      const other = await testAuthority({ kind: 'office' })
      const forged = madeDevice(other.authority, 'till-1')
      scene.count(till, forged)
      return forged
    },
  ],
  [
    "the office's own web server's, which is for no client",
    'other-use',
    async ({ scene }) => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      const name = parseHostName(proxyName)
      if (name === null) throw new Error('no name')
      const issuer = scene.office.issuer()
      const order = {
        issuer,
        key: leafKey(pair),
        names: [name],
        days: 30,
        now: Date.now(),
        random: randomBytes,
      }
      const leaf = makeLeaf(order)
      return shownAs(leaf.certificateChain, leaf.privateKey)
    },
  ],
]

for (const [what, why, made] of notTaken)
  testWith('curl', `nobody gets in by ${what}: it is refused, and the journal says why`, async () => {
    const at = await place()
    expect((await at.scene.ask(at.url, await made(at))).status).toBe('403 000')
    expect(at.origin.connections).toBe(0)
    expect(await at.scene.proxy.recordAt(0)).toMatchObject({
      ...{ client: '127.0.0.1', action: 'refuse', reason: 'device-refused', notes: [`certificate:${why}`] },
    })
    // A request in the clear is told in words.
    const plain = await startOrigin({ plain: true, host: at.origin.host })
    const { status, body } = await at.scene.ask(`http://${plain.host}:${plain.port}/`, await made(at), [
      '--header',
      'accept: text/html',
    ])
    expect(status).toBe('000 403')
    expect(body).toContain('This certificate is not good here')
    expect(plain.received).toEqual([])
  })

testWith('curl', "a device's certificate is nothing without its key", async () => {
  const { scene, till, url, origin } = await place()
  const thief = madeDevice(scene.office, 'till-1')
  const { status } = await scene.ask(url, shownAs(till.certificate, thief.key))
  expect(status).toBe('000 000')
  expect(origin.connections).toBe(0)
})

test('what a device has open ends the moment it is revoked, whatever it is in the middle of', async () => {
  const { scene, till, origin } = await place({
    policy: { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] },
  })
  const other = madeDevice(scene.office, 'till-2')
  scene.count(till, other)
  const idle = await secured(scene.connect(till))
  const tunnel = await secured(scene.connect(till))
  const authority = `${origin.host}:${origin.port}`
  tunnel.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  expect(String(await once(tunnel, 'data'))).toContain('200')
  const kept = await secured(scene.connect(other))
  const closed = [idle, tunnel].map((socket) => once(socket.resume(), 'close'))
  scene.count(other)
  await Promise.all(closed)
  expect(kept.destroyed).toBe(false)
  // A renewed certificate ends nothing of its device.
  const renewed = { ...madeDevice(scene.office, 'till-2'), id: other.id }
  scene.count(renewed)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(kept.destroyed).toBe(false)
})

test('what a device has open ends within a minute of the end of its certificate', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  let aheadMs = 0
  const clock = { now: () => Date.now() + aheadMs, monotonic: () => performance.now() }
  const { scene, till } = await place({ ports: { clock } })
  const socket = await secured(scene.connect(till))
  const closed = once(socket.resume(), 'close')
  vi.advanceTimersByTime(minuteMs)
  expect(socket.destroyed).toBe(false)
  aheadMs = 31 * dayMs
  vi.advanceTimersByTime(minuteMs)
  await closed
})

test('streams of HTTP/2 are their device’s as well', async () => {
  const { scene, till } = await place()
  const plain = await startOrigin({ plain: true })
  const session = await proxySession(scene.proxy, scene.roots, { cert: till.certificate, key: till.key })
  const stream = session.request({
    ...{ ':scheme': 'http', ':authority': `${plain.host}:${plain.port}`, ':path': '/' },
  })
  await once(stream.resume(), 'close')
  expect(await scene.proxy.recordAt(0)).toMatchObject({ client: 'device:till-1' })
  const closed = new Promise((resolve) => session.once('close', resolve))
  scene.count(madeDevice(scene.office, 'till-2'))
  await closed
})

test('a session that was resumed is no way to outlive a revocation', async () => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const { scene, till } = await place()
    const first = scene.connect(till, { minVersion: version, maxVersion: version })
    const sessions: Buffer[] = []
    first.on('session', (session) => sessions.push(session))
    await secured(first)
    await new Promise((resolve) => setTimeout(resolve, 50))
    scene.count(madeDevice(scene.office, 'till-2'))
    const [session = first.getSession()] = sessions.slice(-1)
    for (const shown of [till, null]) {
      const again = scene.connect(shown, { minVersion: version, maxVersion: version, session })
      await secured(again)
      expect(again.isSessionReused()).toBe(false)
      again.write('GET http://origin.example.test/ HTTP/1.1\r\nHost: origin.example.test\r\n\r\n')
      const head = String(await once(again, 'data'))
      expect(head.includes('device-refused')).toBe(shown === till)
    }
  }
})

testWith(
  'openssl',
  'clients are told whose certificates are meant, and asked for none without a device',
  async () => {
    const { scene, till } = await place()
    expect(await asked(scene)).toContain('Acceptable client certificate CA names')
    scene.count()
    expect(await asked(scene)).toContain('No client certificate CA names sent')
    // What is shown unasked is not looked at.
    const unasked = await secured(scene.connect(till))
    unasked.write('GET http://nowhere.example.test/ HTTP/1.1\r\nHost: nowhere.example.test\r\n\r\n')
    await once(unasked, 'data')
    expect(await scene.proxy.recordAt(0)).toMatchObject({ client: '127.0.0.1', notes: [] })
  },
)

for (const [mode, status, reason] of [
  ['off', '200 200', null],
  ['require', '403 000', 'device-needed'],
] as const)
  testWith('curl', `where the mode is ${mode}, who shows nothing gets ${status}`, async () => {
    const options = { deviceCertificates: { mode, exempt: ['127.0.0.9/32'] } }
    const { scene, till, url } = await place({ options })
    expect((await scene.ask(url, null)).status).toBe(status)
    // Without TLS there is no way to show one.
    const plain = ['--proxy', `http://${scene.proxy.host}:${scene.proxy.port}`]
    expect((await scene.ask(url, null, plain)).status).toBe(status)
    expect((await scene.ask(url, null, ['--interface', '127.0.0.9'])).status).toBe('200 200')
    expect((await scene.ask(url, till)).status).toBe('200 200')
    if (reason !== null) expect(await scene.proxy.recordAt(0)).toMatchObject({ reason })
    expect((await scene.proxy.recordAt(3)).client).toBe(mode === 'off' ? '127.0.0.1' : 'device:till-1')
  })

async function secured(socket: TLSSocket): Promise<TLSSocket> {
  await once(socket, 'secureConnect')
  return socket
}

/** What a client is told in the handshake. */
async function asked({ proxy }: DeviceScene): Promise<string> {
  const to = ['-connect', `${proxy.host}:${proxy.port}`, '-servername', proxyName]
  const run = promisify(execFile)(openssl, ['s_client', ...to])
  run.child.stdin?.end()
  return (await run).stdout
}
