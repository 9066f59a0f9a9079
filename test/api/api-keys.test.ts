/** Promises of API keys over HTTPS: each cell of scopes, roles and routes, and what somebody without a right one can do. */
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { expect, test } from 'vitest'
import { rights } from '../../gateway/api/rights.ts'
import { scopeOf, scopesOf } from '../../gateway/api/scopes.ts'
import { accountRoles } from '../../gateway/core/account/account.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { password, type Room } from '../accounts/room.ts'
import { askCell, refused } from './cell.ts'
import { tokenText } from './running-api.ts'
import { open, post, signIn } from './sign-in-scene.ts'
import { exchange } from './stand-in.ts'

const long = 300_000
const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
const guarded = rights.filter(({ who }) => who !== 'everybody')

function keyFor(room: Room, account: string, scopes: readonly string[]): string {
  const until = room.now() + 5 * dayMs
  return room.accounts.apiKeys.add(`${account}-${room.accounts.apiKeys.list().length}`, {
    account,
    scopes,
    until,
  }).text
}

test('every route that a role reads over the API is in a scope, pages and own accounts are in none, changes neither', () => {
  for (const { method, route, who } of guarded) {
    const isRead = method === 'GET' && (route === '/metrics' || route.startsWith('/api/v1/'))
    const isOwn = who !== 'box' && who.includes('staff')
    expect([route, scopeOf(method, route) !== null]).toEqual([route, isRead && !isOwn])
  }
  expect(scopesOf('staff')).toEqual([])
  expect(scopesOf('contractor')).not.toContain('vault')
})

test(
  'cell by cell: a key of one scope is answered on the routes of that scope, and refused on all others',
  async () => {
    const { room, api } = await open()
    for (const scope of scopesOf('owner')) {
      // There are more scopes than keys that one may have.
      const name = `anna-${scope}`
      await room.member(name, 'owner')
      const headers = bearer(keyFor(room, name, [scope]))
      const wrong: string[] = []
      for (const line of guarded) {
        const { status, words } = await askCell(api, line, headers)
        const may = line.who !== 'box' && scopeOf(line.method, line.route) === scope
        if (
          may === refused.includes(status) ||
          (!may && status !== 403) ||
          words.includes('nothing at this address')
        )
          wrong.push(`${line.method} ${line.route}: ${status}`)
      }
      expect([scope, wrong]).toEqual([scope, []])
    }
  },
  long,
)

for (const role of accountRoles.filter((one) => scopesOf(one).length > 0))
  test(
    `a key of all scopes of a ${role} reads what the role reads over the API, and not one route more`,
    async () => {
      const { room, api } = await open()
      await room.member('anna', role)
      const headers = bearer(keyFor(room, 'anna', scopesOf(role)))
      const wrong: string[] = []
      for (const line of guarded) {
        const { status } = await askCell(api, line, headers)
        const may = line.who !== 'box' && line.who.includes(role) && scopeOf(line.method, line.route) !== null
        if (may === refused.includes(status)) wrong.push(`${line.method} ${line.route}: ${status}`)
      }
      expect(wrong).toEqual([])
    },
    long,
  )

test('a key in the address, in a cookie, as Basic or in a form opens nothing, and is in no line of the log', async () => {
  const { room, api } = await open()
  await room.member('anna', 'owner')
  const text = keyFor(room, 'anna', scopesOf('owner'))
  const places = [
    await api.ask(`/metrics?access_token=${text}`),
    await api.ask(`/metrics?token=${text}`),
    await api.ask('/metrics', { headers: { cookie: `__Host-gatehouse=${text}` } }),
    await api.ask('/metrics', {
      headers: { authorization: `Basic ${Buffer.from(`x:${text}`).toString('base64')}` },
    }),
    await api.ask('/metrics', { headers: { 'x-api-key': text } }),
    await post(api, '/login', { token: text }),
  ]
  expect(places.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401])
  expect((await api.ask('/metrics', { headers: bearer(text) })).status).toBe(200)
  expect((await api.ask('/metrics', { headers: bearer(`${text}A`) })).status).toBe(401)
  const said = JSON.stringify([api.captured.lines(), room.captured.lines(), places.map((one) => one.text)])
  expect(said).not.toContain(text)
  expect(said).not.toContain(text.slice(17))
})

