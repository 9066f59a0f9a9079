/** Promises that a long list of new values is kept fast, in few syncs, and without holding everybody else up. */
import Database from 'sqlite3'
import { expect, test, vi } from 'vitest'
import { codeOf } from '../../gateway/core/pii/tokens/form.ts'
import type { IssuedToken } from '../../gateway/core/ports.ts'
import type { DurableDatabase } from '../../gateway/store/ledger-database.ts'
import { openTokenOffice, type TokenOffice } from './token-fixture.ts'

const exchange = { id: 'a', client: '10.0.0.1', destinationGroup: 'ai' }

function issued({ keys }: TokenOffice, count: number): IssuedToken[] {
  return Array.from({ length: count }, (_, i) => {
    const value = Buffer.from(`person${i}@example.com`)
    const keyed = keys.keyed('token', { type: 'EMAIL', destinationGroup: 'ai' }, value)
    if (keyed === null) throw new Error('no key')
    return { code: codeOf(keyed.bytes), type: 'EMAIL', period: keyed.period, value, undone: null }
  })
}

/** `before` runs before each write; it may throw. */
function watched(before: () => void) {
  return (database: DurableDatabase): DurableDatabase => ({
    file: database.file,
    run: (work) => database.run(work),
    transact(work) {
      before()
      return database.transact(work)
    },
    [Symbol.dispose]() {},
  })
}

test('5,000 new tokens of one body are kept with three syncs, and others have their turn between them', async () => {
  let writes = 0
  const turns: number[] = []
  const office = await openTokenOffice({ wrap: watched(() => void writes++) })
  office.store.register(exchange)
  const tokens = issued(office, 5000)
  const kept = office.store.keep('a', tokens)
  let isOver = false
  void kept.then(() => {
    isOver = true
  })
  while (!isOver) {
    turns.push(writes)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await kept).toBe(true)
  expect(writes).toBe(3)
  expect(turns).toEqual(expect.arrayContaining([1, 2]))
  const found = await office.store.restore(
    'a',
    tokens.map(({ code }) => code),
  )
  expect(found.size).toBe(5000)
})

test('what is said to the database of each new token is prepared once for all of them', async () => {
  const office = await openTokenOffice()
  office.store.register(exchange)
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  try {
    expect(await office.store.keep('a', issued(office, 1000))).toBe(true)
    expect(prepare.mock.calls.length).toBeLessThan(20)
  } finally {
    prepare.mockRestore()
  }
})

test('a list of which a part cannot be written is not said to be kept, and is kept when it is asked for again', async () => {
  let writes = 0
  const office = await openTokenOffice({
    wrap: watched(() => {
      writes++
      if (writes === 2) throw new Error('full')
    }),
  })
  office.store.register(exchange)
  const tokens = issued(office, 5000)
  expect(await office.store.keep('a', tokens)).toBe(false)
  expect(office.faults).toHaveLength(1)
  expect(await office.store.keep('a', tokens)).toBe(true)
})

test('a purge in the midst of a long list takes nothing of it away', async () => {
  let writes = 0
  const purges: Promise<unknown>[] = []
  const office: TokenOffice = await openTokenOffice({
    wrap: watched(() => {
      writes++
      // After the first part, before the second.
      if (writes === 1)
        setImmediate(() => {
          purges.push(office.desk.purge({ destinationGroup: 'ai' }, 'box'))
        })
    }),
  })
  office.store.register(exchange)
  const tokens = issued(office, 5000)
  expect(await office.store.keep('a', tokens)).toBe(true)
  await Promise.all(purges)
  expect(purges).toHaveLength(1)
  const known = office.register.findAll(tokens.map(({ code }) => code))
  expect(known).toHaveLength(5000)
})
