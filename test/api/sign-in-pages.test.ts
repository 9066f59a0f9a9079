/** Promises of the pages around the sign-in: no copy of a secret stays behind, names stay words, and what has ended is said in words. */
import { expect, test } from 'vitest'
import { rights } from '../../gateway/api/rights.ts'
import { password } from '../accounts/room.ts'
import type { Answer } from './running-api.ts'
import { cookieOf, open, post, ticketIn } from './sign-in-scene.ts'

const uriIn = (text: string) => /otpauth:[^"<]*/.exec(text)?.[0] ?? ''

test('no browser and no proxy keeps a page that shows a key, a recovery code, a ticket or a session', async () => {
  const { room, api } = await open()
  const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })
  const holding: [string, Answer][] = []
  const begun = await post(api, '/account/setup', { code })
  const [ticket, uri] = [ticketIn(begun.text), uriIn(begun.text)]
  holding.push([uri, begun])
  const wrong = await post(api, '/account/setup/finish', { ticket, password, code: '000000' })
  holding.push([uri, wrong])
  const done = await post(api, '/account/setup/finish', {
    ticket,
    password,
    code: room.codeOf(uri.replaceAll('&amp;', '&')),
  })
  holding.push([/(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(done.text)?.[0] ?? '', done])
  const asked = await post(api, '/login/account', { name: 'anna', password })
  holding.push([ticketIn(asked.text), asked])
  room.pass(30_000)
  const entered = await post(api, '/login/code', {
    ticket: ticketIn(asked.text),
    code: room.codeOf(uri.replaceAll('&amp;', '&')),
  })
  for (const [secret, { text, headers }] of holding) {
    expect([secret.length > 15, text.includes(secret)]).toEqual([true, true])
    expect(headers['cache-control']).toBe('no-store')
  }
  expect([entered.status, entered.headers['cache-control']]).toEqual([303, 'no-store'])
})

test('whatever the table of rights names is answered with no-store, refusals too', async () => {
  const { api } = await open()
  for (const { method, route } of rights.filter(({ route }) => route !== '/api/v1/journal/stream'))
    for (const ask of [api.ask, api.askAsOwner]) {
      const answer = await ask(route.replaceAll(/:\w+/g, 'x'), { method })
      expect([route, answer.headers['cache-control']]).toEqual([route, 'no-store'])
    }
})

test('whoever ends a session that has ended reads so on their own page, and a form without a session leads to the login', async () => {
  const { room, api } = await open()
  const first = await room.member('wim', 'staff', { withApp: false })
  const second = await post(api, '/login/account', { name: 'wim', password })
  const [, other] = room.accounts.sessions.list()
  const cookie = `__Host-gatehouse=${first.secret}`
  const end = (id: string, by: string) =>
    post(api, '/account/sessions/end', { id }, { cookie: by, accept: 'text/html' })
  const own = cookieOf(second)
  const id = other?.id ?? ''
  expect((await end(id, own)).status).toBe(303)
  const again = await end(id, own)
  expect([again.status, again.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  expect(again.text).toContain('That session had ended already.')
  expect(again.text).toContain('You are signed in as wim.')
  const out = await end(id, cookie)
  expect([out.status, out.text.includes('action="/login/account"')]).toEqual([401, true])
})

test('an office’s name that tries to be markup stays words on every page around the sign-in', async () => {
  const { room, api } = await open('"><script>alert(1)</script>')
  const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })
  await room.member('otto', 'owner')
  const pages = [
    await post(api, '/login/account', { name: 'nobody', password }),
    await post(api, '/login/account', { name: 'otto', password }),
    await api.ask('/account/setup'),
    await post(api, '/account/setup', { code }),
    await api.askAsOwner('/account'),
  ]
  for (const { text } of pages) {
    expect(text).not.toContain('<script')
    expect(text).toContain('&lt;script&gt;')
  }
})

test('where only revoked accounts are left the login page asks for the access token alone', async () => {
  const { room, api } = await open()
  room.accounts.desk.add('anna', { role: 'owner', until: null })
  expect((await api.ask('/login')).text).toContain('action="/login/account"')
  room.accounts.desk.revoke('anna', 'box')
  expect((await api.ask('/login')).text).not.toContain('action="/login/account"')
})
