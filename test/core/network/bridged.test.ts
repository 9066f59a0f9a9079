/** Promises about bridges: where the kernel shows their packets too early, which interfaces of clients that concerns. */
import { expect, test } from 'vitest'
import { bridgedInterfaces, bridgedTodo, linksAnswer } from '../../../gateway/core/network/bridged.ts'
import { settingsWith } from './settings.ts'

/** As `ip -j -d link show` has them. */
const links = linksAnswer.parse([
  { ifname: 'eth1', master: 'br0' },
  {
    ifname: 'br0',
    linkinfo: { info_kind: 'bridge', info_data: { nf_call_iptables: 0, nf_call_ip6tables: 0 } },
  },
  {
    ifname: 'br1',
    linkinfo: { info_kind: 'bridge', info_data: { nf_call_iptables: 1, nf_call_ip6tables: 0 } },
  },
  { ifname: 'br0.10', link: 'br0', linkinfo: { info_kind: 'vlan', info_data: { id: 10 } } },
  { ifname: 'mac0', link: 'br0', linkinfo: { info_kind: 'macvlan' } },
  { ifname: 'eth1.5', link: 'eth1', linkinfo: { info_kind: 'vlan' } },
])
const off = { all: { ipv4: false, ipv6: false }, tagged: false }
const on = { all: { ipv4: true, ipv6: true }, tagged: false }
const found = (interfaces: string[], switches: typeof off) =>
  bridgedInterfaces(settingsWith({ interfaces }), links, switches).map(
    ({ interface: name, family, by }) => `${name} ${family} ${by}`,
  )

test('a bridge of clients, and what stands on it, is named for each family that is switched on', () => {
  expect(found(['br0'], on)).toEqual(['br0 ipv4 all', 'br0 ipv6 all'])
  expect(found(['br0'], { ...on, all: { ipv4: false, ipv6: true } })).toEqual(['br0 ipv6 all'])
  expect(found(['mac0'], on)).toEqual(['mac0 ipv4 all', 'mac0 ipv6 all'])
  expect(found(['br1', 'br0'], off)).toEqual(['br1 ipv4 bridge'])
})

test('a VLAN on a bridge is concerned where tagged packets are shown as well', () => {
  expect(found(['br0.10'], on)).toEqual([])
  expect(found(['br0.10'], { ...on, tagged: true })).toEqual(['br0.10 ipv4 all', 'br0.10 ipv6 all'])
})

test('cards of their own, ports of a bridge and what is not there are not concerned', () => {
  expect(found(['eth1', 'eth1.5', 'eth9'], { ...on, tagged: true })).toEqual([])
  expect(found(['br0'], off)).toEqual([])
})

test('where nothing is taken nothing hangs', () => {
  const { groups, others } = settingsWith()
  const unread = {
    groups: groups.map((one) => ({ ...one, web: 'tunnel' as const })),
    others: { ...others, web: 'tunnel' as const },
  }
  expect(bridgedInterfaces({ ...unread, interfaces: ['br0'] }, links, on)).toEqual([])
})

test('what to do names each key once, and the bridge that has a switch of its own', () => {
  const both = bridgedInterfaces(settingsWith({ interfaces: ['br0', 'br1'] }), links, {
    ...on,
    all: { ipv4: true, ipv6: false },
  })
  expect(bridgedTodo(both).match(/bridge-nf-call-iptables = 0/g)).toHaveLength(1)
  expect(bridgedTodo(bridgedInterfaces(settingsWith({ interfaces: ['br1'] }), links, off))).toBe(
    'Run: ip link set br1 type bridge nf_call_iptables 0',
  )
})
