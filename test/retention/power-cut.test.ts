/** The power goes at every step of a sweep, and at every step of carrying it on: nothing that was to be kept is lost, no proof lies. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SweepTarget } from '../../gateway/core/retention/target.ts'
import type { DurableDatabase } from '../../gateway/store/ledger-database.ts'
import { verifyLedger } from '../../gateway/store/ledger-verify.ts'
import { PowerCut, PowerCutFiles, type Survival, survivals } from '../keyring/power-cut-files.ts'
import {
  countExchanges,
  fill,
  liesOf,
  oldFiles,
  openScene,
  type Scene,
  textOf,
  youngFiles,
  youngMonths,
} from './scene.ts'

/** Counts the steps of a process outside the keyring, and lets none be taken after its last. */
class Fuse {
  steps = 0
  readonly #last: number
  readonly #isDead: () => boolean

  constructor(last: number, isDead: () => boolean = () => false) {
    this.#last = last
    this.#isDead = isDead
  }

  get blown(): boolean {
    return this.steps > this.#last
  }

  step(): void {
    if (this.#isDead()) throw new PowerCut()
    this.steps++
    if (this.blown) throw new PowerCut()
  }

  /** Before and after each transaction there is a step; what is inside is SQLite's own promise (store/disk.test.ts). */
  database(inner: DurableDatabase): DurableDatabase {
    let depth = 0
    const guarded =
      <Args extends unknown[], Result>(call: (...args: Args) => Result) =>
      (...args: Args): Result => {
        if (depth === 0) this.step()
        depth++
        try {
          return call(...args)
        } finally {
          depth--
          if (depth === 0) this.step()
        }
      }
    return {
      file: inner.file,
      run: (work) => guarded(() => inner.run(work))(),
      transact: (work) => guarded(() => inner.transact(work))(),
      [Symbol.dispose]: () => inner[Symbol.dispose](),
    }
  }

  target(inner: SweepTarget): SweepTarget {
    return {
      ...inner,
      erase: async (period) => {
        this.step()
        const erased = await inner.erase(period)
        this.step()
        return erased
      },
      readable: async (period) => {
        this.step()
        return inner.readable(period)
      },
    }
  }
}

const keysFolder = '/in/memory/keys'

interface Disk {
  folder: string
  keys: PowerCutFiles
}

/** A folder that is copied for each cut, so that each begins the same. */
async function prepared(): Promise<Disk> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse cut-'))
  const keys = new PowerCutFiles()
  const scene = await openScene(folder, { files: keys, keys: keysFolder })
  fill(scene)
  await scene.close()
  return { folder, keys }
}

interface Life {
  /** The step outside the keyring after which it dies. */
  fuse?: number
  /** The step of the keyring's files at which it dies. */
  cutAt?: number
}

/** One life of the process: opens, carries on, sweeps, dies. True where it lived to the end. */
async function live(disk: Disk, { fuse: last, cutAt }: Life, survival: Survival): Promise<boolean> {
  const keys = disk.keys.afterCut('everything', cutAt)
  const isDead = () => cutAt !== undefined && keys.steps >= cutAt
  const fuse = new Fuse(last ?? Number.POSITIVE_INFINITY, isDead)
  let scene: Scene | null = null
  let armed = false
  try {
    scene = await openScene(disk.folder, {
      files: keys,
      keys: keysFolder,
      wrap: (database) => {
        const guarded = fuse.database(database)
        return {
          file: database.file,
          run: (work) => (armed ? guarded : database).run(work),
          transact: (work) => (armed ? guarded : database).transact(work),
          [Symbol.dispose]: () => database[Symbol.dispose](),
        }
      },
      wrapTarget: (target) => fuse.target(target),
    })
    armed = true
    const retention = await scene.open()
    await retention.resumed
    await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
  } catch (error) {
    if (!fuse.blown && !isDead()) throw error
  }
  const died = fuse.blown || isDead()
  // Death closes files, and writes nothing more: what was not synced is gone, as `survival` says.
  scene?.bare[Symbol.dispose]()
  disk.keys = keys.afterCut(survival)
  return !died
}

/** The next start, without any more trouble: everything is as promised, then and when the sweep was carried on. */
async function inspect(disk: Disk): Promise<void> {
  const scene = await openScene(disk.folder, { files: disk.keys, keys: keysFolder })
  const look = async (proofs: readonly string[]) => {
    for (const bucket of youngFiles) expect(scene.target.open(bucket)).toBe(textOf(bucket))
    for (const month of youngMonths) expect(countExchanges(scene, month)).toBe(20)
    for (const proof of proofs) expect(await liesOf(scene, proof)).toEqual([])
  }
  const proofsOf = () =>
    scene.bare.run((connection) =>
      connection.prepare<[], string>('SELECT proof FROM sweep WHERE proof IS NOT NULL').pluck().all(),
    )
  await look(proofsOf())
  const retention = await scene.open()
  await retention.resumed
  await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
  expect(retention.list(100).filter(({ state }) => state !== 'complete')).toEqual([])
  for (const bucket of oldFiles) expect(scene.target.bytes(bucket)).toBeNull()
  const proofs = proofsOf()
  await look(proofs)
  const named = proofs.flatMap((proof) => JSON.parse(proof).statement.destroyed.length as number)
  expect(named.reduce((sum, count) => sum + count, 0)).toBe(oldFiles.length + 2)
  expect(await verifyLedger(scene.bare, scene.ledger.signer)).toMatchObject({ valid: true })
  await scene.close()
}

async function withCopy(original: Disk, run: (disk: Disk) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse cut-'))
  try {
    cpSync(original.folder, folder, { recursive: true })
    await run({ folder, keys: original.keys.afterCut('everything') })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

let cuts = 0

test('a power cut at any step outside the keyring is carried on, and again where the carrying on is cut', {
  timeout: 300_000,
}, async () => {
  const original = await prepared()
  try {
    let ended = false
    for (let fuse = 1; !ended; fuse++) {
      const survival = survivals[fuse % survivals.length] as Survival
      await withCopy(original, async (disk) => {
        ended = await live(disk, { fuse }, survival)
        if (!ended) cuts++
        // The second death comes at another step of the next life.
        if (!ended && !(await live(disk, { fuse: (fuse * 7) % 60 }, survival))) cuts++
        await inspect(disk)
      })
    }
  } finally {
    rmSync(original.folder, { recursive: true, force: true })
  }
  expect(cuts).toBeGreaterThan(100)
})

for (const survival of survivals) {
  test(`a power cut at any step of destroying keys and turning the epoch is carried on (disk keeps ${survival})`, {
    timeout: 300_000,
  }, async () => {
    const original = await prepared()
    try {
      let ended = false
      let own = 0
      for (let cutAt = 1; !ended; cutAt++) {
        await withCopy(original, async (disk) => {
          ended = await live(disk, { cutAt }, survival)
          if (!ended) own++
          if (!ended && !(await live(disk, { cutAt: 1 + ((cutAt * 5) % 13) }, survival))) own++
          await inspect(disk)
        })
      }
      expect(own).toBeGreaterThan(10)
      cuts += own
    } finally {
      rmSync(original.folder, { recursive: true, force: true })
    }
  })
}

test('that was more than two hundred power cuts', () => {
  expect(cuts).toBeGreaterThan(200)
})
