/** The note of what was confirmed lies in a folder that another user may own: nothing of theirs is followed or written through. */
import { execFile } from 'node:child_process'
import { chmod, link, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { readConfirmed, writeConfirmed } from '../../gateway/network/confirmed.ts'
import { settingsWith } from '../core/network/settings.ts'

const settings = settingsWith()

async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-confirmed-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return { folder, file: join(folder, 'network-confirmed'), other: join(folder, 'other') }
}

test('what is written comes back, for its owner alone to read', async () => {
  const { file } = await place()
  expect(await readConfirmed(file)).toBeNull()
  expect(await writeConfirmed(file, settings)).toBe(true)
  expect(await writeConfirmed(file, settings)).toBe(true)
  expect(await readConfirmed(file)).toEqual(settings)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test.each(['link', 'hard link'])('a %s in the way is replaced, and what it leads to stays', async (kind) => {
  const { file, other } = await place()
  await writeFile(other, 'of another')
  for (const name of [file, `${file}.tmp`]) await (kind === 'link' ? symlink(other, name) : link(other, name))
  expect(await writeConfirmed(file, settings)).toBe(true)
  expect(await readFile(other, 'utf8')).toBe('of another')
  expect(await readConfirmed(file)).toEqual(settings)
})

test('what cannot be written is said', async () => {
  const { folder, file } = await place()
  await mkdir(`${file}.tmp`)
  expect(await writeConfirmed(file, settings)).toBe(false)
  expect(await writeConfirmed(join(folder, 'none', 'network-confirmed'), settings)).toBe(false)
})

test('a link, a pipe, and a file of others or that others may write are refused in words', async () => {
  const { file, other } = await place()
  const refusal = async (user?: number) =>
    expect(await readConfirmed(file, user).catch((error: unknown) => error))
  await writeConfirmed(file, settings)
  const another = (process.geteuid?.() ?? 0) + 1
  const code = 'NETWORK_NOTE_REFUSED'
  ;(await refusal(another)).toMatchObject({ code, details: { file, reason: 'another user owns it' } })
  for (const mode of [0o620, 0o602]) {
    await chmod(file, mode)
    ;(await refusal()).toMatchObject({ code, details: { reason: 'others may write to it' } })
  }
  await chmod(file, 0o600)
  expect(await readConfirmed(file)).toEqual(settings)
  await rename(file, other)
  await symlink(other, file)
  ;(await refusal()).toMatchObject({ code, details: { reason: 'it is a link' } })
  await rm(file)
  await promisify(execFile)('mkfifo', ['-m', '600', file])
  ;(await refusal()).toMatchObject({ code, details: { reason: 'it is no file' } })
})

test('a note that holds anything else, or far too much, is refused', async () => {
  const { file } = await place()
  for (const [text, reason] of [
    ['0123456789abcdef0123456789abcdef\n', 'it does not hold what `network confirm` writes'],
    [' '.repeat(33 * 1024 * 1024), 'it is too long'],
  ]) {
    await writeFile(file, text ?? '', { mode: 0o600 })
    await expect(readConfirmed(file)).rejects.toMatchObject({ details: { reason } })
  }
})
