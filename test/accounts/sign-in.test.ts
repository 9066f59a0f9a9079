/** Promises about signing in: what counts once, how slow guessing is, and that nobody is told whose name is whose. */
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { hourMs, minuteMs } from '../../gateway/core/units.ts'
import { address, openRoom, password, type Room } from './room.ts'

const slow = 120_000

test('name, password and a code of the app let an owner in; the password alone does not', async () => {
  const room = await openRoom()
  const { uri } = await room.member('anna', 'owner')
  const ticket = await room.ticketOf(' Anna ')
  expect(room.accounts.signIn.finish({ ticket, code: '', address })).toEqual({ kind: 'wrong' })
  const verdict = room.accounts.signIn.finish({ ticket, code: ` ${room.codeOf(uri)} `, address })
  expect(verdict).toMatchObject({ kind: 'signed-in', holder: { name: 'anna', role: 'owner' } })
  expect(room.noted.at(-1)).toMatchObject({
    ...{ action: 'account.signed-in', actor: 'account', subject: 'anna' },
    facts: { role: 'owner', by: 'code' },
  })
})

test('a replayed code of the app is refused, and so is an older one; one step to each side counts', async () => {
  const room = await openRoom()
  const { uri } = await room.member('anna', 'owner')
  const enter = async (code: string) =>
    room.accounts.signIn.finish({ ticket: await room.ticketOf('anna'), code, address }).kind
  // Two steps off is too far.
  expect(await enter(room.codeOf(uri, 60_000))).toBe('wrong')
  expect(await enter(room.codeOf(uri, 30_000))).toBe('signed-in')
  expect(await enter(room.codeOf(uri, 30_000))).toBe('wrong')
  expect(await enter(room.codeOf(uri))).toBe('wrong')
  room.pass(60_000)
  expect(await enter(room.codeOf(uri, -30_000))).toBe('wrong')
  expect(await enter(room.codeOf(uri))).toBe('signed-in')
})

test('after a restart used codes of app and paper stay used, and the next ones count', async () => {
  const before = await openRoom()
  const { uri, recoveryCodes } = await before.member('anna', 'owner')
  const [paper = '', nextPaper = ''] = recoveryCodes
  const enter = async (room: Room, code: string) =>
    room.accounts.signIn.finish({ ticket: await room.ticketOf('anna'), code, address }).kind
  const code = before.codeOf(uri)
  expect([await enter(before, code), await enter(before, paper)]).toEqual(['signed-in', 'signed-in'])
  const room = await before.restarted()
  expect([await enter(room, code), await enter(room, paper)]).toEqual(['wrong', 'wrong'])
  expect([await enter(room, room.codeOf(uri, 30_000)), await enter(room, nextPaper)]).toEqual([
    'signed-in',
    'signed-in',
  ])
})

test('a recovery code counts once, however it is typed, and no second time', async () => {
  const room = await openRoom()
  const { recoveryCodes } = await room.member('anna', 'owner')
  expect(new Set(recoveryCodes).size).toBe(10)
  const [code = ''] = recoveryCodes
  const enter = async (typed: string) =>
    room.accounts.signIn.finish({ ticket: await room.ticketOf('anna'), code: typed, address }).kind
  expect(await enter(code.toLowerCase().replaceAll('-', ' '))).toBe('signed-in')
  expect(await enter(code)).toBe('wrong')
  expect(room.noted.at(-1)).toMatchObject({ facts: { by: 'recovery-code', recoveryCodesLeft: 9 } })
  expect(room.accounts.desk.list()).toMatchObject([{ recoveryCodesLeft: 9 }])
})

test(
  'unknown, revoked, expired and waiting names cost a look at a password and get the same answer as a wrong one',
  async () => {
    const room = await openRoom()
    await room.member('anna', 'owner')
    await room.member('rita', 'auditor')
    await room.member('carl', 'contractor', { until: room.now() + hourMs })
    room.accounts.desk.revoke('rita', 'box')
    room.accounts.desk.add('wim', { role: 'owner', until: null })
    room.pass(hourMs)
    const answers = []
    for (const name of ['anna', 'nobody', 'rita', 'carl', 'wim', 'x'.repeat(100), '../a']) {
      const before = room.looks()
      const given = name === 'anna' ? 'a wrong password, long enough' : password
      answers.push([
        await room.accounts.signIn.begin({ name, password: given, address }),
        room.looks() - before,
      ])
    }
    expect(answers).toEqual(answers.map(() => [{ kind: 'wrong' }, 1]))
  },
  slow,
)

test(
  'brute force: ten wrong ones in a minute and the address waits, right or wrong; others sign in; the ledger says it once',
  async () => {
    const room = await openRoom()
    await room.member('anna', 'staff', { withApp: false })
    const enter = (given: string, from = address) =>
      room.accounts.signIn.begin({ name: 'anna', password: given, address: from })
    for (let turn = 0; turn < 10; turn += 1)
      expect(await enter(`guess number ${turn}`)).toEqual({ kind: 'wrong' })
    const looked = room.looks()
    expect(await enter(password)).toEqual({ kind: 'too-often', retryAfterSeconds: 60 })
    expect(room.looks()).toBe(looked)
    expect(await enter(password, '192.168.1.21')).toMatchObject({ kind: 'signed-in' })
    room.pass(minuteMs)
    expect(await enter(password)).toMatchObject({ kind: 'signed-in' })
    const slowed = room.noted.filter(({ action }) => action === 'account.sign-in-slowed')
    expect(slowed).toMatchObject([{ actor: 'gateway', facts: { cause: 'address' } }])
  },
  slow,
)

