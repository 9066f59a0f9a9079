/** In a network of namespaces: what needs somebody is told apart from what an office may have like that. */
import { expect } from 'vitest'
import { officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

/** In force and confirmed, with a listener. */
async function confirmed(config: object): Promise<Scene> {
  const scene = await openScene(config)
  await scene.takes()
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  expect(await scene.gatehouse('network', 'confirm')).toMatchObject({ code: 0 })
  return scene
}

async function codesOf(scene: Scene, severity: string): Promise<string[]> {
  return (await scene.status()).attention.filter((one) => one.severity === severity).map(({ code }) => code)
}

/** As an office without IPv6 has it, with a box that hands out addresses and has a strict firewall. */
const ipv4Office = {
  ...officeWith({}, { guests: { web: 'guest' } }),
  office: {
    name: 'Test office',
    clientGroups: { desks: ['192.168.7.0/24'], tills: ['192.168.7.50'], guests: ['192.168.9.0/24'] },
  },
}

testInNetwork(
  'a usual office, without IPv6 and with DHCP and a firewall on the box, needs nobody',
  async () => {
    await using scene = await confirmed(ipv4Office)
    for (const machine of ['box', 'client'] as const)
      await scene.on(machine, 'sysctl', '-q', '-w', 'net.ipv6.conf.all.forwarding=0')
    await scene.on(
      'box',
      'nft',
      'table inet firewall {\n chain in {\n type filter hook input priority 0; policy drop;\n }\n }',
    )
    // The kernel shows the box what it says to everybody.
    await scene.peer('box', 'dhcp', 'eth1')
    await scene.peer('box', 'advert', 'eth1')
    expect(await codesOf(scene, 'act-now')).toEqual([])
    expect(await codesOf(scene, 'note')).toEqual(['not-forwarding-ipv6', 'strict-firewall-input'])
    const { code, stdout } = await scene.gatehouse('network', 'status')
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing needs you.')
    expect(stdout).toContain('Good to know:')
    expect(stdout).toContain('No IPv6 in the office: nothing to do.')
    await scene.on('box', 'sysctl', '-q', '-w', 'net.ipv6.conf.all.forwarding=1')
    expect(await codesOf(scene, 'note')).toContain('doubt')
    expect((await scene.gatehouse('network', 'status')).code).toBe(0)
  },
)

testInNetwork('another DHCP server needs somebody, unless it is the router that helps', async () => {
  await using scene = await confirmed(officeWith())
  await scene.peer('client', 'dhcp', 'eth0')
  expect(await codesOf(scene, 'act-now')).toEqual(['other-dhcp'])
  expect((await scene.gatehouse('network', 'status')).code).toBe(1)
  // Found and settled: counting begins anew.
  await scene.gatehouse('network', 'up')
  await scene.gatehouse('network', 'confirm')
  expect(await codesOf(scene, 'act-now')).toEqual([])
  await scene.configure(officeWith({ way: 'router-assisted', masquerade: true }))
  await scene.gatehouse('network', 'up')
  await scene.gatehouse('network', 'confirm')
  await scene.peer('client', 'dhcp', 'eth0')
  expect(await codesOf(scene, 'act-now')).toEqual([])
  expect(await codesOf(scene, 'note')).toEqual(['other-dhcp'])
})

testInNetwork('everybody else is named where they have no web, too', async () => {
  await using scene = await openScene(officeWith({ others: { web: 'intercept' } }))
  await scene.gatehouse('network', 'up')
  const missed = (await scene.status()).attention.find(({ code }) => code === 'no-listener')
  expect(missed).toMatchObject({
    severity: 'act-now',
    says: expect.stringContaining('desks, everybody else'),
  })
})

testInNetwork(
  'a routing rule of somebody else that comes before ours is refused, told of, and settled by a number',
  async () => {
    await using scene = await openScene(officeWith({ confirmMs: '10min' }))
    const rule = ['from', '192.168.7.0/24', 'lookup', 'main', 'priority', '1000']
    const before = await scene.dump()
    await scene.on('box', 'ip', 'rule', 'add', ...rule)
    const refused = await scene.gatehouse('network', 'up', '--json')
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'NETWORK_COLLISION' })
    expect(refused.stdout).toContain('network.priority to 997 or less')
    await scene.on('box', 'ip', 'rule', 'del', ...rule)
    expect(await scene.dump()).toBe(before)

    // Added since: at a start of the box the rules count all the same, as closed groups stay closed by them.
    await scene.on('box', 'mkdir', scene.dataFolder)
    await scene.gatehouse('network', 'up')
    await scene.gatehouse('network', 'confirm')
    await scene.takes()
    await scene.start('server', 'serve', '443', '9999')
    await scene.on('box', 'ip', 'rule', 'add', ...rule)
    expect(await scene.peer('client', 'tcp', at.server.ipv4, '443')).toBe('silent')
    const unasked = await scene.gatehouse('network', 'up', '--unchanged')
    expect(unasked).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('priority 1000 comes before ours'),
    })
    expect(await codesOf(scene, 'act-now')).toEqual(['earlier-rule-ipv4-1000'])

    await scene.configure(officeWith({ confirmMs: '10min', priority: 997 }))
    expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
    expect(await scene.peer('client', 'tcp', at.server.ipv4, '443')).toContain('taken for')
  },
)
