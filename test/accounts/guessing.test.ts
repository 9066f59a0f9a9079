/** Promises about guessing codes behind a password that somebody knows: it is slow, it is said, and the owner gets in all the same. */
import { expect, test } from 'vitest'
import { hourMs, minuteMs } from '../../gateway/core/units.ts'
import { address, openRoom, password, type Room } from './room.ts'

/** Two real looks at a password each second, on a slow machine. */
const slow = 300_000

/** Each from an address of its own, so that none of them has to wait. */
async function guessCodes(
  room: Room,
  times: number,
  fromTurn = (turn: number) => `10.0.${turn}.1`,
): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    const from = fromTurn(turn)
    const begun = await room.accounts.signIn.begin({ name: 'anna', password, address: from })
    const ticket = begun.kind === 'code-wanted' ? begun.ticket : ''
    room.accounts.signIn.finish({ ticket, code: '000000', address: from })
  }
}

test(
  'guessing so slowly that nothing is held up is told after ten wrong codes a day, and so are ten passwords without a code',
  async () => {
    const room = await openRoom()
    await room.member('anna', 'owner')
    await guessCodes(room, 9)
    expect(room.health.warnings()).toEqual([])
    room.pass(hourMs)
    await guessCodes(room, 1)
    expect(room.health.warnings()).toHaveLength(1)
    const told = { subject: 'anna', facts: { cause: 'codes' } }
    expect(room.noted).toContainEqual(expect.objectContaining(told))
    const other = await openRoom()
    await other.member('anna', 'owner')
    for (let turn = 0; turn < 10; turn += 1) await other.ticketOf('anna')
    expect(other.noted).toContainEqual(expect.objectContaining(told))
  },
  slow,
)

test(
  'the warning ends when the owner signs in where the codes were mistyped, and stands where they came from elsewhere',
  async () => {
    for (const [from, left] of [
      [address, 0],
      ['10.0.0.1', 1],
    ] as const) {
      const room = await openRoom()
      const { recoveryCodes } = await room.member('anna', 'owner')
      for (let turn = 0; turn < 2; turn += 1) {
        await guessCodes(room, 5, () => from)
        room.pass(minuteMs)
      }
      expect(room.health.warnings()).toHaveLength(1)
      const ticket = await room.ticketOf('anna')
      const [code = ''] = recoveryCodes
      expect(room.accounts.signIn.finish({ ticket, code, address }).kind).toBe('signed-in')
      expect(room.health.warnings()).toHaveLength(left)
    }
  },
  slow,
)

test(
  'mistyped recovery codes neither close the app’s codes nor say that somebody guesses',
  async () => {
    const room = await openRoom()
    const { uri } = await room.member('anna', 'owner')
    for (let turn = 0; turn < 6; turn += 1) {
      const ticket = await room.ticketOf('anna')
      for (let time = 0; time < 4; time += 1) {
        const verdict = room.accounts.signIn.finish({ ticket, code: 'AAAA-AAAA-AAAA-AAAA', address })
        expect(verdict.kind).toBe('wrong')
      }
      room.pass(minuteMs)
    }
    expect(room.health.warnings()).toEqual([])
    const ticket = await room.ticketOf('anna')
    expect(room.accounts.signIn.finish({ ticket, code: room.codeOf(uri), address }).kind).toBe('signed-in')
  },
  slow,
)

test(
  'a key of an app that does not open, or is another row’s, is said as that and counts as no guess',
  async () => {
    const room = await openRoom()
    const { uri, recoveryCodes } = await room.member('anna', 'owner')
    await room.member('otto', 'owner')
    room.database.run((db) =>
      db.exec(`UPDATE account SET totp_sealed = (SELECT totp_sealed FROM account WHERE name = 'otto')
        WHERE name = 'anna'`),
    )
    const ticket = await room.ticketOf('anna')
    const finish = (code: string) => room.accounts.signIn.finish({ ticket, code, address }).kind
    const kinds = Array.from({ length: 20 }, () => finish(room.codeOf(uri)))
    expect(new Set(kinds)).toEqual(new Set(['no-app-key']))
    expect(JSON.stringify(room.captured.lines())).toContain('account.app-key-unread')
    expect(room.health.warnings()).toEqual([])
    expect(finish(recoveryCodes[0] ?? '')).toBe('signed-in')
  },
  slow,
)

test(
  'whoever knows the password and begins again and again takes neither the app’s code nor a recovery code from the owner',
  async () => {
    const room = await openRoom()
    const { uri, recoveryCodes } = await room.member('anna', 'owner')
    const { signIn } = room.accounts
    const [first, second] = [await room.ticketOf('anna'), await room.ticketOf('anna')]
    for (let turn = 0; turn < 30; turn += 1)
      await signIn.begin({ name: 'anna', password, address: `10.0.0.${turn % 3}` })
    const finish = (ticket: string, code: string) => signIn.finish({ ticket, code, address }).kind
    expect(finish(first, recoveryCodes[0] ?? '')).toBe('signed-in')
    expect(finish(second, room.codeOf(uri))).toBe('signed-in')
  },
  slow,
)

test(
  'after a reset, which the warning advises, codes of the new app are taken at once',
  async () => {
    const room = await openRoom()
    await room.member('anna', 'owner')
    await guessCodes(room, 20)
    const ticket = await room.ticketOf('anna')
    const early = room.accounts.signIn.finish({ ticket, code: '000000', address })
    expect(early.kind).toBe('too-often')
    const { uri } = await room.setUp(room.accounts.desk.reset('anna', { role: null, until: null }).code)
    const fresh = await room.ticketOf('anna')
    const entered = room.accounts.signIn.finish({ ticket: fresh, code: room.codeOf(uri), address })
    expect(entered.kind).toBe('signed-in')
  },
  slow,
)

test(
  'guesses out of one network of IPv6 make that network wait, and nobody at another one, by IPv4, or on the box',
  async () => {
    const room = await openRoom()
    await room.member('anna', 'staff', { withApp: false })
    const enter = (from: string, given = password) =>
      room.accounts.signIn.begin({ name: 'anna', password: given, address: from })
    for (let turn = 0; turn < 10; turn += 1) {
      room.accounts.setUp.begin({ code: 'AAAA-AAAA-AAAA-AAAA', address: `fd00:1:2:3::${turn + 1}` })
      await enter(`fd00:1:2:3:${turn}::1`, 'a wrong one, and long')
    }
    expect(await enter('fd00:1:2:3::cafe')).toMatchObject({ kind: 'too-often' })
    for (const elsewhere of [
      'fd00:1:2:4::1',
      'fe80::1%eth0',
      '::ffff:192.168.1.9',
      '192.168.1.20',
      '::1',
      '127.0.0.1',
    ])
      expect([elsewhere, await enter(elsewhere)]).toEqual([
        elsewhere,
        expect.objectContaining({ kind: 'signed-in' }),
      ])
    // From inside that network: the access token, and a new start that is asked for on the box.
    expect(room.accounts.sessions.use(room.accounts.signIn.byToken('fd00:1:2:3::cafe'))).not.toBeNull()
    expect(room.accounts.desk.reset('anna', { role: null, until: null }).code).toMatch(/^[0-9A-Z-]{19}$/)
  },
  slow,
)
