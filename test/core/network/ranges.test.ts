/** Promises about networks that overlap: each address belongs to the narrowest network that holds it, and to one owner. */
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { disjointRanges, spanOf } from '../../../gateway/core/network/ranges.ts'

test('a machine inside of a network is cut out of it, and both neighbours stay', () => {
  const ranges = disjointRanges([
    { network: '192.168.7.0/24', owner: 'desks' },
    { network: '192.168.7.50', owner: 'tills' },
    { network: 'fd00:7::/64', owner: 'desks' },
  ])
  expect(ranges.map(({ first, last, owner }) => `${first}-${last} ${owner}`)).toEqual([
    '192.168.7.0-192.168.7.49 desks',
    '192.168.7.50-192.168.7.50 tills',
    '192.168.7.51-192.168.7.255 desks',
    'fd00:7::-fd00:7::ffff:ffff:ffff:ffff desks',
  ])
})

test.each([
  [
    ['0.0.0.0/0', '255.255.255.255'],
    ['0.0.0.0-255.255.255.254 0', '255.255.255.255-255.255.255.255 1'],
  ],
  [
    ['10.0.0.0/8', '10.0.0.0/9'],
    ['10.0.0.0-10.127.255.255 1', '10.128.0.0-10.255.255.255 0'],
  ],
  [
    ['10.0.0.0/8', '10.255.0.0/16', '11.0.0.0/8'],
    ['10.0.0.0-10.254.255.255 0', '10.255.0.0-10.255.255.255 1', '11.0.0.0-11.255.255.255 2'],
  ],
  // The first of two equal ones, and host bits that count for nothing.
  [['10.1.2.3/8', '10.0.0.0/8'], ['10.0.0.0-10.255.255.255 0']],
])('%j', (networks, expected) => {
  const ranges = disjointRanges(networks.map((network, owner) => ({ network, owner })))
  expect(ranges.map(({ first, last, owner }) => `${first}-${last} ${owner}`)).toEqual(expected)
})

test('whatever the networks: each address is where its narrowest network is, and nothing overlaps', () => {
  const network = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 32 }))
    .map(([at, length]) => `10.0.${at & 7}.${at}/${length}`)
  fc.assert(
    fc.property(
      fc.array(network, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 2047 }),
      (networks, at) => {
        const address = `10.0.${at >> 8}.${at & 255}`
        const value = spanOf(address).first
        const holding = networks.filter((one) => ipaddr.parse(address).match(ipaddr.parseCIDR(one)))
        const narrowest = Math.max(-1, ...holding.map((one) => ipaddr.parseCIDR(one)[1]))
        const ranges = disjointRanges(networks.map((one, owner) => ({ network: one, owner })))
        const found = ranges.filter(
          ({ first, last }) => spanOf(first).first <= value && value <= spanOf(last).first,
        )
        expect(found.length).toBe(holding.length === 0 ? 0 : 1)
        const owner = found[0]?.owner
        if (owner !== undefined) expect(ipaddr.parseCIDR(networks[owner] ?? '')[1]).toBe(narrowest)
      },
    ),
  )
})
