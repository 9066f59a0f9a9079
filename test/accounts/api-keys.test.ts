/** Promises of API keys: who has one, for what, until when; that nothing but a digest is kept; and that each end is at once. */
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { checkApiKeys } from '../../gateway/ops/doctor/api-keys.ts'
import { openRoom, type Room } from './room.ts'

const monthOn = (room: Room) => room.now() + 30 * dayMs

/** An owner with a key for metrics. */
async function withKey() {
  const room = await openRoom()
  await room.member('anna', 'owner')
  const terms = { account: 'anna', scopes: ['metrics', 'journal'], until: monthOn(room) }
  return { room, terms, ...room.accounts.apiKeys.add('prometheus', terms) }
}

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return (error as GatewayError).code
  }
  return 'not refused'
}

test('a key opens for its account and scopes; only a digest of it is kept, and nothing of it in ledger and log', async () => {
  const { room, text, key } = await withKey()
  expect(text).toMatch(/^ghk_[0-9a-f]{12}_[\w-]{43}$/)
  expect(key).toMatchObject({ name: 'prometheus', account: 'anna', state: 'active', usedOn: null })
  expect(room.accounts.apiKeys.use(text)).toMatchObject({
    ...{ name: 'anna', role: 'owner', scopes: ['journal', 'metrics'] },
  })
  const kept = JSON.stringify(room.database.run((db) => db.prepare('SELECT * FROM api_key').all()))
  const said = JSON.stringify([kept, room.ledger.list({ limit: 50 }), room.captured.lines(), room.noted])
  for (const secret of [text, text.slice(17), Buffer.from(text).toString('base64')])
    expect(said).not.toContain(secret)
  expect(room.noted.at(-1)).toEqual({
    ...{ action: 'api-key.added', actor: 'box', subject: 'prometheus' },
    facts: { role: 'owner', scopes: 'journal metrics', days: 30 },
  })
})

test('what is nearly a key opens nothing, another key’s id with its secret neither', async () => {
  const { room, text, terms } = await withKey()
  const other = room.accounts.apiKeys.add('backup', terms).text
  const last = text.endsWith('A') ? 'B' : 'A'
  for (const wrong of [
    ...[
      '',
      'ghk_',
      text.slice(0, -1),
      `${text}A`,
      `${text.slice(0, -1)}${last}`,
      text.toUpperCase(),
      ` ${text}`,
    ],
    ...[other.slice(0, 17) + text.slice(17), text.replace('ghk_', ''), `ghk_000000000000_${text.slice(17)}`],
  ])
    expect([wrong, room.accounts.apiKeys.use(wrong)]).toEqual([wrong, null])
})

test('a key has an end within a year, no later than its account’s, and opens nothing from then on', async () => {
  const { room, text, key, terms } = await withKey()
  const { apiKeys } = room.accounts
  await room.member('carl', 'contractor', { until: room.now() + 10 * dayMs })
  const endOf = (account: string, until: number) =>
    refusal(() => apiKeys.add('other', { ...terms, account, until }))
  const invalid = 'API_KEY_END_INVALID'
  expect([endOf('anna', room.now()), endOf('anna', room.now() + 367 * dayMs)]).toEqual([invalid, invalid])
  expect([endOf('carl', room.now() + 11 * dayMs), endOf('carl', Number.NaN)]).toEqual([invalid, invalid])
  room.setClock(key.expiresAt - room.now() - 1)
  expect(apiKeys.use(text)).not.toBeNull()
  const id = apiKeys.use(text)?.id ?? ''
  expect(apiKeys.isOpen(id)).toBe(true)
  room.setClock(1)
  expect([apiKeys.use(text), apiKeys.isOpen(id)]).toEqual([null, false])
  expect(apiKeys.list()).toMatchObject([{ name: 'prometheus', state: 'expired' }])
})

