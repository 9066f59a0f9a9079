/** Promises about the rule and the route: what is ours is known, what is another's is never taken for it. */
import { expect, test } from 'vitest'
import { defaultRouting } from '../../../gateway/core/network/model.ts'
import {
  addRouting,
  type FoundRouting,
  heldFamilies,
  removeRouting,
  routedFamilies,
} from '../../../gateway/core/network/routing.ts'
import { routingCollisions } from '../../../gateway/core/network/rules-of-others.ts'

const rule = { priority: 3129, fwmark: '0x47617465', table: '3129' }
const guests = [
  { priority: 3130, fwmark: '0xc7617465', table: '254', suppress_prefixlen: 1 },
  { priority: 3131, fwmark: '0xc7617465', action: '8' },
]
const route = { type: 'local', dst: 'default', dev: 'lo' }
const none = { rules: [{ priority: 0, table: '255' }], routes: [] }
const ours = { rules: [...none.rules, rule, ...guests], routes: [route] }

function ipv4Alone(found: NonNullable<FoundRouting['ipv4']>): FoundRouting {
  return { ipv4: found, ipv6: null }
}

test('both are added for each family that the box has, and nothing twice', () => {
  const both = addRouting(defaultRouting, { ipv4: none, ipv6: none })
  expect(both.map((words) => words.join(' '))).toEqual([
    'ip -4 route add local default dev lo table 3129',
    'ip -4 rule add fwmark 0x47617465 lookup 3129 priority 3129',
    'ip -4 rule add fwmark 0xc7617465 lookup 254 suppress_prefixlength 1 priority 3130',
    'ip -4 rule add fwmark 0xc7617465 priority 3131 prohibit',
    'ip -6 route add local default dev lo table 3129',
    'ip -6 rule add fwmark 0x47617465 lookup 3129 priority 3129',
    'ip -6 rule add fwmark 0xc7617465 lookup 254 suppress_prefixlength 3 priority 3130',
    'ip -6 rule add fwmark 0xc7617465 priority 3131 prohibit',
  ])
  expect(addRouting(defaultRouting, ipv4Alone(ours))).toEqual([])
  expect(removeRouting(defaultRouting, ipv4Alone(none))).toEqual([])
  expect(removeRouting(defaultRouting, ipv4Alone(ours)).map((words) => words.slice(2, 4).join(' '))).toEqual([
    'rule del',
    'rule del',
    'rule del',
    'route del',
  ])
  expect(routedFamilies(defaultRouting, { ipv4: ours, ipv6: none })).toEqual(['ipv4'])
  expect(heldFamilies(defaultRouting, { ipv4: ours, ipv6: none })).toEqual(['ipv4'])
  for (const missing of guests) {
    const rules = ours.rules.filter((one) => one !== missing)
    expect(heldFamilies(defaultRouting, ipv4Alone({ ...ours, rules }))).toEqual([])
    expect(routedFamilies(defaultRouting, ipv4Alone({ ...ours, rules }))).toEqual(['ipv4'])
    expect(addRouting(defaultRouting, ipv4Alone({ ...ours, rules }))).toHaveLength(1)
  }
})

test('what other rules of ours still need stays', () => {
  expect(removeRouting(defaultRouting, ipv4Alone(ours), { keep: defaultRouting })).toEqual([])
  const gone = (change: object) =>
    removeRouting(defaultRouting, ipv4Alone(ours), { keep: { ...defaultRouting, ...change } }).map((words) =>
      words.slice(2).join(' '),
    )
  const [taken, asked, nowhere] = [
    'rule del fwmark 0x47617465 lookup 3129 priority 3129',
    'rule del fwmark 0xc7617465 lookup 254 suppress_prefixlength 1 priority 3130',
    'rule del fwmark 0xc7617465 priority 3131 prohibit',
  ]
  expect(gone({ mark: 7 })).toEqual([taken, asked, nowhere])
  expect(gone({ table: 7 })).toEqual([taken, 'route del local default dev lo table 3129'])
  expect(gone({ priority: 3130 })).toEqual([taken, asked, nowhere])
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
  ['the second number of ours', { rules: [{ priority: 3131, table: '9' }], routes: [] }, '3129 to 3131'],
  [
    'the mark of guests',
    { rules: [{ priority: 9, fwmark: '0xc7617465', table: '9' }], routes: [] },
    'network.mark',
  ],
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
