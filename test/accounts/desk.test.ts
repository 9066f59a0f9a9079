/** Promises to whoever runs the box about accounts: who has access until when, and that taking it away takes it away at once. */
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { checkAccounts } from '../../gateway/ops/doctor/accounts.ts'
import { address, openRoom, password } from './room.ts'

test('a contractor’s account ends after 30 days unless told, within a year at most; others when they are revoked', async () => {
  const room = await openRoom()
  const { desk } = room.accounts
  const endOf = (name: string, role: 'contractor' | 'auditor', until: number | null) =>
    desk.add(name, { role, until }).account.expiresAt
  expect(endOf('carl', 'contractor', null)).toBe(room.now() + 30 * dayMs)
  expect(endOf('cora', 'contractor', room.now() + 90 * dayMs)).toBe(room.now() + 90 * dayMs)
  expect(endOf('rita', 'auditor', null)).toBeNull()
  for (const [role, until] of [
    ['contractor', room.now() + 367 * dayMs],
    ['auditor', room.now() + 4000 * dayMs],
    ['auditor', room.now()],
  ] as const)
    expect(() => desk.add('otto', { role, until })).toThrow(
      expect.objectContaining({ code: 'ACCOUNT_END_INVALID' }),
    )
  expect(desk.list().map(({ name }) => name)).toEqual(['carl', 'cora', 'rita'])
})

test('a reset ends sessions, password, codes and half-done sign-ins at once, and another role comes with a new start alone', async () => {
  const room = await openRoom()
  const { desk, sessions, signIn } = room.accounts
  const { secret, uri, recoveryCodes } = await room.member('anna', 'owner')
  const ticket = await room.ticketOf('anna')
  expect(sessions.use(secret)).not.toBeNull()
  const { account } = desk.reset('anna', { role: 'staff', until: null })
  expect(account).toMatchObject({
    role: 'staff',
    state: 'waiting',
    secondFactor: false,
    recoveryCodesLeft: 0,
  })
  expect(sessions.use(secret)).toBeNull()
  for (const code of [room.codeOf(uri), recoveryCodes[0] ?? ''])
    expect(signIn.finish({ ticket, code, address })).toEqual({ kind: 'over' })
  expect(await signIn.begin({ name: 'anna', password, address })).toEqual({ kind: 'wrong' })
  expect(room.noted.slice(-2)).toMatchObject([
    { action: 'account.reset', actor: 'box', subject: 'anna', facts: { role: 'staff' } },
    { action: 'account.role-changed', facts: { from: 'owner', to: 'staff' } },
  ])
})

test('who is revoked is out at once and for good; the name can be given to somebody else, who gets nothing of the former', async () => {
  const room = await openRoom()
  const { desk, sessions } = room.accounts
  const { secret, recoveryCodes } = await room.member('anna', 'owner')
  expect(desk.revoke('anna', 'box')).toMatchObject({ state: 'revoked', secondFactor: false })
  expect(sessions.use(secret)).toBeNull()
  expect(() => desk.reset('anna', { role: null, until: null })).toThrow(
    expect.objectContaining({ code: 'ACCOUNT_REVOKED' }),
  )
  await room.member('anna', 'auditor')
  const ticket = await room.ticketOf('anna')
  const [code = ''] = recoveryCodes
  expect(room.accounts.signIn.finish({ ticket, code, address })).toEqual({ kind: 'wrong' })
  expect(desk.list()).toHaveLength(1)
})

test('a revocation that cannot be written ends the sessions all the same', async () => {
  const room = await openRoom()
  const { secret } = await room.member('anna', 'owner')
  room.breakLedger(new GatewayError('STORE_FULL'))
  expect(() => room.accounts.desk.revoke('anna', 'box')).toThrow(
    expect.objectContaining({ code: 'STORE_FULL' }),
  )
  expect(room.accounts.sessions.use(secret)).toBeNull()
})

test('a change and its entry in the ledger are one write: what fails of either leaves neither', async () => {
  const room = await openRoom()
  const { desk } = room.accounts
  await room.member('anna', 'owner')
  const before = { accounts: desk.list(), entries: room.ledger.size }
  const changes = [
    () => desk.add('otto', { role: 'owner', until: null }),
    () => desk.reset('anna', { role: 'staff', until: null }),
    () => desk.revoke('anna', 'box'),
  ]
  room.breakLedger(new GatewayError('STORE_FULL'))
  for (const change of changes) expect(change).toThrow(expect.objectContaining({ code: 'STORE_FULL' }))
  room.breakLedger(null)
  for (const event of ['INSERT', 'UPDATE'])
    room.database.run((db) =>
      db.exec(
        `CREATE TRIGGER broken_${event} BEFORE ${event} ON account BEGIN SELECT RAISE(ABORT, 'broken'); END`,
      ),
    )
  for (const change of changes) expect(change).toThrow()
  expect({ accounts: desk.list(), entries: room.ledger.size }).toEqual(before)
})

