/** Promises of taking access away over the network: at once and noted by whom, and never so that the office is locked out. */
import { expect, test } from 'vitest'
import { GatewayError, isGatewayError } from '../../gateway/core/errors.ts'
import type { LedgerActor } from '../../gateway/core/ledger/entry.ts'
import { openChanges } from '../api/change-scene.ts'
import { openRoom, type Room } from './room.ts'

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (isGatewayError(error)) return error.code
    throw error
  }
  return 'nothing was refused'
}

async function holderOf(room: Room, secret: string): Promise<{ actor: LedgerActor; session: string }> {
  const session = room.accounts.sessions.use(secret)
  return { actor: `account:${session?.account ?? ''}`, session: session?.id ?? '' }
}

test('an owner revokes another owner, and neither themselves nor the last one; nothing ends by what is refused', async () => {
  const room = await openRoom()
  const anna = await room.member('anna', 'owner')
  const olga = await room.member('olga', 'owner')
  const { desk, sessions } = room.accounts
  const { actor } = await holderOf(room, anna.secret)
  expect(refusal(() => desk.revoke('anna', actor))).toBe('ACCOUNT_OWN')
  expect(sessions.list().map(({ name }) => name)).toEqual(['olga', 'anna'])
  expect(desk.revoke('olga', actor)).toMatchObject({ state: 'revoked' })
  expect(room.noted.at(-1)).toMatchObject({ action: 'account.revoked', actor, subject: 'olga' })
  expect(sessions.use(olga.secret)).toBeNull()
  expect(refusal(() => desk.revoke('anna', 'token'))).toBe('ACCOUNT_LAST_OWNER')
  expect(sessions.use(anna.secret)).not.toBeNull()
  // On the box everything can be mended.
  expect(desk.revoke('anna', 'box')).toMatchObject({ state: 'revoked' })
})

test('an owner who cannot sign in counts for nobody: waiting, over or revoked', async () => {
  const room = await openRoom()
  const { desk } = room.accounts
  await room.member('anna', 'owner')
  await room.member('eric', 'owner', { until: room.now() + 60_000 })
  desk.add('walt', { role: 'owner', until: null })
  room.pass(61_000)
  expect(refusal(() => desk.revoke('anna', 'token'))).toBe('ACCOUNT_LAST_OWNER')
  for (const name of ['eric', 'walt']) expect(desk.revoke(name, 'token')).toMatchObject({ state: 'revoked' })
})

test('two owners who revoke each other at once leave one', async () => {
  const room = await openRoom()
  const anna = await room.member('anna', 'owner')
  const olga = await room.member('olga', 'owner')
  const [first, second] = [await holderOf(room, anna.secret), await holderOf(room, olga.secret)]
  room.accounts.desk.revoke('olga', first.actor)
  expect(refusal(() => room.accounts.desk.revoke('anna', second.actor))).toBe('ACCOUNT_LAST_OWNER')
})

test('while accounts cannot be read whoever is revoked is out all the same, and the owner is told', async () => {
  const room = await openRoom()
  const { secret } = await room.member('anna', 'owner')
  await room.member('olga', 'owner')
  room.breakLedger(new GatewayError('STORE_FULL'))
  const { actor } = await holderOf(room, secret)
  expect(refusal(() => room.accounts.desk.revoke('olga', actor))).toBe('STORE_FULL')
  expect(room.accounts.sessions.list().map(({ name }) => name)).toEqual(['anna'])
})

test('over HTTPS an owner ends a session, a key and an account, and the ledger says who', async () => {
  const { room, signedIn } = await openChanges()
  const anna = await signedIn('anna', 'owner')
  const carl = await signedIn('carl', 'contractor')
  const { apiKeys } = room.accounts
  const until = room.now() + 3_600_000
  apiKeys.add('prometheus', { account: 'carl', scopes: ['metrics'], until })
  expect((await anna.ask('POST', `/api/v1/sessions/${carl.session}/end`)).status).toBe(200)
  expect((await carl.ask('GET', '/api/v1/account')).status).toBe(401)
  expect((await anna.ask('POST', '/api/v1/api-keys/prometheus/revoke')).json()).toMatchObject({
    state: 'revoked',
  })
  expect((await anna.ask('POST', '/api/v1/accounts/carl/revoke')).json()).toMatchObject({ state: 'revoked' })
  expect((await anna.ask('POST', '/api/v1/accounts/anna/revoke')).json()).toMatchObject({
    status: 409,
    code: 'ACCOUNT_OWN',
  })
  const actor = `account:${anna.account}`
  expect(room.noted.slice(-3).map((note) => [note.action, note.actor, note.subject])).toEqual([
    ['account.session-ended', actor, 'carl'],
    ['api-key.revoked', actor, 'prometheus'],
    ['account.revoked', actor, 'carl'],
  ])
})

test('who ends a session of their own by the list of all is noted as themselves', async () => {
  const { room, signedIn } = await openChanges()
  const anna = await signedIn('anna', 'owner')
  expect((await anna.ask('POST', `/api/v1/sessions/${anna.session}/end`)).status).toBe(200)
  expect(room.noted.at(-1)).toMatchObject({ action: 'account.session-ended', actor: 'account' })
})

test.each(['contractor', 'privacy-lead', 'auditor', 'staff'] as const)(
  'role %s takes nobody’s access away',
  async (role) => {
    const { room, signedIn } = await openChanges()
    const anna = await signedIn('anna', 'owner')
    const somebody = await signedIn('rita', role)
    for (const path of [
      `sessions/${anna.session}/end`,
      'accounts/anna/revoke',
      'accounts/rita/revoke',
      'api-keys/x/revoke',
    ])
      expect([path, (await somebody.ask('POST', `/api/v1/${path}`)).status]).toEqual([path, 403])
    expect(room.accounts.sessions.list()).toHaveLength(2)
  },
)

test('everybody sees the keys that read for them, and nobody else’s', async () => {
  const { room, signedIn } = await openChanges()
  const carl = await signedIn('carl', 'contractor')
  const anna = await signedIn('anna', 'owner')
  const until = room.now() + 3_600_000
  room.accounts.apiKeys.add('prometheus', { account: 'carl', scopes: ['metrics'], until })
  expect((await carl.ask('GET', '/api/v1/account/api-keys')).json()).toMatchObject({
    keys: [{ name: 'prometheus', account: 'carl' }],
  })
  expect((await anna.ask('GET', '/api/v1/account/api-keys')).json()).toEqual({ keys: [], next: null })
})
