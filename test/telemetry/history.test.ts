/** The API's and the command's answers from a real room: validated by their schemas, bounded, and readable while stopped. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { telemetryHistory, telemetryQuery, telemetryStatus } from '../../gateway/api/schemas/telemetry.ts'
import type { TelemetryDesk } from '../../gateway/api/services/telemetry.ts'
import { dayMs, hourMs, minuteMs } from '../../gateway/core/units.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { openStore } from '../../gateway/store/store.ts'
import { readStoredHistory } from '../../gateway/telemetry/stored-history.ts'
import { watchedHealth } from '../store/fixture.ts'
import { key } from '../store/records.ts'
import { type DevicePapers, makePapers, openScene, publishReadings } from './office.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
})
afterAll(() => papers.remove())

test('answers of the room are what the API says they are, for every span, and stay small', async () => {
  const scene = await openScene(papers, [till], { settings: { messagesPerSecond: 5000 } })
  const desk: TelemetryDesk = scene.telemetry
  const client = await scene.connect(till)
  const now = Date.now()
  const series = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`s.n${index}`, index]))
  const readings = Array.from({ length: 300 }, (_, index) => ({
    at: now - index * 20 * minuteMs,
    values: series,
  }))
  await publishReadings(client, till, readings)
  await scene.telemetry.flush()
  await scene.telemetry.target.inventory()
  let counted = 0
  for (const span of [minuteMs, hourMs, dayMs, 4 * dayMs, 30 * dayMs, 800 * dayMs]) {
    const history = await desk.history('till', {
      from: now - span,
      until: now + 1,
      series: null,
      points: 500,
    })
    expect(telemetryHistory.parse(history)).toEqual(history)
    const cells = (history?.series ?? []).reduce((sum, { points }) => sum + points.length, 0)
    expect(cells).toBeLessThanOrEqual(20_000)
    expect((history?.series.length ?? 0) + (history?.omitted ?? 0)).toBe(64)
    const first = await desk.history('till', {
      from: now - span,
      until: now + 1,
      series: 's.n7',
      points: 120,
    })
    const count = (first?.series[0]?.points ?? []).reduce((sum, point) => sum + point.count, 0)
    expect(count).toBeGreaterThanOrEqual(counted)
    counted = count
  }
  expect(counted).toBe(300)
  expect(telemetryStatus.parse(desk.status())).toMatchObject({
    sessions: 1,
    isStoring: true,
    stored: { readings: 300 },
  })
  expect(await desk.history('nobody', { from: 0, until: now, series: null, points: 10 })).toBeNull()
})

test('a question that is none is refused before it reaches the room', () => {
  for (const bad of [
    { points: 0 },
    { points: 501 },
    { from: -1 },
    { series: '../x' },
    { until: 'x' },
    { more: 1 },
  ])
    expect(telemetryQuery.safeParse(bad).success, JSON.stringify(bad)).toBe(false)
  expect(telemetryQuery.parse({ from: '5', points: '7' })).toEqual({ from: 5, points: 7 })
})

test('while the gateway is stopped the same answer comes from the files, and no key is made for it', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const now = Date.now()
  await publishReadings(client, till, [
    { at: now - 5000, values: { a: 1 } },
    { at: now - 4000, values: { a: 3 } },
  ])
  await scene.telemetry.flush()
  const query = { from: now - hourMs, until: now + minuteMs, series: null, points: 70 }
  const running = await scene.telemetry.history('till', query)
  await scene.close()
  const clock = { now: () => Date.now(), monotonic: () => 0 }
  const keys = `${scene.data}/keys`
  await using keyring = await openKeyring({
    directory: keys,
    root: { kind: 'file', path: `${keys}/root.key` },
    clock,
    createIfNew: false,
  })
  const before = keyring.places()
  await using store = await openStore({
    file: `${scene.data}/gatehouse.db`,
    key,
    clock,
    health: watchedHealth(),
  })
  expect(await readStoredHistory({ store, keyring }, 'till', query)).toEqual(running)
  expect(await readStoredHistory({ store, keyring }, 'nobody', query)).toBeNull()
  expect(keyring.places()).toEqual(before)
})
