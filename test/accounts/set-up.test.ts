/** Promises about one-time codes: that they count once and for whom they were made, and what is kept of what was chosen. */
import { expect, test } from 'vitest'
import { accountRoles } from '../../gateway/core/account/account.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { createAccountRegister } from '../../gateway/store/account-register.ts'
import { occurrences, plainDatabase } from '../retention/plain-database.ts'
import { address, openRoom, password, type Room } from './room.ts'

function begin({ accounts }: Room, code: string) {
  const begun = accounts.setUp.begin({ code, address })
  if (begun.kind !== 'begun') throw new Error(`not begun: ${begun.kind}`)
  return begun.view
}

test('the code, a good password and a code of the app make an account; the one-time code then counts no more', async () => {
  const room = await openRoom()
  const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })
  const view = begin(room, ` ${code.toLowerCase().replaceAll('-', '')} `)
  expect(view).toMatchObject({ name: 'anna', role: 'owner', secondFactorNeeded: true })
  expect(view.uri).toMatch(/^otpauth:\/\/totp\/Gatehouse%20Okafor:anna\?.*secret=[A-Z2-7]{32}/)
  expect(view.uri).toContain(view.seed.replaceAll(' ', ''))
  const finish = (change: object) =>
    room.accounts.setUp.finish({
      ...{ ticket: view.ticket, password, code: room.codeOf(view.uri), address },
      ...change,
    })
  expect(await finish({ code: '' })).toMatchObject({ kind: 'wrong-code' })
  expect(await finish({ code: '000000' })).toMatchObject({ kind: 'wrong-code' })
  const done = await finish({})
  expect(done).toMatchObject({ kind: 'done' })
  expect(await finish({})).toEqual({ kind: 'over' })
  expect(room.accounts.setUp.begin({ code, address })).toEqual({ kind: 'wrong' })
  expect(room.accounts.desk.list()).toMatchObject([
    { state: 'active', secondFactor: true, recoveryCodesLeft: 10 },
  ])
  expect(room.accounts.sessions.use(done.kind === 'done' ? done.secret : '')).toMatchObject({ name: 'anna' })
  expect(room.noted.map(({ action }) => action)).toEqual(['account.added', 'account.set-up'])
})

test('the code that proved the app is used up: it signs nobody in', async () => {
  const room = await openRoom()
  const { uri } = await room.member('anna', 'owner')
  const ticket = await room.ticketOf('anna')
  expect(room.accounts.signIn.finish({ ticket, code: room.codeOf(uri, -30_000), address })).toEqual({
    kind: 'wrong',
  })
})

test.each([
  ['eleven letters', 'elevenchars'],
  ['the name', 'annabelle 1234'],
  ['one letter again and again', 'aaaaaaaaaaaaaaaaaaaa'],
  ['a row of keys', 'qwertyuiopasdfg'],
  ['what the office is called', 'Okafor-2026-Okafor'],
  ['more than 256 letters', 'abcdefgh'.repeat(33)],
  ['a line break', 'seven small\nboats at noon'],
])('a password of %s is refused, and the code counts on', async (_what, chosen) => {
  const room = await openRoom()
  const { code } = room.accounts.desk.add('annabelle', { role: 'owner', until: null })
  const { ticket, uri } = begin(room, code)
  const finish = (text: string) =>
    room.accounts.setUp.finish({ ticket, password: text, code: room.codeOf(uri), address })
  expect(await finish(chosen)).toMatchObject({ kind: 'bad-password' })
  expect(await finish(password)).toMatchObject({ kind: 'done' })
})

test('a password that grows when its letters are taken apart can be typed again', async () => {
  const room = await openRoom()
  const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })
  const { ticket, uri } = begin(room, code)
  const chosen = '각낙닥락막박삭악'.repeat(12).normalize('NFD')
  expect(chosen).toHaveLength(288)
  const given = { ticket, password: chosen, code: room.codeOf(uri), address }
  expect(await room.accounts.setUp.finish(given)).toMatchObject({ kind: 'done' })
  expect(await room.accounts.signIn.begin({ name: 'anna', password: chosen, address })).toMatchObject({
    kind: 'code-wanted',
  })
})

