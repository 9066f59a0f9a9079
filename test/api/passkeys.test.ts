/** Promises of passkeys over the API: at a bare address and by the access token there are none, and other origins get nothing. */
import { expect, test } from 'vitest'
import { authenticator } from '../accounts/authenticator.ts'
import { type Question, tokenText } from './running-api.ts'
import { open, signIn } from './sign-in-scene.ts'

const json = (body: object, headers: Question['headers'] = {}): Question => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

async function inBrowser() {
  const { room, api } = await open()
  const { uri } = await room.member('anna', 'owner')
  const cookie = await signIn({ room, api }, 'anna', uri)
  const origin = `https://gatehouse.home.arpa:${api.server.port}`
  const headers = { cookie, origin, 'gatehouse-change': '1' }
  const post = (path: string, body: object = {}, more: Question['headers'] = {}) =>
    api.ask(`/api/v1/${path}`, json(body, { ...headers, ...more }))
  return { room, api, uri, origin, headers, post }
}

test('a passkey is added after a fresh factor and signs in, each in JSON', async () => {
  const { room, api, uri, origin, post } = await inBrowser()
  expect((await post('account/passkeys/challenge')).json()).toMatchObject({
    ...{ status: 428, code: 'FRESH_FACTOR_NEEDED' },
  })
  room.pass(30_000)
  expect((await post('account/proof', { code: '000000' })).json()).toMatchObject({ code: 'FACTOR_WRONG' })
  expect((await post('account/proof', { code: room.codeOf(uri) })).json()).toEqual({ isFresh: true })
  const device = authenticator(origin)
  const offer = (await post('account/passkeys/challenge')).json()
  const passkey = device.create(offer as never)
  expect((await post('account/passkeys', { name: 'Laptop', passkey })).json()).toMatchObject({
    ...{ name: 'Laptop', reachedBy: 'gatehouse.home.arpa', usedAt: null },
  })
  const ask = (path: string, body: object) =>
    api.ask(`/api/v1/session/passkey${path}`, json(body, { origin, 'gatehouse-change': '1' }))
  const question = (await ask('/challenge', { ticket: null })).json()
  const answer = await ask('', { ticket: null, passkey: device.get(question as never) })
  expect(answer.json()).toEqual({ next: 'none', name: 'anna', role: 'owner' })
  expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-gatehouse=[\w-]{43};/)
  const evil = (await ask('/challenge', { ticket: null })).json()
  const stolen = device.get(evil as never, { origin: 'https://evil.example' })
  const refused = await ask('', { ticket: null, passkey: stolen })
  expect([refused.status, refused.json().code]).toEqual([401, 'SIGN_IN_PASSKEY_WRONG'])
  expect(api.captured.text()).not.toContain(String(question.challenge))
})

test('at a bare address there are no passkeys, and the words say why', async () => {
  const { api } = await inBrowser()
  const host = `127.0.0.1:${api.server.port}`
  const answer = await api.ask('/api/v1/session/passkey/challenge', {
    ...json({ ticket: null }, { origin: `https://${host}`, 'gatehouse-change': '1' }),
    host,
  })
  expect(answer.status).toBe(409)
  expect(answer.json()).toMatchObject({ code: 'PASSKEY_NEEDS_NAME' })
  expect(answer.text).toContain('never by a bare address')
})

test('the access token has no passkeys and proves nothing', async () => {
  const { api } = await inBrowser()
  const headers = { authorization: `Bearer ${tokenText}` }
  for (const path of [
    'account/passkeys/challenge',
    'account/proof/challenge',
    'account/passkeys/0123456789ab/remove',
  ])
    expect((await api.ask(`/api/v1/${path}`, { method: 'POST', headers })).json().code).toBe('ACCOUNT_NEEDED')
  const proof = await api.ask('/api/v1/account/proof', json({ code: '123456' }, headers))
  expect(proof.json().code).toBe('ACCOUNT_NEEDED')
})

test('another site can neither ask for a challenge nor answer one', async () => {
  const { post } = await inBrowser()
  for (const path of ['session/passkey/challenge', 'account/passkeys/challenge', 'account/proof'])
    expect((await post(path, { ticket: null }, { origin: 'https://evil.example' })).status).toBe(403)
})
