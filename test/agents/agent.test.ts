/** Promises of the agent against the gateway's own rooms: nothing lost or doubled by outages, no talk with strangers. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { enrol } from '../../agents/enrol.ts'
import { readIdentity } from '../../agents/identity.ts'
import { readPosition } from '../../agents/spool/position.ts'
import { testFolder } from '../pki/setup.ts'
import { testWith } from '../support/clients.ts'
import { agentProcess, type Office, openOffice, startAgent } from './office.ts'

const eventually = { timeout: 50_000, interval: 20 }

/** Every number once, in the order of measuring, in one stream without a gap. */
function expectGapless(office: Office, upTo: number): void {
  const numbers = office.taken.map(({ number }) => number)
  expect(numbers).toEqual(numbers.map((_, at) => at + 1))
  expect(numbers.length).toBeGreaterThanOrEqual(upTo)
  expect(office.taken.every(({ lost }) => lost === 0)).toBe(true)
}

test('the program enrols, keeps its key to itself, reports how the machine is, and says goodbye', {
  timeout: 120_000,
}, async () => {
  const office = await openOffice()
  const folder = join(testFolder(), 'state')
  const gone = vi.fn()
  office.room.events.subscribe('device.offline', gone)
  const enrolling = agentProcess(
    'enrol',
    '--gateway',
    office.url.href,
    '--code',
    office.code(),
    '--state',
    folder,
  )
  expect(await enrolling.ended()).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Enrolled as till.'),
  })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(folder))
    expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
  const running = agentProcess('run', '--state', folder, '--every', '1')
  await vi.waitFor(async () => {
    const history = await office.telemetry.history('till', {
      from: 0,
      until: Date.now() + 60_000,
      series: null,
      points: 10,
    })
    const names = history?.series.map(({ name }) => name) ?? []
    expect(names).toEqual(
      expect.arrayContaining([
        'cpu.load',
        'memory.used',
        'memory.total',
        'disk.root.used',
        'disk.root.total',
        'net.rx_bytes',
        'net.tx_bytes',
        'uptime',
      ]),
    )
  }, eventually)
  const { id } = readIdentity(folder).device
  expect(office.telemetry.lastStatus(id)).toMatchObject({ state: 'online', agent: '0.1.0' })
  running.child.kill('SIGTERM')
  expect(await running.ended()).toMatchObject({ code: 0 })
  await vi.waitFor(
    () => expect(gone).toHaveBeenCalledWith(expect.objectContaining({ reason: 'disconnected' })),
    eventually,
  )
  expect(office.telemetry.lastStatus(id)).toMatchObject({ state: 'offline' })
})

test('what was measured while the gateway was away arrives when it is back, once and in order', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice()
  const agent = await startAgent(office)
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(20), eventually)
  for (let outage = 0; outage < 3; outage++) {
    await office.telemetry[Symbol.asyncDispose]()
    const before = agent.measured
    await vi.waitFor(() => expect(agent.measured).toBeGreaterThan(before + 50), eventually)
    await office.reopenTelemetry()
    await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(before + 50), eventually)
  }
  await agent.stop()
  expectGapless(office, 170)
  expect(new Set(office.taken.map(({ stream }) => stream)).size).toBe(1)
})

test('an agent that is stopped and started again goes on where it was', async () => {
  const office = await openOffice()
  const first = await startAgent(office)
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(20), eventually)
  // Away while it is stopped, so that something waits in the spool.
  await office.telemetry[Symbol.asyncDispose]()
  const before = first.measured
  await vi.waitFor(() => expect(first.measured).toBeGreaterThan(before + 20), eventually)
  await first.stop()
  await office.reopenTelemetry()
  const second = await startAgent(office, { folder: first.folder, first: first.measured + 1 })
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(first.measured + 20), eventually)
  await second.stop()
  expectGapless(office, first.measured + 20)
})

