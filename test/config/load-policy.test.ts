/** Promises about reading policy and catalogue: mistakes are shown as those of the configuration are. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadCatalogue, loadPolicy } from '../../config/load-policy.ts'
import { InvalidFileError, type Problem } from '../../config/problems.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-policy-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const good = `mode: enforce
connections:
  - id: everything
    action: intercept
exchanges:
  - id: assistants
    match: { destinations: [api.example.com] }
    entities: { "*": mask }
  - id: everything-else
    entities: { "*": keep }
`

async function problemsIn(text: string): Promise<readonly Problem[]> {
  const file = join(folder, 'policy.yaml')
  await writeFile(file, text)
  try {
    await loadPolicy(file)
  } catch (error) {
    if (error instanceof InvalidFileError && error.code === 'POLICY_INVALID') return error.problems
    throw error
  }
  return []
}

test('the shipped policy and catalogue have no mistakes, and say their version', async () => {
  const [policy, catalogue] = await Promise.all([loadPolicy(null), loadCatalogue(null)])
  expect(policy.value.exchanges.length).toBeGreaterThan(1)
  expect(Object.keys(catalogue.value.groups).length).toBeGreaterThan(1)
  expect(policy.version).toMatch(/^[0-9a-f]{12}$/)
})

test('a good policy is taken, and knows where its rules stand', async () => {
  expect(await problemsIn(good)).toEqual([])
  const policy = await loadPolicy(join(folder, 'policy.yaml'))
  expect(policy.locate(['exchanges', 1])).toEqual({ line: 9, column: 5 })
})

test.each<[name: string, from: string, to: string, problem: Partial<Problem>]>([
  [
    'a mistyped key of a rule',
    'action: intercept',
    'acton: intercept',
    { path: 'connections[0].acton', line: 4, hint: 'Did you mean `action`?' },
  ],
  [
    'an action that does not exist',
    'intercept',
    'inspect',
    { path: 'connections[0].action', line: 4, column: 13 },
  ],
  ['an operator that does not exist', 'mask', 'scramble', { path: 'exchanges[0].entities["*"]', line: 8 }],
  [
    'a destination that is none',
    'api.example.com',
    '"https://api.example.com/"',
    { path: 'exchanges[0].match.destinations[0]', line: 7 },
  ],
  ['an entity type that does not exist', '{ "*": mask }', '{ "*": mask, EMIAL: mask }', { line: 8 }],
  ['the same rule twice', 'everything-else', 'assistants', { path: 'exchanges[1].id', line: 9 }],
  ['a tab', '  - id: everything\n', '\t- id: everything\n', { line: 3, message: 'a tab is used to indent' }],
])('%s is shown with its place', async (_name, from, to, problem) => {
  expect(good).toContain(from)
  const problems = await problemsIn(good.replace(from, to))
  expect(problems).toContainEqual(expect.objectContaining({ file: join(folder, 'policy.yaml'), ...problem }))
})

test('a policy file that is not there says which key names it', async () => {
  await expect(loadPolicy(join(folder, 'none.yaml'))).rejects.toMatchObject({
    code: 'CONFIG_NOT_FOUND',
    hint: expect.stringContaining('policy.file'),
  })
})
