/** Promises about routing rules of others that the kernel asks before ours: each that may lead away what is taken is told of, and no other. */
import { expect, test } from 'vitest'
import type { Family } from '../../../gateway/core/network/ranges.ts'
import { type FoundRouting, type FoundRule, rulesAnswer } from '../../../gateway/core/network/routing.ts'
import { earlierRules, earlierRulesTodo } from '../../../gateway/core/network/rules-of-others.ts'
import { settingsWith } from './settings.ts'

const settings = settingsWith()

function found(family: Family, one: object): FoundRouting {
  // As `ip -N -j rule show` prints them.
  const rules: FoundRule[] = rulesAnswer.parse([
    { priority: 0, src: 'all', table: '255' },
    { src: 'all', ...one },
    { priority: 32766, src: 'all', table: '254' },
  ])
  return { ipv4: null, ipv6: null, [family]: { rules, routes: [] } }
}

test.each<[string, Family, object]>([
  ['everything', 'ipv4', { priority: 1000, table: '100' }],
  [
    'everything but one mark, as wg-quick has it',
    'ipv6',
    { priority: 1000, not: null, fwmark: '0xca6c', table: '9' },
  ],
  ['near networks alone', 'ipv4', { priority: 1000, table: '254', suppress_prefixlen: 0 }],
  ["the clients' interface", 'ipv4', { priority: 1000, iif: 'eth1', table: '100' }],
  ['a network that holds a group', 'ipv4', { priority: 1000, src: '192.168.0.0', srclen: 16, table: '100' }],
  ['one machine of a group', 'ipv4', { priority: 1000, src: '192.168.7.10', table: '100' }],
  ["a guests' network", 'ipv6', { priority: 1000, src: 'fd00:9::', srclen: 64, table: '100' }],
  ['a part of marks that ours have', 'ipv4', { priority: 1000, fwmark: '0x5', fwmask: '0xf', table: '100' }],
  ['a jump', 'ipv4', { priority: 1000, goto: 5000 }],
])('before ours: %s', (_name, family, one) => {
  expect(earlierRules(settings, found(family, one))).toEqual([{ family, priority: 1000 }])
  expect(earlierRules(settings, found(family, { ...one, priority: 3132 }))).toEqual([])
})

test.each<[string, Family, object]>([
  ['another mark', 'ipv4', { priority: 1000, fwmark: '0x80000', fwmask: '0xff0000', table: '52' }],
  ['another interface', 'ipv4', { priority: 1000, iif: 'wg0', table: '100' }],
  ['a way out that is not known yet', 'ipv4', { priority: 1000, oif: 'eth0', table: '100' }],
  ['a network of nobody here', 'ipv4', { priority: 1000, src: '10.8.0.0', srclen: 24, table: '100' }],
  ["this box's own addresses", 'ipv4', { priority: 100, table: '255' }],
  ['members of a VRF', 'ipv4', { priority: 1000, l3mdev: null }],
  ['ours', 'ipv4', { priority: 3129, fwmark: '0x47617465', table: '3129' }],
])('in no way of ours: %s', (_name, family, one) => {
  expect(earlierRules(settings, found(family, one))).toEqual([])
})

test('where everybody else is taken as well, a network of nobody here counts', () => {
  const others = { ...settings.others, web: 'intercept' } as const
  const one = { priority: 1000, src: '10.8.0.0', srclen: 24, table: '100' }
  expect(earlierRules(settingsWith({ others }), found('ipv4', one))).toHaveLength(1)
})

test('what is to be set leaves room for three', () => {
  expect(earlierRulesTodo([{ family: 'ipv4', priority: 1000 }])).toContain('network.priority to 997 or less')
  expect(earlierRulesTodo([{ family: 'ipv4', priority: 3 }])).toContain('Give that rule a larger number')
})