test('staff may go without; then the password has to be longer', async () => {
  const room = await openRoom()
  const { code } = room.accounts.desk.add('rita', { role: 'staff', until: null })
  const { ticket } = begin(room, code)
  const finish = (text: string) => room.accounts.setUp.finish({ ticket, password: text, code: '', address })
  expect(await finish('thirteen long')).toMatchObject({ kind: 'bad-password' })
  expect(await finish(password)).toMatchObject({ kind: 'done', recoveryCodes: [] })
})

test.each(accountRoles.filter((role) => role !== 'staff'))(
  'a set-up of role %s never ends without an app',
  async (role) => {
    const room = await openRoom()
    const { code } = room.accounts.desk.add('anna', { role, until: null })
    const { ticket } = begin(room, code)
    const finished = await room.accounts.setUp.finish({ ticket, password, code: '', address })
    expect(finished).toMatchObject({ kind: 'wrong-code' })
  },
)

test('of two browsers with one code the first to finish has the account', async () => {
  const room = await openRoom()
  const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })
  const views = [begin(room, code), begin(room, code)]
  const finished = await Promise.all(
    views.map(({ ticket, uri }, turn) =>
      room.accounts.setUp.finish({ ticket, password, code: room.codeOf(uri), address: `10.0.0.${turn}` }),
    ),
  )
  expect(finished.map(({ kind }) => kind).sort()).toEqual(['done', 'over'])
})

test('a code ends after three days, with a newer one, and with the account', async () => {
  const room = await openRoom()
  const first = room.accounts.desk.add('anna', { role: 'owner', until: null })
  const second = room.accounts.desk.reset('anna', { role: null, until: null })
  const { ticket, uri } = begin(room, second.code)
  expect(room.accounts.setUp.begin({ code: first.code, address })).toEqual({ kind: 'wrong' })
  room.accounts.desk.revoke('anna', 'box')
  const finish = () => room.accounts.setUp.finish({ ticket, password, code: room.codeOf(uri), address })
  expect(await finish()).toEqual({ kind: 'over' })
  const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })
  room.pass(3 * dayMs)
  expect(room.accounts.setUp.begin({ code, address })).toEqual({ kind: 'wrong' })
})

test('guessing one-time codes is slowed as guessing passwords is', async () => {
  const room = await openRoom()
  const guess = () => room.accounts.setUp.begin({ code: 'AAAA-AAAA-AAAA-AAAA', address }).kind
  expect(Array.from({ length: 11 }, guess)).toEqual([...Array<string>(10).fill('wrong'), 'too-often'])
  expect(await room.accounts.signIn.begin({ name: 'anna', password, address })).toMatchObject({
    kind: 'too-often',
  })
})

test('where it cannot be noted nothing is set up, and the code counts on', async () => {
  const room = await openRoom()
  const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })
  const { ticket, uri } = begin(room, code)
  const finish = () => room.accounts.setUp.finish({ ticket, password, code: room.codeOf(uri), address })
  room.breakLedger(new GatewayError('STORE_READ_ONLY'))
  await expect(finish()).rejects.toMatchObject({ code: 'STORE_READ_ONLY' })
  expect(room.accounts.desk.list()).toMatchObject([{ state: 'waiting', recoveryCodesLeft: 0 }])
  room.breakLedger(null)
  expect(await finish()).toMatchObject({ kind: 'done' })
})

test('what is kept is no password, no seed and no code, whoever reads the database; a reset wipes what was kept', async () => {
  const database = plainDatabase(true)
  const room = await openRoom(database)
  const { uri, recoveryCodes } = await room.member('anna', 'owner')
  const seed = new URL(uri).searchParams.get('secret') ?? ''
  for (const secret of [password, seed, ...recoveryCodes, recoveryCodes[0]?.replaceAll('-', '') ?? ''])
    expect(occurrences(database, secret)).toBe(0)
  const kept = createAccountRegister(database).byName('anna')
  expect(kept?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  const sealed = kept?.totp?.sealed.toString('latin1') ?? ''
  expect(occurrences(database, sealed)).toBeGreaterThan(0)
  room.accounts.desk.reset('anna', { role: null, until: null })
  database.run((db) => db.pragma('wal_checkpoint(TRUNCATE)'))
  for (const gone of [sealed, kept?.passwordHash ?? '']) expect(occurrences(database, gone)).toBe(0)
  expect(JSON.stringify([room.noted, room.captured.lines()])).not.toMatch(
    /seven small|[0-9A-Z]{4}-[0-9A-Z]{4}-/,
  )
})
