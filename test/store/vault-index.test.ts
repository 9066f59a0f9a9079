/** The vault's index: durable, without names, found again by page and bucket, and honest while the store fails. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Bucket } from '../../gateway/core/vault/object.ts'
import { openStore } from '../../gateway/store/store.ts'
import { createVaultIndex, type IndexedObject } from '../../gateway/store/vault-index.ts'
import { clock, folder, watchedHealth } from './fixture.ts'
import { key } from './records.ts'

const camera: Bucket = { source: 'camera-1', class: 'recording', period: '2026-11-22' }
const till: Bucket = { source: 'till-1', class: 'export', period: '2026-11-22' }

function object(number: number, bucket = camera): IndexedObject {
  const id = `0198c8a2b3c4-${number.toString(16).padStart(12, '0')}`
  return { id, bucket, at: number, bytes: number, sealedBytes: number + 32, header: randomBytes(300) }
}

async function open(file: string) {
  const store = await openStore({ file, key, clock, health: watchedHealth() })
  const index = createVaultIndex(store)
  const close = async () => {
    await index[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  }
  onTestFinished(close)
  return { store, index, close }
}

test('rows that come at the same time are all there, in order, after a restart', async () => {
  const file = join(folder(), 'gatehouse.db')
  const first = await open(file)
  const objects = Array.from({ length: 300 }, (_, number) => object(number, number % 3 === 0 ? till : camera))
  await Promise.all(objects.map((each) => first.index.insert(each)))
  await first.close()
  const { index } = await open(file)
  expect(await index.count()).toBe(300)
  expect(await index.list({ limit: 2 })).toEqual([objects[299], objects[298]])
  expect(
    (await index.list({ limit: 500, source: 'till-1', before: objects[9]!.id })).map(({ at }) => at),
  ).toEqual([6, 3, 0])
  expect((await index.ofBucket(till, objects[3]!.id, 2)).map(({ at }) => at)).toEqual([6, 9])
  expect((await index.buckets()).find(({ bucket }) => bucket.source === 'till-1')).toEqual({
    ...{ bucket: till, items: 100 },
    bytes: objects.filter(({ bucket }) => bucket === till).reduce((sum, { bytes }) => sum + bytes, 0),
  })
})

test('each removal says how many rows there were, also where many ask at once', async () => {
  const { index } = await open(join(folder(), 'gatehouse.db'))
  const objects = Array.from({ length: 20 }, (_, number) => object(number))
  const ids = objects.map(({ id }) => id)
  const inserting = objects.map((each) => index.insert(each))
  const removing = [index.remove(ids.slice(0, 3)), index.remove(ids.slice(2, 7)), index.remove([])]
  await Promise.all(inserting)
  expect(await Promise.all(removing)).toEqual([3, 4, 0])
  expect([...(await index.known(ids))].sort()).toEqual(ids.slice(7))
  expect(await index.get(ids[0]!)).toBeNull()
})

test('the same id twice is refused, and nothing that came with it is half there', async () => {
  const { index } = await open(join(folder(), 'gatehouse.db'))
  await index.insert(object(1))
  await expect(index.insert(object(1))).rejects.toThrow(expect.objectContaining({ code: 'INTERNAL' }))
  await index.insert(object(2))
  expect(await index.count()).toBe(2)
})

test('a closed store is said to be so, to writers and readers', async () => {
  const { index, store } = await open(join(folder(), 'gatehouse.db'))
  await index.insert(object(1))
  await store[Symbol.asyncDispose]()
  await expect(index.list({ limit: 1 })).rejects.toThrow(expect.objectContaining({ code: 'INTERNAL' }))
})
