/** Promises of changes over the network: attacks by name over real HTTPS, and who stands in the ledger for what. */
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { rights } from '../../gateway/api/rights.ts'
import type { AccountRole } from '../../gateway/core/account/account.ts'
import type { ClientView } from '../../gateway/core/client/client.ts'
import { openChanges } from './change-scene.ts'

const machine: ClientView = {
  ...{ id: '0a1b2c3d', hardware: '02:00:00:00:00:07', name: null, group: null, state: 'unknown' },
  ...{ quarantinedAt: null, firstSeenAt: 1, seenAt: 1, decidedAt: null, decidedBy: null },
  ...{ isMadeUp: false, addresses: [], contested: [], isShared: false },
}
const withMachine = () =>
  openChanges(({ clients }) => {
    const same = () => machine
    return { clients: { ...clients, find: same, name: same, quarantine: same } }
  })

/** Derived from the table, so that no route that is added later is forgotten. */
const changing = rights.filter(
  ({ method, route, who }) => method !== 'GET' && route.startsWith('/api/') && typeof who !== 'string',
)

test.each([
  ['a form of another site', { 'sec-fetch-site': 'cross-site', 'gatehouse-change': '1' }],
  ['a form of a sister name', { 'sec-fetch-site': 'same-site', 'gatehouse-change': '1' }],
  ['a script of another origin', { origin: 'https://evil.example', 'gatehouse-change': '1' }],
  ['a frame without origin', { origin: 'null', 'gatehouse-change': '1' }],
  ['a cookie without any origin', { 'gatehouse-change': '1' }],
  ['a form of an own page', { 'sec-fetch-site': 'same-origin' }],
  ['an own page with another word', { 'sec-fetch-site': 'same-origin', 'gatehouse-change': 'yes' }],
] as const)('CSRF: %s changes nothing, on no route that changes', async (_what, headers) => {
  const { api, done, signedIn } = await withMachine()
  const { cookie } = await signedIn('anna', 'owner')
  expect(changing.length).toBeGreaterThan(15)
  for (const { method, route } of changing)
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json']) {
      const answer = await api.ask(route.replaceAll(/:\w+/g, '0a1b2c3d'), {
        method,
        headers: { ...headers, cookie, 'content-type': type },
        body: type === 'application/json' ? '{"machine":"0a1b2c3d"}' : 'machine=0a1b2c3d',
      })
      expect([route, answer.status]).toEqual([route, 403])
    }
  expect(done).toEqual([])
})

test('who is signed in changes what the role may, and is noted by the account; the token as the token', async () => {
  const { api, done, signedIn } = await withMachine()
  const anna = await signedIn('anna', 'owner')
  const body = { machine: '0a1b2c3d', name: 'Till 1' }
  const { etag } = (await anna.ask('GET', '/api/v1/clients/0a1b2c3d')).headers
  const more = { 'if-match': etag }
  const renamed = await anna.ask('POST', '/api/v1/clients/name', { body, more })
  expect(renamed.status).toBe(200)
  expect(anna.account).toMatch(/^[0-9a-f]{16}$/)
  const byToken = await api.askAsOwner('/api/v1/clients/name', {
    method: 'POST',
    headers: { ...more, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(byToken.status).toBe(200)
  expect(done.map(([what, , , actor]) => [what, actor])).toEqual([
    ['clients.name', `account:${anna.account}`],
    ['clients.name', 'token'],
  ])
})

test.each(['auditor', 'staff', 'privacy-lead'] as const)(
  'role %s decides nothing about machines, whatever it sends',
  async (role: AccountRole) => {
    const { done, signedIn } = await withMachine()
    const somebody = await signedIn('rita', role)
    for (const decision of ['name', 'group', 'guest', 'quarantine', 'release', 'forget']) {
      const body = { machine: '0a1b2c3d', name: 'Till 1', group: null, role: 'owner' }
      expect((await somebody.ask('POST', `/api/v1/clients/${decision}`, { body })).status).toBe(403)
    }
    expect(done).toEqual([])
  },
)

test.each([
  ['/api/v1/clients/name', { machine: '0a1b2c3d', name: 'Till 1', state: 'known' }, 'state'],
  ['/api/v1/clients/quarantine', { machine: '0a1b2c3d', actor: 'gateway' }, 'actor'],
  ['/api/v1/trackers/test', { host: 'example.com', isAllowed: true }, 'isAllowed'],
  ['/api/v1/incidents/0123456789ab-0123456789ab/close', { outcome: 'no-breach', actor: 'gateway' }, 'actor'],
  ['/api/v1/holds', { device: 'camera-1', reason: 'case', setAt: 1 }, 'setAt'],
  ['/api/v1/sweeps?actor=gateway', undefined, 'actor'],
  ['/api/v1/policy/test', { destination: 'example.com', actor: 'gateway' }, 'actor'],
  ['/api/v1/policy/draft', { text: '', base: '0123456789ab', savedBy: 'gateway' }, 'savedBy'],
  ['/api/v1/policy/publish', { text: '', base: '0123456789ab', file: '/etc/passwd' }, 'file'],
])('mass assignment: %s with a field more is refused, and the field named', async (path, body, field) => {
  const { done, signedIn } = await withMachine()
  const anna = await signedIn('anna', 'owner')
  const answer = await anna.ask('POST', path, body === undefined ? {} : { body })
  expect([answer.status, answer.json().errors]).toMatchObject([400, [{ path: field }]])
  expect(done).toEqual([])
})

test('a session that is ended while its request still arrives does nothing any more', async () => {
  const { room, api, done, signedIn } = await withMachine()
  const anna = await signedIn('anna', 'owner')
  const body = JSON.stringify({ machine: '0a1b2c3d', name: 'Till 1' })
  const socket = await api.rawSocket()
  room.pass(1000)
  const head = [
    'POST /api/v1/clients/name HTTP/1.1',
    'Host: gatehouse.home.arpa',
    ...Object.entries({ ...anna.headers, 'content-type': 'application/json' }).map((pair) => pair.join(': ')),
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`)
  // The gate has let the head in once the session counts as used again.
  await expect.poll(() => room.accounts.sessions.list()[0]?.seenAt).toBe(room.now())
  room.accounts.desk.endSession(anna.session, { by: 'overseer', actor: 'box' })
  socket.write(body.slice(10))
  let answer = ''
  socket.on('data', (piece: Buffer) => {
    answer += piece.toString()
  })
  await once(socket, 'close')
  expect(answer).toMatch(/^HTTP\/1\.1 401 /)
  expect(done).toEqual([])
})
