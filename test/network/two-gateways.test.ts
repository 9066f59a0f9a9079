/** In a network of namespaces: a second gateway among the clients is noticed, harms nothing of the first, and goes without a trace. */
import { expect } from 'vitest'
import { officeWith, openScene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const

testInNetwork(
  'two gateways in one network: the second is noticed and takes nothing of the first, which names what to do',
  async () => {
    await using scene = await openScene(officeWith({ confirmMs: '10min' }))
    await scene.start('server', 'serve', '80,443', '443')
    await scene.takes()
    for (const command of ['up', 'confirm'])
      expect(await scene.gatehouse('network', command)).toMatchObject({ code: 0 })

    // A machine of the desks is a box that forwards as well, with one port.
    const second = (...args: string[]) => scene.gatehouseOn('client', ...args)
    const untouched = await scene.dump()
    for (const key of ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding'])
      await scene.on('client', 'sysctl', '-q', '-w', `${key}=1`)
    const before = await scene.on('client', 'nft', 'list', 'ruleset')
    await scene.configure(
      officeWith({ confirmMs: '10min', way: 'router-assisted', masquerade: true, clients: ['eth0'] }),
    )
    expect(await second('network', 'up')).toMatchObject({ code: 0 })
    expect(await scene.dump()).toBe(untouched)

    // As a gateway that hands out addresses and shows a way out does.
    await scene.peer('client', 'dhcp', 'eth0')
    await scene.peer('client', 'advert', 'eth0')
    await scene.configure(officeWith({ confirmMs: '10min' }))
    const { attention } = await scene.status()
    const others = attention.filter(({ code }) => code.startsWith('other-'))
    expect(others.map(({ code }) => code).sort()).toEqual(['other-dhcp', 'other-router'])
    for (const { severity, todo } of others) {
      expect(severity).toBe('act-now')
      expect(todo).toContain('Two gateways in one network')
    }
    // What comes through the first is still taken there, and nothing of a closed group leaves past it.
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('taken for')

    expect(await second('network', 'down')).toMatchObject({ code: 0 })
    expect(await scene.on('client', 'nft', 'list', 'ruleset')).toBe(before)
    expect((await scene.status()).state).toBe('up')
  },
)
