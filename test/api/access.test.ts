/** Promises of the gate: nothing without the token, no guessing, no help from another site's page. */
import { afterAll, expect, test, vi } from 'vitest'
import { AccessToken } from '../../gateway/ops/token.ts'
import { type RunningApi, runApi, tokenText } from './running-api.ts'
import { exchange, standIn } from './stand-in.ts'

const record = exchange({ n: 1 })
const api: RunningApi = await runApi(standIn([record]), { requestsPerMinute: 100_000 })
afterAll(() => api[Symbol.asyncDispose]())

const closed = [
  ['GET', '/'],
  ['GET', '/setup'],
  ['GET', '/metrics'],
  ['GET', '/api/v1/status'],
  ['GET', '/api/v1/health'],
  ['GET', '/api/v1/doctor'],
  ['GET', '/api/v1/journal'],
  ['GET', '/api/v1/journal/totals'],
  ['GET', '/api/v1/journal/stream'],
  ['GET', `/api/v1/journal/${record.id}`],
  ['GET', '/api/v1/authorities'],
  ['GET', '/api/v1/authorities/bundle.pem'],
  ['GET', '/api/v1/authorities/interception.der'],
  ['GET', '/api/v1/authorities/office.der'],
  ['GET', '/api/v1/openapi.json'],
  ['POST', '/api/v1/authorities/office/rotate'],
  ['POST', '/api/v1/reload'],
  ['GET', '/nothing/here'],
  ['DELETE', '/api/v1/journal'],
] as const

test.each(closed)('%s %s without the token answers 401 and nothing else', async (method, path) => {
  const headers = { 'sec-fetch-site': 'same-origin', 'gatehouse-change': '1' }
  const answer = await api.ask(path, { method, headers })
  expect(answer.status).toBe(401)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="gatehouse"')
  expect(answer.text).not.toContain(record.destination)
})

test('HEAD is as closed as GET', async () => {
  expect((await api.ask('/metrics', { method: 'HEAD' })).status).toBe(401)
})

test('only /healthz is open, and it says no more than one word', async () => {
  const answer = await api.ask('/healthz')
  expect(answer.status).toBe(200)
  expect(answer.text).toBe('{"status":"ok"}')
})

test('the right token opens what is closed', async () => {
  expect((await api.askAsOwner('/api/v1/journal')).text).toContain(record.destination)
  expect((await api.askAsOwner('/metrics')).headers['content-type']).toBe(
    'text/plain; version=0.0.4; charset=utf-8',
  )
  expect((await api.ask('/metrics', { headers: { authorization: `bearer  ${tokenText}` } })).status).toBe(200)
})

test('the token is not taken from the address, where logs and histories would keep it', async () => {
  for (const path of [
    `/api/v1/status?token=${tokenText}`,
    `/api/v1/status?access_token=${tokenText}`,
    `/?token=${tokenText}`,
  ]) {
    expect((await api.ask(path)).status).toBe(401)
  }
})