test('what the gateway has stored leaves the spool, and what is only sent does not', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice(3_600_000)
  const agent = await startAgent(office)
  const spool = join(agent.folder, 'spool')
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(50), eventually)
  await agent.stop()
  expect(readPosition(spool)).toEqual({ stored: new Map(), lost: 0 })
  await office.telemetry.flush()
  const again = await startAgent(office, {
    folder: agent.folder,
    first: agent.measured + 1,
    sampleMs: 60_000,
  })
  await vi.waitFor(() => {
    const { stored } = JSON.parse(readFileSync(join(spool, 'position.json'), 'utf8'))
    expect(Object.values(stored)[0]).toBeGreaterThan(50)
  }, eventually)
  await again.stop()
})

test('beyond its bound the oldest readings go, and the gateway is told how many', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice()
  const first = await startAgent(office, { maxSpoolBytes: 64 * 1024 })
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(10), eventually)
  await office.telemetry[Symbol.asyncDispose]()
  await first.stop()
  const away = await startAgent(office, {
    folder: first.folder,
    first: first.measured + 1,
    maxSpoolBytes: 64 * 1024,
    sampleMs: 0,
  })
  await vi.waitFor(() => expect(away.measured).toBeGreaterThan(first.measured + 3000), eventually)
  await away.stop()
  await office.reopenTelemetry()
  const back = await startAgent(office, {
    folder: first.folder,
    first: away.measured + 1,
    maxSpoolBytes: 64 * 1024,
  })
  await vi.waitFor(() => expect(office.taken.at(-1)?.number).toBeGreaterThan(away.measured), eventually)
  await back.stop()
  const lost = office.taken.reduce((sum, each) => sum + each.lost, 0)
  expect(lost).toBeGreaterThan(1000)
  expect(office.taken.length + lost).toBe(office.taken.at(-1)?.number)
  expect(office.taken.filter((each) => each.lost > 0)).toHaveLength(1)
})

test('a revoked device is cut off within a second, keeps its readings, asks ever more rarely, and gives up with its own exit code', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice()
  const agent = await startAgent(office, { times: { giveUpMs: 600 } })
  await vi.waitFor(() => expect(office.telemetry.sessions).toBe(1), eventually)
  office.room.devices.revoke('till')
  await vi.waitFor(() => expect(office.telemetry.sessions).toBe(0), { timeout: 1000, interval: 10 })
  expect(await agent.ended).toBe(5)
  expect(agent.said.filter((line) => line.includes('turns this device away'))).toHaveLength(1)
  expect(agent.said.at(-1)).toContain('the agent ends')
  expect(readdirSync(join(agent.folder, 'spool')).some((name) => name.endsWith('.spool'))).toBe(true)
})

test('a gateway that knows nobody for a while gets every reading when it knows its devices again', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice()
  const agent = await startAgent(office)
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(10), eventually)
  const { byFingerprint } = office.room.devices
  office.room.devices.byFingerprint = () => null
  await office.telemetry[Symbol.asyncDispose]()
  await office.reopenTelemetry()
  await vi.waitFor(() => expect(agent.said.join()).toContain('turns this device away'), eventually)
  office.room.devices.byFingerprint = byFingerprint
  const { measured } = agent
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(measured), eventually)
  await agent.stop()
  expectGapless(office, measured)
})

test('after two thirds of its life the certificate is renewed, the session goes on with it, and the old one counts no more', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice()
  // The gateway's clock stands two days back while the device enrols, so two thirds of its certificate's life are over.
  office.room.settings.certificateDays = 3
  office.clock.forward(-2)
  const folder = join(testFolder(), 'state')
  const old = await enrol({ gateway: office.url, code: office.code(), folder })
  office.clock.forward(2)
  const [before] = office.room.devices.find('till')?.certificates ?? []
  const renewing = Promise.withResolvers<void>()
  office.mayRenew = renewing.promise
  const agent = await startAgent(office, { folder })
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(10), eventually)
  renewing.resolve()
  await vi.waitFor(() => expect(agent.said.join()).toContain('was renewed'), eventually)
  const fresh = readIdentity(folder)
  expect(fresh.key).not.toBe(old.key)
  expect(fresh.notAfter - old.notAfter).toBeGreaterThan(86_400_000)
  expect(fresh.device).toEqual(old.device)
  await vi.waitFor(
    () => expect(agent.said.filter((line) => line.startsWith('Connected'))).toHaveLength(2),
    eventually,
  )
  await vi.waitFor(() => expect(office.room.devices.find('till')?.certificates).toHaveLength(1), eventually)
  expect(office.room.devices.byFingerprint(before?.fingerprint ?? '')).toBeNull()
  const { measured } = agent
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(measured), eventually)
  await agent.stop()
  expectGapless(office, measured)
})

