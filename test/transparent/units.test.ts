/** Promises of workers that are services of their own in transparent mode: all take from the very socket that their socket unit hands in. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { exitOf } from '../cli/started.ts'
import { untilServing, workersOf } from '../workers/scene.ts'
import { listeningIn } from './listening.ts'
import { inside, listenerPort, testInNetwork } from './network.ts'
import { masked, type NetworkOffice, note, openNetworkOffice } from './office.ts'

const launcher = join(import.meta.dirname, '../../scripts/transparent-launcher.pl')
const manager = join(import.meta.dirname, 'units-child.ts')
/** Control needs no right and no socket: it takes no traffic. */
const withoutRights = ['setpriv', '--bounding-set=-net_admin,-net_raw', '--']

async function unitsOffice(): Promise<NetworkOffice> {
  const office = await openNetworkOffice({ port: 8080, workers: 2, workersStartedBy: 'units' })
  onTestFinished(() => office[Symbol.asyncDispose]())
  return office
}

/** As a socket unit opens the sockets, and two services have `Sockets=` of it. */
function startUnits(office: NetworkOffice, sockets: 'handed-in' | 'forgotten' = 'handed-in'): void {
  const orders = [1, 2].map((n) => join(dirname(office.configFile), `data/run/worker-${n}.order`))
  for (const order of orders) expect(existsSync(order)).toBe(true)
  const node = [process.execPath, manager, sockets, ...orders]
  const command = ['/usr/bin/perl', launcher, String(listenerPort), ...node]
  const [program = '', ...args] = inside(office.network.gateway, command)
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exitOf(child)
  })
}

/** What of the note reached the site; null where nothing came back. */
async function post(office: NetworkOffice): Promise<string | null> {
  const json = ['-H', 'content-type: application/json', '--data', note]
  const { code, out } = await office.curl(...json, 'https://origin.test/')
  return code === 0 ? (JSON.parse(out) as { body: string }).body : null
}

testInNetwork(
  'workers of units share the socket of their unit; one that is killed, and a stop of the gateway, cost nobody else',
  async () => {
    const office = await unitsOffice()
    const { ready, child } = await office.start(withoutRights)
    startUnits(office)
    const workers = () => workersOf(ready)
    const before = await untilServing({ workers }, 2)
    expect(listeningIn(child.pid ?? 0)).toEqual([])
    const [first = []] = before.map(({ processId }) => listeningIn(processId ?? 0))
    expect(first).toHaveLength(2)
    for (const { processId } of before) expect(listeningIn(processId ?? 0)).toEqual(first)
    for (let n = 0; n < 6; n += 1) expect(await post(office)).toBe(masked)

    const [victim] = before
    process.kill(victim?.processId ?? Number.NaN, 'SIGKILL')
    await expect
      .poll(async () => (await workers()).map(({ processId }) => processId), { timeout: 60_000 })
      .not.toContain(victim?.processId)
    const after = await untilServing({ workers }, 2)
    for (const { processId } of after) expect(listeningIn(processId ?? 0)).toEqual(first)
    for (let n = 0; n < 6; n += 1) expect(await post(office)).toBe(masked)

    child.kill('SIGTERM')
    expect(await exitOf(child)).toBe(0)
    const again = await office.start(withoutRights)
    const same = await untilServing({ workers: () => workersOf(again.ready) }, 2)
    expect(same.map(({ processId }) => processId)).toEqual(after.map(({ processId }) => processId))
    expect(await post(office)).toBe(masked)
  },
)

testInNetwork(
  'a unit without its socket serves nobody, and the first screen says what is missing',
  async () => {
    const office = await unitsOffice()
    await office.start(withoutRights)
    startUnits(office, 'forgotten')
    await expect
      .poll(async () => (await office.command.run('status', '--config', office.configFile)).stdout, {
        ...{ timeout: 60_000, interval: 1000 },
      })
      .toContain('Sockets=')
    expect(await post(office)).toBeNull()
  },
)
