/** Promises about the small files between programs of different rights: who is to read one can, whatever the writer was started with. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const noteFile = join(import.meta.dirname, '../../gateway/network/note-file.ts')

// In a process of its own: the mask counts for a whole process.
test.each([
  ['0027', 0o644],
  ['0077', 0o644],
  ['0000', 0o600],
])('with a umask of %s a file has the rights that it is written with', async (umask, mode) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-note-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'note')
  const program = [
    `import { replaceNoteFile } from ${JSON.stringify(noteFile)}`,
    `process.umask('${umask}')`,
    `await replaceNoteFile(${JSON.stringify(file)}, 'text', ${mode})`,
  ].join('\n')
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
  expect((await stat(file)).mode & 0o777).toBe(mode)
})