test.each([
  ['cut short', tokenText.slice(0, -1)],
  ['of other case', tokenText.toUpperCase()],
  ['empty', ''],
  ['with a blank', `${tokenText} x`],
])('a token %s is refused', async (_what, token) => {
  const alone = await runApi()
  const answer = await alone.ask('/api/v1/status', { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(401)
  await alone[Symbol.asyncDispose]()
})

test('tokens are compared by the constant-time comparison, wrong ones of any length too', async () => {
  const compared = vi.spyOn(AccessToken.prototype, 'matches')
  const alone = await runApi()
  await alone.ask('/metrics', { headers: { authorization: 'Bearer x' } })
  await alone.ask('/metrics', { headers: { authorization: `Bearer ${'y'.repeat(500)}` } })
  expect(compared.mock.results.map((result) => result.value)).toEqual([false, false])
  compared.mockRestore()
  await alone[Symbol.asyncDispose]()
})

test('after ten wrong tokens an address has to wait with further ones; the right one and a session always pass', async () => {
  const alone = await runApi()
  const session = await login(alone, tokenText)
  const wrong = () => alone.ask('/metrics', { headers: { authorization: 'Bearer wrong' } })
  for (let turn = 0; turn < 10; turn++) expect((await wrong()).status).toBe(401)
  const blocked = await wrong()
  expect(blocked.status).toBe(429)
  expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
  expect((await login(alone, `${tokenText}x`)).status).toBe(429)
  expect((await alone.askAsOwner('/metrics')).status).toBe(200)
  expect((await login(alone, tokenText)).status).toBe(303)
  // What is right does not give the guesser a new window.
  expect((await wrong()).status).toBe(429)
  expect((await alone.ask('/metrics', { headers: { cookie: session.cookie } })).status).toBe(200)
  expect(alone.captured.lines().filter((line) => line.event === 'api.refused')).toHaveLength(1)
  await alone[Symbol.asyncDispose]()
})

test('more requests a minute than allowed are answered 429 with a time to wait, those without token too', async () => {
  const alone = await runApi(standIn(), { requestsPerMinute: 5 })
  for (let turn = 0; turn < 5; turn++) expect((await alone.ask('/healthz')).status).toBe(200)
  for (const path of ['/healthz', '/api/v1/status', '/nothing']) {
    const answer = await alone.ask(path)
    expect(answer.status).toBe(429)
    expect(answer.headers['retry-after']).toMatch(/^\d+$/)
    expect(answer.json()).toMatchObject({ status: 429, type: 'about:blank' })
  }
  await alone[Symbol.asyncDispose]()
})

test.each([
  'evil.example',
  'gatehouse.home.arpa.evil.example',
  '127.0.0.2',
  '[::1]:8443',
  'localhost.evil',
  'a b',
])('a request for host "%s" is refused: a name that was rebound to this box reads nothing', async (host) => {
  const answer = await api.askAsOwner('/api/v1/status', { host })
  expect([400, 421]).toContain(answer.status)
  expect(answer.text).not.toContain('policyVersion')
  expect((await api.ask('/healthz', { host })).status).toBe(answer.status)
})

test.each(['gatehouse.home.arpa', 'GATEHOUSE.home.arpa.', 'localhost:9000', '127.0.0.1'])(
  "the box's own name %s is taken, whatever port a forwarding shows",
  async (host) => {
    expect((await api.askAsOwner('/api/v1/status', { host })).status).toBe(200)
  },
)

test('a browser gets the form, logs in once, and is known by a cookie that scripts and other sites cannot use', async () => {
  const form = await api.ask('/', { headers: { accept: 'text/html' } })
  expect([form.status, form.text.includes('<form method="post" action="/login">')]).toEqual([401, true])
  const session = await login(api, tokenText)
  expect(session.status).toBe(303)
  expect(session.header).toMatch(
    /^__Host-gatehouse=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=43200$/,
  )
  const page = await api.ask('/', { headers: { cookie: session.cookie, accept: 'text/html' } })
  expect(page.status).toBe(200)
  const out = await api.ask('/logout', {
    method: 'POST',
    headers: { cookie: session.cookie, 'sec-fetch-site': 'same-origin' },
  })
  expect(out.status).toBe(303)
  expect((await api.ask('/', { headers: { cookie: session.cookie } })).status).toBe(401)
})

test('a wrong token in the form is answered with the form and a reason, without repeating it', async () => {
  const answer = await login(api, '"><script>alert(1)</script>')
  expect(answer.status).toBe(401)
  expect(answer.text).toContain('The access token is not the right one.')
  expect(answer.text).not.toContain('alert(1)')
})

test('a cookie that was made up, cut or copied in part opens nothing', async () => {
  const session = await login(api, tokenText)
  const [name, id = ''] = session.cookie.split('=')
  for (const value of ['', 'x'.repeat(43), id.slice(0, -1), `${id}x`, tokenText]) {
    expect((await api.ask('/metrics', { headers: { cookie: `${name}=${value}` } })).status).toBe(401)
  }
  expect((await api.ask('/metrics', { headers: { cookie: `a=b; ${session.cookie}; c=d` } })).status).toBe(200)
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sister name', { 'sec-fetch-site': 'same-site' }],
  ['another origin', { origin: 'https://evil.example' }],
  ['a plain-text origin', { origin: 'http://gatehouse.home.arpa' }],
  ['no origin at all', {}],
] as const)('a form posted from %s is refused, session or not', async (_what, headers) => {
  const session = await login(api, tokenText)
  for (const path of ['/logout', '/login', '/api/v1/reload']) {
    const answer = await api.ask(path, {
      method: 'POST',
      headers: { ...headers, cookie: session.cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${tokenText}`,
    })
    expect(answer.status).toBe(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  expect((await api.ask('/metrics', { headers: { cookie: session.cookie } })).status).toBe(200)
})

test('a program that is no browser may post where no token is asked for, and is judged by what it posts', async () => {
  const posted = (headers: Record<string, string>) =>
    api.ask('/login', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'token=wrong',
    })
  expect((await posted({})).status).toBe(401)
  expect((await posted({ cookie: 'a=b' })).status).toBe(403)
})

test('what hands out access or secrets is not done over the network, not even with the token', async () => {
  for (const path of ['/api/v1/accounts/anna', '/api/v1/authorities/office/rotate']) {
    const answer = await api.askAsOwner(path, { method: 'POST' })
    expect(answer.status).toBe(403)
    expect(answer.json().hint).toContain('gatehouse')
  }
  expect(api.office.asked).toEqual([])
})

test('sessions are bounded: the sixty-fifth browser ends the oldest, not the memory', async () => {
  const alone = await runApi(standIn(), { requestsPerMinute: 100_000 })
  const first = await login(alone, tokenText)
  let last = first
  for (let turn = 0; turn < 64; turn++) last = await login(alone, tokenText)
  expect((await alone.ask('/metrics', { headers: { cookie: first.cookie } })).status).toBe(401)
  expect((await alone.ask('/metrics', { headers: { cookie: last.cookie } })).status).toBe(200)
  await alone[Symbol.asyncDispose]()
})

async function login(at: RunningApi, token: string) {
  const answer = await at.ask('/login', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: `https://gatehouse.home.arpa:${at.server.port}`,
    },
    body: new URLSearchParams({ token }).toString(),
  })
  const header = answer.headers['set-cookie']?.[0] ?? ''
  return { status: answer.status, text: answer.text, header, cookie: header.split(';')[0] ?? '' }
}
