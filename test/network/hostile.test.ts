/** In a network of namespaces: what clients try to get around the rules, and machines that pretend to be another. */
import { expect } from 'vitest'
import { countOf, officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const
const patient = { confirmMs: '10min' }

async function office(network: object = {}): Promise<Scene> {
  const scene = await openScene(officeWith({ ...patient, ...network }))
  await scene.start('server', 'serve', '22,80,443', '443,9999')
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  return scene
}

/** How many packets of a kind reached the server. */
async function arrivals(scene: Scene, match: string): Promise<() => Promise<number>> {
  await scene.on(
    'server',
    'nft',
    `table inet seen { chain seen { type filter hook prerouting priority raw;\n ${match} counter\n }\n }`,
  )
  return async () =>
    Number(/packets (\d+)/.exec(await scene.on('server', 'nft', 'list', 'table', 'inet', 'seen'))?.[1])
}

testInNetwork(
  'web traffic over IPv6 with extension headers in front is taken like any other, and refused without a listener',
  async () => {
    await using scene = await office()
    const web = await arrivals(scene, `ip6 saddr ${at.client.ipv6} tcp dport { 80, 443 }`)
    const connect = () => scene.peer('client', 'tcp', at.server.ipv6, '443', 'options', '1')
    expect(await connect()).toBe('refused')
    const listener = await scene.takes()
    expect(await connect()).toBe(`open taken for ${at.server.ipv6} 443`)
    await listener.end()
    expect(await connect()).toBe('refused')
    expect(await web()).toBe(0)
  },
)

testInNetwork('web traffic and QUIC over IPv6 in fragments do not slip past', async () => {
  await using scene = await office()
  const all = await arrivals(scene, `ip6 saddr ${at.client.ipv6} meta l4proto { tcp, udp, ipv6-frag }`)
  const send = (port: string, kind: string, first: string) =>
    scene.peer('client', 'fragments', at.client.ipv6, at.server.ipv6, port, kind, first)
  await send('443', 'tcp', '24')
  await send('443', 'udp', '8')
  // A first fragment without the whole of TCP's header says nothing of ports that a rule could go by (RFC 8200 §4.5: discard it).
  await send('443', 'tcp', '8')
  const status = await scene.status()
  expect(countOf(status, 'desks', 'web/refused')).toBe(1)
  expect(countOf(status, 'desks', 'refused/quic')).toBe(1)
  expect(await all()).toBe(0)
  // The same way is open to what is allowed: otherwise nothing was seen.
  await send('22', 'tcp', '24')
  await expect.poll(all).toBeGreaterThan(0)
})

testInNetwork(
  "another network's address is dropped before it is tracked, another machine's where its card is known",
  async () => {
    await using scene = await office({ machines: [{ address: at.till.ipv4, hardware: '02:00:5e:10:00:01' }] })
    const seen = await arrivals(scene, 'meta l4proto tcp')
    for (const [address, count] of [
      // A guest's, from the desks' port, and the box's own.
      [at.guest.ipv4, 'spoofed'],
      [at.guest.ipv6, 'spoofed'],
      [at.box.ipv4, 'spoofed'],
      [at.box.ipv6, 'spoofed'],
      // The till's, whose card is another.
      [at.till.ipv4, 'foreign-card'],
    ] as const) {
      const target = address.includes(':') ? at.server.ipv6 : at.server.ipv4
      const before = (await scene.status()).counted.network[count] ?? 0
      expect(await scene.peer('client', 'tcp', target, '22', 'as', address)).toBe('silent')
      expect((await scene.status()).counted.network[count], address).toBeGreaterThan(before)
    }
    expect(await seen()).toBe(0)
    expect(await scene.peer('client', 'tcp', at.server.ipv4, '22')).toContain('server saw')
  },
)

testInNetwork('50,000 made-up senders fill no table, and the office goes on', async () => {
  await using scene = await office()
  await scene.peer('client', 'flood', at.server.ipv4, '50000')
  expect((await scene.status()).counted.network.spoofed).toBe(50_000)
  const tracked = await scene.on('box', 'cat', '/proc/sys/net/netfilter/nf_conntrack_count')
  expect(Number(tracked)).toBeLessThan(100)
  expect(await scene.peer('client', 'tcp', at.server.ipv4, '22')).toContain('server saw')
})

testInNetwork('50,000 addresses of a group are taken in one go, and each is known', async () => {
  const numbers = Array.from({ length: 50_000 }, (_, at) => at)
  // Every other address, so that nothing can be drawn together.
  const addresses = numbers.map((at) => `10.${at >> 15}.${(at >> 7) & 255}.${(at & 127) * 2}`)
  const groups = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`group-${at}`, addresses.slice(at * 1000, at * 1000 + 1000)]),
  )
  const config = {
    office: { clientGroups: groups },
    network: {
      mode: 'transparent',
      clients: ['eth1'],
      ...patient,
      groups: Object.fromEntries(Object.keys(groups).map((name) => [name, { web: 'intercept' }])),
    },
  }
  await using scene = await openScene(config)
  const before = await scene.dump()
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  expect(
    await scene.on(
      'box',
      'nft',
      'get',
      'element',
      'inet',
      'gatehouse',
      'group/group-49/4',
      `{ ${addresses.at(-1)} }`,
    ),
  ).toContain(String(addresses.at(-1)))
  expect((await scene.status()).counted.groups).toHaveLength(50)
  expect((await scene.gatehouse('network', 'down')).code).toBe(0)
  expect(await scene.dump()).toBe(before)
})

