/** Promises of the sign-in in JSON: the same accounts, bounds, cookie and ledger as the forms', and no second way in. */
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { password } from '../accounts/room.ts'
import { type Question, tokenText } from './running-api.ts'
import { open, post } from './sign-in-scene.ts'

async function openInJson() {
  const { room, api } = await open()
  const own = { 'sec-fetch-site': 'same-origin', 'gatehouse-change': '1' }
  const send = (path: string, body: object, headers: NonNullable<Question['headers']> = own) =>
    api.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  return { room, api, send, own }
}

test('an owner signs in by two steps, gets the cookie with the second alone, and signs out', async () => {
  const { room, api, send, own } = await openInJson()
  const { uri } = await room.member('anna', 'owner')
  const asked = await send('/api/v1/session', { name: 'anna', password })
  expect([asked.status, asked.headers['set-cookie']]).toEqual([200, undefined])
  const { next, ticket } = asked.json()
  expect(next).toBe('code')
  const wrong = await send('/api/v1/session/code', { ticket, code: '000000' })
  expect([wrong.status, wrong.headers['set-cookie'], wrong.json().detail]).toEqual([
    ...[401, undefined, 'The code is not right, or was used before.'],
  ])
  const code = room.codeOf(uri)
  const done = await send('/api/v1/session/code', { ticket, code })
  expect([done.status, done.json()]).toEqual([200, { next: 'none', name: 'anna', role: 'owner' }])
  expect(done.headers['set-cookie']).toEqual([
    expect.stringMatching(
      /^__Host-gatehouse=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=43200$/,
    ),
  ])
  const cookie = done.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  expect((await api.ask('/api/v1/account', { headers: { cookie } })).json()).toMatchObject({ role: 'owner' })
  expect(room.noted.at(-1)).toMatchObject({ action: 'account.signed-in', actor: 'account', subject: 'anna' })
  expect((await send('/api/v1/session/code', { ticket, code })).status).toBe(401)

  const foreign = { cookie, 'sec-fetch-site': 'cross-site', 'gatehouse-change': '1' }
  expect((await api.ask('/api/v1/session', { method: 'DELETE', headers: foreign })).status).toBe(403)
  expect((await api.ask('/api/v1/account', { headers: { cookie } })).status).toBe(200)
  const out = await api.ask('/api/v1/session', { method: 'DELETE', headers: { ...own, cookie } })
  expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([200, expect.stringContaining('Max-Age=0')])
  expect((await api.ask('/api/v1/account', { headers: { cookie } })).status).toBe(401)
  expect(JSON.stringify(api.captured.lines())).not.toMatch(/anna|seven small/)
})

test('session fixation: a cookie from before ends with the sign-in and is not the one that is signed in', async () => {
  const { room, api, send, own } = await openInJson()
  const { secret, uri } = await room.member('anna', 'owner')
  const planted = `__Host-gatehouse=${secret}`
  const { ticket } = (await send('/api/v1/session', { name: 'anna', password })).json()
  const answer = await send(
    '/api/v1/session/code',
    { ticket, code: room.codeOf(uri) },
    { ...own, cookie: planted },
  )
  expect(answer.headers['set-cookie']?.[0]).not.toContain(secret)
  expect((await api.ask('/api/v1/account', { headers: { cookie: planted } })).status).toBe(401)
})

test('brute force: wrong tries here and in the form count together, and an unknown name is answered as a wrong password', async () => {
  const { room, api, send } = await openInJson()
  await room.member('anna', 'owner')
  const tell = async (name: string) => (await send('/api/v1/session', { name, password: 'not it' })).text
  expect(await tell('anna')).toBe(await tell('nobody'))
  for (let turn = 0; turn < 8; turn++) await post(api, '/login/account', { name: 'anna', password: 'not it' })
  const slowed = await send('/api/v1/session', { name: 'anna', password })
  expect([slowed.status, Number(slowed.headers['retry-after']) > 0]).toEqual([429, true])
  expect(slowed.headers['content-type']).toBe('application/problem+json; charset=utf-8')
})

test.each([
  ['of another site', { 'sec-fetch-site': 'cross-site', 'gatehouse-change': '1' }],
  ['of a form', { 'sec-fetch-site': 'same-origin' }],
])('CSRF: nobody is signed in by a request %s', async (_what, headers) => {
  const { room, send } = await openInJson()
  const { uri } = await room.member('wim', 'staff', { withApp: false })
  expect(uri).toBeDefined()
  const answer = await send('/api/v1/session', { name: 'wim', password }, headers)
  expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined])
})

