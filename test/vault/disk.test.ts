/** A full disk, leftovers of a crash, a database of another time: nothing half is kept, nothing whole is thrown away. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plaintextOf } from '../../gateway/vault/open-object.ts'
import { watchedHealth } from '../store/fixture.ts'
import { testOnSmallDisk } from '../store/small-disk.ts'
import { gathered, madeFile, offer, put } from './parts.ts'
import { blobsOf, testFolder, testVault, unfinishedOf } from './setup.ts'

const code = (name: string) => expect.objectContaining({ code: name })
const strangeId = (count: number) => `0198c8a2b3c4-${count.toString(16).padStart(12, '0')}`

testOnSmallDisk(
  'a file that does not fit is refused in words and on the first screen, its space is given back, and the next one fits',
  12,
  async (disk) => {
    const health = watchedHealth()
    const parts = await testVault({ directory: join(disk.path, 'vault'), health })
    await expect(put(parts.vault, Buffer.alloc(20_000_000))).rejects.toThrow(code('VAULT_FULL'))
    expect([unfinishedOf(parts), blobsOf(parts)]).toEqual([[], []])
    expect(health.warnings()).toEqual([
      expect.objectContaining({ code: 'VAULT_REFUSES_FILES', severity: 'act-now' }),
    ])
    const { content } = madeFile('fits', 8_000_000)
    const { id } = await put(parts.vault, content)
    const { header } = await parts.vault.open(id)
    expect((await gathered(plaintextOf(header, parts.vault.blobs))).equals(content)).toBe(true)
    expect(health.codes()).toEqual([])
  },
)

testOnSmallDisk(
  'where keys and index have no room, a file is refused and not half kept, and the next one is kept',
  24,
  async (disk) => {
    const parts = await testVault({}, disk.path)
    const first = await put(parts.vault, Buffer.from('first'))
    const second = await parts.vault.begin({ ...offer, source: 'camera-2' })
    await second.write(Buffer.alloc(1000))
    disk.fill()
    await expect(second.finish()).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(/FULL|UNWRITABLE/) }),
    )
    await expect(put(parts.vault, Buffer.alloc(1000))).rejects.toThrow()
    disk.free()
    await expect.poll(() => unfinishedOf(parts)).toEqual([])
    expect(blobsOf(parts)).toEqual([first.id])
    const third = await put(parts.vault, Buffer.from('third'), { changes: { source: 'camera-2' } })
    expect((await parts.vault.list({ limit: 9 })).objects.map(({ id }) => id)).toEqual([third.id, first.id])
  },
)

testOnSmallDisk(
  'a start on a read-only disk refuses files and throws nothing; once it can be written files are kept',
  24,
  async (disk) => {
    disk.readOnly(true)
    const parts = await testVault({ directory: join(disk.path, 'vault') })
    await expect(parts.vault.begin(offer)).rejects.toThrow(code('VAULT_UNWRITABLE'))
    disk.readOnly(false)
    await put(parts.vault, Buffer.from('kept'))
    expect(blobsOf(parts)).toHaveLength(1)
  },
)

test('what a crash left half written, or without a row, is taken away at the next start; what is whole stays', async () => {
  const root = testFolder()
  const first = await testVault({}, root)
  const { id } = await put(first.vault, Buffer.from('whole'))
  await first[Symbol.asyncDispose]()
  writeFileSync(join(first.directory, 'incoming', strangeId(1)), 'half')
  mkdirSync(join(first.directory, 'blobs', '02'), { recursive: true })
  writeFileSync(join(first.directory, 'blobs', '02', strangeId(2)), 'without a row')
  const second = await testVault({}, root)
  expect(await second.vault.tidied).toEqual({ removed: 1, strange: 0, missing: 0 })
  expect([unfinishedOf(second), blobsOf(second)]).toEqual([[], [id]])
})

test('files that are on their way while the start still looks around are left alone', async () => {
  const root = testFolder()
  const first = await testVault({}, root)
  for (let count = 0; count < 30; count++) await put(first.vault, Buffer.alloc(count))
  await first[Symbol.asyncDispose]()
  const second = await testVault({}, root)
  const arriving = Array.from({ length: 20 }, (_, count) => put(second.vault, Buffer.alloc(count)))
  expect(await second.vault.tidied).toEqual({ removed: 0, strange: 0, missing: 0 })
  await Promise.all(arriving)
  expect(blobsOf(second)).toHaveLength(50)
})

test('a file that is missing from the disk is reported as lost, and the others are not touched', async () => {
  const root = testFolder()
  const first = await testVault({}, root)
  const [lost, kept] = [
    await put(first.vault, Buffer.from('lost')),
    await put(first.vault, Buffer.from('kept')),
  ]
  await first[Symbol.asyncDispose]()
  rmSync(join(first.directory, 'blobs', lost.id.slice(-2), lost.id))
  const health = watchedHealth()
  const second = await testVault({ health }, root)
  expect(await second.vault.tidied).toEqual({ removed: 0, strange: 0, missing: 1 })
  expect(health.codes()).toEqual(['VAULT_OBJECTS_MISSING'])
  expect(blobsOf(second)).toEqual([kept.id])
})

test('a database of another time does not cost a single file: too many unknown ones are reported and left alone', async () => {
  const root = testFolder()
  const first = await testVault({}, root)
  await first[Symbol.asyncDispose]()
  for (let count = 0; count < 1001; count++) {
    const id = strangeId(count)
    mkdirSync(join(first.directory, 'blobs', id.slice(-2)), { recursive: true })
    writeFileSync(join(first.directory, 'blobs', id.slice(-2), id), 'sealed')
  }
  const health = watchedHealth()
  const second = await testVault({ health }, root)
  expect(await second.vault.tidied).toEqual({ removed: 0, strange: 1001, missing: 0 })
  expect(health.codes()).toEqual(['VAULT_INDEX_FOREIGN'])
  expect(blobsOf(second)).toHaveLength(1001)
})

test('while the database cannot be used nothing is taken away, files are refused, and both go on when it is back', async () => {
  const root = testFolder()
  const first = await testVault({}, root)
  const { id } = await put(first.vault, Buffer.from('kept'))
  await first[Symbol.asyncDispose]()
  const file = join(root, 'gatehouse.db')
  renameSync(file, `${file}.away`)
  writeFileSync(file, Buffer.alloc(8192, 7))
  const second = await testVault({}, root)
  expect(await second.vault.tidied).toBeNull()
  await expect(second.vault.begin(offer)).rejects.toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^STORE_/) }),
  )
  expect(blobsOf(second)).toEqual([id])
  renameSync(`${file}.away`, file)
  await put(second.vault, Buffer.from('again'))
  expect((await second.vault.list({ limit: 9 })).objects).toHaveLength(2)
})
