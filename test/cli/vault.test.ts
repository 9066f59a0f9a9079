/** `gatehouse vault` over a real socket to real routes and a real vault: list, get and export, and what it refuses. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { expect, onTestFinished, test } from 'vitest'
import { errorHandler } from '../../gateway/api/problem.ts'
import { vaultRoutes } from '../../gateway/api/routes/vault.ts'
import { type Call, isGroup } from '../../gateway/cli/command.ts'
import { createTerminal } from '../../gateway/cli/terminal.ts'
import { vaultCommands } from '../../gateway/cli/vault.ts'
import { isGatewayError } from '../../gateway/core/errors.ts'
import type { LedgerNote } from '../../gateway/core/ledger/entry.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { createVaultDesk } from '../../gateway/vault/desk.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { madeFile, put, type VaultParts } from '../vault/parts.ts'
import { testFolder, testVault } from '../vault/setup.ts'

interface Office {
  parts: VaultParts
  notes: LedgerNote[]
  configFile: string
  run(words: readonly string[], options?: Record<string, string>, json?: boolean): Promise<Ran>
}

interface Ran {
  out: string
  notes: string
  /** Code of the error that it ended with, and the gateway's words. */
  error: string | null
}

async function office(): Promise<Office> {
  const root = testFolder()
  const data = join(root, 'data')
  mkdirSync(join(data, 'run'), { recursive: true, mode: 0o700 })
  const configFile = join(root, 'gatehouse.yaml')
  writeFileSync(configFile, `data:\n  directory: ${JSON.stringify(data)}\n`)
  const parts = await testVault({}, data)
  const notes: LedgerNote[] = []
  const ledger = { append: (note: LedgerNote) => void notes.push(note) }
  const desk = createVaultDesk({ vault: parts.vault, ledger, random: randomBytes, owner: () => null })
  const api = fastify().withTypeProvider<ZodTypeProvider>()
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  api.setErrorHandler(errorHandler(silentLog))
  vaultRoutes(api, { vault: desk })
  await api.listen({ path: join(data, 'run', 'control.sock') })
  onTestFinished(() => api.close())
  return {
    parts,
    notes,
    configFile,
    run: (words, options = {}, json = false) => run(configFile, words, { options, json }),
  }
}

async function run(
  configFile: string,
  [name = '', ...words]: readonly string[],
  { options, json }: { options: Record<string, string>; json: boolean },
): Promise<Ran> {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const terminal = createTerminal({
    stdout: { write: (text) => stdout.push(String(text)) },
    stderr: { write: (text) => stderr.push(String(text)) },
  })
  const call: Call = {
    ...{ arguments: words, options, configFile, json, debug: false, terminal, env: {} },
    signal: new AbortController().signal,
  }
  const command = vaultCommands.commands[name]
  if (command === undefined || isGroup(command)) throw new Error('no such command')
  const error = await command.run(call).then(
    () => null,
    (thrown: unknown) => {
      if (!isGatewayError(thrown)) throw thrown
      return `${thrown.code} ${JSON.stringify(thrown.details)}`
    },
  )
  return { out: stdout.join(''), notes: stderr.join(''), error }
}

test('files are listed newest first, by page, with their names and by device and class', async () => {
  const at = await office()
  for (const [count, source] of ['till-1', 'camera-1', 'till-1'].entries())
    await put(at.parts.vault, Buffer.alloc(1500 * count), {
      changes: { source, name: `report ${count}`, class: 'export' },
    })
  const { out } = await at.run(['list'])
  expect(out.split('\n')[0]).toMatch(/^[0-9a-f-]{25} {2}\S+ \S+ {2}till-1 +export {2}2\.9 KiB +report 2$/)
  const page = await at.run(['list'], { limit: '2' }, true)
  const [, second] = page.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(page.notes).toContain(`--before ${second.id}`)
  const rest = await at.run(['list'], { before: second.id }, true)
  expect(JSON.parse(rest.out)).toMatchObject({ name: 'report 0', bytes: 0 })
  expect((await at.run(['list'], { source: 'camera-1' })).out.trim().split('\n')).toHaveLength(1)
  expect((await at.run(['list'], { class: 'recording' })).notes).toContain('There is none of that kind.')
})

test('a file is taken out as it was, for its owner alone, never over another, and noted', async () => {
  const at = await office()
  const { content } = madeFile('get', 3_000_000)
  const { id } = await put(at.parts.vault, content)
  const file = join(testFolder(), 'out')
  const got = await at.run(['get', id], { to: file })
  expect(got).toMatchObject({ error: null, notes: expect.stringMatching(/unprotected now/) })
  expect(readFileSync(file).equals(content)).toBe(true)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect((await at.run(['get', id], { to: file })).error).toMatch(/USAGE.*exists already/)
  expect(readFileSync(file).equals(content)).toBe(true)
  expect(at.notes).toEqual([expect.objectContaining({ action: 'object.exported', subject: id })])
})

testWith('age', 'an export is opened by age, and its recipient has to be named', async () => {
  const at = await office()
  const { content } = madeFile('export', 500_000)
  const { id } = await put(at.parts.vault, content)
  const identity = await generateX25519Identity()
  const folder = testFolder()
  writeFileSync(join(folder, 'key'), identity, { mode: 0o600 })
  const to = join(folder, 'out.age')
  expect((await at.run(['export', id], { to })).error).toMatch(/CONTROL_REFUSED.*Nobody was named/)
  expect(existsSync(to), 'nothing is left of what was refused').toBe(false)
  const recipient = await identityToRecipient(identity)
  expect((await at.run(['export', id], { to, recipient })).error).toBeNull()
  const opened = execFileSync(requireClient('age')!, ['-d', '-i', join(folder, 'key'), to])
  expect(opened.equals(content)).toBe(true)
})

test('a file that is damaged on the disk leaves nothing behind where it was to be put', async () => {
  const at = await office()
  const { id } = await put(at.parts.vault, madeFile('damaged', 3_000_000).content)
  const blob = join(at.parts.directory, 'blobs', id.slice(-2), id)
  const bytes = readFileSync(blob)
  bytes[2_900_000] = (bytes[2_900_000] ?? 0) ^ 1
  writeFileSync(blob, bytes)
  const to = join(testFolder(), 'out')
  expect((await at.run(['get', id], { to })).error).toMatch(/CONTROL_REFUSED.*damaged/)
  expect(existsSync(to)).toBe(false)
  truncateSync(blob, 100)
  expect((await at.run(['get', id], { to })).error).toMatch(/CONTROL_REFUSED/)
  expect(existsSync(to)).toBe(false)
})

test('what is no id, no recipient, no file or nowhere is said in words', async () => {
  const at = await office()
  const to = join(testFolder(), 'out')
  for (const [words, options, expected] of [
    [['get', '../../etc'], { to }, /USAGE/],
    [['get', '0198c8a2b3c4-0123456789ab'], { to }, /CONTROL_REFUSED.*no such object/],
    [['get', '0198c8a2b3c4-0123456789ab'], {}, /USAGE/],
    [['get', '0198c8a2b3c4-0123456789ab'], { to: join(to, 'deeper') }, /USAGE/],
    [['export', '0198c8a2b3c4-0123456789ab'], { to, recipient: 'age1me' }, /USAGE/],
    [['list'], { source: '../x' }, /USAGE/],
    [['list'], { class: 'secret' }, /USAGE/],
  ] as const)
    expect((await at.run(words, options)).error, words.join(' ')).toMatch(expected)
  expect(existsSync(to)).toBe(false)
})
