/** Promises about reading the dictionary of field names: mistakes are shown as those of the configuration are. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadFields } from '../../config/load-fields.ts'
import { InvalidFileError, type Problem } from '../../config/problems.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-fields-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function problemsIn(text: string): Promise<readonly Problem[]> {
  const file = join(folder, 'fields.yaml')
  await writeFile(file, text)
  try {
    await loadFields(file)
  } catch (error) {
    if (error instanceof InvalidFileError && error.code === 'CONFIG_INVALID') return error.problems
    throw error
  }
  return []
}

test('the shipped files have no mistakes, and say what each meaning is', async () => {
  const files = await loadFields(null)
  expect(files.length).toBeGreaterThanOrEqual(12)
  expect(Object.keys(files[0]?.meanings ?? {})).toContain('given_name')
  expect(Object.keys(files.at(-1)?.keys ?? {})).toContain('given_name')
})

test('an office adds names of its own', async () => {
  expect(await problemsIn('keys:\n  given_name: [rider]\ngroups:\n  person: [rider]\n')).toEqual([])
})

test.each<[string, string, Partial<Problem>]>([
  [
    'an unknown meaning',
    'keys:\n  given_nam: [rider]\n',
    { path: 'keys.given_nam', line: 2, hint: 'Did you mean `given_name`?' },
  ],
  [
    'an unknown section',
    'key:\n  given_name: [rider]\n',
    { path: 'key', line: 1, hint: 'Did you mean `keys`?' },
  ],
  [
    'an unknown type',
    'meanings:\n  horse: { type: HORSE, shape: number, score: 0.9, says: a horse }\n',
    { path: 'meanings.horse.type', line: 2 },
  ],
  [
    'a meaning under nothing',
    'meanings:\n  horse: { under: { person: foo }, otherwise: nothing }\n',
    { path: 'meanings.horse.under.person', line: 2 },
  ],
])('%s is shown with its place', async (_, text, problem) => {
  expect((await problemsIn(text))[0]).toMatchObject(problem)
})
