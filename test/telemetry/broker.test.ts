/** The broker against mosquitto's clients: who may speak, under which name, and what happens to who may not. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayMs } from '../../gateway/core/units.ts'
import { testWith } from '../support/clients.ts'
import { certify } from '../support/openssl-ca.ts'
import { connectPacket, mosquittoPub, mosquittoSub } from './clients.ts'
import { type DevicePapers, makePapers, openScene, stream, topic } from './office.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
let camera: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
  camera = await papers.device('till-2')
})
afterAll(() => papers.remove())

const reading = JSON.stringify({ values: { 'cpu.load': 0.5 } })

testWith('mosquitto_pub', 'a device reports with mosquitto_pub and its certificate', async () => {
  const scene = await openScene(papers, [till])
  const ran = await mosquittoPub(scene, till, '-q', '1', '-t', topic(till, 'telemetry'), '-m', reading)
  expect(ran).toMatchObject({ code: 0 })
  expect(scene.telemetry.counts()).toMatchObject({ taken: 1, malformed: 0 })
  await expect.poll(() => scene.heard).toEqual(['device.online till', 'device.offline till disconnected'])
})

testWith('mosquitto_sub', 'a device hears by mosquitto_sub what of it is stored', async () => {
  const scene = await openScene(papers, [till])
  const { lines } = mosquittoSub(scene, till, '-t', topic(till, 'stored'))
  await expect.poll(() => scene.heard).toContain('device.online till')
  await new Promise((resolve) => setTimeout(resolve, 100))
  const numbered = JSON.stringify({ stream, seq: 1, values: { a: 1 } })
  await mosquittoPub(scene, till, '-q', '2', '-t', topic(till, 'telemetry'), '-m', numbered)
  await scene.telemetry.flush()
  await expect.poll(() => lines).toEqual([JSON.stringify({ v: 1, stream, seq: 1 })])
})

testWith('mosquitto_pub', 'a device that speaks under another name is cut off, and it is told', async () => {
  const scene = await openScene(papers, [till, camera])
  const ran = await mosquittoPub(scene, till, '-q', '1', '-t', topic(camera, 'telemetry'), '-m', reading)
  expect(ran.code).not.toBe(0)
  expect(scene.telemetry.counts()).toMatchObject({ taken: 0, 'foreign-topic': 1 })
  await expect
    .poll(() => scene.heard)
    .toEqual(['device.online till', 'device.violation till foreign-topic', 'device.offline till lost'])
})

testWith(
  'mosquitto_pub',
  'topics that are nobody’s, retained readings and foreign client ids are refused',
  async () => {
    const scene = await openScene(papers, [till, camera])
    const own = topic(till, 'telemetry')
    const attempts = [
      ['-t', '$SYS/anything', '-m', 'x'],
      ['-t', 'gatehouse/v1/till/stored', '-m', '{}'],
      ['-t', 'gatehouse/v1/till/telemetry/deeper', '-m', reading],
      ['-t', own, '-m', reading, '-r'],
      ['-t', own, '-m', reading, '-i', 'somebody-else'],
      ['-t', own, '-m', reading, '-i', 'tillage'],
      ['-t', own, '-m', reading, '--will-topic', topic(camera, 'status'), '--will-payload', '{}'],
      ['-t', own, '-m', reading, '--will-topic', own, '--will-payload', reading],
    ]
    for (const attempt of attempts)
      expect((await mosquittoPub(scene, till, '-q', '1', ...attempt)).code).not.toBe(0)
    expect(scene.telemetry.counts()).toMatchObject({
      taken: 0,
      'unknown-topic': 3,
      retained: 1,
      'client-id': 2,
      will: 2,
    })
  },
)

testWith(
  'mosquitto_sub',
  'nobody listens to others: not by name, not by pattern, not to the broker itself',
  async () => {
    const scene = await openScene(papers, [till, camera])
    const patterns = [
      '#',
      '+/v1/+/stored',
      'gatehouse/v1/+/stored',
      'gatehouse/#',
      '$SYS/#',
      topic(camera, 'stored'),
      topic(till, 'telemetry'),
    ]
    for (const pattern of patterns) {
      const { child, lines } = mosquittoSub(scene, till, '-t', pattern, '-d')
      await expect.poll(() => lines.join('\n'), { timeout: 10_000 }).toMatch(/Subscribed \(mid: 1\): 128/)
      child.kill('SIGKILL')
    }
    expect(scene.telemetry.counts().subscription).toBe(patterns.length)
  },
)

testWith(
  'mosquitto_pub',
  'certificates that are unknown, revoked, expired, not yet valid, of another authority, or none',
  async () => {
    const scene = await openScene(papers, [till])
    const stranger = await papers.device('stranger')
    const expired = await papers.device('till', {
      notBefore: new Date(Date.now() - 9 * dayMs),
      notAfter: new Date(Date.now() - dayMs),
    })
    const early = await papers.device('till', {
      notBefore: new Date(Date.now() + dayMs),
      notAfter: new Date(Date.now() + 9 * dayMs),
    })
    const otherRoot = await certify({
      directory: `${papers.folder}/other root`,
      subject: '/CN=Office root',
      extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'],
    })
    const forged = await papers.device('till', { issuer: otherRoot })
    for (const each of [expired, early, forged]) scene.known.set(each.fingerprint, each.identity)
    const say = (device: DevicePapers) =>
      mosquittoPub(scene, device, '-q', '1', '-t', topic(till, 'telemetry'), '-m', reading, '-i', 'till')
    for (const each of [stranger, expired, early, forged]) expect((await say(each)).code).not.toBe(0)
    // A server's certificate is not made for clients.
    expect(
      (await say({ ...till, certFile: papers.server.certFile, keyFile: papers.server.keyFile })).code,
    ).not.toBe(0)
    await expect(connectBare(scene.port)).rejects.toThrow(/certificate required/)
    scene.known.delete(till.fingerprint)
    expect((await say(till)).code).not.toBe(0)
    expect(scene.telemetry.counts()).toMatchObject({ taken: 0, 'unknown-certificate': 2, handshake: 5 })
    expect(scene.heard).toEqual([])
    expect(scene.telemetry.sessions).toBe(0)
  },
)

test('a revoked device is cut off within a second, and stays out', async () => {
  const scene = await openScene(papers, [till, camera])
  const client = await scene.connect(till, {
    will: {
      topic: topic(till, 'status'),
      payload: Buffer.from('{"state":"offline"}'),
      qos: 0,
      retain: false,
    },
  })
  const other = await scene.connect(camera)
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()))
  const began = performance.now()
  scene.known.delete(till.fingerprint)
  scene.events.publish('device.revoked', till.identity)
  await ended
  expect(performance.now() - began).toBeLessThan(1000)
  await expect.poll(() => scene.heard).toContain('device.offline till lost')
  expect(
    scene.telemetry.lastStatus(till.identity.id),
    'a last will is no word of a revoked device',
  ).toBeNull()
  await expect(scene.connect(till)).rejects.toThrow()
  expect(other.connected).toBe(true)
  expect(scene.telemetry.counts()).toMatchObject({ revoked: 1, 'unknown-certificate': 1 })
})

test('a session ends with its certificate', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()))
  scene.clock.aheadMs = 40 * dayMs
  await expect.poll(() => scene.telemetry.counts()['certificate-ended'], { timeout: 15_000 }).toBe(1)
  await ended
})

test('a second session under the same client id takes over only where it is the same device', async () => {
  const scene = await openScene(papers, [till, camera])
  const first = await scene.connect(till, { clientId: 'till-2' })
  const other = await scene.connect(camera, { clientId: 'till-2' })
  expect([first.connected, other.connected], 'the same id of two devices').toEqual([true, true])
  const ended = new Promise<void>((resolve) => first.once('close', () => resolve()))
  const second = await scene.connect(till, { clientId: 'till-2' })
  await ended
  expect([second.connected, other.connected]).toEqual([true, true])
  expect(scene.heard, 'the device itself was never away').toEqual([
    'device.online till',
    'device.online till-2',
  ])
})

test('a last will that is the device’s own is kept as its last word; one connection lost is no goodbye', async () => {
  const scene = await openScene(papers, [till])
  const will = {
    topic: topic(till, 'status'),
    payload: Buffer.from('{"state":"offline"}'),
    qos: 1 as const,
    retain: true,
  }
  const client = await scene.connect(till, { will })
  await client.publishAsync(topic(till, 'status'), '{"state":"online","agent":"1.0.0"}', {
    qos: 1,
    retain: true,
  })
  expect(scene.telemetry.lastStatus(till.identity.id)).toMatchObject({ state: 'online', agent: '1.0.0' })
  client.stream.destroy()
  await expect.poll(() => scene.heard).toEqual(['device.online till', 'device.offline till lost'])
  await expect.poll(() => scene.telemetry.lastStatus(till.identity.id)).toMatchObject({ state: 'offline' })
})

test('more sessions than allowed, of one device or in all, are refused; the others go on', async () => {
  const scene = await openScene(papers, [till, camera], { settings: { maxSessions: 5 } })
  const own = []
  for (const id of ['till', 'till-a', 'till-b', 'till:c'])
    own.push(await scene.connect(till, { clientId: id }))
  await expect(scene.connect(till, { clientId: 'till-d' })).rejects.toThrow()
  await scene.connect(camera)
  await expect(scene.connect(camera, { clientId: 'till-2-b' })).rejects.toThrow()
  expect(own.every((client) => client.connected)).toBe(true)
  expect(scene.telemetry.counts()['too-many-sessions']).toBe(2)
})

test('what is no TLS at all is ended', async () => {
  const scene = await openScene(papers, [till])
  const socket = connect(scene.port, '127.0.0.1')
  socket.on('error', () => undefined)
  const ended = new Promise((resolve) => socket.once('close', resolve))
  socket.write('\x10\x10\x00\x04MQTT\x04\x02\x00\x3c\x00\x04till')
  await ended
  await expect.poll(() => scene.telemetry.counts().handshake).toBe(1)
})

/** TLS without a certificate of one's own; TLS 1.3 says so after the handshake. */
async function connectBare(port: number): Promise<void> {
  const socket = connectTls({ host: '127.0.0.1', port, ca: readFileSync(papers.root.certFile) })
  socket.once('secureConnect', () => socket.write(connectPacket('till')))
  await once(socket, 'data')
}
