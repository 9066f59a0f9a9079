/** Promises where hourly sweeps are many: the day's comes once, and no key comes back behind them. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { timedId } from '../../gateway/core/timed-id.ts'
import { dayMs, hourMs } from '../../gateway/core/units.ts'
import { originalKeyPlace } from '../../gateway/keyring/original-keys.ts'
import { createSweepRecords } from '../../gateway/store/sweep-records.ts'
import { fill, openScene, type Scene } from './scene.ts'

async function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse sweeps-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const scene = await openScene(folder)
  fill(scene)
  return scene
}

/** Hourly sweeps that are proven, each of an hour of its own, the last of them just now. */
function addHourly({ database, clock }: Scene, count: number): void {
  const records = createSweepRecords(database)
  const random = (length: number) => Buffer.alloc(length, 7)
  database.transact(() => {
    for (let back = count; back > 0; back -= 1) {
      const at = clock.now() - back
      const id = timedId(at, random)
      const hour = new Date(at - back * hourMs).toISOString().slice(0, 13)
      const period = {
        ...{
          target: 'originals',
          class: 'original',
          source: null,
          period: hour,
          until: at,
          items: 1,
          bytes: 9,
        },
        keys: [originalKeyPlace(hour)],
      }
      const intent = { plannedAt: at, clockConfirmed: false, keptByHold: 0 }
      records.begin({ ...intent, id, cause: 'hourly', items: [{ period, retentionDays: 0 }] })
      records.complete(id, { text: '{}', at }, () => undefined)
    }
  })
}

test('keys that come back are found behind ten thousand hourly sweeps', async () => {
  const scene = await opened()
  const keys = join(scene.folder, 'keys')
  const copy = join(scene.folder, 'copy of keys')
  cpSync(keys, copy, { recursive: true })
  const there = scene.keyring.places().length
  scene.clock.pass(1000)
  const retention = await scene.open()
  const { destroyed } = await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
  expect(destroyed).toBeGreaterThan(0)
  const left = scene.keyring.places().length
  scene.clock.pass(dayMs)
  addHourly(scene, 10_001)
  await retention[Symbol.asyncDispose]()
  await scene.close()
  rmSync(keys, { recursive: true })
  cpSync(copy, keys, { recursive: true })
  const again = await openScene(scene.folder, { clock: scene.clock })
  onTestFinished(() => again.close())
  expect(again.keyring.places()).toHaveLength(there)
  const reopened = await again.open()
  onTestFinished(() => reopened[Symbol.asyncDispose]())
  expect(again.keyring.places()).toHaveLength(left)
  expect(again.health.codes()).toContain('SWEEP_KEYS_RETURNED')
})

test('a day sees one daily sweep, however many hourly ones came after it', async () => {
  const scene = await opened()
  onTestFinished(() => scene.close())
  const retention = await scene.open()
  onTestFinished(() => retention[Symbol.asyncDispose]())
  await retention.tick()
  expect(retention.list(1)).toMatchObject([{ cause: 'daily' }])
  scene.clock.pass(2 * hourMs)
  addHourly(scene, 250)
  await retention.tick()
  expect(retention.list(1)).toMatchObject([{ cause: 'hourly' }])
  scene.clock.pass(dayMs)
  await retention.tick()
  expect(retention.list(1)).toMatchObject([{ cause: 'daily' }])
})
