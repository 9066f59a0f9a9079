/** Promises of passkeys: alone or after the password they let in whom they are of, and nothing that was replayed, copied or made elsewhere. */
import { expect, test } from 'vitest'
import { isGatewayError } from '../../gateway/core/errors.ts'
import { authenticator, type Told } from './authenticator.ts'
import { address, openRoom, type Room } from './room.ts'

const place = { rpId: 'gatehouse.home.arpa', origin: 'https://gatehouse.home.arpa:8443' }

/** Somebody with a session that is fresh, and what makes passkeys for them. */
async function owner(room: Room, name: string, role: 'owner' | 'auditor' = 'owner') {
  const { uri, secret } = await room.member(name, role)
  const session = room.accounts.sessions.use(secret)
  const who = { account: session?.account ?? '', session: session?.id ?? '', address }
  room.pass(30_000)
  await room.accounts.fresh.provesFresh(name, { code: room.codeOf(uri) }, who)
  async function addOne(told: Told = {}, device = authenticator(place.origin)) {
    const offer = room.accounts.passkeys.beginAdding(who, place)
    const passkey = device.create(offer, told)
    const added = await room.accounts.passkeys.add(who, { place, name: 'Laptop', passkey })
    return { device, added, passkey }
  }
  return { uri, who, addOne }
}

function question(room: Room, ticket: string | null = null) {
  const asked = room.accounts.passkeySignIn.begin({ ticket, place, address })
  if (asked === null) throw new Error('the sign-in is over')
  return asked
}

const thrown = async (work: () => unknown) => {
  try {
    await work()
  } catch (error) {
    if (isGatewayError(error)) return error.code
    throw error
  }
  return null
}

test('a passkey alone lets in whose it is, and the ledger has both', async () => {
  const room = await openRoom()
  const { addOne, who } = await owner(room, 'anna')
  const { device } = await addOne()
  const answer = device.get(question(room))
  const verdict = await room.accounts.passkeySignIn.finish({ ticket: null, answer, place, address })
  expect(verdict).toMatchObject({ kind: 'signed-in', holder: { name: 'anna', role: 'owner' } })
  expect(room.noted.map(({ action, facts }) => [action, facts.by ?? facts.passkeys])).toEqual(
    expect.arrayContaining([
      ['account.passkey-added', 1],
      ['account.signed-in', 'passkey'],
    ]),
  )
  expect(room.accounts.passkeys.list(who.account)).toMatchObject([{ name: 'Laptop', usedAt: room.now() }])
  // After a restart it still counts, and the counter goes on.
  const again = await room.restarted()
  const later = { ticket: null, place, address, answer: device.get(question(again)) }
  expect((await again.accounts.passkeySignIn.finish(later)).kind).toBe('signed-in')
})

test('after the password a passkey is the second factor, of that account alone', async () => {
  const room = await openRoom()
  const anna = await (await owner(room, 'anna')).addOne()
  const bert = await (await owner(room, 'bert')).addOne()
  const ticket = await room.ticketOf('anna')
  const asked = question(room, ticket)
  expect(asked.allowCredentials.map(({ id }) => id)).toEqual([anna.passkey.id])
  const finish = (answer: ReturnType<typeof bert.device.get>) =>
    room.accounts.passkeySignIn.finish({ ticket, answer, place, address })
  expect((await finish(bert.device.get(asked))).kind).toBe('wrong')
  // A question that was put without a password is no answer behind one.
  expect((await finish(anna.device.get(question(room)))).kind).toBe('wrong')
  expect((await finish(anna.device.get(question(room, ticket)))).kind).toBe('signed-in')
  expect((await finish(anna.device.get(question(room)))).kind).toBe('over')
  expect(room.noted.at(-1)?.facts.by).toBe('password-and-passkey')
})

test('nothing that was replayed, made at another origin, or without the person counts', async () => {
  const room = await openRoom()
  const { device, passkey } = await (await owner(room, 'anna')).addOne()
  const other = await (await owner(room, 'bert')).addOne()
  const finish = (answer: ReturnType<typeof device.get>, at = place) =>
    room.accounts.passkeySignIn.finish({ ticket: null, answer, place: at, address })
  const first = device.get(question(room))
  expect((await finish(first)).kind).toBe('signed-in')
  expect((await finish(first)).kind).toBe('wrong')
  expect((await finish(device.get(question(room), { origin: 'https://evil.example' }))).kind).toBe('wrong')
  expect((await finish(device.get(question(room), { rpId: 'evil.example' }))).kind).toBe('wrong')
  expect((await finish(device.get(question(room), { verified: false }))).kind).toBe('wrong')
  // Another's credential, with a signature of one's own.
  expect((await finish(other.device.get(question(room), { credential: passkey.id }))).kind).toBe('wrong')
  const elsewhere = { rpId: 'other.home.arpa', origin: 'https://other.home.arpa:8443' }
  expect((await finish(device.get(question(room)), elsewhere)).kind).toBe('wrong')
  const old = device.get(question(room))
  room.pass(11 * 60_000)
  expect((await finish(old)).kind).toBe('wrong')
  expect((await finish(device.get(question(room)))).kind).toBe('signed-in')
})

