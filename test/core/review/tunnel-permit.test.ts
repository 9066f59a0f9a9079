/** A tunnel that a person allowed counts for the machine, client and host that it was asked for, and no longer than was said. */
import { expect, test } from 'vitest'
import { neverAllowed } from '../../../gateway/core/policy/reviews-model.ts'
import { type TunnelPermit, tunnelPermitFor } from '../../../gateway/core/review/tunnel-permit.ts'

const permit: TunnelPermit = {
  ...{ review: 'r', client: '192.168.1.7', address: '192.168.1.7', machine: '0a1b2c3d' },
  ...{ destination: 'shop.example', port: 443, types: ['EMAIL'], until: 1000 },
}
const facts = {
  ...{ client: '192.168.1.7', address: '192.168.1.7', machine: '0a1b2c3d' },
  ...{ destination: 'shop.example', port: 443 },
}
const bounds = { neverAllowed: neverAllowed(undefined), isAlwaysRead: () => false }

test('it counts until its time, and then no more', () => {
  expect(tunnelPermitFor([permit], facts, { now: 999, bounds })).toBe(permit)
  expect(tunnelPermitFor([permit], facts, { now: 1000, bounds })).toBe(null)
})

test.each([
  ['another machine that got the address', { machine: 'ffffffff' }],
  ['a machine of which nothing is known', { machine: null }],
  ['another address', { address: '192.168.1.8' }],
  ['somebody who logged in', { client: 'user:anna' }],
  ['another host', { destination: 'www.shop.example' }],
  ['a connection that named no host', { destination: '' }],
  ['another port', { port: 8443 }],
])('it counts not for %s', (_who, change) => {
  expect(tunnelPermitFor([permit], { ...facts, ...change }, { now: 0, bounds })).toBe(null)
})

test('a policy that says more meanwhile is followed at once', () => {
  const now = 0
  const stricter = { ...bounds, neverAllowed: neverAllowed({ never: ['EMAIL'], alwaysRead: [] }) }
  expect(tunnelPermitFor([permit], facts, { now, bounds: stricter })).toBe(null)
  const isAlwaysRead = (host: string) => host === 'shop.example'
  expect(tunnelPermitFor([permit], facts, { now, bounds: { ...bounds, isAlwaysRead } })).toBe(null)
})
