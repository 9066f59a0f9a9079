/** Keeps the house in order: the arrow of the rooms, door signs and house style; each rule is first seen to fail. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSourceTree, type SourceFile } from './support/architecture/modules.ts'
import { rooms } from './support/architecture/rooms.ts'
import {
  followsArrow,
  hasDoorSign,
  hasNoCycles,
  importsKnownPackages,
  keepsComponentsShort,
  keepsHouseStyle,
  keepsTopLevelClean,
  printViolation,
} from './support/architecture/rules.ts'

const root = dirname(import.meta.dirname)
const product = ['gateway', 'agents', 'config', 'web-ui/src']
const everything = [...product, 'scripts', 'test']
/** Of a trial and of an office's own settings, as .gitignore has them. */
const ignoredByGit = ['node_modules', 'data', 'dist', 'try-out', 'gatehouse.yaml']

test('imports run along the arrow core ← store, pki, keyring, ops ← feature rooms ← api ← app, cli', async () => {
  const files = await readSourceTree(root, product)
  expect(files.length).toBeGreaterThan(5)
  expect(files.flatMap(followsArrow).map(printViolation)).toEqual([])
})

test('rooms do not import each other in a circle', async () => {
  expect(hasNoCycles(await readSourceTree(root, product)).map(printViolation)).toEqual([])
})

test('the product imports only the packages it declares, and core only the six that compute', async () => {
  const dependencies = await productDependencies()
  const files = await readSourceTree(root, product)
  expect(files.flatMap((file) => importsKnownPackages(file, dependencies)).map(printViolation)).toEqual([])
})

test('every file says on its first line what it does for the product', async () => {
  const files = await readSourceTree(root, everything)
  expect(files.flatMap(hasDoorSign).map(printViolation)).toEqual([])
})

test('no file uses default exports, enums, namespaces, decorators, parameter properties or barrels', async () => {
  const files = await readSourceTree(root, everything)
  expect(files.flatMap(keepsHouseStyle).map(printViolation)).toEqual([])
})

test('no component of the web interface is longer than 200 lines', async () => {
  const files = await readSourceTree(root, ['web-ui/src'])
  expect(files.filter(({ path }) => path.endsWith('.tsx')).length).toBeGreaterThan(10)
  expect(files.flatMap(keepsComponentsShort).map(printViolation)).toEqual([])
  const [long] = await plant({ 'web-ui/src/x.tsx': `/** Shows far too much. */\n${'// more\n'.repeat(200)}` })
  expect(keepsComponentsShort(long).map(printViolation)).toEqual([
    expect.stringMatching(/x\.tsx → 201 lines/),
  ])
})

test('nothing lies at the top level that does not belong there', async () => {
  const entries = (await readdir(root)).filter(
    (name) => !ignoredByGit.includes(name) && !name.endsWith('.log'),
  )
  expect(keepsTopLevelClean(entries).map(printViolation)).toEqual([])
})

const arrowFaults: readonly [planted: string, code: string, expected: RegExp][] = [
  ['gateway/core/x.ts', "import { open } from '../store/database.ts'", /core only computes/],
  ['gateway/core/x.ts', "import type { Row } from '../store/rows.ts'", /core only computes/],
  ['gateway/core/x.ts', "import type { Config } from '../../config/schema.ts'", /core only computes/],
  ['gateway/store/x.ts', "import { relay } from '../egress/relay.ts'", /core ← store, pki, keyring, ops/],
  ['gateway/pki/x.ts', "import { config } from '../../config/load.ts'", /only types of config/],
  ['gateway/egress/x.ts', "import { issue } from '../pki/issue.ts'", /egress .* imports core alone/],
  [
    'gateway/egress/x.ts',
    "import type { Config } from '../../config/schema.ts'",
    /egress .* imports core alone/,
  ],
  [
    'gateway/vault/x.ts',
    "import { relay } from '../egress/relay.ts'",
    /feature rooms never import each other/,
  ],
  [
    'gateway/vault/x.ts',
    "const relay = await import('../telemetry/relay.ts')",
    /feature rooms never import each other/,
  ],
  ['gateway/demo/x.ts', "import { serve } from '../api/server.ts'", /feature rooms never import each other/],
  ['gateway/api/x.ts', "import { start } from '../app.ts'", /below app and cli/],
  ['gateway/app.ts', "import { start } from './cli/start.ts'", /not it on them/],
  ['gateway/cli/x.ts', "import { bench } from '../../scripts/bench.ts'", /not part of the product/],
  ['gateway/api/x.ts', "export { stub } from '../../test/stub.ts'", /not part of the product/],
  ['gateway/ops/x.ts', "import { other } from '../../../elsewhere/x.ts'", /out of the repository/],
  ['gateway/kitchen/x.ts', 'export const sink = 1', /no such room/],
  ['config/x.ts', "import { issue } from '../gateway/pki/issue.ts'", /config stands beside core/],
  ['agents/x.ts', "import { mask } from '../gateway/core/pii/mask.ts'", /only schemas and types/],
  ['web-ui/src/x.ts', "import { serve } from '../../gateway/api/server.ts'", /only types of gateway\/api/],
  ['web-ui/src/x.ts', "type Server = import('../../gateway/app.ts').App", /only schemas and types/],
]

