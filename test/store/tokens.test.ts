/** Promises how tokens are kept: before they leave, for whom, until when, and what a sweep leaves of them. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { codeOf } from '../../gateway/core/pii/tokens/form.ts'
import type { IssuedToken } from '../../gateway/core/ports.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { tokenColumnPlace, tokenKeyPlace } from '../../gateway/keyring/token-keys.ts'
import { openDatabase } from '../../gateway/store/database.ts'
import { createTokenRegister } from '../../gateway/store/token-register.ts'
import { createTokenSeal } from '../../gateway/store/token-seal.ts'
import { createTokenStore } from '../../gateway/store/token-store.ts'
import { createTokenTarget } from '../../gateway/store/token-target.ts'
import { HandClock, openScene } from '../retention/scene.ts'
import { folder } from './fixture.ts'
import { openTokenOffice, type TokenOffice } from './token-fixture.ts'

const exchange = { id: 'a', client: '10.0.0.1', destinationGroup: 'ai' }

/** As egress makes it. */
function issued({ keys }: TokenOffice, value: string, destinationGroup = 'ai'): IssuedToken {
  const keyed = keys.keyed('token', { type: 'EMAIL', destinationGroup }, Buffer.from(value))
  if (keyed === null) throw new Error('no key')
  return {
    code: codeOf(keyed.bytes),
    type: 'EMAIL',
    period: keyed.period,
    value: Buffer.from(value),
    undone: null,
  }
}

test('what was kept is there after a start, in a file that does not show it', async () => {
  const first = await openTokenOffice()
  first.store.register(exchange)
  const token = issued(first, 'anna.weber@example.com')
  expect(await first.store.keep('a', [token])).toBe(true)
  const second = await openTokenOffice({ directory: first.directory })
  second.store.register(exchange)
  const found = await second.store.restore('a', [token.code])
  expect(Buffer.from(found.get(token.code)?.value ?? []).toString()).toBe('anna.weber@example.com')
  for (const name of ['gatehouse.db', 'gatehouse.db-wal'])
    expect(readFileSync(join(first.directory, name)).includes('anna.weber')).toBe(false)
})

test('bytes that are no text come back as they were', async () => {
  const office = await openTokenOffice()
  office.store.register(exchange)
  const value = randomBytes(500)
  const token = { ...issued(office, 'x'), value, undone: 2 }
  expect(await office.store.keep('a', [token])).toBe(true)
  expect((await office.store.restore('a', [token.code])).get(token.code)).toEqual({
    type: 'EMAIL',
    value,
    undone: 2,
  })
})

test('a code that is another value’s already is not kept', async () => {
  const office = await openTokenOffice()
  office.store.register(exchange)
  office.store.register({ ...exchange, id: 'b', destinationGroup: 'crm' })
  const token = issued(office, 'anna@example.com')
  expect(await office.store.keep('a', [token])).toBe(true)
  expect(await office.store.keep('a', [{ ...token, value: Buffer.from('ben@example.com') }])).toBe(false)
  expect(await office.store.keep('a', [{ ...token, type: 'PHONE' }])).toBe(false)
  expect(await office.store.keep('b', [token])).toBe(false)
  expect((await office.store.restore('b', [token.code])).size).toBe(0)
})

test('exchanges that ask at the same time are written with one sync, and one that fails fails alone', async () => {
  let writes = 0
  const office = await openTokenOffice({
    wrap: (database) => ({
      file: database.file,
      run: (work) => database.run(work),
      transact(work) {
        writes++
        return database.transact(work)
      },
      [Symbol.dispose]() {},
    }),
  })
  const asked = Array.from({ length: 50 }, (_, n) => {
    office.store.register({ ...exchange, id: String(n) })
    return office.store.keep(String(n), [issued(office, `person${n}@example.com`)])
  })
  expect(new Set(await Promise.all(asked))).toEqual(new Set([true]))
  expect(writes).toBe(1)
  // A conversation repeats what it said: nothing is written for that.
  expect(await office.store.keep('7', [issued(office, 'person7@example.com')])).toBe(true)
  expect(writes).toBe(1)
})

