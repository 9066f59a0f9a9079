/** A disk without room for the intent: nothing is destroyed, and the sweep comes when there is room. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { testOnSmallDisk } from '../store/small-disk.ts'
import { countExchanges, fill, liesOf, oldFiles, oldMonths, openScene, textOf, youngFiles } from './scene.ts'

testOnSmallDisk(
  'a disk too full for the intent destroys nothing, and a hold that cannot be noted is not set',
  24,
  async (disk) => {
    const scene = await openScene(join(disk.path, 'data'))
    fill(scene)
    // What the database has room for already must not carry an intent.
    scene.bare.run((connection) => connection.pragma('wal_checkpoint(TRUNCATE)'))
    const retention = await scene.open()
    await retention.resumed
    scene.bare[Symbol.dispose]()
    disk.fill()
    await expect(retention.start({ clockIsRight: false, actor: 'box' })).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^STORE_/) }),
    )
    expect(() => retention.holds.set({ kind: 'class', class: 'export' }, 'case', 'box')).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^STORE_/) }),
    )
    for (const bucket of [...oldFiles, ...youngFiles]) expect(scene.target.open(bucket)).toBe(textOf(bucket))
    disk.free()
    for (const month of oldMonths) expect(countExchanges(scene, month)).toBe(20)
    expect(retention.holds.list()).toEqual([])
    const { id, outcome } = await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
    expect(outcome).toBe('complete')
    expect(await liesOf(scene, retention.proof(id) ?? '')).toEqual([])
    await retention[Symbol.asyncDispose]()
    await scene.close()
  },
)

testOnSmallDisk(
  'a disk that fills up while files of keys are written leaves the sweep to be carried on, without a proof',
  24,
  async (disk) => {
    const scene = await openScene(join(disk.path, 'data'), {
      wrap: (database) => ({
        file: database.file,
        run: (work) => database.run(work),
        transact: (work) => {
          depth += 1
          try {
            return database.transact(work)
          } finally {
            depth -= 1
            // The intent, with its entry in the ledger, is the first thing that is written once the test has armed this.
            if (armed && depth === 0) disk.fill()
            armed &&= depth > 0
          }
        },
        [Symbol.dispose]: () => database[Symbol.dispose](),
      }),
    })
    let armed = false
    let depth = 0
    fill(scene)
    const retention = await scene.open()
    await retention.resumed
    armed = true
    const { id, outcome } = await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
    expect(outcome).toBe('failed')
    expect(retention.proof(id)).toBeNull()
    for (const bucket of youngFiles) expect(scene.target.open(bucket)).toBe(textOf(bucket))
    disk.free()
    await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
    expect(retention.get(id)?.state).toBe('complete')
    expect(await liesOf(scene, retention.proof(id) ?? '')).toEqual([])
    await retention[Symbol.asyncDispose]()
    await scene.close()
  },
)
