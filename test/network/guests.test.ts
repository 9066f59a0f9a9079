/** In a network of namespaces: guests reach the internet alone, whatever the addresses of the house are. */
import { expect } from 'vitest'
import { countOf, officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const

/** A machine between the box and its router, and one behind another router of the house: with addresses of the internet. */
const near = { ipv4: '11.2.0.80', ipv6: '2a00:2::80' }
const behind = { ipv4: '11.3.0.80', ipv6: '2a00:3::80' }
/** Private IPv4 addresses in the clothes of IPv6: by a translator, 6to4, Teredo, mapped for a translator. */
const dressed = [
  '64:ff9b::c0a8:70a',
  '64:ff9b:1::1',
  '2002:c0a8:70a::1',
  '2001::c0a8:70a',
  '::ffff:0:c0a8:70a',
]

async function office(): Promise<Scene> {
  const scene = await openScene(officeWith({ confirmMs: '10min' }, { desks: { web: 'tunnel' } }))
  const add = (machine: 'box' | 'server', device: string, ...addresses: string[]) =>
    Promise.all(
      addresses.map((each) =>
        scene.on(
          machine,
          'ip',
          'address',
          'add',
          each,
          'dev',
          device,
          ...(each.includes(':') ? ['nodad'] : []),
        ),
      ),
    )
  await add('box', 'eth0', '11.2.0.1/24', '2a00:2::1/64')
  await add('server', 'eth0', `${near.ipv4}/24`, `${near.ipv6}/64`)
  await add(
    'server',
    'lo',
    `${behind.ipv4}/32`,
    `${behind.ipv6}/128`,
    ...dressed.map((each) => `${each}/128`),
  )
  await scene.on('box', 'ip', 'route', 'add', '11.3.0.0/24', 'via', near.ipv4)
  await scene.on('box', 'ip', 'route', 'add', '2a00:3::/64', 'via', near.ipv6)
  await scene.start('server', 'serve', '22,443', '9999')
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  return scene
}

testInNetwork(
  'guests do not reach machines of the house that have public addresses; the office does',
  async () => {
    await using scene = await office()
    for (const family of families) {
      for (const house of [near[family], behind[family]]) {
        expect(await scene.peer('guest', 'tcp', house, '443'), house).toBe('refused')
        expect(await scene.peer('guest', 'udp', house, '9999'), house).toBe('refused')
        expect(await scene.peer('client', 'tcp', house, '443'), house).toContain('server saw')
      }
      const far = at.server[family]
      expect(await scene.peer('guest', 'tcp', far, '443')).toBe(`open server saw ${at.guest[family]}`)
      expect(await scene.peer('guest', 'udp', far, '9999')).toBe('open')
    }
    expect(countOf(await scene.status(), 'guests', 'refused/inside')).toBeGreaterThanOrEqual(8)
  },
)

testInNetwork('guests do not reach private IPv4 addresses by what translates or tunnels them', async () => {
  await using scene = await office()
  for (const address of dressed) {
    expect(await scene.peer('guest', 'tcp', address, '22'), address).toBe('refused')
    // The way is there.
    expect(await scene.peer('client', 'tcp', address, '22'), address).toContain('server saw')
  }
})

testInNetwork('a tunnel that takes the whole internet in two halves is still the internet', async () => {
  await using scene = await office()
  for (const half of ['0.0.0.0/1', '128.0.0.0/1'])
    await scene.on('box', 'ip', 'route', 'add', half, 'via', at.router.ipv4)
  await scene.on('box', 'ip', 'route', 'add', '2000::/3', 'via', at.router.ipv6)
  for (const family of families) {
    expect(await scene.peer('guest', 'tcp', at.server[family], '443')).toContain('server saw')
    expect(await scene.peer('guest', 'tcp', near[family], '443')).toBe('refused')
  }
})

testInNetwork('where somebody removes our routing rules, guests reach nothing, and it is said', async () => {
  await using scene = await office()
  for (const priority of ['3130', '3131'])
    for (const family of ['-4', '-6'])
      await scene.on('box', 'ip', family, 'rule', 'del', 'priority', priority)
  for (const family of families) {
    expect(await scene.peer('guest', 'tcp', at.server[family], '443')).toBe('refused')
    expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('server saw')
  }
  const codes = (await scene.status()).attention.map(({ code }) => code)
  expect(codes).toEqual(expect.arrayContaining(['guests-ipv4', 'guests-ipv6']))
})