test('mass assignment: no role, no account and no session can be asked for', async () => {
  const { room, send } = await openInJson()
  await room.member('wim', 'staff', { withApp: false })
  const answer = await send('/api/v1/session', { name: 'wim', password, role: 'owner' })
  expect([answer.status, answer.headers['set-cookie']]).toEqual([400, undefined])
  const alone = await send('/api/v1/session', { name: 'wim', password })
  expect([alone.status, alone.json()]).toEqual([200, { next: 'none', name: 'wim', role: 'staff' }])
})

test('a sign-in that cannot be noted lets nobody in, and the log names the address at which it failed', async () => {
  const { room, api, send } = await openInJson()
  await room.member('wim', 'staff', { withApp: false })
  const ticket = 'A'.repeat(43)
  room.breakLedger(new GatewayError('STORE_FULL'))
  room.accounts.signIn.finish = () => {
    throw new GatewayError('STORE_FULL')
  }
  const answers = [
    await send('/api/v1/session', { name: 'wim', password }),
    await send('/api/v1/session/code', { ticket, code: '000000' }),
    await post(api, '/login/account', { name: 'wim', password }),
    await post(api, '/login/code', { ticket, code: '000000' }),
  ]
  expect(answers.map(({ status, headers }) => [status, headers['set-cookie']])).toEqual(
    answers.map(() => [503, undefined]),
  )
  const failed = api.captured.lines().filter(({ event }) => event === 'api.failed')
  expect(failed.map(({ route }) => route)).toEqual([
    ...['/api/v1/session', '/api/v1/session/code', '/login/account', '/login/code'],
  ])
})

test('the access token signs in by JSON as by the form, and a wrong one opens nothing', async () => {
  const { api, room, send } = await openInJson()
  const wrong = await send('/api/v1/session/token', { token: 'x'.repeat(43) })
  expect([wrong.status, wrong.headers['set-cookie'], wrong.json().code]).toEqual([
    ...[401, undefined, 'SIGN_IN_TOKEN_WRONG'],
  ])
  const done = await send('/api/v1/session/token', { token: ` ${tokenText} ` })
  expect([done.status, done.json()]).toEqual([200, { next: 'none', name: null, role: 'owner' }])
  const cookie = done.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  expect((await api.ask('/api/v1/account', { headers: { cookie } })).status).toBe(200)
  const form = await send('/api/v1/session/token', { token: tokenText }, { 'sec-fetch-site': 'same-origin' })
  expect([form.status, form.headers['set-cookie']]).toEqual([403, undefined])
  for (let n = 0; n < 40; n += 1) await send('/api/v1/session/token', { token: `${n}`.repeat(43) })
  const slowed = await send('/api/v1/session/token', { token: 'y'.repeat(43) })
  expect([slowed.status, slowed.json().code]).toEqual([429, 'SIGN_IN_TOO_OFTEN'])
  expect((await send('/api/v1/session/token', { token: tokenText })).status).toBe(200)
  expect(room.accounts.sessions.list().length).toBe(2)
  expect(JSON.stringify(api.captured.lines())).not.toContain(tokenText)
})

test('whoever is not signed in learns how to sign in, and nothing besides', async () => {
  const { api, room } = await openInJson()
  const ways = async () => (await api.ask('/api/v1/session')).json()
  expect(await ways()).toEqual({ officeName: 'Okafor', hasAccounts: false })
  await room.member('anna', 'owner')
  expect(await ways()).toEqual({ officeName: 'Okafor', hasAccounts: true })
})

test('each way in which a sign-in is refused has a code of its own, which pages say in the language of whoever reads', async () => {
  const { room, send } = await openInJson()
  await room.member('anna', 'owner')
  const codeOf = async (path: string, body: object) => (await send(path, body)).json().code
  expect(await codeOf('/api/v1/session', { name: 'anna', password: 'not it' })).toBe('SIGN_IN_WRONG')
  const ticket = await room.ticketOf('anna')
  expect(await codeOf('/api/v1/session/code', { ticket, code: '000000' })).toBe('SIGN_IN_CODE_WRONG')
  const over = { ticket: 'A'.repeat(43), code: '000000' }
  expect(await codeOf('/api/v1/session/code', over)).toBe('SIGN_IN_OVER')
})
