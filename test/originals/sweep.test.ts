/** Originals go in their hours, with their keys and a proof, whatever else is kept. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkProof } from '../../gateway/core/retention/check-proof.ts'
import { timedId } from '../../gateway/core/timed-id.ts'
import { dayMs, hourMs, minuteMs } from '../../gateway/core/units.ts'
import { fill, oldFiles, textOf } from '../retention/scene.ts'
import { factsOf, openRoom } from './room.ts'

async function openSwept(hours = 24) {
  const own = await openRoom({ hours })
  // What was kept since long ago, so that age counts.
  fill(own.scene, [])
  const retention = await own.scene.open()
  onTestFinished(() => retention[Symbol.asyncDispose]())
  const keys = () =>
    own.scene.keyring.places().flatMap(({ place }) => (place.kind === 'original' ? [place.period] : []))
  return { ...own, retention, keys }
}

test('an original goes after its hours with its key, proven, and no other class with it', async () => {
  const { scene, keep, retention, files, keys, listed, room } = await openSwept()
  scene.clock.pass(40 * minuteMs)
  const id = await keep()
  await retention.tick()
  expect([files(), keys()]).toEqual([[id], ['2026-11-22T12']])
  scene.clock.pass(23 * hourMs)
  await retention.tick()
  expect(files()).toEqual([id])
  // Too old, and left to the day's sweep.
  const old = oldFiles[0] ?? expect.fail()
  scene.target.put(old, textOf(old))
  scene.clock.pass(20 * minuteMs)
  await expect(room.desk.take(id, { for: 'incident', actor: 'box' })).rejects.toMatchObject({
    code: 'ORIGINAL_GONE',
  })
  await retention.tick()
  expect([files(), keys(), listed()]).toEqual([[], [], []])
  const [sweep] = retention.list(1)
  expect(sweep).toMatchObject({ cause: 'hourly', state: 'complete' })
  const proof = retention.proof(sweep?.id ?? '') ?? ''
  expect(checkProof(proof, scene.ledger.signer.publicKey.toString('base64'))).toMatchObject({ valid: true })
  expect(JSON.parse(proof).statement.destroyed).toMatchObject([
    { class: 'original', period: '2026-11-22T12', items: 1, erased: 1 },
  ])
  expect((await retention.plan()).plan.lines).toContainEqual(
    expect.objectContaining({
      verdict: 'destroy',
      period: expect.objectContaining({ target: scene.target.name }),
    }),
  )
  expect(scene.health.codes()).not.toContain('ORIGINALS_KEPT')
})

test('a hold of a device keeps no original', async () => {
  const { scene, keep, retention, files } = await openSwept(1)
  await keep()
  retention.holds.set({ kind: 'device', source: 'camera-1' }, 'case 12', 'box')
  scene.clock.pass(hourMs)
  await retention.tick()
  await retention.tick()
  expect(files()).toEqual([])
})

test('what was purged leaves no key behind once its hour is over', async () => {
  const { scene, keep, retention, files, keys, room } = await openSwept()
  await keep()
  expect(await room.desk.purge('box')).toBe(1)
  expect([files(), keys().length]).toEqual([[], 1])
  scene.clock.pass(hourMs)
  await retention.tick()
  await retention.tick()
  expect(keys()).toEqual([])
})

test('switched off, all goes at once, also what an earlier start had left', async () => {
  const { keep, files, settings, open, listed } = await openSwept()
  await keep()
  settings.terms = null
  await open()
  expect([files(), listed()]).toEqual([[], []])
})

test('an hourly sweep is no daily one: that comes all the same', async () => {
  const { scene, keep, retention } = await openSwept(1)
  await retention.tick()
  await keep()
  scene.clock.pass(hourMs)
  await retention.tick()
  scene.clock.pass(dayMs - hourMs)
  await retention.tick()
  expect(retention.list(10).map(({ cause }) => cause)).toEqual(['daily', 'hourly', 'daily'])
})

test('an hour that cannot be erased is tried again without a new sweep each time, and later hours go all the same', async () => {
  const { scene, keep, retention, files, directory } = await openSwept(1)
  await retention.tick()
  const stuck = await keep()
  const file = join(directory, stuck)
  rmSync(file)
  mkdirSync(join(file, 'in the way'), { recursive: true })
  scene.clock.pass(hourMs)
  const later = await keep()
  for (let count = 0; count < 5; count += 1) {
    await retention.tick()
    scene.clock.pass(11 * minuteMs)
  }
  const size = scene.ledger.size
  expect(retention.list(10).map(({ cause, state }) => [cause, state])).toEqual([
    ['hourly', 'failed'],
    ['daily', 'complete'],
  ])
  expect(files()).toContain(later)
  scene.clock.pass(11 * minuteMs)
  await retention.tick()
  expect(files()).toEqual([stuck])
  expect(retention.list(1)).toMatchObject([{ cause: 'hourly', state: 'complete' }])
  expect(scene.health.codes()).toContain('SWEEP_UNFINISHED')
  expect(JSON.stringify(scene.health.warnings())).toContain('It is tried again every ten minutes.')
  rmSync(file, { recursive: true })
  scene.clock.pass(11 * minuteMs)
  await retention.tick()
  expect(retention.list(10).map(({ state }) => state)).toEqual(['complete', 'complete', 'complete'])
  expect(scene.health.codes()).not.toContain('SWEEP_UNFINISHED')
  expect(scene.ledger.size).toBe(size + 2)
})

test('an hour in which nothing was kept makes no sweep of its own; what the list says of it goes with the next', async () => {
  const { scene, retention, room, listed, settled } = await openSwept(1)
  await retention.tick()
  const keeper = room.keeperFor('worker-1')
  const [first, second] = [1, 2].map(() => timedId(scene.clock.now(), randomBytes))
  keeper.leave(factsOf(first ?? '', scene.clock.now()), 'never')
  keeper.leave(factsOf(second ?? '', scene.clock.now()), 'no-room')
  await settled()
  scene.clock.pass(3 * hourMs)
  await retention.tick()
  expect(retention.list(10).map(({ cause }) => cause)).toEqual(['daily'])
  expect(listed()).toHaveLength(2)
  scene.clock.pass(dayMs)
  await retention.tick()
  expect(listed()).toEqual([])
  const [sweep] = retention.list(1)
  expect(sweep).toMatchObject({ cause: 'daily', state: 'complete' })
  const { destroyed } = JSON.parse(retention.proof(sweep?.id ?? '') ?? '').statement
  expect(destroyed).toMatchObject([{ class: 'original', items: 2, erased: 2, keys: [] }])
})