test('an ended certificate is told as such', async () => {
  const office = await openOffice()
  office.clock.forward(-31)
  const folder = join(testFolder(), 'state')
  await enrol({ gateway: office.url, code: office.code(), folder })
  office.clock.forward(31)
  const agent = await startAgent(office, { folder, times: { giveUpMs: 200 } })
  expect(await agent.ended).toBe(5)
  expect(agent.said.join()).toContain("This device's certificate has ended")
})

testWith(
  'mosquitto_pub',
  "another MQTT program reports with the device's certificate, and not without",
  async () => {
    const office = await openOffice()
    const folder = join(testFolder(), 'state')
    const { key, chain, roots, broker } = await enrol({ gateway: office.url, code: office.code(), folder })
    for (const [name, pem] of Object.entries({ key, chain, roots }))
      writeFileSync(join(folder, `${name}.txt`), pem)
    const publish = (...own: string[]) =>
      promisify(execFile)(
        'mosquitto_pub',
        [
          ...[
            '-h',
            broker.host,
            '-p',
            String(broker.port),
            '--cafile',
            'roots.txt',
            ...own,
            '-i',
            'till',
            '-q',
            '1',
          ],
          ...['-t', 'gatehouse/v1/till/telemetry', '-m', '{"values":{"test.number":7}}'],
        ],
        { cwd: folder },
      )
    await publish('--cert', 'chain.txt', '--key', 'key.txt')
    expect(office.taken.map(({ device, number }) => [device, number])).toEqual([['till', 7]])
    await expect(publish()).rejects.toThrow()
    office.room.devices.revoke('till')
    await expect(publish('--cert', 'chain.txt', '--key', 'key.txt')).rejects.toThrow()
    expect(office.taken).toHaveLength(1)
  },
)

test('a second agent on the same folder does not begin; one that was killed leaves it free', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice()
  const agent = await startAgent(office)
  await vi.waitFor(() => expect(office.taken.length).toBeGreaterThan(0), eventually)
  const second = await agentProcess('run', '--state', agent.folder).ended()
  expect(second).toMatchObject({ code: 3, stderr: expect.stringContaining('in use') })
  await agent.stop()
  const killed = agentProcess('run', '--state', agent.folder, '--every', '1')
  await vi.waitFor(() => expect(office.telemetry.sessions).toBe(1), eventually)
  killed.child.kill('SIGKILL')
  await killed.ended()
  expect(existsSync(join(agent.folder, 'agent.lock'))).toBe(true)
  const again = agentProcess('run', '--state', agent.folder, '--every', '1')
  await vi.waitFor(() => expect(office.telemetry.sessions).toBe(1), eventually)
  again.child.kill('SIGTERM')
  expect(await again.ended()).toMatchObject({ code: 0 })
})

test.each([
  [['run', '--state', '/nonexistent/state'], 3],
  [['run'], 2],
  [['enrol', '--gateway', 'http://localhost:1', '--code', 'x', '--state', 'x'], 2],
  [['enrol', '--gateway', 'https://localhost:1', '--code', 'mistyped', '--state', 'x'], 2],
  [['fly'], 2],
  [['run', '--state', 'x', '--every', '0'], 2],
])('the program says in words what it was not told: %j', async (args, expected) => {
  const { code, stderr } = await agentProcess(...args).ended()
  expect([code, stderr.split('\n').length]).toEqual([expected, 2])
})
