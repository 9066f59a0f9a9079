/** Promises of the sign-in over HTTPS: attacks by name, with the real accounts behind the real API. */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { expect, test } from 'vitest'
import { rights } from '../../gateway/api/rights.ts'
import { hourMs } from '../../gateway/core/units.ts'
import { password } from '../accounts/room.ts'
import { tokenText } from './running-api.ts'
import { cookieOf, open, post, signIn, ticketIn } from './sign-in-scene.ts'
import { exchange } from './stand-in.ts'

test('an owner signs in by two forms and is known by a cookie that scripts and other sites cannot use', async () => {
  const { room, api } = await open()
  const { uri } = await room.member('anna', 'owner')
  const first = await api.ask('/', { headers: { accept: 'text/html' } })
  expect([first.status, first.text.includes('action="/login/account"')]).toEqual([401, true])
  const asked = await post(api, '/login/account', { name: 'anna', password })
  expect([asked.status, asked.headers['set-cookie']]).toEqual([200, undefined])
  const wrong = await post(api, '/login/code', { ticket: ticketIn(asked.text), code: '000000' })
  expect([wrong.status, wrong.headers['set-cookie'], ticketIn(wrong.text)]).toEqual([
    401,
    undefined,
    ticketIn(asked.text),
  ])
  const answer = await post(api, '/login/code', { ticket: ticketIn(asked.text), code: room.codeOf(uri) })
  expect([answer.status, answer.headers.location]).toEqual([303, '/'])
  expect(answer.headers['set-cookie']).toHaveLength(1)
  expect(answer.headers['set-cookie']?.[0]).toMatch(
    /^__Host-gatehouse=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=43200$/,
  )
  const page = await api.ask('/account', { headers: { cookie: cookieOf(answer) } })
  expect(page.text).toContain('You are signed in as anna.')
  expect(page.headers['cache-control']).toBe('no-store')
  expect(JSON.stringify(api.captured.lines())).not.toMatch(/anna|seven small/)
})

test('session fixation: a cookie that was planted before is not the one that is signed in, and ends', async () => {
  const both = await open()
  const { room, api } = both
  const { uri } = await room.member('anna', 'owner')
  const planted = await signIn(both, 'anna', uri)
  room.pass(30_000)
  const asked = await post(api, '/login/account', { name: 'anna', password }, { cookie: planted })
  const fields = { ticket: ticketIn(asked.text), code: room.codeOf(uri) }
  const fresh = cookieOf(await post(api, '/login/code', fields, { cookie: planted }))
  expect(fresh).not.toBe(planted)
  expect((await api.ask('/metrics', { headers: { cookie: planted } })).status).toBe(401)
  expect((await api.ask('/metrics', { headers: { cookie: fresh } })).status).toBe(200)
  const made = `__Host-gatehouse=${'A'.repeat(43)}`
  const by = await post(api, '/login', { token: tokenText }, { cookie: made })
  expect(cookieOf(by)).not.toBe(made)
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a sister name', { 'sec-fetch-site': 'same-site' }],
  ['another origin', { origin: 'https://evil.example' }],
  ['a frame without origin', { origin: 'null' }],
] as const)(
  'CSRF: what %s posts neither signs anybody in nor out, nor ends a session',
  async (_what, headers) => {
    const both = await open()
    const { room, api } = both
    const { uri } = await room.member('anna', 'owner')
    const cookie = await signIn(both, 'anna', uri)
    const [session] = room.accounts.sessions.list()
    const id = session?.id ?? ''
    const right: Readonly<Record<string, Record<string, string>>> = {
      '/login': { token: tokenText },
      '/login/account': { name: 'anna', password },
      '/account/sessions/end': { id },
    }
    const posts = rights.filter(({ method, who }) => method === 'POST' && who !== 'box')
    expect(posts.map(({ route }) => route)).toEqual(expect.arrayContaining(Object.keys(right)))
    // Without a cookie: whom they make the browser be is theirs to choose, then.
    for (const { route } of posts)
      for (const carried of [{ cookie }, {}]) {
        const path = route.replace(':id', id)
        const answer = await post(api, path, right[route] ?? {}, { ...carried, ...headers })
        expect([path, answer.status, answer.headers['set-cookie']]).toEqual([path, 403, undefined])
      }
    expect((await api.ask('/metrics', { headers: { cookie } })).status).toBe(200)
  },
)

test('a sign-in that fails ends no session of the browser that tried', async () => {
  const { room, api } = await open()
  const { secret } = await room.member('rita', 'staff', { withApp: false })
  const cookie = `__Host-gatehouse=${secret}`
  expect(
    (await post(api, '/login/account', { name: 'rita', password: 'a wrong one' }, { cookie })).status,
  ).toBe(401)
  expect((await api.ask('/account', { headers: { cookie } })).status).toBe(200)
})

