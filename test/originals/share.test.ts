/** A worker that was taken over can push out its own originals, and nobody else's. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sealOriginal } from '../../gateway/core/original/seal.ts'
import { type Part, shareOf, whoGivesWay } from '../../gateway/core/original/share.ts'
import { timedId } from '../../gateway/core/timed-id.ts'
import { dayMs, MiB, minuteMs } from '../../gateway/core/units.ts'
import { recipientOfSecret } from '../../gateway/core/vault/x25519.ts'
import { contentOf, factsOf, openRoom } from './room.ts'

const body = 'x'.repeat(1000)

test('a worker that keeps whatever it can pushes out its own originals alone', async () => {
  const { keep, keepAs, files, scene } = await openRoom({ maxTotalBytes: 6000 })
  const keepOther = keepAs('worker-2')
  const theirs = [await keepOther({}, body), await keepOther({}, body)]
  const own: string[] = []
  for (let count = 0; count < 8; count += 1) {
    scene.clock.pass(1)
    own.push(await keep({}, body))
  }
  expect(files()).toEqual([...theirs, ...own.slice(-2)].sort())
})

test('what a worker says was not kept has its part of the list, and pushes nothing of another out', async () => {
  const { keepAs, register, room, settled, scene } = await openRoom()
  const kept = await keepAs('worker-2')()
  const now = scene.clock.now()
  const hour = register.find(kept)?.hour ?? ''
  register.writing(() => {
    for (let count = 0; count < 5020; count += 1) {
      const facts = factsOf(timedId(now, randomBytes), now)
      register.add({ ...facts, worker: 'worker-1', hour, locked: null, why: 'never' })
    }
  })
  room.keeperFor('worker-1').leave(factsOf(timedId(now, randomBytes), now), 'never')
  await settled()
  expect(register.find(kept)).toMatchObject({ why: null })
  expect(register.byWorker().find(({ worker }) => worker === 'worker-1')?.listed).toBe(5000)
})

test('what waits of one worker for a slow disk keeps none of another out', async () => {
  const { settings, settled, room, owner, scene } = await openRoom({ maxTotalBytes: 64 * MiB })
  const [other, flooding] = [room.keeperFor('worker-2'), room.keeperFor('worker-1')]
  const sealedOf = (length: number) =>
    sealOriginal(contentOf('x'.repeat(length)), {
      recipient: recipientOfSecret(owner),
      random: randomBytes,
    })
  const facts = () => factsOf(timedId(scene.clock.now(), randomBytes), scene.clock.now())
  const large = sealedOf(4 * MiB - 8192)
  const taken = Array.from({ length: 5 }, () => flooding.keep(facts(), large))
  expect(taken).toEqual([true, true, false, false, false])
  expect(other.keep(facts(), large)).toBe(true)
  for (let count = 0; count < 1000; count += 1) flooding.leave(facts(), 'never')
  expect(other.keep(facts(), sealedOf(1))).toBe(true)
  // Not what this is about, and a thousand rows take a while.
  settings.terms = null
  await settled()
})

test('what a worker kept that is none any more goes before that of those that are', async () => {
  const { keepAs, files, register, open } = await openRoom({ maxTotalBytes: 6000 })
  const former = [await keepAs('worker-2')({}, body), await keepAs('worker-2')({}, body)]
  expect(files()).toEqual(former.sort())
  const keep = keepAs('worker-1', await open())
  const own: string[] = []
  for (let count = 0; count < 4; count += 1) own.push(await keep({}, body))
  expect(files()).toEqual(own.sort())
  expect(register.byWorker()).toMatchObject([{ worker: 'worker-1', listed: 4 }])
})

test('an id of no exchange that could be now is neither kept nor listed', async () => {
  const { keep, listed, files, room, settled, scene } = await openRoom()
  const now = scene.clock.now()
  const id = (at: number) => timedId(at, randomBytes)
  const [ahead, behind] = [now + 2 * minuteMs, now - 2 * dayMs]
  const strange = [
    { id: id(ahead), at: ahead },
    { id: id(behind), at: behind },
    { id: id(now + 2), at: now },
    { id: 'ffffffffffff-000000000000', at: now },
  ]
  for (const facts of strange) {
    await keep(facts)
    room.keeperFor('worker-1').leave(factsOf(facts.id, facts.at), 'never')
  }
  await settled()
  expect([files(), listed()]).toEqual([[], []])
  // A clock that is set by the network goes back by seconds.
  const near = now + 2000
  expect(await keep({ id: id(near), at: near })).toBe(files()[0])
})

test('nobody within his share gives way to another, and room is found for whoever asks for no more than his share', () => {
  const names = ['worker-1', 'worker-2', 'worker-3', 'former']
  const scene = fc.record({
    most: fc.integer({ min: 0, max: 1000 }),
    workers: fc.subarray(names, { minLength: 1 }),
    has: fc.array(fc.nat(600), { minLength: names.length, maxLength: names.length }),
    more: fc.nat(600),
  })
  fc.assert(
    fc.property(scene, ({ most, workers, has, more }) => {
      const [worker = ''] = workers
      const share = shareOf(most, workers.length)
      fc.pre(more <= share)
      let parts: Part[] = names.map((name, index) => ({ worker: name, has: has[index] ?? 0 }))
      for (;;) {
        const way = whoGivesWay(parts, { worker, more, most, workers })
        if (way === null) break
        const giver = parts.find((part) => part.worker === way.worker) ?? expect.fail()
        expect(way.by).toBeGreaterThan(0)
        expect(way.by).toBeLessThanOrEqual(giver.has)
        if (giver.worker !== worker && workers.includes(giver.worker))
          expect(giver.has).toBeGreaterThan(share)
        parts = parts.map((part) => (part === giver ? { ...part, has: part.has - way.by } : part))
      }
      expect(parts.reduce((sum, part) => sum + part.has, more)).toBeLessThanOrEqual(most)
    }),
  )
})
