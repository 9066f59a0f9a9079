/** Promises about the section `network`: what is chosen fits the groups, and junk in names is refused with its place. */
import { expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { networkSettings } from '../../config/sections/network.ts'

const clientGroups = {
  desks: ['10.0.0.0/8', 'user:anna'],
  people: ['user:anna'],
  twin: ['10.0.0.0/8'],
  zone: ['fe80::1%eth1'],
}
const on = { mode: 'transparent', clients: ['eth1'] }
const intercept = { web: 'intercept' }

function problemsOf(network: object): string[] {
  const result = configSchema.safeParse({ office: { clientGroups }, network })
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test.each([
  [{ mode: 'transparent' }, 'network.clients: expected at least one interface'],
  [{ ...on, groups: { nobody: intercept } }, 'network.groups.nobody: expected the name of a group'],
  [{ ...on, groups: { people: intercept } }, 'users and devices alone cannot be told by their packets'],
  [{ ...on, groups: { zone: intercept } }, 'network.groups.zone'],
  [{ ...on, groups: { desks: intercept, twin: intercept } }, 'expected networks of its own; the group desks'],
  [{ ...on, groups: { desks: { web: 'steal' } } }, 'expected intercept, tunnel or guest'],
  [{ ...on, groups: { desks: { ...intercept, whenDown: 'maybe' } } }, 'expected closed or open'],
  [{ ...on, groups: { desks: { ...intercept, refuse: ['sshh'] } } }, 'gatehouse network protocols'],
  [{ ...on, groups: { 'a"; flush ruleset; "': intercept } }, 'expected the name of a group'],
  [{ ...on, groups: { __proto__x: intercept } }, 'expected the name of a group'],
  [{ ...on, clients: ['eth1; flush ruleset'] }, 'expected the name of a network interface'],
  [{ ...on, clients: ['lo'] }, 'expected the name of a network interface'],
  [{ ...on, clients: ['eth*'] }, 'expected the name of a network interface'],
  [{ ...on, clients: ['../eth1'] }, 'expected the name of a network interface'],
  [{ ...on, machines: [{ address: '10.0.0.1', hardware: 'a"b' }] }, 'expected a hardware address'],
  [{ ...on, machines: [{ address: '10.0.0.0/8', hardware: '02:00:5e:10:00:01' }] }, 'expected an IP address'],
  [{ ...on, confirmMs: '1s' }, 'at least 5000 ms'],
  [{ ...on, mark: 0 }, 'network.mark'],
])('a mistake is named: %j', (network, expected) => {
  expect(problemsOf(network).join('\n')).toContain(expected)
})

test('switched off, nothing is asked of anybody', () => {
  expect(problemsOf({})).toEqual([])
  expect(networkSettings(configSchema.parse({}))).toBeNull()
})

test('users of a group are left to the proxy, its networks to the network, and the port to the listener', () => {
  const config = configSchema.parse({
    office: { clientGroups },
    network: { ...on, groups: { desks: intercept } },
  })
  const settings = networkSettings(config)
  expect(settings).toMatchObject({ listenerPort: 3129, interfaces: ['eth1'], others: { web: 'tunnel' } })
  expect(settings?.groups).toEqual([
    { name: 'desks', networks: ['10.0.0.0/8'], web: 'intercept', whenDown: 'closed', refuse: [] },
  ])
  const elsewhere = networkSettings({ ...config, proxy: { ...config.proxy, transparent: { port: 4000 } } })
  expect(elsewhere?.listenerPort).toBe(4000)
})
