/** kill -9 under load, and disks that fill up: what a device was told is stored is there, and nothing is there twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { MqttClient } from 'mqtt'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { hourMs, minuteMs } from '../../gateway/core/units.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'
import {
  connectDevice,
  type DevicePapers,
  makePapers,
  openScene,
  publishReadings,
  type Scene,
  stream,
  topic,
} from './office.ts'
import type { ChildOrder } from './publishing-child.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
})
afterAll(() => papers.remove())

test('a broker killed at any moment of the load loses nothing that it said was stored, and stores nothing twice', async () => {
  const data = mkdtempSync(join(tmpdir(), 'gatehouse telemetry-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const device = { stored: 0, next: 1, began: Date.now() - minuteMs }
  for (let round = 0; round < 8; round++) {
    const { child, port } = await startChild(data)
    // As an agent does: what was not said to be stored is sent again.
    device.next = device.stored + 1
    await reportUntilKilled(child, port, device, 120 + round * 57)
  }
  expect(device.stored).toBeGreaterThan(100)
  const scene = await openScene(papers, [till], { data })
  const found = await valuesOf(scene, device.began)
  expect(found.count, 'each reading once').toBe(found.highest)
  expect(found.highest).toBeGreaterThanOrEqual(device.stored)
  // The device sends the rest again, and more: still each once.
  const client = await scene.connect(till)
  const rest = Array.from({ length: 50 }, (_, index) => numbered(device.stored + 1 + index, device.began))
  await publishReadings(client, till, rest)
  await scene.telemetry.flush()
  const after = await valuesOf(scene, device.began)
  expect(after.count).toBe(after.highest)
  expect(after.highest).toBe(Math.max(found.highest, device.stored + 50))
})

testOnSmallDisk(
  'a full disk: nothing is said to be stored, memory stays bounded, and all of it arrives later',
  16,
  async (disk) => {
    const scene = await openScene(papers, [till], { data: disk.path, mostWaiting: 900 })
    const began = Date.now() - minuteMs
    const first = await scene.connect(till)
    const answers: number[] = []
    const listen = async (client: MqttClient) => {
      client.on('message', (_topic, payload) => answers.push(JSON.parse(payload.toString()).seq))
      await client.subscribeAsync(topic(till, 'stored'))
    }
    await listen(first)
    const some = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => numbered(from + index, began))
    await publishReadings(first, till, some(1, 10))
    await scene.telemetry.flush()
    await expect.poll(() => answers).toEqual([10])
    disk.fill()
    const ended = new Promise<void>((resolve) => first.once('close', () => resolve()))
    // What the log had room for already may still go through.
    let last = 10
    while (scene.telemetry.counts().waiting === 0 && last < 3000) {
      await publishReadings(first, till, some(last + 1, last + 50))
      last += 50
      await scene.telemetry.flush()
    }
    expect(scene.telemetry.counts().waiting, 'beyond the bound nothing is taken').toBeGreaterThan(0)
    expect(scene.health.codes()).toContain('TELEMETRY_NOT_STORED')
    const saidOnFullDisk = answers.at(-1) ?? 0
    expect(saidOnFullDisk).toBeLessThan(last)
    disk.free()
    await scene.telemetry.flush()
    await ended
    expect(scene.health.codes()).not.toContain('TELEMETRY_NOT_STORED')
    const second = await scene.connect(till)
    await listen(second)
    await expect.poll(() => answers.at(-1)).toBeGreaterThan(saidOnFullDisk)
    let next = (answers.at(-1) ?? 0) + 1
    while (next <= last) {
      await publishReadings(second, till, some(next, Math.min(last, next + 40)))
      await scene.telemetry.flush()
      next += 41
    }
    await expect.poll(() => answers.at(-1)).toBe(last)
    expect(await valuesOf(scene, began)).toEqual({ count: last, highest: last })
  },
)

async function startChild(data: string): Promise<{ child: ChildProcess; port: number }> {
  const order: ChildOrder = {
    data,
    certFile: papers.server.certFile,
    keyFile: papers.server.keyFile,
    rootFile: papers.root.certFile,
    devices: [[till.fingerprint, till.identity]],
  }
  const file = join(import.meta.dirname, 'publishing-child.ts')
  const child = spawn(process.execPath, [file, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, port: Number(line) }
}

async function reportUntilKilled(
  child: ChildProcess,
  port: number,
  device: { stored: number; next: number; began: number },
  forMs: number,
): Promise<void> {
  const client = await connectDevice({ port, papers }, till)
  const gone = once(child, 'exit')
  // From its first answer on: a busy machine must not have it killed before it began to store.
  client.once('message', () => setTimeout(() => child.kill('SIGKILL'), forMs))
  client.on('message', (_topic, payload) => {
    device.stored = Math.max(device.stored, JSON.parse(payload.toString()).seq)
  })
  await client.subscribeAsync(topic(till, 'stored'))
  let isGone = false
  void gone.then(() => {
    isGone = true
  })
  while (!isGone) {
    client.publish(
      topic(till, 'telemetry'),
      JSON.stringify(numbered(device.next++, device.began)),
      { qos: 1 },
      () => undefined,
    )
    if (device.next % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await client.endAsync(true)
}

/** Each reading's value is its number, so that sums tell which are there. */
function numbered(seq: number, began: number) {
  return { at: began + (seq % 50_000), stream, seq, values: { number: seq } }
}

async function valuesOf(scene: Scene, began: number): Promise<{ count: number; highest: number }> {
  const query = { series: 'number', points: 500, from: began - hourMs, until: began + hourMs }
  const points = (await scene.telemetry.history('till', query))?.series[0]?.points ?? []
  return {
    count: points.reduce((sum, { count }) => sum + count, 0),
    highest: Math.max(0, ...points.map(({ max }) => max)),
  }
}
