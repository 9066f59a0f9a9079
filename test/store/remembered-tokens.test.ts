/** Promises that a token is read from the disk once for all the events of an answer, and never for longer than somebody may have it. */
import { expect, test } from 'vitest'
import { codeOf } from '../../gateway/core/pii/tokens/form.ts'
import type { IssuedToken } from '../../gateway/core/ports.ts'
import { tokenColumnPlace } from '../../gateway/keyring/token-keys.ts'
import type { Owners } from '../../gateway/store/token-store.ts'
import { folder } from './fixture.ts'
import { openTokenOffice, type TokenOffice } from './token-fixture.ts'

const exchange = { id: 'a', client: '10.0.0.1', destinationGroup: 'ai' }
const anna = 'anna.weber@example.com'

function issued({ keys }: TokenOffice, value: string): IssuedToken {
  const keyed = keys.keyed('token', { type: 'EMAIL', destinationGroup: 'ai' }, Buffer.from(value))
  if (keyed === null) throw new Error('no key')
  const { bytes, period } = keyed
  return { code: codeOf(bytes), type: 'EMAIL', period, value: Buffer.from(value), undone: null }
}

/** An office whose tokens were kept by a gateway that has ended, and the number of its reads. */
async function usedOffice(ownersOf: (client: string) => Owners = (client) => [client]) {
  const directory = folder()
  const first = await openTokenOffice({ directory, ownersOf })
  first.store.register(exchange)
  const token = issued(first, anna)
  expect(await first.store.keep('a', [token])).toBe(true)
  const reads = { count: 0 }
  const office = await openTokenOffice({
    directory,
    ownersOf,
    wrap: (database) => ({
      file: database.file,
      run(work) {
        reads.count += 1
        return database.run(work)
      },
      transact: (work) => database.transact(work),
      [Symbol.dispose]() {},
    }),
  })
  office.store.register(exchange)
  const given = async () => {
    const found = (await office.store.restore('a', [token.code])).get(token.code)
    return found === undefined ? null : Buffer.from(found.value).toString()
  }
  return { office, token, reads, given }
}

test('a thousand events with one token cost one read, and the conversation that made it none', async () => {
  const { office, token, reads, given } = await usedOffice()
  for (let event = 0; event < 1000; event++) expect(await given()).toBe(anna)
  expect(reads.count).toBe(1)
  const own = issued(office, 'ben@example.com')
  expect(await office.store.keep('a', [own])).toBe(true)
  const before = reads.count
  expect((await office.store.restore('a', [own.code])).get(own.code)?.value).toEqual(own.value)
  expect(reads.count).toBe(before)
  expect(token.code).not.toBe(own.code)
})

test.each([{}, { destinationGroup: 'ai' }, { value: anna }])(
  'what %j is purged of comes back to no running answer',
  async (order) => {
    const { office, given } = await usedOffice()
    expect(await given()).toBe(anna)
    await office.desk.purge(order, 'box')
    expect(await given()).toBeNull()
    const own = issued(office, 'ben@example.com')
    expect(await office.store.keep('a', [own])).toBe(true)
    await office.desk.purge({ ...order, ...('value' in order ? { value: 'ben@example.com' } : {}) }, 'box')
    expect((await office.store.restore('a', [own.code])).size).toBe(0)
  },
)

test('while rows are being deleted nothing is given from memory', async () => {
  const { office, token, given } = await usedOffice()
  expect(await given()).toBe(anna)
  await office.store.erasing({ period: token.period }, async () => {
    await office.register.erase({ period: token.period })
    expect(await given()).toBeNull()
  })
  expect(await given()).toBeNull()
})

test('with the key of its month a token is gone at once, whoever was given it a moment before', async () => {
  const { office, token, given } = await usedOffice()
  expect(await given()).toBe(anna)
  office.keyring.destroy([tokenColumnPlace(token.period)])
  expect(await given()).toBeNull()
})

test('a client that is taken out of a group gets its tokens no more, in an answer that runs already', async () => {
  let owners: Owners = ['group desk', 'client 10.0.0.1']
  const { office, token, given } = await usedOffice((client) =>
    client === '10.0.0.1' ? owners : ['group desk'],
  )
  expect(await given()).toBe(anna)
  owners = ['client 10.0.0.1']
  expect(await given()).toBeNull()
  owners = ['group desk', 'client 10.0.0.1']
  expect(await given()).toBe(anna)
  // Whoever is in the group has it all the same.
  office.store.register({ ...exchange, id: 'b', client: '10.0.0.2' })
  expect((await office.store.restore('b', [token.code])).size).toBe(1)
})

test('what one client was given, another is not, nor the same toward another group of destinations', async () => {
  const { office, token, given } = await usedOffice()
  expect(await given()).toBe(anna)
  office.store.register({ ...exchange, id: 'b', client: '10.0.0.2' })
  office.store.register({ ...exchange, id: 'c', destinationGroup: 'crm' })
  expect((await office.store.restore('b', [token.code])).size).toBe(0)
  expect((await office.store.restore('c', [token.code])).size).toBe(0)
})

test('whoever has guessed too often is not given what is remembered either', async () => {
  const { office, token, given } = await usedOffice()
  expect(await given()).toBe(anna)
  const codes = Array.from({ length: 1500 }, (_, n) => codeOf(Buffer.from(`${n} guesses`.padEnd(32))))
  expect((await office.store.restore('a', codes)).size).toBe(0)
  office.store.register({ ...exchange, id: 'b' })
  expect((await office.store.restore('b', [token.code])).size).toBe(0)
})

test('an answer full of guesses, however many, takes a minute of restoring and no more', async () => {
  const directory = folder()
  let now = 0
  const clock = { now: () => Date.UTC(2026, 10, 22), monotonic: () => now }
  const office = await openTokenOffice({ directory, clock })
  office.store.register(exchange)
  const token = issued(office, anna)
  expect(await office.store.keep('a', [token])).toBe(true)
  const codes = Array.from({ length: 19_000 }, (_, n) => codeOf(Buffer.from(`${n} guesses`.padEnd(32))))
  expect((await office.store.restore('a', codes)).size).toBe(0)
  office.store.register({ ...exchange, id: 'b' })
  const given = async () => (await office.store.restore('b', [token.code])).size
  now = 59_000
  expect(await given()).toBe(0)
  now = 61_000
  expect(await given()).toBe(1)
})
