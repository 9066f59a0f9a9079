/** A device's message from the broker to the disk and back: stored, acknowledged, summed up, found again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hourMs, minuteMs } from '../../gateway/core/units.ts'
import { type DevicePapers, makePapers, openScene, publishReadings, stream, topic } from './office.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
let camera: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
  camera = await papers.device('camera-1')
})
afterAll(() => papers.remove())

const whole = { series: null, points: 500 }

test('what a device reports is there at once, after it is stored, and after a restart', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const now = Date.now()
  const readings = Array.from({ length: 20 }, (_, index) => ({
    at: now - 20_000 + index * 1000,
    values: { 'cpu.load': index / 4, 'disk.root.used': 45.25 },
  }))
  await publishReadings(client, till, readings)
  const query = { ...whole, from: now - minuteMs, until: now + minuteMs }
  const before = await scene.telemetry.history('till', query)
  await scene.telemetry.flush()
  const stored = await scene.telemetry.history('till', query)
  expect(before).toEqual(stored)
  expect(stored?.series.map(({ name, points }) => [name, points.length])).toEqual([
    ['cpu.load', 20],
    ['disk.root.used', 20],
  ])
  const load = stored?.series[0]?.points ?? []
  expect(load.map(({ at }) => at)).toEqual(readings.map(({ at }) => at - (at % 1000)))
  expect(load.map(({ mean }) => mean)).toEqual(readings.map(({ values }) => values['cpu.load']))
  await publishReadings(client, till, [{ at: now, values: { 'cpu.load': 99 } }])
  const withMemory = await scene.telemetry.history('till', query)
  expect(withMemory?.series[0]?.points.at(-1)).toMatchObject({ max: 99, count: 1 })
  await scene.close()
  const again = await openScene(papers, [till], { data: scene.data })
  expect(await again.telemetry.history('till', query)).toEqual(withMemory)
})

test('a device is told what it may forget only when that is on the disk', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const answers: unknown[] = []
  client.on('message', (_topic, payload) => answers.push(JSON.parse(payload.toString())))
  await client.subscribeAsync(topic(till, 'stored'))
  await publishReadings(client, till, numbered(1, 5))
  expect(answers).toEqual([])
  await scene.telemetry.flush()
  await expect.poll(() => answers).toEqual([{ v: 1, stream, seq: 5 }])
})

test('readings that are sent again are stored once, also after a restart', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  await publishReadings(client, till, numbered(1, 10))
  await publishReadings(client, till, numbered(4, 12))
  await scene.telemetry.flush()
  await publishReadings(client, till, numbered(1, 13))
  await scene.close()
  const again = await openScene(papers, [till], { data: scene.data })
  const client2 = await again.connect(till)
  await publishReadings(client2, till, numbered(5, 15))
  await again.telemetry.flush()
  expect(await countOf(again, 'till')).toBe(15)
  const answers: unknown[] = []
  client2.on('message', (_topic, payload) => answers.push(JSON.parse(payload.toString())))
  await client2.subscribeAsync(topic(till, 'stored'))
  // Who asks later is told as well.
  await expect.poll(() => answers).toEqual([{ v: 1, stream, seq: 15 }])
})

test('readings that a device had to throw away are told, not hidden', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  await publishReadings(client, till, [...numbered(1, 3), { ...numbered(9, 9)[0], lost: 5 }])
  await scene.telemetry.flush()
  const now = Date.now()
  const answer = await scene.telemetry.history('till', { ...whole, from: now - hourMs, until: now + hourMs })
  expect(answer?.lost).toBe(5)
})

test('a device that claims to have lost more than there can be spoils no sum', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const most = Number.MAX_SAFE_INTEGER
  for (const stream of ['0123456789abcdef', '0123456789abcdee'])
    await publishReadings(client, till, [{ stream, seq: most, lost: most - 1, values: { s: 1 } }])
  await publishReadings(client, till, [{ lost: most, values: { s: 1 } }])
  await scene.telemetry.flush()
  const now = Date.now()
  const answer = await scene.telemetry.history('till', { ...whole, from: now - hourMs, until: now + hourMs })
  expect(answer?.lost).toBeGreaterThanOrEqual(1_000_000_000)
  expect(answer?.lost).toBeLessThanOrEqual(3_000_000_000)
})

test('minutes and hours are summed up once the hour is over, late readings included, each counted once', async () => {
  const scene = await openScene(papers, [till, camera])
  const hour = Math.floor(Date.now() / hourMs) * hourMs - 2 * hourMs
  const tillClient = await scene.connect(till)
  const cameraClient = await scene.connect(camera)
  const at = (minutes: number, value: number) => ({
    at: hour + minutes * minuteMs,
    values: { temperature: value },
  })
  await publishReadings(tillClient, till, [at(0, 1), at(0, 2.5), at(59.99, 7)])
  await publishReadings(cameraClient, camera, [at(30, 100)])
  await scene.telemetry.flush()
  await scene.telemetry.flush()
  await publishReadings(tillClient, till, [at(0, 0.5)])
  await scene.telemetry.flush()
  await scene.telemetry.flush()
  const minutes = await scene.telemetry.history('till', {
    ...whole,
    from: hour - 10 * hourMs,
    until: hour + hourMs,
  })
  expect(minutes).toMatchObject({ source: 'minutes', stretchMs: 2 * minuteMs })
  expect(minutes?.series).toEqual([
    {
      name: 'temperature',
      points: [
        { at: hour, min: 0.5, mean: 4 / 3, max: 2.5, count: 3 },
        { at: hour + 58 * minuteMs, min: 7, mean: 7, max: 7, count: 1 },
      ],
    },
  ])
  const hours = await scene.telemetry.history('till', {
    ...whole,
    from: hour - 6 * 24 * hourMs,
    until: hour + hourMs,
  })
  expect(hours?.source).toBe('hours')
  expect(hours?.series[0]?.points).toEqual([{ at: hour, min: 0.5, mean: 11 / 4, max: 7, count: 4 }])
  const kept = await scene.telemetry.target.inventory()
  expect(kept.map((each) => each.class).sort()).toEqual(
    expect.arrayContaining(['telemetryHours', 'telemetryMinutes', 'telemetryRaw']),
  )
})

test('a clock that runs ahead is set right, readings older than they may be kept are refused and counted', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const now = Date.now()
  await publishReadings(client, till, [
    { at: now + hourMs, values: { a: 1 } },
    { at: now - 8 * 24 * hourMs, values: { a: 2 } },
    { at: 0, values: { a: 3 } },
    { at: now + minuteMs, values: { a: 4 } },
  ])
  await scene.telemetry.flush()
  expect(scene.telemetry.counts()).toMatchObject({ clamped: 1, 'too-old': 2, taken: 1 })
  const answer = await scene.telemetry.history('till', {
    ...whole,
    from: now - hourMs,
    until: now + hourMs / 2,
  })
  expect(answer?.series[0]?.points.map(({ max }) => max)).toEqual([1, 4])
  expect(answer?.lost).toBe(2)
})

test('a stop in the middle of a minute writes what waits', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  await publishReadings(client, till, numbered(1, 7))
  await scene.close()
  const again = await openScene(papers, [till], { data: scene.data })
  expect(await countOf(again, 'till')).toBe(7)
})

test('nothing that a device said can be read in the files', async () => {
  const { readFileSync, readdirSync } = await import('node:fs')
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const planted = 'planted_series.in_the_clear'
  await publishReadings(client, till, [{ values: { [planted]: 12_345 } }])
  await scene.telemetry.flush()
  for (const name of readdirSync(scene.data).filter((each) => each.startsWith('gatehouse.db')))
    expect(readFileSync(`${scene.data}/${name}`, 'latin1')).not.toContain('planted')
})

test('a day whose key was destroyed cannot be read, though its rows are still there, and goes without a trace', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  await publishReadings(client, till, numbered(1, 7))
  await scene.telemetry.flush()
  const { target } = scene.telemetry
  const [kept] = (await target.inventory()).filter((each) => each.class === 'telemetryRaw')
  if (kept === undefined) throw new Error('nothing kept')
  expect(kept).toMatchObject({ source: null, items: 1, period: new Date().toISOString().slice(0, 10) })
  expect(await target.readable(kept)).not.toBeNull()
  expect(scene.keyring.destroy(kept.keys)).toBe(1)
  expect(await target.readable(kept)).toBeNull()
  expect(await countOf(scene, 'till')).toBe(0)
  expect(scene.keyring.places(), 'looking makes no new key').toEqual([])
  expect(await target.erase(kept)).toBe(1)
  expect(await target.erase(kept)).toBe(0)
  expect(await target.inventory()).toEqual([])
})

function numbered(from: number, to: number) {
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    at: Date.now() - 30_000 + (from + index) * 100,
    stream,
    seq: from + index,
    values: { count: from + index },
  }))
}

async function countOf(scene: Awaited<ReturnType<typeof openScene>>, name: string): Promise<number> {
  const now = Date.now()
  const answer = await scene.telemetry.history(name, { ...whole, from: now - hourMs, until: now + minuteMs })
  return (answer?.series ?? []).flatMap(({ points }) => points).reduce((sum, { count }) => sum + count, 0)
}
