/** Where originals cannot be kept, the list and the first screen say so, for as long as it is true. */
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { sealOriginal } from '../../gateway/core/original/seal.ts'
import { timedId } from '../../gateway/core/timed-id.ts'
import { MiB } from '../../gateway/core/units.ts'
import { recipientOfSecret } from '../../gateway/core/vault/x25519.ts'
import { whyUnwritten } from '../../gateway/originals/paused.ts'
import { contentOf, factsOf, openRoom } from './room.ts'

test('what the disk refused is in the list, as refused and not as too much', async () => {
  const { keep, listed, directory } = await openRoom()
  writeFileSync(directory, 'a file where the folder belongs')
  const refused = await keep()
  expect(listed()).toEqual([{ id: refused, why: 'not-written' }])
  rmSync(directory)
  const kept = await keep()
  expect(listed()).toContainEqual({ id: kept, why: null })
})

test('a folder that is read-only, another’s or broken is told as that, and a full disk as full', () => {
  const failed = (code: string) => Object.assign(new Error(code), { code })
  for (const code of ['EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR', 'EEXIST'])
    expect(whyUnwritten(failed(code)), code).toBe('not-written')
  for (const code of ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'STORE_FULL'])
    expect(whyUnwritten(new GatewayError('INTERNAL', {}, { cause: failed(code) })), code).toBe('no-room')
  expect(whyUnwritten('nothing that can be read')).toBe('not-written')
})

test('switched off, nothing is paused any more', async () => {
  const { keep, room, settings, directory, scene } = await openRoom()
  writeFileSync(directory, 'a file where the folder belongs')
  await keep()
  expect(scene.health.codes()).toContain('ORIGINALS_PAUSED')
  await room.settingsChanged()
  expect(scene.health.codes()).toContain('ORIGINALS_PAUSED')
  settings.terms = null
  await room.settingsChanged()
  expect(scene.health.codes()).not.toContain('ORIGINALS_PAUSED')
})

test('a disk that is too slow for what comes is shown until all of it is written', async () => {
  const { keep, room, owner, listed, settled, scene } = await openRoom({ maxTotalBytes: 64 * MiB })
  const sealed = sealOriginal(contentOf('x'.repeat(4 * MiB - 1024)), {
    recipient: recipientOfSecret(owner),
    random: randomBytes,
  })
  const now = scene.clock.now()
  const ids = Array.from({ length: 5 }, () => timedId(now, randomBytes))
  const keeper = room.keeperFor('worker-1')
  for (const id of ids) keeper.keep(factsOf(id, now), sealed)
  await settled()
  expect(scene.health.codes()).toContain('ORIGINALS_PAUSED')
  const left = ids.filter((id) => listed().find((one) => one.id === id)?.why === 'no-room')
  expect(left).toEqual(ids.slice(-left.length))
  expect(left).not.toEqual([])
  await keep()
  expect(scene.health.codes()).not.toContain('ORIGINALS_PAUSED')
})

test('what is not even listed, as too many wait, is shown', async () => {
  const { room, settled, settings, scene } = await openRoom()
  const keeper = room.keeperFor('worker-1')
  const now = scene.clock.now()
  for (let count = 0; count < 1000; count += 1) keeper.leave(factsOf(timedId(now, randomBytes), now), 'never')
  expect(scene.health.codes()).not.toContain('ORIGINALS_PAUSED')
  keeper.leave(factsOf(timedId(now, randomBytes), now), 'never')
  expect(scene.health.codes()).toContain('ORIGINALS_PAUSED')
  // Not what this is about, and a thousand rows take a while.
  settings.terms = null
  await settled()
})
