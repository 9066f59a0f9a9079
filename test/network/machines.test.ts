/** In a network of namespaces: a machine in quarantine sends nothing past the box, whatever it tries, and others notice nothing. */
import { expect } from 'vitest'
import { heldOffice, otherCard, rulesOf } from './held.ts'
import { testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const
const addresses = [at.client.ipv4, at.client.ipv6]

testInNetwork(
  'in quarantine nothing is forwarded, over TCP, UDP, IPv4 and IPv6; its web is still taken, for the page; released, all passes',
  async () => {
    const { scene, tell, card } = await heldOffice()
    const client = await card('client')
    const open = await Promise.all(
      families.map((family) => scene.start('client', 'hold', at.server[family], '25')),
    )
    for (const one of open) await expect.poll(() => one.printed()).toContain('alive')
    expect(await tell({ quarantined: [client], addresses })).toEqual({
      ...{ outcome: 'in-step', quarantined: 1, guests: 0, changed: true },
    })
    // What it had begun before ends as well.
    for (const one of open) await expect.poll(() => one.printed()).toContain('ended')
    for (const family of families) {
      const server = at.server[family]
      for (const port of ['22', '25', '8443'])
        expect(await scene.peer('client', 'tcp', server, port), port).toBe('refused')
      for (const port of ['443', '9999'])
        expect(await scene.peer('client', 'udp', server, port), port).toBe('refused')
      // Its other address is not known to be its own, but the card is.
      expect(await scene.peer('client', 'tcp', server, '22', 'from', at.till[family])).toBe('refused')
      // Nothing reaches it, either.
      expect(await scene.peer('server', 'tcp', at.client[family], '22')).toBe('silent')
      expect(await scene.peer('client', 'tcp', server, '443')).toBe(`open taken for ${server} 443`)
      // Of others nothing is held back.
      expect(await scene.peer('guest', 'tcp', server, '22')).toContain('server saw')
      expect(await scene.peer('guest', 'udp', server, '9999')).toBe('open')
    }
    const { network } = (await scene.status()).counted
    expect(network.quarantined).toBeGreaterThan(0)
    expect(network['to-quarantined']).toBeGreaterThan(0)
    expect(await tell({})).toMatchObject({ outcome: 'in-step', quarantined: 0, changed: true })
    for (const family of families) {
      expect(await scene.peer('client', 'tcp', at.server[family], '22')).toContain('server saw')
      expect(await scene.peer('client', 'udp', at.server[family], '9999')).toBe('open')
    }
  },
)

testInNetwork(
  'in quarantine its web goes nowhere without a listener, in an open group neither, nor where nothing is taken',
  async () => {
    const { scene, tell, card } = await heldOffice({}, { desks: { web: 'tunnel' } })
    const client = await card('client')
    for (const from of [at.client, at.till])
      for (const family of families) {
        await tell({})
        const web = () => scene.peer('client', 'tcp', at.server[family], '443', 'from', from[family])
        const before = await web()
        expect(before).toContain('open')
        await tell({ quarantined: [client] })
        expect(await web()).toBe(from === at.till ? before : 'refused')
      }
    const listener = (await scene.on('box', 'ss', '-tlnpH', 'sport', '=', '3129')).match(/pid=(\d+)/)?.[1]
    await scene.on('box', 'kill', '-9', listener ?? '')
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443', 'from', at.till[family])).toBe(
        'refused',
      )
  },
)

testInNetwork('a machine that changes its card keeps its quarantine where it keeps its address', async () => {
  const { scene, tell, card } = await heldOffice()
  await tell({ quarantined: [await card('client')], addresses })
  await scene.on('client', 'ip', 'link', 'set', 'eth0', 'address', otherCard)
  for (const key of ['-4', '-6'])
    await scene.on(
      'client',
      'ip',
      key,
      'route',
      'replace',
      'default',
      'via',
      at.box[key === '-4' ? 'ipv4' : 'ipv6'],
    )
  await scene.on('box', 'ip', 'neigh', 'flush', 'dev', 'eth1')
  for (const family of families) {
    expect(await scene.peer('client', 'tcp', at.server[family], '22')).toBe('refused')
    expect(await scene.peer('client', 'udp', at.server[family], '9999')).toBe('refused')
  }
})