testInNetwork(
  'guests are never intercepted, reach the internet alone, and only their bytes are counted',
  async () => {
    await using scene = await office()
    await scene.takes()
    await scene.start('client', 'serve', '8080', '9999')
    await scene.start('box', 'serve', '53,8443', '53')
    for (const family of families) {
      expect(await scene.peer('guest', 'tcp', at.server[family], '443')).toBe(
        `open server saw ${at.guest[family]}`,
      )
      expect(await scene.peer('guest', 'tcp', at.server[family], '22')).toBe(
        `open server saw ${at.guest[family]}`,
      )
      expect(await scene.peer('guest', 'tcp', at.client[family], '8080')).toBe('refused')
      expect(await scene.peer('guest', 'tcp', at.box[family], '8443')).toBe('refused')
      const near = family === 'ipv4' ? '192.168.9.1' : 'fd00:9::1'
      expect(await scene.peer('guest', 'udp', near, '53')).toBe('open')
      expect(await scene.peer('client', 'tcp', at.box[family], '8443')).toContain('server saw')
    }
    const { groups } = (await scene.status()).counted
    const lines = groups.find(({ name }) => name === 'guests')?.lines ?? []
    expect(lines.map(({ what, line }) => `${what}/${line}`).sort()).toEqual([
      'bytes/in',
      'bytes/out',
      'refused/inside',
    ])
    for (const { bytes } of lines) expect(bytes).toBeGreaterThan(0)
  },
)

testInNetwork('another router or DHCP server among the clients is noticed, and said', async () => {
  await using scene = await office()
  expect((await scene.status()).attention.map(({ code }) => code)).not.toContain('other-router')
  await scene.peer('client', 'advert', 'eth0')
  await scene.peer('client', 'dhcp', 'eth0')
  const codes = (await scene.status()).attention.map(({ code }) => code)
  expect(codes).toContain('other-router')
  expect(codes).toContain('other-dhcp')
})

testInNetwork('the box shows clients no shorter way past it, as a router with one port does', async () => {
  await using scene = await openScene(officeWith(patient))
  await scene.on(
    'client',
    'nft',
    'table inet seen { chain seen { type filter hook input priority 0;\n icmp type redirect counter\n }\n }',
  )
  const redirected = async () =>
    Number(/packets (\d+)/.exec(await scene.on('client', 'nft', 'list', 'table', 'inet', 'seen'))?.[1])
  // Behind a router that stands where clients do.
  await scene.on('box', 'ip', 'route', 'add', '198.51.100.0/24', 'via', at.till.ipv4)
  await scene.peer('client', 'udp', '198.51.100.1', '9999')
  expect(await redirected()).toBeGreaterThan(0)
  const before = await redirected()
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  await scene.peer('client', 'udp', '198.51.100.2', '9999')
  expect(await redirected()).toBe(before)
})
