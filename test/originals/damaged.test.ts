/** What became of a file on the disk is told as it is: damaged, missing, or unreadable, and never as there. */
import { mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRoom } from './room.ts'

const toLook = { for: 'incident', actor: 'box' } as const

test('a file that was cut short or grew is damaged, and is not noted as taken out', async () => {
  const { keep, room, directory, scene } = await openRoom()
  const [short, empty, long] = [await keep(), await keep(), await keep()]
  const fileOf = (id: string) => join(directory, id)
  truncateSync(fileOf(short), readFileSync(fileOf(short)).length - 1)
  truncateSync(fileOf(empty), 0)
  writeFileSync(fileOf(long), Buffer.concat([readFileSync(fileOf(long)), Buffer.alloc(1)]))
  for (const id of [short, empty, long])
    await expect(room.desk.take(id, toLook)).rejects.toMatchObject({
      code: 'ORIGINAL_DAMAGED',
      details: { reason: 'length' },
      hint: expect.stringContaining('No key opens it'),
    })
  expect(JSON.stringify(scene.ledger.list({ limit: 20 }))).not.toContain('original.taken-out')
})

test('what the database has of one and does not open with the key of its hour is damaged', async () => {
  const { keep, room, register } = await openRoom()
  const id = await keep()
  const known = register.find(id) ?? expect.fail()
  const header = Buffer.from(known.locked?.header ?? [])
  header[80] = (header[80] ?? 0) ^ 1
  register.remove([id])
  register.add({ ...known, locked: known.locked === null ? null : { ...known.locked, header } })
  await expect(room.desk.take(id, toLook)).rejects.toMatchObject({
    code: 'ORIGINAL_DAMAGED',
    details: { reason: 'header' },
  })
})

test('a file that cannot be read is told as that', async () => {
  const { keep, room, directory } = await openRoom()
  const id = await keep()
  rmSync(join(directory, id))
  // Root reads what it may not: a folder where the file belongs is read by nobody.
  mkdirSync(join(directory, id))
  await expect(room.desk.take(id, toLook)).rejects.toMatchObject({
    code: 'ORIGINAL_DAMAGED',
    details: { reason: 'unread' },
  })
})

test('a file that was deleted is told as missing, and is not counted', async () => {
  const { keep, room, directory, scene, register } = await openRoom()
  const [lost, there] = [await keep(), await keep()]
  rmSync(join(directory, lost))
  const page = await room.desk.list({ limit: 10 })
  const whys = Object.fromEntries(page.originals.map(({ id, why }) => [id, why]))
  expect(whys).toEqual({ [lost]: 'missing', [there]: null })
  expect(await room.facts()).toMatchObject({ kept: 1, missing: 1 })
  expect(JSON.stringify(scene.health.warnings())).toContain('1 original of changed requests is kept')
  expect(register.byWorker()[0]?.bytes).toBe(readFileSync(join(directory, there)).length)
  await expect(room.desk.take(lost, toLook)).rejects.toMatchObject({
    code: 'ORIGINAL_GONE',
    details: { reason: 'missing' },
    hint: expect.stringContaining('not on the disk'),
  })
  expect(await room.desk.purge('box')).toBe(1)
})

test('one that is asked for before anybody looked is told as missing too', async () => {
  const { keep, room, directory, scene } = await openRoom()
  const id = await keep()
  rmSync(join(directory, id))
  await expect(room.desk.take(id, toLook)).rejects.toMatchObject({
    code: 'ORIGINAL_GONE',
    details: { reason: 'missing' },
  })
  expect(await room.desk.get(id)).toMatchObject({ why: 'missing' })
  expect(scene.health.codes()).not.toContain('ORIGINALS_KEPT')
})

test('a folder that was away destroys nothing: what lies in it is there again, also after a start in between', async () => {
  const { keep, room, open, directory, files, listed, scene } = await openRoom()
  const ids = [await keep(), await keep()].sort()
  const away = `${directory}.away`
  renameSync(directory, away)
  await room.desk.list({ limit: 10 })
  await expect(room.desk.take(ids[0] ?? '', toLook)).rejects.toMatchObject({ code: 'ORIGINAL_GONE' })
  await open()
  renameSync(away, directory)
  const again = await open()
  expect(files()).toEqual(ids)
  expect(listed().map(({ why }) => why)).toEqual([null, null])
  for (const id of ids) expect((await again.desk.take(id, toLook)).length).toBeGreaterThan(0)
  expect(scene.health.codes()).toContain('ORIGINALS_KEPT')
})

test('files that were away and come back count again, and no start removes them while they are not looked at', async () => {
  const { keep, room, open, directory, files, resend } = await openRoom()
  const id = await keep()
  const away = `${directory}.away`
  renameSync(directory, away)
  mkdirSync(directory)
  expect(await room.desk.get(id)).toMatchObject({ why: 'missing' })
  expect(await room.facts()).toMatchObject({ kept: 0, missing: 1 })
  rmSync(directory, { recursive: true })
  renameSync(away, directory)
  const again = await open()
  expect(files()).toEqual([id])
  expect(await again.facts()).toMatchObject({ kept: 1, missing: 0 })
  expect(await resend(id)).toMatchObject({ status: 200 })
})
