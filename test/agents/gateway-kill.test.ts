/** The promise that a gateway killed again and again ends up with every reading of its devices, each once. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { enrol } from '../../agents/enrol.ts'
import { run } from '../../agents/run.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { freePort } from '../../scripts/free-port.ts'
import { startEnrolment } from '../devices/enrolment-server.ts'
import { openRoom } from '../devices/setup.ts'
import { testFolder } from '../pki/setup.ts'

const program = fileURLToPath(new URL('gateway-child.ts', import.meta.url))
const kills = 8

test(`a gateway killed ${kills} times, stored or not, has every reading once when it is let live`, {
  timeout: 180_000,
}, async () => {
  const folder = testFolder()
  const sealing = randomBytes(32)
  const port = await freePort()
  const state = await enrolTill(folder, { sealing, port })
  const gateway = (task: string) => {
    const args = [program, folder, String(port), sealing.toString('hex'), task]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    return child
  }
  const agent = startCounting(state)
  for (let turn = 0; turn < kills; turn++) {
    const serving = gateway('serve')
    await once(serving.stdout, 'data')
    const before = agent.connections()
    await vi.waitFor(() => expect(agent.connections()).toBeGreaterThan(before), {
      timeout: 20_000,
      interval: 10,
    })
    // Some die before their first minute (here 150 ms) is written, some after a few.
    await sleep(Math.random() * 500)
    await kill(serving)
  }
  const last = gateway('serve')
  await once(last.stdout, 'data')
  const measured = agent.stopMeasuring()
  await vi.waitFor(() => expect(agent.waiting()).toBe(0), { timeout: 60_000, interval: 50 })
  await agent.end()
  await kill(last)
  const summing = gateway('sum')
  const answer = JSON.parse(await text(summing.stdout))
  expect(answer).toEqual({ count: measured, sum: (measured * (measured + 1)) / 2, max: measured, lost: 0 })
  expect(measured).toBeGreaterThan(100)
})

async function enrolTill(
  folder: string,
  { sealing, port }: { sealing: Uint8Array; port: number },
): Promise<string> {
  const room = await openRoom({ folder, sealing: new Secret(sealing) })
  const server = await startEnrolment(room)
  server.ports.broker = port
  const state = join(folder, 'state')
  await enrol({ gateway: server.url, code: room.devices.add('till').code, folder: state })
  await room.devices[Symbol.asyncDispose]()
  await room.store[Symbol.asyncDispose]()
  return state
}

function startCounting(folder: string) {
  const ending = new AbortController()
  const said: string[] = []
  let number = 0
  let isMeasuring = true
  let waiting = 1
  const ended = run({
    folder,
    measure: async () => (isMeasuring ? { 'test.number': ++number } : {}),
    sampleMs: 10,
    maxSpoolBytes: 16 << 20,
    signal: ending.signal,
    say: (line) => void said.push(line),
    version: '0.1.0',
    times: { lost: { firstMs: 20, mostMs: 100 }, refused: { firstMs: 20, mostMs: 100 } },
    onWaiting: (readings) => {
      waiting = readings
    },
  })
  onTestFinished(async () => {
    ending.abort()
    await ended.catch(() => undefined)
  })
  return {
    connections: () => said.filter((line) => line.startsWith('Connected')).length,
    waiting: () => waiting,
    stopMeasuring() {
      isMeasuring = false
      return number
    },
    end() {
      ending.abort()
      return ended
    },
  }
}

async function kill(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}