test('after kill -9 every token that was said to be kept is there', async () => {
  const directory = folder()
  const said: string[] = []
  for (let round = 0; round < 4; round++) {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'token-child.ts'), directory, String(round)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const lines = createInterface({ input: child.stdout })
    await new Promise<void>((resolve) => {
      lines.on('line', (line) => {
        said.push(line)
        if (said.length >= (round + 1) * 40 + round * 3) resolve()
      })
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const office = await openTokenOffice({ directory })
  office.store.register(exchange)
  const found = await office.store.restore('a', said)
  expect(found.size).toBe(new Set(said).size)
  expect(found.size).toBeGreaterThan(150)
}, 60_000)

test('a sweep says how many values at whom become unreadable, and leaves nothing of them', async () => {
  const clock = new HandClock(Date.UTC(2026, 10, 22, 12))
  const scene = await openScene(folder(), {
    clock,
    moreTargets: ({ keyring, database }) => [
      createTokenTarget({
        register: createTokenRegister(database),
        seal: createTokenSeal(keyring, randomBytes),
        keyring,
        erasing: (_, work) => work(),
      }),
    ],
  })
  const register = createTokenRegister(scene.database)
  const store = createTokenStore({
    register,
    seal: createTokenSeal(scene.keyring, randomBytes),
    clock,
    ownersOf: (client) => [client],
    fault: (_where, error) => {
      throw error
    },
  })
  const period = '2026-07'
  scene.keyring.ensure([tokenKeyPlace(period)])
  store.register(exchange)
  store.register({ ...exchange, id: 'b', destinationGroup: 'helpdesk' })
  const token = (n: number, month: string): IssuedToken => ({
    code: codeOf(randomBytes(32)),
    type: 'EMAIL',
    period: month,
    value: Buffer.from(`person${n}@example.com`),
    undone: null,
  })
  const old = Array.from({ length: 7 }, (_, n) => token(n, period))
  const young = token(8, '2026-10')
  expect(await store.keep('a', [...old.slice(0, 5), young])).toBe(true)
  expect(await store.keep('b', old.slice(5))).toBe(true)

  const retention = await scene.open()
  await retention.resumed
  const { plan } = await retention.plan()
  const lines = plan.lines.filter((line) => line.period.target === 'tokens')
  expect(lines).toMatchObject([
    {
      verdict: 'destroy',
      period: {
        period,
        items: 7,
        holders: [
          { name: 'ai', items: 5 },
          { name: 'helpdesk', items: 2 },
        ],
      },
    },
    { verdict: 'keep', period: { period: '2026-10', items: 1 } },
  ])
  const sweep = await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
  expect(sweep.outcome).toBe('complete')
  expect(scene.keyring.keyIfAny(tokenColumnPlace(period))).toBeNull()
  expect(scene.keyring.keyIfAny(tokenKeyPlace(period))).toBeNull()
  const codes = [...old, young].map(({ code }) => code)
  expect([...(await store.restore('a', codes)).keys()]).toEqual([young.code])
  expect(register.counts()).toMatchObject([{ period: '2026-10', tokens: 1 }])
  // Ninety days after its month, October is due as well, and not before.
  clock.pass(Date.UTC(2026, 10, 1) + 90 * dayMs - clock.now() - dayMs)
  const before = (await retention.plan()).plan.lines.find(
    (line) => line.period.period === '2026-10' && line.period.target === 'tokens',
  )
  expect(before?.verdict).toBe('keep')
  await retention[Symbol.asyncDispose]()
  await scene.close()
})

test('a purge of a value takes it in every way of writing, and notes neither value nor token', async () => {
  const office = await openTokenOffice()
  office.store.register(exchange)
  const tokens = ['anna@example.com', 'Anna@Example.com', 'ben@example.com'].map((value) =>
    issued(office, value),
  )
  await office.store.keep('a', tokens)
  expect(await office.desk.purge({ value: 'ANNA@EXAMPLE.COM' }, 'box')).toMatchObject([
    { destinationGroup: 'ai', tokens: 2 },
  ])
  expect(office.desk.counts()).toMatchObject([{ destinationGroup: 'ai', tokens: 1 }])
  const codes = tokens.map(({ code }) => code)
  expect((await office.store.restore('a', codes)).size).toBe(1)
  // What was remembered as kept is forgotten, too: the same value is kept anew when it is sent again.
  expect(await office.store.keep('a', tokens)).toBe(true)
  expect((await office.store.restore('a', codes)).size).toBe(3)
  expect(office.desk.lookup(codes[0] ?? '', 'box', 'incident')?.value).toBe('anna@example.com')
  expect(office.ledger.list({ limit: 1 }, [])).toMatchObject([{ facts: { type: 'EMAIL', why: 'incident' } }])
  const notes = JSON.stringify(office.ledger.list({ limit: 10 }, []))
  expect(notes).toContain('token.purged')
  expect(notes).not.toMatch(/anna|example/i)
  for (const code of codes) expect(notes).not.toContain(code)
  expect(await office.desk.purge({ destinationGroup: 'ai' }, 'box')).toMatchObject([{ tokens: 3 }])
})

test.each([{}, { destinationGroup: 'ai' }, { value: 'anna@example.com' }])(
  'a token that leaves while %j is purged comes back, and one of another group does not wait',
  async (order) => {
    const office = await openTokenOffice()
    office.store.register(exchange)
    office.store.register({ ...exchange, id: 'b' })
    office.store.register({ ...exchange, id: 'c', destinationGroup: 'helpdesk' })
    const before = Array.from({ length: 5000 }, (_, n) => issued(office, `person${n}@example.com`))
    const anna = issued(office, 'anna@example.com')
    expect(await office.store.keep('a', [...before, anna])).toBe(true)

    const purged = office.desk.purge(order, 'box')
    const done: string[] = []
    const kept = [
      office.store.keep('b', [anna]).then((is) => done.push(`ai ${is}`)),
      purged.then(() => done.push('purged')),
    ]
    const [elsewhere] = [issued(office, 'ben@example.com', 'helpdesk')]
    if ('destinationGroup' in order)
      kept.push(office.store.keep('c', [elsewhere]).then((is) => done.push(`helpdesk ${is}`)))
    await Promise.all(kept)
    expect(done).toContain('ai true')
    if ('destinationGroup' in order) expect(done[0]).toBe('helpdesk true')
    expect([...(await office.store.restore('b', [anna.code])).keys()]).toEqual([anna.code])
    // And what is sent again a moment later is not taken for kept because it once was.
    await office.desk.purge(order, 'box')
    expect(await office.store.keep('b', [anna])).toBe(true)
    expect((await office.store.restore('b', [anna.code])).size).toBe(1)
  },
  60_000,
)

test('a purge that fails lets what waited for it be kept', async () => {
  const office = await openTokenOffice()
  office.store.register(exchange)
  const anna = issued(office, 'anna@example.com')
  const failing = office.store.erasing({}, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    throw new Error('disk')
  })
  const kept = office.store.keep('a', [anna])
  await expect(failing).rejects.toThrow('disk')
  expect(await kept).toBe(true)
})

test('a client keeps what it caused when it is put into a group, and shares what it causes from then on', async () => {
  let groups: Record<string, string> = {}
  const office = await openTokenOffice({
    ownersOf: (client) => (groups[client] === undefined ? [client] : [groups[client], client]),
  })
  const asked = { ...exchange, destinationGroup: 'ai' }
  office.store.register({ ...asked, id: 'before', client: '10.0.0.1' })
  const [early, late] = ['early@example.com', 'late@example.com'].map((value) => issued(office, value))
  if (early === undefined || late === undefined) throw new Error('unreachable')
  await office.store.keep('before', [early])
  groups = { '10.0.0.1': 'desk', '10.0.0.2': 'desk' }
  for (const n of [1, 2, 3]) office.store.register({ ...asked, id: String(n), client: `10.0.0.${n}` })
  await office.store.keep('1', [late])
  const found = async (id: string) => [...(await office.store.restore(id, [early.code, late.code])).keys()]
  expect(new Set(await found('1'))).toEqual(new Set([early.code, late.code]))
  expect(await found('2')).toEqual([late.code])
  expect(await found('3')).toEqual([])
  // Out of the group again, it has what was its own.
  groups = {}
  office.store.register({ ...asked, id: 'after', client: '10.0.0.1' })
  expect(await found('after')).toEqual([early.code])
})

test('the month that ends takes nothing away: tokens of the one before come back until they are swept', async () => {
  const clock = new HandClock(Date.UTC(2026, 10, 30, 23))
  const office = await openTokenOffice({ clock })
  office.store.register(exchange)
  const november = issued(office, 'anna@example.com')
  await office.store.keep('a', [november])
  clock.pass(2 * dayMs)
  const december = issued(office, 'anna@example.com')
  expect(december.period).toBe('2026-12')
  expect(december.code).not.toBe(november.code)
  await office.store.keep('a', [december])
  const found = await office.store.restore('a', [november.code, december.code])
  expect([...found.values()].map(({ value }) => Buffer.from(value).toString())).toEqual([
    'anna@example.com',
    'anna@example.com',
  ])
})

test('what becomes of tokens is counted for their destination group, with neither value nor token', async () => {
  const counted: unknown[][] = []
  const written: boolean[] = []
  let isFull = false
  const office = await openTokenOffice({
    watch: {
      counted: (...what) => void counted.push(what),
      written: (isDurable) => void written.push(isDurable),
    },
    wrap: (database) => ({
      file: database.file,
      run: (work) => database.run(work),
      transact(work) {
        if (isFull) throw new GatewayError('STORE_FULL')
        return database.transact(work)
      },
      [Symbol.dispose]() {},
    }),
  })
  office.store.register(exchange)
  const token = issued(office, 'anna@example.com')
  await office.store.keep('a', [token])
  await office.store.keep('a', [token])
  await office.store.restore('a', [token.code, '222222222222'])
  isFull = true
  await office.store.keep('a', [issued(office, 'ben@example.com')])
  await office.store.keep('nobody', [token])
  expect(counted).toEqual([
    ['made', 1, 'ai'],
    ['made', 1, 'ai'],
    ['restored', 1, 'ai'],
    ['unknown', 1, 'ai'],
    ['failed', 1, 'ai'],
    ['failed', 1, null],
  ])
  expect(written).toEqual([true, false])
})

test('while another program holds the database nothing is kept, and once it lets go everything is', async () => {
  const office = await openTokenOffice()
  office.store.register(exchange)
  const key = await office.keyring.longLivedKey('database')
  const other = openDatabase(join(office.directory, 'gatehouse.db'), key)
  other.exec('BEGIN IMMEDIATE')
  const token = issued(office, 'anna@example.com')
  expect(await office.store.keep('a', [token])).toBe(false)
  other.exec('ROLLBACK')
  other.close()
  expect(await office.store.keep('a', [token])).toBe(true)
}, 30_000)

test('counts come page by page, and a purge says first what it would take from whom', async () => {
  const office = await openTokenOffice()
  for (const group of ['ai', 'b.example', 'c.example']) {
    office.store.register({ ...exchange, id: group, destinationGroup: group })
    const tokens = ['anna@example.com', 'ben@example.com'].map((value) => issued(office, value, group))
    await office.store.keep(group, tokens)
  }
  const period = issued(office, 'x').period
  const first = office.desk.counts({ after: null, limit: 2 })
  expect(first.map(({ destinationGroup }) => destinationGroup)).toEqual(['ai', 'b.example'])
  const second = office.desk.counts({ after: { period, destinationGroup: 'b.example' }, limit: 2 })
  expect(second.map(({ destinationGroup }) => destinationGroup)).toEqual(['c.example'])
  expect(office.desk.totals()).toEqual({ tokens: 6, groups: 3, oldest: period })

  const one = { value: 'Anna@example.com', period }
  const wanted = ['ai', 'b.example', 'c.example'].map((destinationGroup) => ({
    period,
    destinationGroup,
    tokens: 1,
  }))
  expect(await office.desk.weigh(one)).toEqual(wanted)
  expect(office.desk.totals().tokens).toBe(6)
  expect(await office.desk.purge({ ...one, destinationGroup: 'ai' }, 'box')).toEqual(wanted.slice(0, 1))
  expect(await office.desk.weigh({})).toMatchObject([{ tokens: 1 }, { tokens: 2 }, { tokens: 2 }])
  expect(await office.desk.weigh({ value: '' })).toEqual([])
})
