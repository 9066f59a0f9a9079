/** Promises about the rule and the route: what is ours is known, what is another's is never taken for it. */
import { expect, test } from 'vitest'
import { defaultRouting } from '../../../gateway/core/network/model.ts'
import {
  addRouting,
  type FoundRouting,
  removeRouting,
  routedFamilies,
  routingCollisions,
} from '../../../gateway/core/network/routing.ts'

const rule = { priority: 3129, fwmark: '0x47617465', table: '3129' }
const route = { type: 'local', dst: 'default', dev: 'lo' }
const none = { rules: [{ priority: 0, table: '255' }], routes: [] }
const ours = { rules: [...none.rules, rule], routes: [route] }

function ipv4Alone(found: NonNullable<FoundRouting['ipv4']>): FoundRouting {
  return { ipv4: found, ipv6: null }
}

test('both are added for each family that the box has, and nothing twice', () => {
  const both = addRouting(defaultRouting, { ipv4: none, ipv6: none })
  expect(both.map((words) => words.join(' '))).toEqual([
    'ip -4 route add local default dev lo table 3129',
    'ip -4 rule add fwmark 0x47617465 lookup 3129 priority 3129',
    'ip -6 route add local default dev lo table 3129',
    'ip -6 rule add fwmark 0x47617465 lookup 3129 priority 3129',
  ])
  expect(addRouting(defaultRouting, ipv4Alone(ours))).toEqual([])
  expect(removeRouting(defaultRouting, ipv4Alone(none))).toEqual([])
  expect(removeRouting(defaultRouting, ipv4Alone(ours)).map((words) => words.slice(2, 4).join(' '))).toEqual([
    'rule del',
    'route del',
  ])
  expect(routedFamilies(defaultRouting, { ipv4: ours, ipv6: none })).toEqual(['ipv4'])
})

test('what other rules of ours still need stays', () => {
  expect(removeRouting(defaultRouting, ipv4Alone(ours), { keep: defaultRouting })).toEqual([])
  const [first, ...more] = removeRouting(defaultRouting, ipv4Alone(ours), {
    keep: { ...defaultRouting, mark: 7 },
  })
  expect(first?.slice(2, 4)).toEqual(['rule', 'del'])
  expect(more).toEqual([])
})

test.each([{ mark: 7 }, { table: 7 }, { priority: 7 }, { mark: 7, table: 7 }])(
  "what was ours before stands in nobody's way: %o",
  (change) => {
    const wanted = { ...defaultRouting, ...change }
    const found = ipv4Alone('table' in change ? { ...ours, routes: [] } : ours)
    expect(routingCollisions(wanted, found, { former: defaultRouting })).toEqual([])
    expect(routingCollisions(wanted, found)).not.toEqual([])
    const foreign = ipv4Alone({ ...ours, rules: [...ours.rules, { priority: wanted.priority, table: '9' }] })
    expect(routingCollisions(wanted, foreign, { former: defaultRouting })[0]).toContain('network.priority')
  },
)

test.each([
  ['the same mark', { rules: [{ ...rule, priority: 9, table: '254' }], routes: [] }, 'network.mark'],
  [
    'a mask that covers ours',
    { rules: [{ priority: 9, fwmark: '0x65', fwmask: '0xff', table: '9' }], routes: [] },
    'network.mark',
  ],
  ['our table by another rule', { rules: [{ priority: 9, table: '3129' }], routes: [] }, 'network.table'],
  [
    'our table with another route',
    { rules: [], routes: [{ dst: '10.0.0.0/8', dev: 'eth0' }] },
    'network.table',
  ],
  ['our priority', { rules: [{ priority: 3129, table: '9' }], routes: [] }, 'network.priority'],
  ['our rule but for a mask', { rules: [{ ...rule, fwmask: '0xffff' }], routes: [] }, 'network.priority'],
])('a collision is named: %s', (_name, found, key) => {
  expect(routingCollisions(defaultRouting, ipv4Alone(found)).join(' ')).toContain(key)
  expect(removeRouting(defaultRouting, ipv4Alone(found))).toEqual([])
})

test('rules of others that look for other marks are none', () => {
  const others = [
    { priority: 5210, fwmark: '0x80000', fwmask: '0xff0000', table: '254' },
    { priority: 32764, fwmark: '0xca6c', table: '51820' },
  ]
  expect(routingCollisions(defaultRouting, ipv4Alone({ rules: others, routes: [] }))).toEqual([])
  expect(routingCollisions(defaultRouting, ipv4Alone(ours))).toEqual([])
})
