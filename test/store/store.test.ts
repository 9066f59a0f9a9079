/** The store's file: its encryption and settings, and every state in which it cannot be used. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { openDatabase } from '../../gateway/store/database.ts'
import { type Migration, migrate } from '../../gateway/store/migrate.ts'
import { migrations } from '../../gateway/store/migrations.ts'
import { openStore } from '../../gateway/store/store.ts'
import { clock, folder, openJournal, watchedHealth } from './fixture.ts'
import { exchange, key } from './records.ts'

const otherKey = new Secret(Buffer.alloc(32, 7))
const code = (name: string) => expect.objectContaining({ code: name })

async function open(file: string, withKey = key) {
  const health = watchedHealth()
  const store = await openStore({ file, key: withKey, clock, health })
  return { store, health }
}

async function made(): Promise<string> {
  const { journal, file, close } = await openJournal()
  for (let count = 0; count < 300; count++) journal.record(exchange())
  await close()
  return file
}

test('the database is encrypted with SQLCipher, and every safety setting is in force', () => {
  const file = join(folder(), 'gatehouse.db')
  const database = openDatabase(file, key)
  database.exec('CREATE TABLE planted (text)')
  const setting = (name: string) => database.pragma(name, { simple: true })
  expect(setting('cipher')).toBe('sqlcipher')
  expect(setting('legacy')).toBe('4')
  expect(setting('journal_mode')).toBe('wal')
  expect(setting('synchronous'), 'NORMAL').toBe(1)
  expect(setting('secure_delete')).toBe(1)
  expect(setting('foreign_keys')).toBe(1)
  expect(setting('temp_store'), 'MEMORY').toBe(2)
  expect(setting('trusted_schema')).toBe(0)
  expect(setting('cell_size_check')).toBe(1)
  expect(setting('busy_timeout')).toBe(5000)
  database.close()
  expect(readFileSync(file, 'latin1')).not.toContain('SQLite format 3')
  expect(readFileSync(file, 'latin1')).not.toContain('planted')
  expect(statSync(file).size).toBeGreaterThan(4096)
})

test('only the service can read the database and what lies beside it', async () => {
  const { file, journal } = await openJournal()
  journal.record(exchange())
  await journal.flush()
  for (const suffix of ['', '-wal', '-shm', '.keycheck'])
    expect(statSync(file + suffix).mode & 0o077, suffix).toBe(0)
})

test('a wrong key is said to be a wrong key, and the file stays as it is', async () => {
  const file = await made()
  const before = readFileSync(file)
  const { store, health } = await open(file, otherKey)
  expect(store.failure).toEqual(code('STORE_WRONG_KEY'))
  expect(store.failure?.hint).toBeTruthy()
  expect(() => store.db).toThrow(code('STORE_WRONG_KEY'))
  expect(health.codes()).toEqual(['STORE_WRONG_KEY'])
  expect(readFileSync(file).equals(before)).toBe(true)
})

test.each([
  ['its first page', 100, 200],
  ['its salt', 0, 16],
  ['all of it', 0, 100_000],
])(
  'a database with %s overwritten is said to be damaged, not to have a wrong key, and is kept',
  async (_title, from, to) => {
    const file = await made()
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, Buffer.alloc(to - from, 0xff), 0, to - from, from)
    const before = readFileSync(file)
    const { store, health } = await open(file)
    expect(store.failure).toEqual(code('STORE_CORRUPT'))
    expect(store.failure?.hint).toMatch(/keep the file.*backup/)
    expect(health.warnings()[0]?.title).toMatch(/Protection goes on/)
    expect(readFileSync(file).equals(before)).toBe(true)
  },
)

test.each([1, 100, 4095, 6000])('a database cut off after %i bytes is said to be damaged', async (length) => {
  const file = await made()
  const whole = readFileSync(file)
  expect(whole.length).toBeGreaterThan(8192)
  writeFileSync(file, whole.subarray(0, length))
  const { store, health } = await open(file)
  expect(store.failure).toEqual(code('STORE_CORRUPT'))
  expect(health.codes()).toEqual(['STORE_CORRUPT'])
})

test('a damaged page in the middle is found when it is read, said, and the journal goes on being asked', async () => {
  const file = await made()
  const pages = statSync(file).size / 4096
  const descriptor = openSync(file, 'r+')
  for (let page = 2; page < pages; page++)
    writeSync(descriptor, Buffer.alloc(64, 0xff), 0, 64, page * 4096 + 2000)
  const { journal, health } = await openJournal(file, { flushMs: 10 })
  journal.record(exchange())
  await journal.flush()
  expect(health.codes()).toEqual(['STORE_CORRUPT'])
  await expect(journal.list({ limit: 500 })).rejects.toThrow(GatewayError)
})

test('a directory where the database should be does not end the process', async () => {
  const file = join(folder(), 'gatehouse.db')
  mkdirSync(file)
  const { store, health } = await open(file)
  expect(store.failure).toBeInstanceOf(GatewayError)
  expect(health.codes()).toHaveLength(1)
})

test('while the store is damaged exchanges go on being taken and counted, and a repaired file is used without a restart', async () => {
  const file = await made()
  const whole = readFileSync(file)
  writeFileSync(file, Buffer.alloc(8192, 1))
  const { journal, health } = await openJournal(file, { retryMs: 20, flushMs: 10, maxBuffered: 50 })
  const during = Array.from({ length: 80 }, () => exchange())
  for (const record of during) journal.record(record)
  await expect.poll(() => health.codes()).toEqual(['JOURNAL_INCOMPLETE', 'STORE_CORRUPT'])
  await expect(journal.list({ limit: 5 })).rejects.toThrow(code('STORE_CORRUPT'))
  writeFileSync(file, whole)
  await expect.poll(() => health.codes(), { timeout: 10_000 }).toEqual(['JOURNAL_INCOMPLETE'])
  const totals = await journal.totals(0)
  expect(totals.exchanges).toBe(350)
  expect(totals.gaps.map(({ dropped }) => dropped)).toEqual([30])
  expect((await journal.get(during[0]?.id ?? ''))?.id).toBe(during[0]?.id)
})

test('a database of a newer Gatehouse is left alone', async () => {
  const file = await made()
  const database = openDatabase(file, key)
  database.exec(`INSERT INTO schema_migration VALUES (9999, 'from-tomorrow', 'x', 0)`)
  database.close()
  const { store, health } = await open(file)
  expect(store.failure).toEqual(code('STORE_NEWER'))
  expect(store.failure?.details).toMatchObject({ found: 9999, known: migrations.at(-1)?.version })
  expect(health.codes()).toEqual(['STORE_NEWER'])
})

const numbers: Migration = { version: 1, name: 'numbers', sql: 'CREATE TABLE numbers (n INTEGER) STRICT;' }
const seven: Migration = { version: 2, name: 'seven', sql: 'INSERT INTO numbers VALUES (7);' }

test('each migration runs once, in order, and is remembered', () => {
  const file = join(folder(), 'gatehouse.db')
  for (let start = 0; start < 3; start++) {
    const database = openDatabase(file, key)
    expect(migrate(database, start === 0 ? [numbers] : [numbers, seven], 0)).toBe(start === 0 ? 1 : 2)
    const count = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM numbers').get()
    expect(count?.n).toBe(start === 0 ? 0 : 1)
    database.close()
  }
})

test('a migration that fails half way leaves nothing of itself', () => {
  const database = openDatabase(join(folder(), 'gatehouse.db'), key)
  const broken: Migration = {
    ...seven,
    sql: 'INSERT INTO numbers VALUES (7); INSERT INTO nowhere VALUES (1);',
  }
  expect(() => migrate(database, [numbers, broken], 0)).toThrow(/nowhere/)
  expect(database.prepare('SELECT * FROM numbers').all()).toEqual([])
  expect(database.prepare('SELECT version FROM schema_migration').all()).toEqual([{ version: 1 }])
  expect(migrate(database, [numbers, seven], 0)).toBe(2)
  database.close()
})

test('a migration that was changed after it ran is refused, its layout alone is not', () => {
  const database = openDatabase(join(folder(), 'gatehouse.db'), key)
  migrate(database, [numbers], 0)
  expect(migrate(database, [{ ...numbers, sql: `\n  ${numbers.sql.replaceAll(' ', '\n  ')}\n` }], 0)).toBe(1)
  expect(() =>
    migrate(database, [{ ...numbers, sql: numbers.sql.replace('n INTEGER', 'n TEXT') }], 0),
  ).toThrow(code('STORE_CORRUPT'))
  database.close()
})

test('a restored database without its key check opens, and the check is made again', async () => {
  const file = await made()
  rmSync(`${file}.keycheck`)
  const { store } = await open(file)
  expect(store.failure).toBeNull()
  expect(existsSync(`${file}.keycheck`)).toBe(true)
  await store[Symbol.asyncDispose]()
})

test.each(['missing', 'empty'])(
  'a database that is %s though there was one is begun anew, and that is said',
  async (state) => {
    const file = await made()
    if (state === 'missing') rmSync(file)
    else writeFileSync(file, '')
    const first = await open(file)
    expect(first.store.failure).toBeNull()
    expect(first.health.codes()).toEqual(['STORE_BEGUN_ANEW'])
    await first.store[Symbol.asyncDispose]()
    expect((await open(file)).health.codes()).toEqual([])
  },
)

test('a database that is gone with its key check is begun anew, and that is said where the folder was in use', async () => {
  const file = await made()
  for (const suffix of ['', '-wal', '-shm', '.keycheck']) rmSync(`${file}${suffix}`, { force: true })
  const health = watchedHealth()
  await using store = await openStore({ file, key, clock, health, begunBefore: true })
  expect(store.failure).toBeNull()
  expect(health.codes()).toEqual(['STORE_BEGUN_ANEW'])
})

test('a first start says nothing of a database that was gone', async () => {
  expect((await open(join(folder(), 'gatehouse.db'))).health.codes()).toEqual([])
})

test('deleted rows are gone from the disk after a checkpoint that truncates', async () => {
  const { store, journal, file } = await openJournal()
  for (let count = 0; count < 100; count++) journal.record(exchange())
  await journal.flush()
  await store.db.deleteFrom('exchange').execute()
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(store.db)
  expect(statSync(`${file}-wal`).size).toBe(0)
  const copy = join(folder(), 'copy.db')
  copyFileSync(file, copy)
  const database = openDatabase(copy, key)
  expect(database.prepare('SELECT count(*) AS n FROM exchange').get()).toEqual({ n: 0 })
  database.close()
})

test('a closed store says so and opens nothing again', async () => {
  const { store } = await open(join(folder(), 'gatehouse.db'))
  await sql`SELECT 1`.execute(store.db)
  await store[Symbol.asyncDispose]()
  expect(store.retry()).toBe(false)
  expect(() => store.db).toThrow(GatewayError)
})
