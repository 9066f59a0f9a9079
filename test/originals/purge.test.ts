/** Which originals go first, and that the ledger says they went only where they did. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { timedId } from '../../gateway/core/timed-id.ts'
import { hourMs, secondMs } from '../../gateway/core/units.ts'
import { openRoom } from './room.ts'

test('an id of the future does not outlast what came after it', async () => {
  const { keep, files, scene } = await openRoom({ maxTotalBytes: 3000 })
  const body = 'x'.repeat(1000)
  // More of a future is not taken at all (share.test.ts).
  const at = scene.clock.now() + 59 * secondMs
  const future = timedId(at, randomBytes)
  await keep({ id: future, at }, body)
  expect(files()).toEqual([future])
  scene.clock.pass(hourMs)
  const later = [await keep({}, body), await keep({}, body)]
  expect(files()).toEqual(later.sort())
})

test('what could not be purged is not noted as gone', async () => {
  const { keep, room, files, directory, scene } = await openRoom()
  const id = await keep()
  const noted = () => JSON.stringify(scene.ledger.list({ limit: 20 }))
  renameSync(directory, `${directory}.away`)
  writeFileSync(directory, 'a file where the folder belongs')
  await expect(room.desk.purge('box')).rejects.toMatchObject({
    code: 'ORIGINALS_UNPURGED',
    details: { purged: 0, left: 1, reason: 'file-for-folder' },
  })
  expect(noted()).not.toContain('originals.purged')
  rmSync(directory)
  renameSync(`${directory}.away`, directory)
  expect(files()).toEqual([id])
  expect(await room.desk.purge('box')).toBe(1)
  expect(files()).toEqual([])
  expect(noted()).toContain('originals.purged')
})

test('what went by its file is told and noted, though the list could not be written', async () => {
  const { keep, room, files, register, scene, listed } = await openRoom()
  await keep()
  await keep()
  const remove = vi.spyOn(register, 'remove').mockImplementationOnce(() => {
    throw new GatewayError('STORE_FULL', {}, { hint: 'Make room on the disk.' })
  })
  await expect(room.desk.purge('box')).rejects.toMatchObject({
    code: 'ORIGINALS_UNPURGED',
    details: { purged: 2, left: 0 },
    hint: expect.stringMatching(/^2 originals went; the list could not be written.* Make room on the disk/),
  })
  expect(remove).toHaveBeenCalledOnce()
  expect(files()).toEqual([])
  expect(scene.ledger.list({ limit: 1 })).toMatchObject([{ action: 'originals.purged', facts: { kept: 2 } }])
  const [first] = (await room.desk.list({ limit: 10 })).originals
  expect(first).toMatchObject({ why: 'missing' })
  await expect(room.desk.take(first?.id ?? '', { for: 'incident', actor: 'box' })).rejects.toMatchObject({
    hint: expect.stringContaining('Where the ledger notes no purge'),
  })
  expect(await room.desk.purge('box')).toBe(0)
  expect(listed()).toEqual([])
})

test('a folder that nobody can look into is not purged, also where nothing is known of it', async () => {
  const { room, directory, scene } = await openRoom()
  writeFileSync(directory, 'a file where the folder belongs')
  await expect(room.desk.purge('box')).rejects.toMatchObject({
    code: 'ORIGINALS_UNPURGED',
    details: { purged: 0, left: 0, reason: 'file-for-folder' },
    hint: expect.stringMatching(/^None went; nobody can look into the folder/),
  })
  expect(JSON.stringify(scene.ledger.list({ limit: 20 }))).not.toContain('originals.purged')
})

test('a folder that is away keeps its originals in the list, until it is back or an empty one says that they are gone', async () => {
  const { keep, room, files, directory, scene, listed } = await openRoom()
  const ids = [await keep(), await keep()].sort()
  renameSync(directory, `${directory}.away`)
  await expect(room.desk.purge('box')).rejects.toMatchObject({
    code: 'ORIGINALS_UNPURGED',
    details: { purged: 0, left: 2, reason: 'away' },
    hint: expect.stringMatching(/^None went; 2 files .* are still there.* is not there\. Mount the disk/),
  })
  expect(JSON.stringify(scene.ledger.list({ limit: 20 }))).not.toContain('originals.purged')
  renameSync(`${directory}.away`, directory)
  expect(files().sort()).toEqual(ids)
  expect(listed()).toHaveLength(2)
  renameSync(directory, `${directory}.gone`)
  mkdirSync(directory)
  expect(await room.desk.purge('box')).toBe(0)
  expect(listed()).toEqual([])
})

test('a purge of nothing is none', async () => {
  const { room, scene } = await openRoom()
  expect(await room.desk.purge('box')).toBe(0)
  expect(JSON.stringify(scene.ledger.list({ limit: 20 }))).not.toContain('originals.purged')
})

describe.skipIf(process.getuid?.() !== 0)('on a disk that refuses (needs root)', () => {
  test('what went is told, noted and out of the list; what did not stays in it, until it can go', async () => {
    const { keep, room, files, directory, listed, scene } = await openRoom()
    const ids = [await keep(), await keep(), await keep()]
    const [stuck = ''] = ids
    const release = mount('--bind', join(directory, stuck))
    await expect(room.desk.purge('box')).rejects.toMatchObject({
      code: 'ORIGINALS_UNPURGED',
      details: { purged: 2, left: 1 },
      hint: expect.stringMatching(/^2 originals went; 1 file .* is still there/),
    })
    expect([files(), listed()]).toEqual([[stuck], [{ id: stuck, why: null }]])
    expect(scene.ledger.list({ limit: 1 })).toMatchObject([
      { action: 'originals.purged', facts: { kept: 2 } },
    ])
    release()
    expect(await room.desk.purge('box')).toBe(1)
    expect([files(), listed()]).toEqual([[], []])
  })

  test('a disk that is read-only is named as what stands in the way', async () => {
    const { keep, room, files, directory } = await openRoom()
    await keep()
    const release = mount('--bind', directory)
    execFileSync('mount', ['-o', 'remount,bind,ro', directory])
    await expect(room.desk.purge('box')).rejects.toMatchObject({
      code: 'ORIGINALS_UNPURGED',
      details: { purged: 0, left: 1, reason: 'read-only' },
      hint: expect.stringContaining('The disk is mounted read-only.'),
    })
    release()
    expect(files()).toHaveLength(1)
    expect(await room.desk.purge('box')).toBe(1)
  })
})

/** What a path is mounted on cannot be removed. The function ends it. */
function mount(how: string, path: string): () => void {
  execFileSync('mount', [how, path, path])
  let isMounted = true
  const release = () => {
    if (isMounted) execFileSync('umount', ['--lazy', path])
    isMounted = false
  }
  onTestFinished(release)
  return release
}