test('names, accounts and scopes that cannot be are refused, and leave no key and no entry', async () => {
  const { room, terms } = await withKey()
  const { apiKeys, desk } = room.accounts
  desk.add('wim', { role: 'staff', until: null })
  await room.member('sue', 'staff', { withApp: false })
  await room.member('carl', 'contractor')
  const before = [apiKeys.list(), room.ledger.size]
  const add = (name: string, change: Partial<typeof terms>) =>
    refusal(() => apiKeys.add(name, { ...terms, ...change }))
  expect(add('../../etc', {})).toBe('API_KEY_NAME_INVALID')
  expect(add('prometheus', {})).toBe('API_KEY_EXISTS')
  expect(add('x1', { account: 'nobody' })).toBe('ACCOUNT_UNKNOWN')
  expect(add('x1', { account: 'wim' })).toBe('ACCOUNT_INACTIVE')
  for (const scopes of [
    [],
    ['everything'],
    ['metrics', 'account'],
    ['constructor'],
    ['metrics journal'],
    [''],
  ])
    expect([scopes, add('x1', { scopes })]).toEqual([scopes, 'API_KEY_SCOPE_INVALID'])
  // More than the role of the account may read, or anything for staff.
  expect(add('x1', { account: 'carl', scopes: ['vault'] })).toBe('API_KEY_SCOPE_INVALID')
  expect(add('x1', { account: 'sue', scopes: ['status'] })).toBe('API_KEY_SCOPE_INVALID')
  expect([apiKeys.list(), room.ledger.size]).toEqual(before)
})

test('a revoked key opens nothing more at once, the ledger says so, and its name can be given anew', async () => {
  const { room, text, terms } = await withKey()
  const { apiKeys } = room.accounts
  const id = apiKeys.use(text)?.id ?? ''
  expect(apiKeys.revoke('prometheus', 'box')).toMatchObject({ state: 'revoked' })
  expect([apiKeys.use(text), apiKeys.isOpen(id)]).toEqual([null, false])
  expect(room.noted.at(-1)).toMatchObject({
    action: 'api-key.revoked',
    subject: 'prometheus',
    facts: { cause: 'asked' },
  })
  apiKeys.revoke('prometheus', 'box')
  expect(room.noted.filter(({ action }) => action === 'api-key.revoked')).toHaveLength(1)
  const again = apiKeys.add('prometheus', terms).text
  expect([apiKeys.use(text), apiKeys.use(again)?.name]).toEqual([null, 'anna'])
  expect(refusal(() => apiKeys.revoke('nobody', 'box'))).toBe('API_KEY_UNKNOWN')
})

test.each(['reset', 'revoke'] as const)(
  'a %s of the account revokes its keys, and those of nobody else',
  async (how) => {
    const { room, text, terms } = await withKey()
    const { apiKeys, desk } = room.accounts
    await room.member('otto', 'owner')
    const others = apiKeys.add('backup', { ...terms, account: 'otto' }).text
    if (how === 'reset') await room.setUp(desk.reset('anna', { role: null, until: null }).code)
    else desk.revoke('anna', 'box')
    expect([apiKeys.use(text), apiKeys.use(others)?.name]).toEqual([null, 'otto'])
    expect(room.noted).toContainEqual({
      ...{ action: 'api-key.revoked', actor: 'box', subject: 'prometheus', facts: { cause: 'account' } },
    })
    if (how === 'reset') return
    // Whoever gets the name later gets no key of the former.
    await room.member('anna', 'owner')
    expect(apiKeys.list().map(({ name }) => name)).toEqual(['backup'])
  },
)

test('a key opens nothing while its account is not active, whatever the key’s own row says', async () => {
  const { room, text } = await withKey()
  const { apiKeys } = room.accounts
  const set = (sql: string, value: number | null) =>
    room.database.run((db) => db.prepare(`UPDATE account SET ${sql} = ?`).run(value))
  for (const column of ['expires_at', 'revoked_at']) {
    set(column, room.now() - 1)
    expect([column, apiKeys.use(text)]).toEqual([column, null])
    set(column, null)
    expect(apiKeys.use(text)?.name).toBe('anna')
  }
  room.database.run((db) => db.exec('UPDATE account SET password_hash = NULL'))
  expect(apiKeys.use(text)).toBeNull()
})

