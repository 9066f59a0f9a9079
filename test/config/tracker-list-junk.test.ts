/** Promises about a list of trackers that is none: ten megabytes of anything are read soon, without taking the memory, counted, and shown as not applied. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { MiB } from '../../gateway/core/units.ts'
import { placeIn } from '../cli/gatehouse.ts'

const size = 10 * MiB
const banner = 'example.com##.banner\n'
const linesOf = (line: string) => Math.ceil(size / line.length)

/** With how many lines that say something and are not applied; null where chance decides. */
const junk: Record<string, { make(): Buffer; notApplied: number | null }> = {
  'random bytes': { make: () => randomBytes(size), notApplied: null },
  zeros: { make: () => Buffer.alloc(size), notApplied: 1 },
  'one line without an end': { make: () => Buffer.alloc(size, '||ads.example.com^'), notApplied: 1 },
  'rules for elements of pages': { make: () => Buffer.alloc(size, banner), notApplied: linesOf(banner) },
  'lines of one letter': { make: () => Buffer.alloc(size, 'x\n'), notApplied: size / 2 },
  'a page of the web': {
    make: () => Buffer.alloc(size, '<p>Not found</p>\n'),
    notApplied: linesOf('<p>Not found</p>\n'),
  },
  'lines without a word': { make: () => Buffer.alloc(size, '\n'), notApplied: 0 },
}

/** In a process of its own, so that its memory is nobody else's. */
const look = `
const { readTrackerList } = await import(process.argv[1])
const before = process.memoryUsage().rss
const began = performance.now()
let longestTurn = 0
let last = began
const turns = setInterval(() => {
  longestTurn = Math.max(longestTurn, performance.now() - last)
  last = performance.now()
}, 1)
let hosts = 0
const where = { file: process.argv[2], path: 'trackers.lists[0].file' }
const read = await readTrackerList(where, () => { hosts += 1; return true })
  .catch((error) => ({ code: error.code, hint: error.hint }))
clearInterval(turns)
console.log(JSON.stringify({
  ...read, hosts, longestTurn,
  ms: performance.now() - began, grown: process.resourceUsage().maxRSS * 1024 - before,
}))`

async function listOf(...parts: (Buffer | string)[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-list-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'ads.txt')
  await writeFile(file, Buffer.concat(parts.map((part) => Buffer.from(part))))
  return { folder, file }
}

async function lookAt(file: string) {
  const loader = fileURLToPath(new URL('../../config/load-trackers.ts', import.meta.url))
  const args = ['--input-type=module', '--eval', look, loader, file]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 })
  return JSON.parse(stdout)
}

test.each(Object.entries(junk))('ten megabytes of %s beside one host', async (_, { make, notApplied }) => {
  const { file } = await listOf('||ads.example.com^\n', make(), '\n0.0.0.0 last.example.com\n')
  const said = await lookAt(file)
  // What is junk takes no host with it, before or behind it.
  expect(said.hosts).toBeGreaterThanOrEqual(2)
  if (notApplied === null) expect(said.notApplied).toBeGreaterThan(1000)
  else expect([said.hosts, said.notApplied]).toEqual([2, notApplied])
  expect(said.firstNotApplied.length).toBeLessThanOrEqual(5)
  expect(said.ms).toBeLessThan(30_000)
  expect(said.grown).toBeLessThan(200 * MiB)
  // Others have their turn meanwhile.
  expect(said.longestTurn).toBeLessThan(5000)
})

test('ten megabytes of nothing but junk are no list, and the refusal says how much was not applied', async () => {
  const { file } = await listOf(Buffer.alloc(size, banner))
  const said = await lookAt(file)
  expect(said).toMatchObject({ code: 'CONFIG_INVALID', hosts: 0 })
  expect(said.hint).toContain(`lines that say something else: ${linesOf(banner)}`)
  expect(said.hint.length).toBeLessThan(500)
})

test('the command shows how many lines are not applied, and the first of them', async () => {
  const { folder } = await listOf('||ads.example.com^\n', Buffer.alloc(size, banner))
  const config = join(folder, 'gatehouse.yaml')
  const trackers = { others: { block: true }, lists: [{ name: 'ads', file: './ads.txt' }] }
  await writeFile(config, JSON.stringify({ data: { directory: './data' }, trackers }))
  const { stdout } = await placeIn(folder).run('trackers', 'lists', '--json', '--config', config)
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ name: 'ads', hosts: 1, notApplied: linesOf(banner), firstNotApplied: [2, 3, 4, 5, 6] },
  })
  const words = await placeIn(folder).run('trackers', 'lists', '--config', config)
  expect(words.stdout).toMatch(/not applied/)
})