test('an expired account signs in no more, and has a new end with a new start', async () => {
  const room = await openRoom()
  const { secret } = await room.member('carl', 'contractor')
  room.setClock(30 * dayMs)
  expect(room.accounts.sessions.use(secret)).toBeNull()
  expect(await room.accounts.signIn.begin({ name: 'carl', password, address })).toEqual({ kind: 'wrong' })
  expect(room.accounts.desk.list()).toMatchObject([{ state: 'expired' }])
  const { account } = room.accounts.desk.reset('carl', { role: null, until: null })
  expect(account).toMatchObject({ state: 'waiting', expiresAt: room.now() + 30 * dayMs })
})

test('a reset keeps the end of an account, with another role too, and asks for another one where it has passed', async () => {
  const room = await openRoom()
  const { desk } = room.accounts
  const until = room.now() + 10 * dayMs
  desk.add('rita', { role: 'auditor', until })
  desk.add('otto', { role: 'staff', until })
  desk.add('anna', { role: 'owner', until: null })
  const endOf = (name: string, role: 'staff' | 'contractor' | null, end: number | null = null) =>
    desk.reset(name, { role, until: end }).account.expiresAt
  expect([endOf('rita', null), endOf('rita', 'staff'), endOf('rita', 'contractor')]).toEqual([
    until,
    until,
    until,
  ])
  expect(endOf('anna', null)).toBeNull()
  expect(endOf('anna', 'contractor')).toBe(room.now() + 30 * dayMs)
  room.setClock(10 * dayMs)
  expect(() => endOf('otto', null)).toThrow(expect.objectContaining({ code: 'ACCOUNT_END_INVALID' }))
  expect(() => endOf('rita', 'staff')).toThrow(expect.objectContaining({ code: 'ACCOUNT_END_INVALID' }))
  expect(desk.list().find(({ name }) => name === 'otto')).toMatchObject({ state: 'expired' })
  expect(endOf('otto', null, room.now() + dayMs)).toBe(room.now() + dayMs)
})

test('names that are none, that are taken and that nobody has are refused in words', async () => {
  const { desk } = (await openRoom()).accounts
  const terms = { role: 'owner', until: null } as const
  const refusal = (work: () => unknown) => {
    try {
      work()
    } catch (error) {
      return (error as GatewayError).code
    }
    return 'not refused'
  }
  desk.add('anna', terms)
  expect(refusal(() => desk.add('Anna K', terms))).toBe('USER_NAME_INVALID')
  expect(refusal(() => desk.add('../../etc', terms))).toBe('USER_NAME_INVALID')
  expect(refusal(() => desk.add('anna', terms))).toBe('ACCOUNT_EXISTS')
  expect(refusal(() => desk.reset('otto', { role: null, until: null }))).toBe('ACCOUNT_UNKNOWN')
  expect(refusal(() => desk.revoke('otto', 'box'))).toBe('ACCOUNT_UNKNOWN')
  expect(refusal(() => desk.endSession('0123456789ab', { by: 'overseer', actor: 'box' }))).toBe(
    'SESSION_UNKNOWN',
  )
})

test('nobody is called what the ledger calls something of its own', async () => {
  const room = await openRoom()
  for (const name of ['gateway', 'box', 'token', 'account', 'clock'])
    expect(() => room.accounts.desk.add(name, { role: 'owner', until: null })).toThrow(
      expect.objectContaining({ code: 'USER_NAME_INVALID' }),
    )
  expect(room.noted).toEqual([])
})

test('the doctor says whose access ends or waits, and that no owner has an account', async () => {
  const room = await openRoom()
  const { desk } = room.accounts
  const look = () => checkAccounts(desk.list(), room.now())
  expect(look()).toEqual([])
  await room.member('carl', 'contractor')
  expect(look()).toMatchObject([
    { state: 'warn', found: expect.stringContaining('None of them is an owner') },
  ])
  await room.member('anna', 'owner')
  expect(look()).toMatchObject([{ state: 'ok', found: '2 accounts can sign in.' }])
  room.pass(24 * dayMs)
  expect(look()).toMatchObject([{ state: 'warn', found: expect.stringContaining('carl ends within a week') }])
  desk.revoke('carl', 'box')
  desk.add('wim', { role: 'staff', until: null })
  room.pass(4 * dayMs)
  expect(look()).toMatchObject([{ state: 'warn', found: expect.stringContaining('code of wim has ended') }])
})
