/** In a network of namespaces: the web traffic of intercepted groups is taken, and nothing of it leaves while nobody listens. */
import { expect } from 'vitest'
import { countOf, officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const

/** On trial for longer than a test takes, which is as good as confirmed. */
const patient = { confirmMs: '10min' }

/** In force, with a server in the internet. */
async function inForce(): Promise<Scene> {
  const scene = await openScene(officeWith(patient))
  await scene.start('server', 'serve', '80,443,8022', '443,9999')
  await scene.on('server', 'nft', arrivals)
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  return scene
}

/** Counts at the server what of the desks' web traffic arrives there. */
const arrivals = `table inet arrivals {
  counter web { }
  counter quic { }
  chain seen {
    type filter hook input priority 0;
    ip saddr ${at.client.ipv4} tcp dport { 80, 443 } counter name web
    ip6 saddr ${at.client.ipv6} tcp dport { 80, 443 } counter name web
    ip saddr ${at.client.ipv4} udp dport 443 counter name quic
    ip6 saddr ${at.client.ipv6} udp dport 443 counter name quic
  }
}`

async function arrived(scene: Scene, counter: string): Promise<number> {
  const printed = await scene.on('server', 'nft', 'list', 'counter', 'inet', 'arrivals', counter)
  return Number(/packets (\d+)/.exec(printed)?.[1])
}

testInNetwork("an intercepted group's web traffic is taken, over IPv4 and IPv6, and no guest's", async () => {
  await using scene = await inForce()
  await scene.takes()
  for (const family of families)
    for (const port of ['80', '443']) {
      const server = at.server[family]
      expect(await scene.peer('client', 'tcp', server, port)).toBe(`open taken for ${server} ${port}`)
      expect(await scene.peer('guest', 'tcp', server, port)).toBe(`open server saw ${at.guest[family]}`)
    }
  const status = await scene.status()
  expect(status).toMatchObject({ state: 'trial', listening: true, isAsConfigured: true })
  expect(countOf(status, 'desks', 'web/taken')).toBe(4)
  expect(countOf(status, 'desks', 'web/refused')).toBe(0)
  expect(await arrived(scene, 'web')).toBe(0)
})

testInNetwork(
  'with the listener killed nothing of a closed group leaves, and a group that chose open goes on',
  async () => {
    await using scene = await inForce()
    const listener = await scene.takes()
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('taken for')
    await listener.end('SIGKILL')
    // Of a group that chose open: how long its people wait until the web is back.
    const killed = performance.now()
    const tillsWeb = () => scene.peer('client', 'tcp', at.server.ipv4, '443', 'from', at.till.ipv4)
    await expect.poll(tillsWeb, { interval: 50 }).toBe(`open server saw ${at.till.ipv4}`)
    expect(performance.now() - killed).toBeLessThan(5000)
    for (const family of families) {
      const server = at.server[family]
      expect(await scene.peer('client', 'tcp', server, '80')).toBe('refused')
      expect(await scene.peer('client', 'tcp', server, '443')).toBe('refused')
      const till = at.till[family]
      expect(await scene.peer('client', 'tcp', server, '443', 'from', till)).toBe(`open server saw ${till}`)
      expect(await scene.peer('client', 'tcp', server, '8022')).toBe(`open server saw ${at.client[family]}`)
    }
    expect(await arrived(scene, 'web')).toBe(0)
    const status = await scene.status()
    expect(status.attention.find(({ code }) => code === 'no-listener')?.says).toBe(
      'Nobody listens on port 3129: no web for desks; unread leaves the web traffic of tills.',
    )
    expect(countOf(status, 'desks', 'web/refused')).toBeGreaterThanOrEqual(4)
    expect(countOf(status, 'tills', 'web/passed')).toBeGreaterThanOrEqual(2)
  },
)

testInNetwork('a listener that may not take connections of others is none: closed stays closed', async () => {
  await using scene = await inForce()
  await scene.takes('plain')
  for (const family of families)
    expect(await scene.peer('client', 'tcp', at.server[family], '443')).toBe('refused')
  expect(await arrived(scene, 'web')).toBe(0)
})

testInNetwork('a gateway that is started anew takes over with the rules installed', async () => {
  await using scene = await inForce()
  const listener = await scene.takes()
  const held = await scene.start('client', 'hold', at.server.ipv4, '443')
  await listener.end('SIGKILL')
  await held.end()
  await scene.takes()
  for (const family of families)
    expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('taken for')
  expect(await arrived(scene, 'web')).toBe(0)
})

testInNetwork('QUIC is refused for intercepted groups, at once, whether anybody listens or not', async () => {
  await using scene = await inForce()
  for (const takes of [false, true]) {
    if (takes) await scene.takes()
    for (const family of families) {
      expect(await scene.peer('client', 'udp', at.server[family], '443')).toBe('refused')
      expect(await scene.peer('guest', 'udp', at.server[family], '443')).toBe('open')
      expect(await scene.peer('client', 'udp', at.server[family], '9999')).toBe('open')
    }
  }
  expect(await arrived(scene, 'quic')).toBe(0)
  expect(countOf(await scene.status(), 'desks', 'refused/quic')).toBeGreaterThanOrEqual(4)
})

testInNetwork(
  'down while traffic flows: forwarded connections go on, new ones go straight, nothing of ours is left',
  async () => {
    await using scene = await openScene()
    const before = await scene.dump()
    await scene.start('server', 'serve', '80,443,8022', '9999')
    await scene.takes()
    await scene.gatehouse('network', 'up')
    await scene.gatehouse('network', 'confirm')
    const forwarded = await scene.start('client', 'hold', at.server.ipv4, '8022')
    const taken = await scene.start('client', 'hold', at.server.ipv6, '443')
    for (const one of [forwarded, taken]) await expect.poll(() => one.printed()).toContain('alive')
    expect(await scene.gatehouse('network', 'down')).toMatchObject({ code: 0 })
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toBe(
        `open server saw ${at.client[family]}`,
      )
    // What was taken before may go on as well: the kernel knows its socket without any rule.
    expect(forwarded.printed()).toBe('ready\nalive\n')
    expect(await scene.dump()).toBe(before)
  },
)

testInNetwork(
  "the listener's own port is closed to everybody, and pages of the box itself are not taken",
  async () => {
    await using scene = await inForce()
    await scene.takes()
    await scene.start('box', 'serve', '80,443', '9999')
    for (const family of families) {
      expect(await scene.peer('client', 'tcp', at.box[family], '3129')).toBe('refused')
      expect(await scene.peer('client', 'tcp', at.box[family], '443')).toBe(
        `open server saw ${at.client[family]}`,
      )
    }
    expect(await scene.peer('server', 'tcp', at.outside.ipv4, '3129')).toBe('refused')
  },
)

testInNetwork(
  'who is in no group passes unread by default, counted, and is taken where the office says so',
  async () => {
    const groups = { desks: undefined }
    await using scene = await openScene(officeWith(patient, groups))
    await scene.start('server', 'serve', '443', '443')
    expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toBe(
        `open server saw ${at.client[family]}`,
      )
    expect(countOf(await scene.status(), 'others', 'web/tunnelled')).toBe(2)
    expect(await scene.gatehouse('network', 'confirm')).toMatchObject({ code: 0 })
    await scene.configure(officeWith({ ...patient, others: { web: 'intercept' } }, groups))
    expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toBe('refused')
    await scene.takes()
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('taken for')
  },
)

testInNetwork(
  'with masquerade the rest leaves with the address of the box, in IPv4, and web traffic is taken as ever',
  async () => {
    const oneArm = { ...patient, way: 'router-assisted', masquerade: true, clients: ['eth1'] }
    await using scene = await openScene(officeWith(oneArm))
    await scene.takes()
    expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
    for (const family of families)
      expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('taken for')
    await scene.start('server', 'serve', '22,80', '9999')
    expect(await scene.peer('client', 'tcp', at.server.ipv4, '22')).toBe(`open server saw ${at.outside.ipv4}`)
    expect(await scene.peer('client', 'tcp', at.server.ipv6, '22')).toBe(`open server saw ${at.client.ipv6}`)
  },
)
