/** Promises about a catalogue that is none: ten megabytes of anything are refused in words, soon, and without taking the memory. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { loadCatalogue } from '../../config/load-policy.ts'
import { MiB } from '../../gateway/core/units.ts'

const junk = {
  'ten megabytes of random bytes': () => randomBytes(10 * MiB),
  'ten megabytes of zeros': () => Buffer.alloc(10 * MiB),
  'ten megabytes of hosts': () => Buffer.alloc(10 * MiB, '      - host.example.com\n'),
  'a megabyte of brackets': () => Buffer.alloc(MiB - 1, '['),
  'a megabyte of lists in lists': () => Buffer.alloc(MiB - 1, '- '),
  'a megabyte of keys of keys': () => Buffer.alloc(MiB - 1, '? '),
  'a megabyte of empty keys': () => Buffer.alloc(MiB - 1, ': '),
  'a megabyte of open lists, line by line': () => Buffer.alloc(MiB - 1, '[\n'),
  'a megabyte of keys': () => Buffer.from(Array.from({ length: 90_000 }, (_, at) => `k${at}: x\n`).join('')),
  'a megabyte of random bytes': () => randomBytes(MiB - 1),
  'a megabyte without a line break': () => Buffer.alloc(MiB - 1, 'groups'),
}

/** In a process of its own, so that its memory is nobody else's. */
const look = `
const { loadCatalogue } = await import(process.argv[1])
const before = process.memoryUsage().rss
const began = performance.now()
const error = await loadCatalogue(process.argv[2]).then(() => null, (each) => each)
console.log(JSON.stringify({
  code: error?.code, problems: error?.problems?.length,
  text: JSON.stringify(error?.problems ?? error).length,
  ms: performance.now() - began, grown: process.resourceUsage().maxRSS * 1024 - before,
}))`

test.each(Object.entries(junk))('%s', async (_, make) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-junk-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'catalogue.yaml')
  await writeFile(file, make())
  const loader = fileURLToPath(new URL('../../config/load-policy.ts', import.meta.url))
  const args = ['--input-type=module', '--eval', look, loader, file]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 })
  const said = JSON.parse(stdout)
  expect(said.code).toBe('POLICY_INVALID')
  expect(said.problems).toBeGreaterThan(0)
  // The list of mistakes is bounded, too.
  expect(said.text).toBeLessThan(64 * 1024)
  expect(said.ms).toBeLessThan(30_000)
  expect(said.grown).toBeLessThan(400 * MiB)
})

test('a long line of ordinary JSON, and a thousand lists, are no junk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-junk-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'catalogue.yaml')
  const groups = Array.from({ length: 1500 }, (_, at) => [
    `g${at}`,
    { title: `A ${at}`, kind: 'other', asOf: '2026-11-23', hosts: [`h${at}.example`] },
  ])
  await writeFile(file, JSON.stringify({ groups: Object.fromEntries(groups) }).replaceAll(':', ': '))
  const { value } = await loadCatalogue(file)
  expect(Object.keys(value.groups)).toHaveLength(1500)
})