test('guessing keys is slowed for the address that guesses; the right one and the access token are taken all the while', async () => {
  const { room, api } = await open()
  await room.member('anna', 'owner')
  const text = keyFor(room, 'anna', ['metrics'])
  const guess = () => api.ask('/metrics', { headers: bearer(`${text.slice(0, 17)}${'A'.repeat(43)}`) })
  for (let turn = 0; turn < 10; turn += 1) expect((await guess()).status).toBe(401)
  const slowed = await guess()
  expect([slowed.status, Number(slowed.headers['retry-after']) > 0]).toEqual([429, true])
  for (const right of [text, tokenText])
    expect((await api.ask('/metrics', { headers: bearer(right) })).status).toBe(200)
  expect((await post(api, '/login/account', { name: 'anna', password })).status).toBe(200)
})

test('a key for the doctor alone is shown no check that another scope is for', async () => {
  const { room, api } = await open()
  await room.member('anna', 'owner')
  const check = (id: string) =>
    ({ id, title: id, state: 'ok', found: `of ${id}.`, meaning: '', todo: '' }) as const
  api.office.services.doctor = async () => ['clock', 'accounts', 'api-keys', 'vault', 'ledger'].map(check)
  const idsFor = async (scopes: string[]) => {
    const answer = await api.ask('/api/v1/doctor', { headers: bearer(keyFor(room, 'anna', scopes)) })
    return (answer.json().checks as { id: string }[]).map(({ id }) => id)
  }
  expect(await idsFor(['doctor'])).toEqual(['clock'])
  expect(await idsFor(['doctor', 'vault'])).toEqual(['clock', 'vault'])
  expect(await idsFor(['doctor', 'accounts'])).toEqual(['clock', 'accounts', 'api-keys'])
})

test('where keys cannot be looked up nobody gets in by one, and is not told what is wrong inside', async () => {
  const { room, api } = await open()
  await room.member('anna', 'owner')
  const text = keyFor(room, 'anna', ['metrics'])
  room.accounts.apiKeys.use = () => {
    throw new GatewayError('STORE_WRONG_KEY')
  }
  const answer = await api.ask('/metrics', { headers: bearer(text) })
  expect([answer.status, answer.text.includes('keyring')]).toEqual([503, false])
  expect((await api.askAsOwner('/metrics')).status).toBe(200)
})

test('a live stream that a key opened ends with the key', async () => {
  const { room, api } = await open()
  await room.member('anna', 'owner')
  const text = keyFor(room, 'anna', ['journal'])
  const asking = request({
    ...{
      host: '127.0.0.1',
      port: api.server.port,
      ca: api.certificate.ca,
      servername: 'gatehouse.home.arpa',
    },
    ...{ agent: false, path: '/api/v1/journal/stream' },
    headers: { host: 'gatehouse.home.arpa', ...bearer(text) },
  })
  asking.end()
  const [stream] = (await once(asking, 'response')) as [IncomingMessage]
  let heard = ''
  stream.setEncoding('utf8').on('data', (piece: string) => {
    heard += piece
  })
  await expect.poll(() => heard).toContain('welcome')
  api.office.record(exchange({ n: 76, destination: 'before.example' }))
  await expect.poll(() => heard).toContain('before.example')
  const ended = once(stream, 'end')
  room.accounts.desk.revoke('anna', 'box')
  api.office.record(exchange({ n: 77, destination: 'after.example' }))
  await ended
  expect(heard).not.toContain('after.example')
})

test.each(['a key', 'a session'] as const)(
  'an export of the ledger that %s asked for breaks off when that is revoked, and does not look whole',
  async (kind) => {
    const { room, api } = await open()
    const { uri } = await room.member('anna', 'owner')
    const headers =
      kind === 'a key'
        ? bearer(keyFor(room, 'anna', ['ledger']))
        : { cookie: await signIn({ room, api }, 'anna', uri) }
    const [total, revokedAt] = [5000, 1000]
    let taken = 0
    let isToBeRevoked = false
    api.office.services.ledger.lines = function* () {
      for (taken = 0; taken < total; taken += 1) {
        if (taken === revokedAt && isToBeRevoked) room.accounts.desk.revoke('anna', 'box')
        yield '{"action":"sweep.finished"}'
      }
    }
    const whole = await api.ask('/api/v1/ledger/export', { headers })
    expect(whole.text.trimEnd().split('\n')).toHaveLength(total)
    isToBeRevoked = true
    await expect(api.ask('/api/v1/ledger/export', { headers })).rejects.toThrow('aborted')
    expect(taken).toBeGreaterThanOrEqual(revokedAt)
    expect(taken).toBeLessThan(revokedAt + 500)
  },
)