test(
  'guessing codes behind a stolen password stops at twenty an hour from wherever; a recovery code still lets its owner in',
  async () => {
    const room = await openRoom()
    const { uri, recoveryCodes } = await room.member('anna', 'owner')
    for (let turn = 0; turn < 20; turn += 1) {
      const from = `10.0.${turn}.1`
      const begun = await room.accounts.signIn.begin({ name: 'anna', password, address: from })
      const ticket = begun.kind === 'code-wanted' ? begun.ticket : ''
      expect(room.accounts.signIn.finish({ ticket, code: '000000', address: from }).kind).toBe('wrong')
    }
    const ticket = await room.ticketOf('anna')
    const finish = (code: string) => room.accounts.signIn.finish({ ticket, code, address })
    expect(finish(room.codeOf(uri))).toMatchObject({ kind: 'too-often' })
    expect(finish(recoveryCodes[3] ?? '')).toMatchObject({ kind: 'signed-in' })
    expect(room.noted).toContainEqual(expect.objectContaining({ subject: 'anna', facts: { cause: 'codes' } }))
    expect(room.health.warnings()).toMatchObject([{ code: 'ACCOUNT_PASSWORD_KNOWN', severity: 'act-now' }])
    expect(JSON.stringify(room.health.warnings())).not.toContain('anna')
    room.accounts.desk.reset('anna', { role: null, until: null })
    expect(room.health.warnings()).toEqual([])
  },
  slow,
)

test(
  'five wrong codes and the password is asked for again; a ticket ends by itself and with its use',
  async () => {
    const room = await openRoom()
    const { uri } = await room.member('anna', 'owner')
    const finish = (ticket: string, code: string) =>
      room.accounts.signIn.finish({ ticket, code, address }).kind
    const first = await room.ticketOf('anna')
    const kinds = Array.from({ length: 6 }, () => finish(first, 'wrong'))
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'over', 'over'])
    const late = await room.ticketOf('anna')
    room.pass(10 * minuteMs)
    expect(finish(late, room.codeOf(uri))).toBe('over')
    const used = await room.ticketOf('anna')
    expect([finish(used, room.codeOf(uri)), finish(used, room.codeOf(uri, 30_000))]).toEqual([
      'signed-in',
      'over',
    ])
  },
  slow,
)

test('a huge password is refused without being looked at', async () => {
  const room = await openRoom()
  await room.member('anna', 'owner')
  const verdict = await room.accounts.signIn.begin({ name: 'anna', password: 'x'.repeat(100_000), address })
  expect([verdict, room.looks()]).toEqual([{ kind: 'wrong' }, 0])
})

test(
  '1,000 sign-ins at once: few are looked at, one at a time, and everybody gets an answer',
  async () => {
    const room = await openRoom()
    await room.member('anna', 'owner')
    const from = (turn: number) => `10.1.${turn >> 3}.7`
    const verdicts = await Promise.all(
      Array.from({ length: 1000 }, (_, turn) =>
        room.accounts.signIn.begin({
          name: `name${turn}`,
          password: 'not the right one',
          address: from(turn),
        }),
      ),
    )
    const counts = Map.groupBy(verdicts, ({ kind }) => kind)
    // One that is looked at and sixty-four that wait.
    expect(room.looks()).toBeLessThanOrEqual(65)
    expect(counts.get('busy')?.length).toBeGreaterThanOrEqual(1000 - 65)
    expect(await room.ticketOf('anna')).toMatch(/^[\w-]{43}$/)
  },
  slow,
)

test(
  'one machine with many IPv6 addresses counts as one, in the queue as well',
  async () => {
    const room = await openRoom()
    const verdicts = await Promise.all(
      Array.from({ length: 40 }, (_, turn) =>
        room.accounts.signIn.begin({ name: 'anna', password, address: `fd00:1:2:3::${turn + 1}` }),
      ),
    )
    expect(verdicts.filter(({ kind }) => kind === 'busy')).toHaveLength(31)
  },
  slow,
)

test(
  'who is reset or revoked while the password is looked at does not get in',
  async () => {
    const room = await openRoom()
    await room.member('anna', 'staff', { withApp: false })
    const looking = room.accounts.signIn.begin({ name: 'anna', password, address })
    room.accounts.desk.revoke('anna', 'box')
    expect(await looking).toEqual({ kind: 'wrong' })
    await room.member('otto', 'owner')
    const ticket = await room.ticketOf('otto')
    room.accounts.desk.reset('otto', { role: null, until: null })
    expect(room.accounts.signIn.finish({ ticket, code: '123456', address })).toEqual({ kind: 'over' })
  },
  slow,
)

test(
  'where the sign-in cannot be noted nobody gets in by an account, no code is used up, and the token still opens',
  async () => {
    const room = await openRoom()
    const { uri } = await room.member('anna', 'owner')
    const ticket = await room.ticketOf('anna')
    room.breakLedger(new GatewayError('STORE_FULL'))
    const finish = () => room.accounts.signIn.finish({ ticket, code: room.codeOf(uri), address })
    expect(finish).toThrow(expect.objectContaining({ code: 'STORE_FULL' }))
    const byToken = room.accounts.signIn.byToken(address)
    expect(room.accounts.sessions.use(byToken)).toMatchObject({ account: null, role: 'owner' })
    room.breakLedger(null)
    expect(finish()).toMatchObject({ kind: 'signed-in' })
  },
  slow,
)
