/** Promises about the users of the proxy: what is kept of a password, who is let in, and how slow guessing is. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { createLog } from '../../gateway/ops/log.ts'
import { openProxyUsers } from '../../gateway/users/proxy-users.ts'

const password = 'a long and good one ✓'

async function office(folder = mkdtempSync(join(tmpdir(), 'gatehouse-users-'))) {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'proxy-users.json')
  const noted: unknown[] = []
  const lines: string[] = []
  const log = createLog({ level: 'info', stream: { write: (line: string) => void lines.push(line) } })
  const health = createHealthBoard({ now: () => 0, log })
  let now = 1_000_000
  const users = await openProxyUsers({
    file,
    ledger: { append: (note) => void noted.push(note) },
    clock: { now: () => now, monotonic: () => now },
    health,
    log,
    random: randomBytes,
  })
  const check = (user: string, given: string, address = '192.168.1.7') =>
    users.check({ user, password: given, address })
  const forward = (ms: number) => {
    now += ms
  }
  return { folder, file, users, noted, lines, health, check, forward }
}

test('a password is kept as a salted scrypt hash, in a file of the owner alone, and is right for its user only', async () => {
  const { users, file, check, noted } = await office()
  await users.add('anna', password)
  await users.add('otto', password)
  const text = readFileSync(file, 'utf8')
  expect(text).not.toContain(password)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const hashes = text.match(/\$scrypt\$ln=15,r=8,p=3\$[^"]+/g) ?? []
  expect(new Set(hashes).size).toBe(2)
  expect(await check('anna', password)).toEqual({ kind: 'right', mark: users.markOf('anna') })
  expect(await check('anna', 'another one')).toEqual({ kind: 'wrong' })
  expect(await check('nobody', password)).toEqual({ kind: 'wrong' })
  expect(JSON.stringify(noted)).not.toContain(password)
})

test('one that is made up is long, is shown once, and is nowhere', async () => {
  const { users, file, check } = await office()
  const made = await users.add('anna', null)
  expect(made.password).toMatch(/^[\w-]{24}$/)
  expect(readFileSync(file, 'utf8')).not.toContain(made.password)
  expect(await check('anna', made.password ?? '')).toMatchObject({ kind: 'right' })
  expect(await users.set('anna', password)).toMatchObject({ password: null })
  expect(await check('anna', made.password ?? '')).toEqual({ kind: 'wrong' })
})

test('users are there again after a restart, and each change is told and noted', async () => {
  const { users, folder, noted } = await office()
  const told: string[][] = []
  users.onChange(() => void told.push(Object.keys(users.marks())))
  await users.add('anna', password)
  const before = users.markOf('anna')
  await users.set('anna', password)
  // The same password set anew ends what the old one opened all the same.
  expect(users.markOf('anna')).not.toBe(before)
  await users.add('otto', password)
  await users.remove('otto')
  expect(told).toEqual([['anna'], ['anna'], ['anna', 'otto'], ['anna']])
  expect(noted).toMatchObject([
    { action: 'proxy-user.added', subject: 'anna' },
    { action: 'proxy-user.password-set', subject: 'anna' },
    { action: 'proxy-user.added', subject: 'otto' },
    { action: 'proxy-user.removed', subject: 'otto' },
  ])
  const again = await office(folder)
  expect(again.users.list().map(({ name }) => name)).toEqual(['anna'])
  expect(again.users.markOf('anna')).toBe(users.markOf('anna'))
})

test('names and passwords that are none are refused in words', async () => {
  const { users } = await office()
  await expect(users.add('Anna K', password)).rejects.toMatchObject({ code: 'USER_NAME_INVALID' })
  await expect(users.add('anna', 'short')).rejects.toMatchObject({ code: 'PASSWORD_INVALID' })
  await expect(users.add('anna', 'two\nlines of it')).rejects.toMatchObject({ code: 'PASSWORD_INVALID' })
  await expect(users.set('anna', password)).rejects.toMatchObject({ code: 'USER_UNKNOWN' })
  await expect(users.remove('anna')).rejects.toMatchObject({ code: 'USER_UNKNOWN' })
  await users.add('anna', password)
  await expect(users.add('anna', password)).rejects.toMatchObject({ code: 'USER_EXISTS' })
})

test('a file that cannot be read lets nobody in, is said on the first screen, and is not written over', async () => {
  const first = await office()
  await first.users.add('anna', password)
  writeFileSync(first.file, '{"version":1,"users":[{"name":"anna"')
  const { users, health, check, file } = await office(first.folder)
  expect(health.warnings()).toMatchObject([{ code: 'PROXY_USERS_UNREADABLE' }])
  expect(await check('anna', password)).toEqual({ kind: 'wrong' })
  await expect(users.add('otto', password)).rejects.toMatchObject({ code: 'USERS_UNREADABLE' })
  expect(readFileSync(file, 'utf8')).toContain('{"name":"anna"')
})

test('a password that cannot be looked at is told so, and the gateway goes on', async () => {
  const first = await office()
  await first.users.add('anna', password)
  // RFC 7914 §2: N below 2^(128 r / 8), or scrypt is refused as it is without memory.
  const bad = readFileSync(first.file, 'utf8').replace('$ln=15,r=8,p=3$', '$ln=17,r=1,p=1$')
  writeFileSync(first.file, bad)
  const { users, check, lines } = await office(first.folder)
  expect(await check('anna', password)).toEqual({ kind: 'not-checked' })
  expect(lines.join('')).toContain('exchange.failed')
  expect(lines.join('')).not.toMatch(/anna|a long and good one/)
  await users.set('anna', password)
  expect(await check('anna', password)).toMatchObject({ kind: 'right' })
})

describe('guessing', () => {
  test('ten wrong passwords in a minute make their address wait, and no other; the log says so without a name', async () => {
    const { users, check, forward, lines } = await office()
    await users.add('anna', password)
    for (let i = 0; i < 10; i += 1) expect(await check('anna', `guess ${i}`)).toEqual({ kind: 'wrong' })
    expect(await check('anna', password)).toEqual({ kind: 'too-often', retryAfterSeconds: 60 })
    expect(await check('anna', password, '192.168.1.8')).toMatchObject({ kind: 'right' })
    forward(60_000)
    expect(await check('anna', password)).toMatchObject({ kind: 'right' })
    expect(lines.join('')).toContain('proxy.logins-slowed')
    expect(lines.join('')).not.toMatch(/anna|guess|192\.168/)
  }, 300_000)

  test('an address is looked at once at a time, and what it asks beyond that is bounded', async () => {
    const { users, check } = await office()
    await users.add('anna', password)
    const verdicts = await Promise.all(Array.from({ length: 30 }, (_, i) => check('anna', `guess ${i}`)))
    const kinds = verdicts.map(({ kind }) => kind)
    // One that is looked at and eight that wait for it; all others are told at once.
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(9)
    expect(kinds.filter((kind) => kind === 'not-checked')).toHaveLength(21)
  }, 300_000)

  test('an unknown name takes as long as a wrong password', async () => {
    const { users, check } = await office()
    await users.add('anna', password)
    const costs = { anna: [] as number[], nobody: [] as number[] }
    for (let i = 0; i < 4; i += 1)
      for (const name of ['anna', 'nobody'] as const) {
        const began = process.cpuUsage()
        await check(name, 'a wrong password', `192.168.2.${i}`)
        const { user, system } = process.cpuUsage(began)
        costs[name].push(user + system)
      }
    const [known, unknown] = [Math.min(...costs.anna), Math.min(...costs.nobody)]
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2)
  }, 300_000)
})