test('a passkey whose counter does not grow is refused, and the ledger says whose it is', async () => {
  const room = await openRoom()
  const { device } = await (await owner(room, 'anna')).addOne()
  const finish = (told: Told) =>
    room.accounts.passkeySignIn.finish({
      ...{ ticket: null, place, address },
      answer: device.get(question(room), told),
    })
  expect((await finish({ counter: 7 })).kind).toBe('signed-in')
  expect((await finish({ counter: 7 })).kind).toBe('wrong')
  expect((await finish({ counter: 0 })).kind).toBe('wrong')
  expect(room.noted.at(-1)).toMatchObject({ action: 'account.passkey-refused', subject: 'anna' })
  expect((await finish({ counter: 8 })).kind).toBe('signed-in')
})

test('wrong passkeys are slowed as wrong passwords are', async () => {
  const room = await openRoom()
  const { device } = await (await owner(room, 'anna')).addOne()
  const finish = async () => {
    const answer = device.get(question(room), { verified: false })
    return (await room.accounts.passkeySignIn.finish({ ticket: null, answer, place, address })).kind
  }
  const kinds = []
  for (let tries = 0; tries < 12; tries += 1) kinds.push(await finish())
  expect(kinds.slice(0, 10)).toEqual(Array(10).fill('wrong'))
  expect(kinds.at(-1)).toBe('too-often')
})

test('a passkey is added with a fresh second factor alone, in the session that asked for it', async () => {
  const room = await openRoom()
  const { addOne, who } = await owner(room, 'anna')
  const bert = await owner(room, 'bert')
  const offer = room.accounts.passkeys.beginAdding(who, place)
  const passkey = authenticator(place.origin).create(offer)
  expect(await thrown(() => room.accounts.passkeys.add(bert.who, { place, name: 'x', passkey }))).toBe(
    'PASSKEY_INVALID',
  )
  // By that it was used up.
  expect(await thrown(() => room.accounts.passkeys.add(who, { place, name: 'x', passkey }))).toBe(
    'PASSKEY_INVALID',
  )
  const { device } = await addOne()
  expect(await thrown(() => bert.addOne({}, device))).toBe('PASSKEY_INVALID')
  expect(await thrown(() => addOne({ verified: false }))).toBe('PASSKEY_INVALID')
  room.pass(6 * 60_000)
  expect(await thrown(() => addOne())).toBe('FRESH_FACTOR_NEEDED')
})

test('a fresh factor is of one session, and what proved it proves nothing twice', async () => {
  const room = await openRoom()
  const { addOne, who, uri } = await owner(room, 'anna')
  const { device } = await addOne()
  const { passkeys, fresh } = room.accounts
  room.pass(6 * 60_000)
  expect(fresh.isFresh(who.session)).toBe(false)
  const elsewhere = { ...who, session: '0123456789ab' }
  const passkey = device.get(passkeys.beginProving(who, place))
  expect((await fresh.provesFresh('anna', { passkey, place }, elsewhere)).kind).toBe('wrong')
  expect((await fresh.provesFresh('anna', { passkey, place }, who)).kind).toBe('wrong')
  const right = device.get(passkeys.beginProving(who, place))
  expect((await fresh.provesFresh('anna', { passkey: right, place }, who)).kind).toBe('proven')
  expect([fresh.isFresh(who.session), fresh.isFresh(elsewhere.session)]).toEqual([true, false])
  const code = room.codeOf(uri)
  expect((await fresh.provesFresh('anna', { code }, elsewhere)).kind).toBe('proven')
  expect((await fresh.provesFresh('anna', { code }, who)).kind).toBe('wrong')
})

test('staff without an app prove themselves by the password until they have a passkey, which is then asked for', async () => {
  const room = await openRoom()
  const { secret } = await room.member('sam', 'staff', { withApp: false })
  const session = room.accounts.sessions.use(secret)
  const who = { account: session?.account ?? '', session: session?.id ?? '', address }
  const typed = { password: 'seven small boats at noon' }
  expect((await room.accounts.fresh.provesFresh('sam', typed, who)).kind).toBe('proven')
  const device = authenticator(place.origin)
  const offer = room.accounts.passkeys.beginAdding(who, place)
  const added = await room.accounts.passkeys.add(who, { place, name: 'Key', passkey: device.create(offer) })
  expect((await room.accounts.fresh.provesFresh('sam', typed, who)).kind).toBe('wrong')
  const begun = await room.accounts.signIn.begin({ name: 'sam', ...typed, address })
  expect(begun).toMatchObject({ kind: 'code-wanted', byCode: false, byPasskey: true })
  expect(room.accounts.passkeys.remove(who.account, added.id).name).toBe('Key')
  expect((await room.accounts.signIn.begin({ name: 'sam', ...typed, address })).kind).toBe('signed-in')
})

test('the last factor stays where the role needs one; a reset on the box takes all', async () => {
  const room = await openRoom()
  const { addOne, who } = await owner(room, 'anna')
  const one = await addOne()
  const two = await addOne()
  room.loseKeys()
  room.accounts.passkeys.remove(who.account, one.added.id)
  expect(await thrown(() => room.accounts.passkeys.remove(who.account, two.added.id))).toBe(
    'PASSKEY_LAST_FACTOR',
  )
  expect(await thrown(() => room.accounts.passkeys.remove('0'.repeat(16), two.added.id))).toBe(
    'PASSKEY_UNKNOWN',
  )
  room.accounts.desk.reset('anna', { role: null, until: null })
  expect(room.accounts.passkeys.list(who.account)).toEqual([])
  const answer = two.device.get(question(room))
  const verdict = await room.accounts.passkeySignIn.finish({ ticket: null, answer, place, address })
  expect(verdict.kind).toBe('wrong')
})