test('IDOR: nobody sees or ends a session of another account, whatever its role', async () => {
  const { room, api } = await open()
  const owner = await room.member('anna', 'owner')
  const others = [await room.member('otto', 'owner'), await room.member('wim', 'staff')]
  const annas = room.accounts.sessions.list().find(({ name }) => name === 'anna')?.id ?? ''
  for (const { secret } of others) {
    const cookie = `__Host-gatehouse=${secret}`
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'gatehouse-change': '1' }
    const listed = await api.ask('/api/v1/account/sessions', { headers })
    expect(listed.text).not.toContain(annas)
    const end = await api.ask(`/api/v1/account/sessions/${annas}/end`, { method: 'POST', headers })
    const unknown = await api.ask('/api/v1/account/sessions/0123456789ab/end', { method: 'POST', headers })
    expect([end.status, end.text]).toEqual([404, unknown.text])
    expect((await post(api, '/account/sessions/end', { id: annas }, { cookie })).status).toBe(404)
  }
  const byToken = await api.askAsOwner(`/api/v1/account/sessions/${annas}/end`, { method: 'POST' })
  expect(byToken.status).toBe(404)
  expect(room.accounts.sessions.use(owner.secret)).not.toBeNull()
  const own = {
    cookie: `__Host-gatehouse=${owner.secret}`,
    ...{ 'sec-fetch-site': 'same-origin', 'gatehouse-change': '1' },
  }
  expect(
    (await api.ask(`/api/v1/account/sessions/${annas}/end`, { method: 'POST', headers: own })).status,
  ).toBe(200)
  expect(room.accounts.sessions.use(owner.secret)).toBeNull()
})

test('mass assignment: a role, an id or a state beside what a form asks for is refused, and gives nothing', async () => {
  const { room, api } = await open()
  const { code } = room.accounts.desk.add('wim', { role: 'staff', until: null })
  const begun = await post(api, '/account/setup', { code })
  const fields = { ticket: ticketIn(begun.text), password, code: '' }
  for (const more of [
    { role: 'owner' },
    { expiresAt: '0' },
    { name: 'anna' },
    // As a key of its own: written plainly it would be the object's prototype, and never be sent.
    JSON.parse('{ "__proto__": "owner" }') as Record<string, string>,
    { 'constructor.prototype.role': 'owner' },
  ] as Record<string, string>[])
    expect(
      (await post(api, '/account/setup/finish', { ...fields, ...Object.fromEntries(Object.entries(more)) }))
        .status,
    ).toBe(400)
  expect((await post(api, '/login/account', { name: 'wim', password, role: 'owner' })).status).toBe(400)
  const done = await post(api, '/account/setup/finish', fields)
  expect(done.status).toBe(200)
  const own = await api.ask('/api/v1/account', { headers: { cookie: cookieOf(done) } })
  expect(own.json()).toMatchObject({ role: 'staff', account: { name: 'wim', role: 'staff' } })
  for (const path of ['/api/v1/accounts/wim/reset', '/api/v1/accounts/otto']) {
    const answer = await api.askAsOwner(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"role":"owner","until":null}',
    })
    expect(answer.status).toBe(403)
  }
})

test('a reset, a revocation and the end of a contractor end a session in its middle, its live stream too', async () => {
  const both = await open()
  const { room, api } = both
  const member = await room.member('carl', 'contractor', { until: room.now() + 2 * hourMs })
  const cookie = `__Host-gatehouse=${member.secret}`
  const asking = request({
    ...{
      host: '127.0.0.1',
      port: api.server.port,
      ca: api.certificate.ca,
      servername: 'gatehouse.home.arpa',
    },
    ...{ agent: false, path: '/api/v1/journal/stream', headers: { host: 'gatehouse.home.arpa', cookie } },
  })
  asking.end()
  const [stream] = (await once(asking, 'response')) as [IncomingMessage]
  let heard = ''
  stream.setEncoding('utf8').on('data', (piece: string) => {
    heard += piece
  })
  await expect.poll(() => heard).toContain('welcome')
  const ended = once(stream, 'end')
  room.accounts.desk.reset('carl', { role: null, until: null })
  expect((await api.ask('/api/v1/status', { headers: { cookie } })).status).toBe(401)
  api.office.record(exchange({ n: 77, destination: 'after.example' }))
  await ended
  expect(heard).not.toContain('after.example')
})

test('a huge password and a body that is too long are refused, and cost no look at a password', async () => {
  const { room, api } = await open()
  await room.member('anna', 'owner')
  expect((await post(api, '/login/account', { name: 'anna', password: 'x'.repeat(1025) })).status).toBe(400)
  expect((await post(api, '/login/account', { name: 'anna', password: 'x'.repeat(1000) })).status).toBe(401)
  expect((await post(api, '/login/account', { name: 'anna', password: 'x'.repeat(1_000_000) })).status).toBe(
    413,
  )
  expect(room.looks()).toBe(0)
})

test('guessing by form is answered 429 with a time to wait, and the access token still opens', async () => {
  const { room, api } = await open()
  await room.member('anna', 'owner')
  for (let turn = 0; turn < 10; turn += 1)
    expect((await post(api, '/login/account', { name: 'anna', password: 'x'.repeat(300) })).status).toBe(401)
  const slowed = await post(api, '/login/account', { name: 'anna', password })
  expect([slowed.status, Number(slowed.headers['retry-after']) > 0]).toEqual([429, true])
  expect((await post(api, '/login', { token: tokenText })).status).toBe(303)
})

test('staff land at their own account, and a page that is not theirs says so', async () => {
  const { room, api } = await open()
  await room.member('wim', 'staff', { withApp: false })
  const answer = await post(api, '/login/account', { name: 'wim', password })
  expect(answer.headers.location).toBe('/account')
  const page = await api.ask('/', { headers: { cookie: cookieOf(answer), accept: 'text/html' } })
  expect([page.status, page.text.includes('This page is not for your role.')]).toEqual([403, true])
  expect(page.text).not.toMatch(/href="\/setup"|api\.example\.com/)
})
