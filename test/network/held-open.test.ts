/** In a network of namespaces: a socket unit holds the transparent port open, whoever lives, and what clients have when nobody answers there. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { masked, note } from '../transparent/office.ts'
import { type Joint, openJoint } from './joint.ts'
import { countOf, officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const launcher = join(import.meta.dirname, '../../scripts/transparent-launcher.pl')
const manager = join(import.meta.dirname, '../transparent/units-child.ts')
const families = ['ipv4', 'ipv6'] as const
/** As long as the last sign of life counts, and a moment. */
const unheardMs = 2500

const needsYou = async (scene: Scene) =>
  (await scene.status()).attention.filter(({ severity }) => severity === 'act-now')

const nobodyAnswers = {
  code: 'no-answer',
  says: expect.stringMatching(/held open.*no web for desks; unread leaves the web traffic of tills/),
}

testInNetwork(
  'a port that is held open for nobody: open groups go on, closed ones are refused, until somebody answers again',
  async () => {
    await using scene = await openScene(officeWith({ confirmMs: '10min' }))
    await scene.start('server', 'serve', '80,443', '9999')
    const listener = await scene.takes()
    expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
    const kept = await scene.start('client', 'hold', at.server.ipv4, '443')
    await expect.poll(() => kept.printed()).toContain('alive')
    await listener.end('SIGKILL')
    const held = await scene.takes('held')
    await pause(unheardMs)
    for (const family of families) {
      const [server, till] = [at.server[family], at.till[family]]
      expect(await scene.peer('client', 'tcp', server, '443')).toBe('refused')
      expect(await scene.peer('client', 'tcp', server, '443', 'from', till)).toBe(`open server saw ${till}`)
    }
    expect(await needsYou(scene)).toMatchObject([{ code: 'trial' }, nobodyAnswers])
    const { stdout } = await scene.gatehouse('network', 'status')
    expect(stdout).toContain('port 3129: held open, and nobody answers')
    // What an open group began meanwhile goes on past the port that is open.
    const passing = await scene.start('client', 'hold', at.server.ipv4, '443', 'from', at.till.ipv4)
    await expect.poll(() => passing.printed()).toContain('alive')
    expect(countOf(await scene.status(), 'desks', 'web/refused')).toBeGreaterThan(0)
    await held.end('SIGKILL')
    await scene.takes()
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('taken for')
    expect(await needsYou(scene)).toMatchObject([{ code: 'trial' }])
  },
)

testInNetwork('what the listener has stays with it while it is not heard for a moment', async () => {
  await using scene = await openScene(officeWith({ confirmMs: '10min' }))
  await scene.start('server', 'serve', '443', '9999')
  const listener = await scene.takes()
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  const kept = await scene.start('client', 'hold', at.server.ipv4, '443', 'from', at.till.ipv4)
  await expect.poll(() => kept.printed()).toContain('alive')
  // Its children, which have the connection, go on.
  listener.process.kill('SIGSTOP')
  await pause(unheardMs)
  expect(await scene.status()).toMatchObject({ listening: true, answering: false })
  expect(kept.printed()).toBe('ready\nalive\n')
  listener.process.kill('SIGCONT')
  await expect.poll(async () => (await scene.status()).answering).toBe(true)
})

testInNetwork('no other machine can answer for the gateway', async () => {
  await using scene = await openScene(officeWith({ confirmMs: '10min' }))
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  await scene.takes('held')
  await pause(unheardMs)
  for (const family of families) await scene.peer('client', 'udp', at.box[family], '3129')
  expect((await scene.status()).answering).toBe(false)
})

/** As a socket unit and two services that have `Sockets=` of it. Kills everything else on the box, and starts no service any more. */
function startUnits({ scene }: Joint): { killAll(): Promise<void> } {
  const orders = [1, 2].map((n) => join(scene.dataFolder, `run/worker-${n}.order`))
  const command = ['/usr/bin/perl', launcher, '3129', process.execPath, manager, 'handed-in', ...orders]
  const [program = '', ...args] = scene.inside('box', command)
  const units = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  onTestFinished(() => void units.kill('SIGKILL'))
  const killAll = async () => {
    const ids = (await scene.on('server', 'ip', 'netns', 'pids', scene.namespace))
      .trim()
      .split('\n')
      .map(Number)
    const isManager = (id: number) => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(manager)
    for (const id of ids.filter(isManager)) process.kill(id, 'SIGSTOP')
    for (const id of ids.filter((one) => !isManager(one))) process.kill(id, 'SIGKILL')
  }
  return { killAll }
}

testInNetwork(
  'the gateway and its workers are killed while a socket unit holds their port: open groups go on within seconds',
  async () => {
    await using joint = await openJoint({ proxy: { workers: 2, workersStartedBy: 'units' } })
    const { killAll } = startUnits(joint)
    const inspected = () => joint.post(at.client.ipv4, note)
    await expect.poll(inspected, { timeout: 90_000, interval: 500 }).toBe(masked)
    for (const till of [at.till.ipv4, at.till.ipv6]) expect(await joint.post(till, note)).toBe(masked)
    await killAll()
    await pause(unheardMs)
    for (const till of [at.till.ipv4, at.till.ipv6]) {
      const begun = performance.now()
      expect(await joint.post(till, note)).toBe(note)
      expect(performance.now() - begun).toBeLessThan(5000)
    }
    for (const desk of [at.client.ipv4, at.client.ipv6]) expect(await joint.post(desk, note)).toBeNull()
    expect(await joint.leaked()).toBe(0)
    expect(await needsYou(joint.scene)).toMatchObject([nobodyAnswers])
  },
)