test.each(arrowFaults)('the arrow is seen to fail: %s with %s', async (path, code, expected) => {
  const [planted] = await plant({ [path]: code })
  const printed = followsArrow(planted).map(printViolation)
  expect(printed).toHaveLength(1)
  expect(printed[0]).toMatch(/^\S+ → \S+: \S/)
  expect(printed[0]).toMatch(expected)
})

const arrowFits: readonly [planted: string, code: string][] = [
  ['gateway/core/x.ts', "import { KiB } from './units.ts'"],
  ['gateway/store/x.ts', "import type { Config } from '../../config/schema.ts'"],
  ['gateway/egress/x.ts', "import { decide } from '../core/policy/decide.ts'"],
  ['gateway/demo/x.ts', "import { authority } from '../pki/authority.ts'"],
  ['gateway/app.ts', "import { serve } from './api/server.ts'"],
  ['agents/x.ts', "import type { Verdict } from '../gateway/core/policy/verdict.ts'"],
  ['agents/x.ts', "import { reading } from '../gateway/core/telemetry/schema.ts'"],
  ['config/x.ts', "import { entityTypes } from '../gateway/core/pii/entity.ts'"],
  [
    'gateway/vault/x.ts',
    "// import { relay } from '../egress/relay.ts'\nexport const text = `import '../egress/relay.ts'`",
  ],
]

test.each(arrowFits)('the arrow forbids nothing that it should not: %s with %s', async (path, code) => {
  const [planted] = await plant({ [path]: code })
  expect(followsArrow(planted).map(printViolation)).toEqual([])
})

test('a circle of rooms is seen to fail, once, with its way', async () => {
  const files = await plant({
    'gateway/pki/a.ts': "import { key } from '../keyring/b.ts'",
    'gateway/keyring/b.ts': "import { open } from '../store/c.ts'",
    'gateway/store/c.ts': "import type { Leaf } from '../pki/a.ts'",
  })
  expect(hasNoCycles(files).map(printViolation)).toEqual([
    'gateway/keyring/b.ts → ../store/c.ts: closes the circle gateway/keyring → gateway/store → gateway/pki → gateway/keyring',
  ])
})

test.each([
  ['gateway/core/x.ts', "import { readFile } from 'node:fs/promises'", /core only computes/],
  ['gateway/core/x.ts', "import { request } from 'undici'", /core only computes/],
  ['gateway/store/x.ts', "import fc from 'fast-check'", /lists as dependencies/],
  ['gateway/ops/x.ts', "import { x } from 'not-declared/deep/x.js'", /lists as dependencies/],
])('an undeclared or impure package is seen to fail: %s with %s', async (path, code, expected) => {
  const [planted] = await plant({ [path]: code })
  const printed = importsKnownPackages(planted, await productDependencies()).map(printViolation)
  expect(printed).toHaveLength(1)
  expect(printed[0]).toMatch(expected)
})

test.each([
  ['import first', "import { a } from './a.ts'\n/** Comes too late to be a door sign. */\n"],
  ['a plain comment', '// Decides what may leave.\nexport const a = 1\n'],
  ['an empty sign', '/** */\nexport const a = 1\n'],
  ['a blank line first', '\n/** Stands one line below the door. */\nexport const a = 1\n'],
])('a missing door sign is seen to fail: %s', async (_name, code) => {
  const [planted] = await plant({ 'gateway/ops/x.ts': code })
  expect(hasDoorSign(planted).map(printViolation)).toEqual([
    expect.stringMatching(/ops\/x\.ts → .*door sign/),
  ])
})

test('a door sign may stand below the line that makes a file a command', async () => {
  const [planted] = await plant({
    'gateway/main.ts': '#!/usr/bin/env node\n/** Starts the gateway or one command. */\n',
  })
  expect(hasDoorSign(planted)).toEqual([])
})

test.each([
  ['export default 1', 'a default export'],
  ['export enum Colour { Red }', 'an enum'],
  ['export namespace Inner { export const a = 1 }', 'a namespace'],
  ['export class Box { constructor(private readonly a: number) {} }', 'a parameter property'],
  ['@sealed class Box {}', 'a decorator'],
  ["export * from './a.ts'\nexport { b } from './b.ts'", 'a barrel'],
])('house style is seen to fail: %s', async (code, subject) => {
  const [planted] = await plant({ 'gateway/ops/x.ts': code })
  expect(keepsHouseStyle(planted).map((each) => each.subject)).toEqual([subject])
})

test('clutter at the top level is seen to fail', () => {
  const printed = keepsTopLevelClean(['gateway', 'README.md', '.npmrc', 'notes.txt', 'src']).map(
    printViolation,
  )
  expect(printed).toEqual([expect.stringMatching(/notes\.txt/), expect.stringMatching(/src/)])
})

test('each room says why it is closed to others', () => {
  for (const room of rooms) expect(room.why.length, room.name).toBeGreaterThan(20)
})

async function productDependencies(): Promise<string[]> {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  )
  return Object.keys(manifest.dependencies)
}

/** Writes files into a tree of their own and reads it as the rules do. */
async function plant(files: Record<string, string>): Promise<[SourceFile, ...SourceFile[]]> {
  const tree = await mkdtemp(join(tmpdir(), 'gatehouse-architecture-'))
  onTestFinished(() => rm(tree, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await writeFile(join(tree, path), text)
  }
  const [first, ...others] = await readSourceTree(tree, product)
  if (first === undefined) throw new Error('nothing was planted')
  return [first, ...others]
}
