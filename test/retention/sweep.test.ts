/** What a sweep destroys, what it keeps, and what its proof is worth. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkProof } from '../../gateway/core/retention/check-proof.ts'
import { dayMs, hourMs } from '../../gateway/core/units.ts'
import { verifyLedger } from '../../gateway/store/ledger-verify.ts'
import { bucketOf, type FileBucket, unseal } from './file-target.ts'
import {
  countExchanges,
  fill,
  liesOf,
  oldFiles,
  oldMonths,
  openScene,
  type Scene,
  type SceneOptions,
  textOf,
  youngFiles,
  youngMonths,
} from './scene.ts'

type Asked = Parameters<Awaited<ReturnType<Scene['open']>>['start']>[0]

async function opened(options: SceneOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse sweep-'))
  const scene = await openScene(folder, options)
  onTestFinished(async () => {
    await scene.close()
    rmSync(folder, { recursive: true, force: true })
  })
  fill(scene)
  const retention = await scene.open()
  await retention.resumed
  return { scene, retention }
}

const asked: Asked = { clockIsRight: false, actor: 'box' }

async function swept({ retention }: Awaited<ReturnType<typeof opened>>, options: Asked = asked) {
  return (await retention.start(options)).finished
}

test('a sweep destroys what is older than its class allows and nothing else, and proves it', async () => {
  const { scene, retention } = await opened()
  const outcome = await swept({ scene, retention })
  expect(outcome).toMatchObject({
    outcome: 'complete',
    destroyed: oldFiles.length + oldMonths.length,
    problem: null,
  })
  for (const bucket of oldFiles) expect(scene.target.bytes(bucket)).toBeNull()
  for (const bucket of youngFiles) expect(scene.target.open(bucket)).toBe(textOf(bucket))
  for (const month of oldMonths) expect(countExchanges(scene, month)).toBe(0)
  for (const month of youngMonths) expect(countExchanges(scene, month)).toBe(20)
  const proof = retention.proof(outcome.id) ?? ''
  expect(await liesOf(scene, proof)).toEqual([])
  const verdict = checkProof(proof, scene.ledger.signer.publicKey.toString('base64'))
  if (!verdict.valid) throw new Error(verdict.problem)
  expect(verdict.proof.statement.destroyed.map(({ class: kind }) => kind).sort()).toEqual([
    ...['export', 'journal', 'journal', 'recording', 'recording', 'recording'],
  ])
  expect(verdict.proof.statement.medium.statement).toMatch(/cannot be purged/)
  expect(scene.events).toEqual([expect.objectContaining({ id: outcome.id, outcome: 'complete' })])
})

test('a copy of a sealed file that somebody took before is unreadable after, whatever keys are left', async () => {
  const { scene, retention } = await opened()
  const copies = oldFiles.map((bucket) => scene.target.bytes(bucket) as Buffer)
  await swept({ scene, retention })
  for (const { place } of scene.keyring.places()) {
    const key = place.kind === 'column' ? scene.keyring.columnKey(place.columnClass, place.period) : null
    for (const copy of copies) if (key !== null) expect(unseal(copy, key.reveal())).toBeNull()
  }
})

test('the epoch turns with a sweep that destroys keys: no file of an old epoch is left', async () => {
  const { scene, retention } = await opened()
  const epochs = () => readdirSync(join(scene.folder, 'keys')).filter((name) => name.startsWith('keyring-'))
  const before = epochs()
  await swept({ scene, retention })
  expect(epochs()).toHaveLength(1)
  expect(epochs()).not.toEqual(before)
})

test('the ledger notes the sweep with the hash of its proof, and a checkpoint covers it', async () => {
  const { scene, retention } = await opened()
  const { id } = await swept({ scene, retention })
  expect(scene.ledger.list({ limit: 1, subject: id })).toEqual([
    expect.objectContaining({ action: 'sweep.finished', facts: expect.objectContaining({ periods: 6 }) }),
  ])
  expect(scene.ledger.lastCheckpoint()?.size).toBe(scene.ledger.size)
  expect(await verifyLedger(scene.database, scene.ledger.signer)).toMatchObject({ valid: true })
})

test('a sweep with nothing to destroy says so, and proves that', async () => {
  const { scene, retention } = await opened()
  await swept({ scene, retention })
  const again = await swept({ scene, retention })
  expect(again).toMatchObject({ outcome: 'complete', destroyed: 0 })
  expect(await liesOf(scene, retention.proof(again.id) ?? '')).toEqual([])
})

test('a plan says of each period what becomes of it and why, and takes nothing away', async () => {
  const { scene, retention } = await opened()
  retention.holds.set(
    { kind: 'bucket', source: 'camera-2', class: 'recording', period: null },
    'case 7',
    'box',
  )
  const { plan, clock } = await retention.plan()
  expect(clock).toEqual({ trusted: true })
  const words = plan.lines
    .filter(({ period }) => period.target === 'files')
    .map(({ verdict, reason, period }) => `${period.source} ${period.class}: ${verdict} ${reason}`)
  expect(words.sort()).toEqual([
    'camera-1 recording: destroy age',
    'camera-1 recording: destroy age',
    'camera-1 recording: keep not-yet',
    'camera-2 recording: keep hold',
    'camera-2 recording: keep not-yet',
    'till-1 export: destroy age',
    'till-1 export: keep not-yet',
  ])
  for (const bucket of [...oldFiles, ...youngFiles]) expect(scene.target.open(bucket)).toBe(textOf(bucket))
})

test('a hold keeps its device until it is released, and both are in the ledger', async () => {
  const { scene, retention } = await opened()
  const hold = retention.holds.set({ kind: 'device', source: 'camera-1' }, 'case 7', 'box')
  await swept({ scene, retention })
  for (const bucket of oldFiles)
    expect(scene.target.open(bucket)).toBe(bucket.source === 'camera-1' ? textOf(bucket) : null)
  // The journal may hold what the device sent: it is kept, too.
  for (const month of oldMonths) expect(countExchanges(scene, month)).toBe(20)
  retention.holds.release(hold.id, 'case closed', 'box')
  await swept({ scene, retention })
  for (const bucket of oldFiles) expect(scene.target.open(bucket)).toBeNull()
  expect(scene.ledger.list({ limit: 9, subject: 'camera-1' }).map(({ action }) => action)).toEqual([
    'hold.released',
    'hold.set',
  ])
  expect(() => retention.holds.release(hold.id, 'again', 'box')).toThrow(
    expect.objectContaining({ code: 'HOLD_UNKNOWN' }),
  )
})

test('a hold that comes after the keys are gone brings nothing back, and the proof stays true', async () => {
  const { scene, retention } = await opened()
  const begun = await retention.start(asked)
  retention.holds.set({ kind: 'device', source: 'camera-1' }, 'too late', 'box')
  const { id } = await begun.finished
  for (const bucket of oldFiles) expect(scene.target.open(bucket)).toBeNull()
  expect(await liesOf(scene, retention.proof(id) ?? '')).toEqual([])
})

test('a hold set between intent and destruction wins', async () => {
  let onIntent = () => undefined as unknown
  const { scene, retention } = await opened({
    wrap: (database) => ({
      ...{ file: database.file, run: database.run.bind(database) },
      transact: (work) => {
        const result = database.transact(work)
        onIntent()
        return result
      },
      [Symbol.dispose]: () => database[Symbol.dispose](),
    }),
  })
  onIntent = () => {
    onIntent = () => undefined
    retention.holds.set({ kind: 'class', class: 'recording' }, 'just in time', 'box')
  }
  const { id } = await swept({ scene, retention })
  for (const bucket of oldFiles)
    expect(scene.target.open(bucket)).toBe(bucket.class === 'recording' ? textOf(bucket) : null)
  expect(retention.get(id)).toMatchObject({ state: 'complete', keptByHold: 3 })
})

test('what can still be read gets no proof: the sweep says what, and is carried on until nothing can', async () => {
  let stubborn = true
  const { scene, retention } = await opened({
    wrapTarget: (target) => ({
      ...target,
      erase: (period) => (stubborn ? Promise.resolve(0) : target.erase(period)),
    }),
  })
  const outcome = await swept({ scene, retention })
  expect(outcome).toMatchObject({ outcome: 'pending', destroyed: 0 })
  expect(retention.proof(outcome.id)).toBeNull()
  expect(scene.health.codes()).toEqual(['SWEEP_UNFINISHED'])
  expect(scene.health.warnings()[0]?.hint).toContain('It is tried again each day.')
  expect(scene.events.at(-1)).toMatchObject({ outcome: 'pending' })
  stubborn = false
  await swept({ scene, retention })
  expect(retention.get(outcome.id)).toMatchObject({ state: 'complete' })
  expect(await liesOf(scene, retention.proof(outcome.id) ?? '')).toEqual([])
  expect(scene.health.codes()).toEqual([])
})

test('a target that fails stops the sweep without a proof, and the next one carries it on', async () => {
  let broken = true
  const { scene, retention } = await opened({
    wrapTarget: (target) => ({
      ...target,
      readable: (period) => (broken ? Promise.reject(new Error('disk')) : target.readable(period)),
    }),
  })
  const outcome = await swept({ scene, retention })
  expect(outcome).toMatchObject({ outcome: 'failed' })
  expect(retention.proof(outcome.id)).toBeNull()
  broken = false
  await swept({ scene, retention })
  expect(retention.get(outcome.id)?.state).toBe('complete')
})

test('a hold that comes after a crash comes too late for what was destroyed before it, and the proof names that', async () => {
  let broken = true
  const { scene, retention } = await opened({
    wrapTarget: (target) => ({
      ...target,
      // Without keys of its own, as rows are.
      inventory: async () => (await target.inventory()).map((period) => ({ ...period, keys: [] })),
      readable: async (period) => (scene.target.bytes(bucketOf(period)) === null ? null : 'the sealed file'),
      erase: (period) => {
        const erased = target.erase(period)
        return broken && period.source === 'till-1' ? Promise.reject(new Error('cut off')) : erased
      },
    }),
  })
  const { id, outcome } = await swept({ scene, retention })
  expect(outcome).toBe('failed')
  retention.holds.set({ kind: 'device', source: 'camera-1' }, 'after the crash', 'box')
  broken = false
  await swept({ scene, retention })
  const statement = JSON.parse(retention.proof(id) ?? '').statement
  expect(statement.destroyed).toHaveLength(oldFiles.length + oldMonths.length)
})

test('keys that come back with an old copy of the keys folder are destroyed again at the next start', async () => {
  const { scene, retention } = await opened()
  const keys = join(scene.folder, 'keys')
  const copy = join(scene.folder, 'copy of keys')
  cpSync(keys, copy, { recursive: true })
  const sealed = scene.target.bytes(oldFiles[0] as FileBucket) as Buffer
  scene.clock.pass(1000)
  const { id } = await swept({ scene, retention })
  await retention[Symbol.asyncDispose]()
  await scene.close()
  rmSync(keys, { recursive: true })
  cpSync(copy, keys, { recursive: true })
  const again = await openScene(scene.folder, { clock: scene.clock })
  const opens = () =>
    again.keyring.places().some(({ place }) => {
      if (place.kind !== 'column') return false
      return unseal(sealed, again.keyring.columnKey(place.columnClass, place.period).reveal()) !== null
    })
  expect(opens(), 'with the old copy it can be read').toBe(true)
  const reopened = await again.open()
  expect(opens()).toBe(false)
  expect(again.health.codes()).toEqual(['SWEEP_KEYS_RETURNED'])
  expect(await liesOf(again, reopened.proof(id) ?? '')).toEqual([])
  for (const bucket of youngFiles) expect(again.target.open(bucket)).toBe(textOf(bucket))
  expect(again.ledger.list({ limit: 1, subject: 'keyring' })).toEqual([
    expect.objectContaining({ action: 'keys.destroyed-again' }),
  ])
  await reopened[Symbol.asyncDispose]()
  await again.close()
})

test('two sweeps at once are one too many', async () => {
  const { retention } = await opened()
  const first = retention.start(asked)
  await expect(retention.start(asked)).rejects.toThrow(expect.objectContaining({ code: 'SWEEP_RUNNING' }))
  expect((await (await first).finished).outcome).toBe('complete')
})

test('a clock that jumped forward by years sweeps nothing until a person vouches for it', async () => {
  const { scene, retention } = await opened()
  await retention[Symbol.asyncDispose]()
  scene.clock.wall += 5 * 365 * dayMs
  const restarted = await scene.open()
  await restarted.resumed
  await expect(restarted.start(asked)).rejects.toThrow(
    expect.objectContaining({
      code: 'CLOCK_UNTRUSTED',
      details: expect.objectContaining({ reason: 'jumped-ahead' }),
    }),
  )
  for (const bucket of [...oldFiles, ...youngFiles]) expect(scene.target.open(bucket)).toBe(textOf(bucket))
  // An entry dated by the same clock does not vouch for it.
  restarted.holds.set({ kind: 'class', class: 'export' }, 'x', 'box')
  await expect(restarted.start(asked)).rejects.toThrow(expect.objectContaining({ code: 'CLOCK_UNTRUSTED' }))
  const { id, outcome } = await swept({ scene, retention: restarted }, {
    ...asked,
    clockIsRight: true,
  } as never)
  expect(outcome).toBe('complete')
  expect(JSON.parse(restarted.proof(id) ?? '').statement.clockConfirmed).toBe(true)
  expect(scene.ledger.list({ limit: 9, subject: 'clock' })).toEqual([
    expect.objectContaining({ action: 'clock.confirmed' }),
  ])
})

test('a clock that is set while the gateway runs is noticed, also where the jump is short', async () => {
  const { scene, retention } = await opened()
  scene.clock.wall += 3 * dayMs
  await expect(retention.start(asked)).rejects.toThrow(
    expect.objectContaining({ details: expect.objectContaining({ reason: 'set-while-running' }) }),
  )
})

test('a clock set back refuses, too, and no clock before this version was made is ever right', async () => {
  const { scene, retention } = await opened()
  scene.clock.wall -= 2 * hourMs
  await expect(retention.start(asked)).rejects.toThrow(
    expect.objectContaining({ details: expect.objectContaining({ reason: 'set-back' }) }),
  )
  scene.clock.wall = 0
  await expect(retention.start({ clockIsRight: true, actor: 'box' })).rejects.toThrow(
    expect.objectContaining({ details: expect.objectContaining({ reason: 'before-build' }) }),
  )
})

test('the day comes by itself: due once, caught up after a start, refused and shown with a clock that jumped', async () => {
  const { scene, retention } = await opened()
  const sweeps = () => retention.list(10).filter(({ cause }) => cause === 'daily').length
  await retention.tick()
  expect(sweeps()).toBe(1)
  for (let hour = 0; hour < 10; hour++) {
    scene.clock.pass(hourMs)
    await retention.tick()
  }
  expect(sweeps()).toBe(1)
  for (let hour = 0; hour < 24; hour++) {
    scene.clock.pass(hourMs)
    await retention.tick()
  }
  expect(sweeps()).toBe(2)
  scene.clock.wall += 400 * dayMs
  scene.clock.passed += 2 * hourMs
  await retention.tick()
  expect(sweeps()).toBe(2)
  expect(scene.health.codes()).toEqual(['CLOCK_UNTRUSTED'])
  scene.clock.wall -= 400 * dayMs
  await retention.tick()
  expect(scene.health.codes()).toEqual([])
})

test('a ledger that was cut short stops sweeps and proofs, and the first screen says so', async () => {
  const { scene, retention } = await opened()
  await swept({ scene, retention })
  scene.bare.run((connection) =>
    connection.exec('DELETE FROM ledger_entry; DELETE FROM ledger_node; DELETE FROM ledger_checkpoint'),
  )
  scene.clock.pass(dayMs)
  await retention.tick()
  expect(scene.health.warnings()).toEqual([
    expect.objectContaining({
      code: 'LEDGER_INVALID',
      severity: 'act-now',
      title: expect.stringContaining('ledger'),
    }),
  ])
  const { id, outcome } = await swept({ scene, retention })
  expect(outcome).toBe('failed')
  expect(retention.proof(id)).toBeNull()
})