testInNetwork(
  'in quarantine a machine reaches of this box what the page needs alone; what the box begins is answered',
  async () => {
    const { scene, tell, card } = await heldOffice()
    await scene.start('box', 'serve', '22,53,8080,8443', '53,67')
    await scene.start('client', 'serve', '7000', '')
    const reached = async (port: string, family: 'ipv4' | 'ipv6') =>
      (await scene.peer('client', 'tcp', at.box[family], port)).split(' ')[0]
    await tell({ quarantined: [await card('client')], addresses })
    for (const family of families) {
      for (const port of ['53', '8080']) expect(await reached(port, family), port).toBe('open')
      for (const port of ['22', '8443']) expect(await reached(port, family), port).toBe('refused')
      expect(await scene.peer('client', 'udp', at.box[family], '53')).toBe('open')
      expect(await scene.peer('box', 'tcp', at.client[family], '7000')).toContain('server saw')
    }
    expect((await scene.status()).counted.network['quarantined-at-box']).toBeGreaterThan(0)
    await tell({})
    for (const family of families) expect(await reached('22', family)).toBe('open')
  },
)

testInNetwork(
  'a guest among the office’s machines reaches the internet alone, and its web is still taken',
  async () => {
    const { scene, tell, card } = await heldOffice()
    await scene.start('box', 'serve', '22,53,8080', '53')
    await scene.start('guest', 'serve', '22', '')
    // Between the box and its router, with addresses of the internet.
    for (const [machine, own] of [
      ['box', ['11.2.0.1/24', '2a00:2::1/64']],
      ['server', ['11.2.0.80/24', '2a00:2::80/64']],
    ] as const)
      for (const address of own)
        await scene.on(
          machine,
          'ip',
          'address',
          'add',
          address,
          'dev',
          'eth0',
          ...(address.includes(':') ? ['nodad'] : []),
        )
    const near = { ipv4: '11.2.0.80', ipv6: '2a00:2::80' }
    const seen = async (address: string, port: string) =>
      (await scene.peer('client', 'tcp', address, port)).split(' ').slice(0, 2).join(' ')
    for (const family of families) {
      expect(await seen(near[family], '22')).toBe('open server')
      expect(await seen(at.guest[family], '22')).toBe('open server')
    }
    expect(await tell({ guests: [await card('client')] })).toMatchObject({ guests: 1 })
    for (const family of families) {
      expect(await seen(near[family], '22')).toBe('refused')
      expect(await seen(near[family], '443')).toBe('refused')
      expect(await seen(at.guest[family], '22')).toBe('refused')
      expect(await seen(at.box[family], '22')).toBe('refused')
      expect(await seen(at.box[family], '8080')).toBe('open server')
      expect(await seen(at.server[family], '22')).toBe('open server')
      expect(await seen(at.server[family], '443')).toBe('open taken')
      expect(await scene.peer('client', 'udp', at.server[family], '9999')).toBe('open')
      // The rules of its network hold as before: QUIC is refused to desks.
      expect(await scene.peer('client', 'udp', at.server[family], '443')).toBe('refused')
    }
    expect((await scene.status()).counted.network['guest-inside']).toBeGreaterThan(0)
  },
)

testInNetwork(
  'what is told opens nothing: where a network of guests may not reach the proxy, no guest and nobody in quarantine does',
  async () => {
    const { scene, tell, card } = await heldOffice()
    await scene.start('box', 'serve', '22,53,8080', '')
    const guest = await card('guest')
    const told = [
      {},
      { guests: [guest] },
      { quarantined: [guest] },
      { quarantined: [guest], guests: [guest] },
    ]
    for (const machines of [...told, { addresses: [at.guest.ipv4, at.guest.ipv6] }]) {
      await tell(machines)
      for (const family of families) {
        expect(await scene.peer('guest', 'tcp', at.box[family], '8080')).toBe('refused')
        expect(await scene.peer('guest', 'tcp', at.box[family], '53')).toContain('server saw')
      }
    }
  },
)

testInNetwork('telling changes the sets alone, and telling the same again changes nothing', async () => {
  const { scene, tell, card } = await heldOffice()
  const before = await rulesOf(scene)
  const machines = { quarantined: [await card('client')], addresses, guests: [otherCard] }
  await tell(machines)
  const told = await rulesOf(scene)
  expect(told).not.toBe(before)
  const withoutSets = (rules: string) => rules.replaceAll(/\tset [^}]*?(?:elements = \{[^}]*\}\s*)?\}/g, '')
  expect(withoutSets(told)).toBe(withoutSets(before))
  expect(await tell(machines)).toMatchObject({ outcome: 'in-step', changed: false })
  expect(await rulesOf(scene)).toBe(told)
  await tell({})
  expect(await tell({})).toMatchObject({ changed: false })
})