test('what cannot be written ends all the same, until it can; what was refused as wrong ends nothing', async () => {
  const { room, text } = await withKey()
  const { apiKeys, desk } = room.accounts
  const otherKey = apiKeys.add('backup', { account: 'anna', scopes: ['metrics'], until: monthOn(room) }).text
  expect(() => desk.reset('anna', { role: null, until: room.now() })).toThrow()
  expect(apiKeys.use(text)).not.toBeNull()
  room.breakLedger(new GatewayError('STORE_FULL'))
  expect(refusal(() => apiKeys.revoke('prometheus', 'box'))).toBe('STORE_FULL')
  expect([apiKeys.use(text), apiKeys.use(otherKey)?.name]).toEqual([null, 'anna'])
  expect(refusal(() => desk.revoke('anna', 'box'))).toBe('STORE_FULL')
  expect(apiKeys.use(otherKey)).toBeNull()
  // What is refused as wrong afterwards opens none of it again.
  expect(refusal(() => desk.reset('anna', { role: null, until: room.now() }))).toBe('ACCOUNT_END_INVALID')
  expect(apiKeys.use(otherKey)).toBeNull()
  room.breakLedger(null)
  desk.revoke('anna', 'box')
  expect(apiKeys.list().every(({ state }) => state === 'revoked')).toBe(true)
})

test('a key that opens nothing since its end could not be written is shown as revoked, and no other is made for its account', async () => {
  const { room, terms } = await withKey()
  const { apiKeys, desk } = room.accounts
  apiKeys.add('backup', terms)
  const states = () => apiKeys.list().map(({ name, state }) => [name, state])
  room.breakLedger(new GatewayError('STORE_FULL'))
  expect(refusal(() => apiKeys.add('third', terms))).toBe('STORE_FULL')
  expect(refusal(() => apiKeys.revoke('prometheus', 'box'))).toBe('STORE_FULL')
  expect(states()).toEqual([
    ['backup', 'active'],
    ['prometheus', 'revoked'],
  ])
  expect(refusal(() => desk.revoke('anna', 'box'))).toBe('STORE_FULL')
  room.breakLedger(null)
  expect(states()).toEqual([
    ['backup', 'revoked'],
    ['prometheus', 'revoked'],
  ])
  expect(() => apiKeys.add('third', terms)).toThrow(
    expect.objectContaining({
      code: 'ACCOUNT_INACTIVE',
      hint: expect.stringContaining('Its end could not be written: do it again, gatehouse user revoke anna'),
    }),
  )
  await room.setUp(desk.reset('anna', { role: null, until: null }).code)
  expect(apiKeys.use(apiKeys.add('third', terms).text)?.name).toBe('anna')
})

test('the last use is kept by its day, after a restart too, and reading goes on where it cannot be written', async () => {
  const { room, text } = await withKey()
  const dayOf = (of: Room) => of.accounts.apiKeys.list()[0]?.usedOn
  room.accounts.apiKeys.use(text)
  expect(dayOf(room)).toBe('2026-11-23')
  room.pass(dayMs)
  room.database.run((db) =>
    db.exec("CREATE TRIGGER full BEFORE UPDATE ON api_key BEGIN SELECT RAISE(ABORT, 'full'); END"),
  )
  for (let turn = 0; turn < 3; turn += 1) expect(room.accounts.apiKeys.use(text)).not.toBeNull()
  expect(JSON.stringify(room.captured.lines()).match(/api-key.use-unnoted/g)).toHaveLength(1)
  expect(dayOf(room)).toBe('2026-11-23')
  room.database.run((db) => db.exec('DROP TRIGGER full'))
  const later = await room.restarted()
  expect(later.accounts.apiKeys.use(text)?.name).toBe('anna')
  expect(dayOf(later)).toBe('2026-11-24')
})

test('the doctor says which keys end soon and which nobody uses', async () => {
  const { room, text, terms } = await withKey()
  const { apiKeys } = room.accounts
  const look = () => checkApiKeys(apiKeys.list(), room.now())
  // A young one that nobody used yet is no used one either.
  const meaning = 'None of them ends soon, and none has lain unused for three months.'
  expect(look()).toMatchObject([{ state: 'ok', found: '1 API key can read.', meaning }])
  room.pass(17 * dayMs)
  expect(look()).toMatchObject([{ state: 'warn', found: expect.stringContaining('prometheus will not') }])
  apiKeys.revoke('prometheus', 'box')
  expect(look()).toEqual([])
  const { text: unused } = apiKeys.add('backup', { ...terms, until: room.now() + 300 * dayMs })
  expect(unused).not.toBe(text)
  room.pass(91 * dayMs)
  expect(look()).toMatchObject([{ state: 'warn', found: expect.stringContaining('read by backup') }])
  apiKeys.use(unused)
  expect(look()).toMatchObject([{ state: 'ok' }])
})
