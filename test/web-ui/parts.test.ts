/** Promises of what screens compute: addresses, filters, exchanges that are alike, and who sent what. */
import { expect, test } from 'vitest'
import { rights } from '../../gateway/api/rights.ts'
import { reviewableReasons } from '../../gateway/core/review/review.ts'
import { changeableBy, readableBy, revokedBy } from '../../web-ui/src/api/roles.ts'
import { clientLabel, hostLabel } from '../../web-ui/src/parts/labels.ts'
import { trafficOf } from '../../web-ui/src/screens/clients/traffic.ts'
import { groupAlike } from '../../web-ui/src/screens/live/alike.ts'
import { answerableReasons, isAnswerable } from '../../web-ui/src/screens/live/answerable.ts'
import { exchange } from '../api/stand-in.ts'

test('the interface asks only for what the table of rights lets the role read', () => {
  for (const [what, roles] of Object.entries(readableBy))
    expect(
      rights.find(({ method, route }) => method === 'GET' && route === `/api/v1/${what}`)?.who,
      what,
    ).toEqual(roles)
  for (const route of ['accounts/:name/revoke', 'sessions/:id/end', 'api-keys/:name/revoke'])
    expect(rights.find((line) => line.route === `/api/v1/${route}`)?.who, route).toEqual(revokedBy)
})

test('the interface offers only the changes that the table of rights lets the role make', () => {
  const routes = {
    reviews: ['reviews/:id/answer', 'reviews/:id/end'],
    clients: [
      'clients/name',
      'clients/group',
      'clients/guest',
      'clients/quarantine',
      'clients/release',
      'clients/forget',
    ],
    proposals: ['proposals/:id/accept', 'proposals/:id/dismiss'],
    policy: ['policy/draft', 'policy/draft/discard', 'policy/publish', 'policy/history/:id/restore'],
  }
  for (const [what, roles] of Object.entries(changeableBy))
    for (const route of routes[what as keyof typeof routes])
      expect(
        rights.find((line) => line.method === 'POST' && line.route === `/api/v1/${route}`)?.who,
        route,
      ).toEqual(roles)
})

test('an answer is offered for what was stopped for a reason that a person can take back, and for nothing else', () => {
  expect([...answerableReasons]).toEqual([...reviewableReasons])
  expect(isAnswerable(exchange({ action: 'refuse', reason: 'entity-refused' }))).toBe(true)
  expect(isAnswerable(exchange({ action: 'refuse', reason: 'entity-refused', observed: true }))).toBe(false)
  expect(isAnswerable(exchange({ action: 'transform', reason: 'rule' }))).toBe(false)
})

test('exchanges that differ in time alone stand together, and others apart', () => {
  const records = [
    exchange({ n: 1 }),
    exchange({ n: 2, destination: 'other.example.com' }),
    exchange({ n: 3, requestBytes: 7 }),
    exchange({ n: 4, findingCounts: { EMAIL: 1 } }),
    exchange({ n: 5, action: 'refuse', reason: 'entity-refused' }),
  ]
  const groups = groupAlike(records)
  expect(groups.map(({ records: own }) => own.length)).toEqual([2, 1, 1, 1])
  expect(groups[0]?.newest).toBe(records[0])
})

test('a client is shown by the name of its machine, and by its address where it has none', () => {
  const named = exchange({ notes: ['machine:m1'] })
  expect(clientLabel(named, new Map([['m1', 'Front desk']]))).toBe('Front desk')
  expect(clientLabel(named, new Map())).toBe('192.168.1.31')
})

test('a destination is shown with its port where that is not the usual one', () => {
  expect(hostLabel(exchange({ destination: 'fd00::1', port: 8443 }))).toBe('[fd00::1]:8443')
  expect(hostLabel(exchange())).toBe('api.example.com')
  expect(hostLabel(exchange({ destination: '' }))).toBe('')
})

test('the busiest client stands first, with where it mostly sends', () => {
  const records = [
    exchange({ n: 1, client: '10.0.0.1', action: 'transform' }),
    exchange({ n: 2, client: '10.0.0.2', destination: 'a.example' }),
    exchange({ n: 3, client: '10.0.0.2', destination: 'b.example', action: 'refuse' }),
    exchange({ n: 4, client: '10.0.0.2', destination: 'b.example' }),
    exchange({ n: 5, client: '10.0.0.2', destination: '' }),
  ]
  const [first, second] = trafficOf(records, new Map())
  expect(first).toMatchObject({
    client: '10.0.0.2',
    exchanges: 4,
    stopped: 1,
    destinations: ['b.example', 'a.example'],
  })
  expect(second).toMatchObject({ client: '10.0.0.1', cleaned: 1 })
})
