/** What the doctor says of tokens. */
import { expect, test } from 'vitest'
import { tokenFacts } from '../../gateway/app/token-facts.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { planSweep } from '../../gateway/core/retention/plan.ts'
import { checkTokens, type TokenFacts } from '../../gateway/ops/doctor/tokens.ts'
import type { DurableDatabase } from '../../gateway/store/ledger-database.ts'
import { HandClock } from '../retention/scene.ts'
import { openTokenOffice, type TokenOffice } from '../store/token-fixture.ts'

const well: TokenFacts = {
  failure: null,
  tokens: 1200,
  orphans: 0,
  hasKey: true,
  next: {
    period: '2026-09',
    dueAt: Date.UTC(2026, 11, 30),
    holders: [
      { name: 'ai-assistants', items: 40 },
      { name: 'api.other.example', items: 1 },
    ],
  },
}

test('an office whose tokens are well is told what becomes unreadable next, at whom, and when', () => {
  expect(checkTokens(well)).toMatchObject({ state: 'ok', todo: '' })
  expect(checkTokens(well).found).toBe(
    '1,200 tokens are kept. From 2026-12-30 on the next sweep makes those of 2026-09 unreadable: 40 values at ai-assistants and 1 value at api.other.example.',
  )
  expect(checkTokens({ ...well, tokens: 0, next: null }).found).toBe('None are kept.')
  const many = Array.from({ length: 9 }, (_, n) => ({ name: `v${n}.example`, items: 2 }))
  const words = checkTokens({ ...well, next: { period: '2026-09', dueAt: 0, holders: many } }).found
  expect(words).toMatch(/2 values at v4\.example and 8 values at 4 others\.$/)
})

test('a store that cannot be written is a failure, and a key that is gone a warning; both say what to do', () => {
  const full = new GatewayError('STORE_FULL', {}, { hint: 'Make room on the disk.' })
  expect(checkTokens({ ...well, failure: full })).toMatchObject({
    state: 'fail',
    todo: 'Make room on the disk.',
  })
  expect(checkTokens({ ...well, orphans: 3 })).toMatchObject({
    state: 'warn',
    found: expect.stringContaining('3 tokens cannot be restored'),
  })
  expect(checkTokens({ ...well, hasKey: false })).toMatchObject({ state: 'warn' })
  for (const change of [{ failure: full }, { orphans: 3 }, { hasKey: false }])
    expect(checkTokens({ ...well, ...change }).todo).not.toBe('')
})

const clock = new HandClock(Date.UTC(2026, 10, 22, 12))

async function keep({ store, keys }: TokenOffice, value: string): Promise<void> {
  store.register({ id: 'a', client: '10.0.0.1', destinationGroup: 'ai' })
  const keyed = keys.keyed('token', { type: 'EMAIL', destinationGroup: 'ai' }, Buffer.from(value))
  const token = {
    code: '7K3QX2M9AB4F',
    type: 'EMAIL',
    period: keyed?.period ?? '',
    value: Buffer.from(value),
    undone: null,
  } as const
  expect(await store.keep('a', [token])).toBe(true)
}

function factsOf(office: TokenOffice): Promise<TokenFacts> {
  return tokenFacts({
    ...office,
    now: () => clock.now(),
    plan: async () => ({
      plan: planSweep({
        inventory: await office.target.inventory(),
        schedule: { token: 90 },
        holds: [],
        now: clock.now(),
        began: null,
      }),
    }),
  })
}

test('what it is told comes from the store, the keyring and the schedule as they are', async () => {
  const office = await openTokenOffice({ clock })
  // Before the first token of a month nobody needs its key.
  expect(await factsOf(office)).toMatchObject({ failure: null, tokens: 0, hasKey: true, next: null })
  await keep(office, 'anna@example.com')
  expect(await factsOf(office)).toEqual({
    failure: null,
    tokens: 1,
    orphans: 0,
    hasKey: true,
    next: {
      period: '2026-11',
      dueAt: Date.UTC(2026, 11, 1) + 90 * 86_400_000,
      holders: [{ name: 'ai', items: 1 }],
    },
  })
  // A month's keys that went without its rows: as after an old copy of the keys folder was put back.
  const places = office.keyring.places().map(({ place }) => place)
  office.keyring.destroy(places.filter((place) => 'period' in place && place.period === '2026-11'))
  expect(await factsOf(office)).toMatchObject({ tokens: 1, orphans: 1, hasKey: false })
})

test('a full disk is found by trying, and the check changes nothing', async () => {
  const full = (database: DurableDatabase): DurableDatabase => ({
    file: database.file,
    run: (work) => database.run(work),
    transact() {
      throw new GatewayError('STORE_FULL')
    },
    [Symbol.dispose]() {},
  })
  const office = await openTokenOffice({ clock, wrap: full })
  expect((await factsOf(office)).failure?.code).toBe('STORE_FULL')
})
