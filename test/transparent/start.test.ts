/** Promises about the sockets of transparent mode: who opens them, who gets them, and what is said where they cannot be had. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { WorkerStatus } from '../../gateway/workers/ports.ts'
import { exitOf } from '../cli/started.ts'
import { untilServing, workersOf } from '../workers/scene.ts'
import { listeningIn } from './listening.ts'
import { at, inside, listenerPort, testInNetwork } from './network.ts'
import { masked, type NetworkOffice, note, openNetworkOffice } from './office.ts'

const launcher = join(import.meta.dirname, '../../scripts/transparent-launcher.pl')
/** Without either right no socket gets IP_TRANSPARENT (net/ipv4/ip_sockglue.c). */
const withoutRights = ['setpriv', '--bounding-set=-net_admin,-net_raw', '--']

async function openedOffice(proxy: object = {}): Promise<NetworkOffice> {
  const office = await openNetworkOffice(proxy)
  onTestFinished(() => office[Symbol.asyncDispose]())
  return office
}

/** What of the note reached the site; null where nothing came back. */
async function post(office: NetworkOffice, name = 'origin.test'): Promise<string | null> {
  const json = ['-H', 'content-type: application/json', '--data', note]
  const { code, out } = await office.curl(...json, `https://${name}/`)
  return code === 0 ? (JSON.parse(out) as { body: string }).body : null
}

/** Starts the gateway in its network to see it fail. */
async function failing(office: NetworkOffice, through: readonly string[] = []) {
  const failure = await office.start(through).then(
    () => new Error('it started'),
    (error: Error) => error,
  )
  return failure.message
}

testInNetwork(
  'workers have the very sockets of control, and a new one serves where one was killed',
  async () => {
    const office = await openedOffice({ workers: 2 })
    const { ready, child } = await office.start()
    const workers = () => workersOf(ready)
    const before = await untilServing({ workers }, 2)
    const own = listeningIn(child.pid ?? 0)
    expect(own).toHaveLength(2)
    for (const { processId } of before) expect(listeningIn(processId ?? 0)).toEqual(own)
    for (let n = 0; n < 6; n += 1) expect(await post(office)).toBe(masked)
    const [victim] = before
    process.kill(victim?.processId ?? 0, 'SIGKILL')
    await expect
      .poll(async () => (await workers()).map(({ processId }: WorkerStatus) => processId), {
        timeout: 60_000,
      })
      .not.toContain(victim?.processId)
    const after = await untilServing({ workers }, 2)
    for (const { processId } of after) expect(listeningIn(processId ?? 0)).toEqual(own)
    for (let n = 0; n < 6; n += 1) expect(await post(office)).toBe(masked)

    // A second start by mistake takes nothing from those that run.
    expect(await failing(office)).toContain('ALREADY_RUNNING')
    expect((await workers()).map(({ processId }) => processId)).toEqual(
      after.map(({ processId }) => processId),
    )

    // A control that is killed leaves its workers; the next start gets the port all the same.
    child.kill('SIGKILL')
    await exitOf(child)
    expect(await post(office)).toBe(masked)
    const again = await office.start()
    const next = await untilServing({ workers: () => workersOf(again.ready) }, 2)
    expect(next.map(({ processId }) => processId)).not.toContain(after[0]?.processId)
    expect(await post(office)).toBe(masked)
  },
)

testInNetwork(
  'sockets that a service manager hands in are taken, and need no right of the gateway',
  async () => {
    const office = await openedOffice()
    const { child } = await office.start(['/usr/bin/perl', launcher, String(listenerPort), ...withoutRights])
    expect(listeningIn(child.pid ?? 0)).toHaveLength(2)
    expect(await post(office)).toBe(masked)
    child.kill('SIGTERM')
    expect(await exitOf(child)).toBe(0)
    // Nobody answers any more, and nobody else either: the gateway's machine forwards nothing.
    expect((await office.curl('--connect-timeout', '2', 'https://origin.test/')).code).toBe(28)
  },
)

testInNetwork(
  'without the right to open them the gateway says what it needs, and does not start',
  async () => {
    const office = await openedOffice()
    const message = await failing(office, withoutRights)
    expect(message).toContain('TRANSPARENT_UNAVAILABLE')
    expect(message).toContain('CAP_NET_ADMIN')
  },
)

testInNetwork('a port that another program has is named', async () => {
  const office = await openedOffice()
  const taken = `require('net').createServer().listen(${listenerPort}, () => console.log('on'))`
  const { spawn } = await import('node:child_process')
  const [program = '', ...args] = inside(office.network.gateway, [process.execPath, '-e', taken])
  const other = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(async () => {
    other.kill('SIGKILL')
    await exitOf(other)
  })
  if (other.stdout !== null) await once(other.stdout, 'data')
  const message = await failing(office)
  expect(message).toContain('TRANSPARENT_UNAVAILABLE')
  expect(message).toContain(`Another program listens at port ${listenerPort}`)
})

for (const workers of [0, 1])
  testInNetwork(`a socket of another port is not taken, with ${workers} workers`, async () => {
    const office = await openedOffice({ workers })
    const message = await failing(office, ['/usr/bin/perl', launcher, '3130'])
    expect(message).toContain('TRANSPARENT_UNAVAILABLE')
    expect(message).toContain('proxy.transparent.port')
  })

testInNetwork(
  'a reload ends who is served no more, and where a login is required nobody can give one',
  async () => {
    const office = await openedOffice()
    const { child } = await office.start()
    const written = JSON.parse(readFileSync(office.configFile, 'utf8')) as { proxy: object }
    const reload = (authentication: object) => {
      const proxy = { ...written.proxy, authentication }
      writeFileSync(office.configFile, JSON.stringify({ ...written, proxy }))
      child.kill('SIGHUP')
    }
    const standing = office.say({
      ...{ how: 'tls', address: at.server.v4, port: 443, name: 'unread.test', waitMs: 60_000 },
      ...{ ca: readFileSync(join(dirname(office.caFile), 'roots.pem'), 'utf8'), say: 'GET / HTTP/1.1\r\n' },
    })
    // Nothing else was asked for yet: what leads to the site is the tunnel.
    const leading = inside(office.network.gateway, ['ss', '-Htn', 'dst', `${at.server.v4}:443`])
    await expect.poll(() => execFileSync(leading[0] ?? '', leading.slice(1)).toString()).toContain('ESTAB')
    reload({ mode: 'require' })
    await standing
    const ended = (await office.journal()).find(({ destination }) => destination === 'unread.test')
    expect(ended).toMatchObject({ action: 'refused-midstream', reason: 'login-needed' })
    await expect.poll(() => post(office)).toBeNull()
    const [record] = await office.journal()
    expect(record).toMatchObject({ client: at.client.v4, destination: 'origin.test', reason: 'login-needed' })
    reload({ mode: 'require', exempt: ['10.1.0.0/24'] })
    await expect.poll(() => post(office)).toBe(masked)
  },
)
