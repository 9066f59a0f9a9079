/** The root key's sources: key file, passphrase, systemd credential, and the way from one to another. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Secret } from '../../gateway/core/secret.ts'
import { checkRecovery, restoreKeyring } from '../../gateway/keyring/restore-keyring.ts'
import type { RootSource } from '../../gateway/keyring/root-source.ts'
import { dataFolder, open } from './data-folder.ts'

const code = (name: string) => expect.objectContaining({ code: name })
const hex = (secret: Secret) => secret.reveal().toString('hex')
const passphrase = (text: string): RootSource => ({
  kind: 'passphrase',
  passphrase: new Secret(Buffer.from(text)),
})
const good = passphrase('Straße zum Gatehouse')

test('a passphrase opens what it locked, however the keyboard composed its letters, and no other does', async () => {
  const folder = dataFolder()
  const cafe = 'café au lait, s’il vous plaît'
  const key = hex(await (await open(folder, passphrase(cafe.normalize('NFC')))).longLivedKey('database'))
  expect(hex(await (await open(folder, passphrase(cafe.normalize('NFD')))).longLivedKey('database'))).toBe(
    key,
  )
  await expect(open(folder, passphrase('cafe au lait, s’il vous plaît'))).rejects.toThrow(
    code('ROOT_KEY_WRONG'),
  )
  expect(existsSync(folder.keyFile)).toBe(false)
})

test('a passphrase costs at least 64 MiB and 3 passes to try, and its salt is new in each folder', async () => {
  const sources = []
  for (const folder of [dataFolder(), dataFolder()]) {
    await open(folder, good)
    sources.push(JSON.parse(readFileSync(join(folder.keys, 'root-wrapped.json'), 'utf8')).header.source)
  }
  for (const { kind, argon2id } of sources) {
    expect(kind).toBe('passphrase')
    expect(argon2id.memoryKiB).toBeGreaterThanOrEqual(64 * 1024)
    expect(argon2id.passes).toBeGreaterThanOrEqual(3)
  }
  expect(sources[0].salt).not.toBe(sources[1].salt)
})

test('a short passphrase is refused before anything is made', async () => {
  const folder = dataFolder()
  await expect(open(folder, passphrase('hunter2'))).rejects.toThrow(code('ROOT_KEY_UNSAFE'))
  expect(existsSync(join(folder.keys, 'root-wrapped.json'))).toBe(false)
})

test.each([
  ['32 bytes', Buffer.alloc(32, 9)],
  ['64 hex digits and a line end', Buffer.from(`${'09'.repeat(32)}\n`)],
])('a systemd credential of %s is the root key', async (_title, bytes) => {
  const folder = dataFolder()
  const directory = join(folder.root, 'credentials')
  mkdirSync(directory)
  const source: RootSource = { kind: 'credential', name: 'gatehouse-root', directory }
  await expect(open(folder, source), 'a credential is never made here').rejects.toThrow(
    code('ROOT_KEY_MISSING'),
  )
  writeFileSync(join(directory, 'gatehouse-root'), bytes, { mode: 0o440 })
  const key = hex(await (await open(folder, source)).longLivedKey('database'))
  expect(hex(await (await open(folder, source)).longLivedKey('database'))).toBe(key)
  writeFileSync(join(directory, 'gatehouse-root'), 'short')
  await expect(open(folder, source)).rejects.toThrow(code('ROOT_KEY_DAMAGED'))
  rmSync(join(directory, 'gatehouse-root'))
  await expect(open(folder, source)).rejects.toThrow(code('ROOT_KEY_MISSING'))
})

test('a folder locked with a passphrase says so when a key file is configured, and the other way round', async () => {
  const [locked, filed] = [dataFolder(), dataFolder()]
  await open(locked, good)
  await open(filed)
  const error = await open(locked).catch((problem) => problem)
  expect(error).toEqual(code('ROOT_KEY_WRONG'))
  expect(error.hint).toContain('passphrase')
  await expect(open(filed, good)).rejects.toThrow(code('ROOT_KEY_WRONG'))
})

test('changing the source from key file to passphrase and back keeps every key and removes the old key file', async () => {
  const folder = dataFolder()
  const keyring = await open(folder)
  const keys = [hex(await keyring.longLivedKey('ledger')), hex(keyring.columnKey('identifying', '2026-11'))]
  const epochFile = readFileSync(join(folder.keys, 'keyring-1.json'))
  await keyring.changeRoot(good)
  expect(existsSync(folder.keyFile)).toBe(false)
  expect(readFileSync(join(folder.keys, 'keyring-1.json')), 'one file is rewritten, not two').toEqual(
    epochFile,
  )
  await expect(open(folder)).rejects.toThrow(code('ROOT_KEY_WRONG'))
  const again = await open(folder, good)
  await again.changeRoot(folder.source)
  await expect(open(folder, good)).rejects.toThrow(code('ROOT_KEY_WRONG'))
  const last = await open(folder)
  expect([hex(await last.longLivedKey('ledger')), hex(last.columnKey('identifying', '2026-11'))]).toEqual(
    keys,
  )
})

test('a new root key in the same file leaves the old one useless', async () => {
  const folder = dataFolder()
  const keyring = await open(folder)
  const old = readFileSync(folder.keyFile)
  await keyring.changeRoot(folder.source)
  expect(readFileSync(folder.keyFile).equals(old)).toBe(false)
  await open(folder)
  writeFileSync(folder.keyFile, old)
  await expect(open(folder)).rejects.toThrow(code('ROOT_KEY_WRONG'))
})

test('the printed recovery key brings a folder back whose key file is gone', async () => {
  const folder = dataFolder()
  const keyring = await open(folder)
  const printed = keyring.recoveryKey()
  const key = hex(await keyring.longLivedKey('database'))
  rmSync(folder.keyFile)
  const typed = printed.toLowerCase().replace(/\n/g, '  ')
  expect(await restoreKeyring({ directory: folder.keys, recovery: typed, root: folder.source })).toEqual({
    restored: true,
  })
  const again = await open(folder)
  expect(hex(await again.longLivedKey('database'))).toBe(key)
  expect(again.recoveryKey()).toBe(printed)
})

test('the printed recovery key replaces a forgotten passphrase by a new one', async () => {
  const folder = dataFolder()
  const printed = (await open(folder, good)).recoveryKey()
  const next = passphrase('one that I remember')
  expect(await restoreKeyring({ directory: folder.keys, recovery: printed, root: next })).toEqual({
    restored: true,
  })
  await open(folder, next)
  await expect(open(folder, good)).rejects.toThrow(code('ROOT_KEY_WRONG'))
})

test('two of the printed sheets bring a folder back, a check says so before and changes nothing', async () => {
  const [folder, other] = [dataFolder(), dataFolder()]
  const keyring = await open(folder)
  const [, second, third] = keyring.recoverySheets() as [string[], string[], string[]]
  const recovery = [third, second].flat().join(' ')
  const key = hex(await keyring.longLivedKey('database'))
  await open(other)
  rmSync(folder.keyFile)
  expect(checkRecovery({ directory: folder.keys, recovery })).toEqual({ ok: true })
  expect(existsSync(folder.keyFile)).toBe(false)
  expect(checkRecovery({ directory: folder.keys, recovery: second.join(' ') })).toMatchObject({ ok: false })
  expect(() => checkRecovery({ directory: other.keys, recovery })).toThrow(code('ROOT_KEY_WRONG'))
  expect(await restoreKeyring({ directory: folder.keys, recovery, root: folder.source })).toEqual({
    restored: true,
  })
  expect(hex(await (await open(folder)).longLivedKey('database'))).toBe(key)
})

test('a recovery key of another folder restores nothing, and the key file in place is kept', async () => {
  const [folder, other] = [dataFolder(), dataFolder()]
  await open(folder)
  const foreign = (await open(other)).recoveryKey()
  const before = readFileSync(folder.keyFile)
  const restoring = restoreKeyring({ directory: folder.keys, recovery: foreign, root: folder.source })
  await expect(restoring).rejects.toThrow(code('ROOT_KEY_WRONG'))
  expect(readFileSync(folder.keyFile)).toEqual(before)
})

test('a wrong key file that stands in the way of a restore is set aside, not lost', async () => {
  const folder = dataFolder()
  const printed = (await open(folder)).recoveryKey()
  writeFileSync(folder.keyFile, Buffer.alloc(32, 5))
  await restoreKeyring({ directory: folder.keys, recovery: printed, root: folder.source })
  await open(folder)
  expect(readFileSync(`${folder.keyFile}.replaced`)).toEqual(Buffer.alloc(32, 5))
})
