/** In a network of namespaces: what nobody confirms is taken back, whoever is killed meanwhile, and nothing of it is left. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { endAllIn, officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const quick = { confirmMs: '5s' }
const root = join(import.meta.dirname, '../..')

/** Rules, routes and tables of others, which must stay as they are. */
async function others(scene: Scene): Promise<void> {
  await scene.on(
    'box',
    'nft',
    'table inet firewall {\n chain in {\n type filter hook input priority 0; policy accept;\n tcp dport 23 drop\n }\n }',
  )
  await scene.on('box', 'nft', 'add table ip gatehouse')
  await scene.on('box', 'ip', 'rule', 'add', 'fwmark', '0x7', 'lookup', '77', 'priority', '700')
  await scene.on('box', 'ip', '-6', 'rule', 'add', 'fwmark', '0x7', 'lookup', '77', 'priority', '700')
  await scene.on('box', 'ip', 'route', 'add', '198.51.100.0/24', 'via', at.router.ipv4, 'table', '77')
}

/** The whole of what a person has to do to see it: the web of a client. */
function webOf(scene: Scene): Promise<string> {
  return scene.peer('client', 'tcp', at.server.ipv4, '443')
}

testInNetwork('up and down leave nftables, rules and routes as they were before', async () => {
  await using scene = await openScene()
  await others(scene)
  const before = await scene.dump()
  expect((await scene.gatehouse('network', 'up')).code).toBe(0)
  expect((await scene.gatehouse('network', 'confirm')).code).toBe(0)
  expect(await scene.dump()).not.toBe(before)
  expect((await scene.gatehouse('network', 'down')).stdout).toContain('passes unread')
  expect(await scene.dump()).toBe(before)
  expect((await scene.gatehouse('network', 'down')).stdout).toContain('nothing to take away')
})

testInNetwork(
  'what nobody confirms is taken back by itself, whole, and a late confirmation counts for nothing',
  async () => {
    await using scene = await openScene(officeWith(quick))
    await others(scene)
    const before = await scene.dump()
    expect((await scene.gatehouse('network', 'up')).stderr).toMatch(/taken back in [1-5] seconds/)
    const status = await scene.status()
    expect(status.state).toBe('trial')
    expect(status.secondsLeft).toBeLessThanOrEqual(5)
    await expect.poll(() => scene.dump(), { interval: 500 }).toBe(before)
    const late = await scene.gatehouse('network', 'confirm', '--json')
    expect(late.code).toBe(1)
    expect(JSON.parse(late.stdout)).toMatchObject({ code: 'NETWORK_NOTHING_PENDING' })
  },
)

testInNetwork('whoever ends the watcher does not get to keep what nobody confirmed', async () => {
  await using scene = await openScene(officeWith({ confirmMs: '10min' }))
  const before = await scene.dump()
  await scene.gatehouse('network', 'up')
  await endAllIn(scene.namespace, '-TERM')
  await expect.poll(() => scene.dump(), { interval: 300 }).toBe(before)
})

testInNetwork(
  'what is confirmed stays, is confirmed once, and comes back unasked at a start of the box',
  async () => {
    await using scene = await openScene(officeWith(quick))
    await scene.gatehouse('network', 'up')
    // The data folder is made by the first start of the gateway.
    await scene.on('box', 'mkdir', scene.dataFolder)
    expect(await scene.gatehouse('network', 'confirm')).toMatchObject({ code: 0, stderr: '' })
    expect((await scene.gatehouse('network', 'confirm')).code).toBe(1)
    const kept = await scene.dump()
    await wait(6000)
    expect(await scene.dump()).toBe(kept)
    await scene.on('box', 'nft', 'flush', 'ruleset')
    expect((await scene.status()).state).toBe('down')
    expect((await scene.gatehouse('network', 'up', '--unchanged')).code).toBe(0)
    expect((await scene.status()).state).toBe('up')
    await scene.configure(officeWith({ ...quick, masquerade: true }))
    expect((await scene.status()).attention.map(({ code }) => code)).toContain('changed')
    await scene.on('box', 'nft', 'flush', 'ruleset')
    const again = await scene.gatehouse('network', 'up', '--unchanged')
    expect(again).toMatchObject({ code: 0 })
    expect(again.stderr).toContain('the configuration was changed since')
    expect(again.stderr).toContain('gatehouse network up')
    const former = await scene.dump()
    expect(former).not.toContain('masquerade')
    expect(former).toContain('chain pass/group/desks')
    expect(await scene.status()).toMatchObject({ state: 'up', isAsConfigured: false })
    expect((await scene.status()).attention.map(({ code }) => code)).toContain('changed')
    // Switched off by its owner: a start of the box leaves it so; switched on again, what was confirmed counts.
    await scene.on('box', 'nft', 'flush', 'ruleset')
    await scene.configure(officeWith({ ...quick, mode: 'off' }))
    expect((await scene.gatehouse('network', 'up', '--unchanged')).code).toBe(0)
    expect(await scene.dump()).not.toContain('chain')
    await scene.configure(officeWith(quick))
    const json = await scene.gatehouse('network', 'up', '--unchanged', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      outcome: 'in-force',
      confirmWithinMs: null,
      isAsConfigured: true,
    })
    expect(await scene.dump()).toBe(former)
  },
)

testInNetwork(
  'where everybody is killed who would take it back, the kernel ends it by itself, and the next command cleans up',
  async () => {
    await using scene = await openScene(officeWith(quick))
    await scene.start('server', 'serve', '443', '9999')
    const before = await scene.dump()
    await scene.gatehouse('network', 'up')
    expect(await webOf(scene)).toBe('refused')
    await endAllIn(scene.namespace)
    await wait(5500)
    expect(await webOf(scene)).toBe(`open server saw ${at.client.ipv4}`)
    expect(await scene.status()).toMatchObject({ state: 'expired' })
    expect((await scene.gatehouse('network', 'confirm')).code).toBe(1)
    expect((await scene.gatehouse('network', 'down')).code).toBe(0)
    expect(await scene.dump()).toBe(before)
  },
)

testInNetwork('a call of up that is killed at any moment leaves nothing behind', async () => {
  await using scene = await openScene(officeWith(quick))
  await others(scene)
  const before = await scene.dump()
  const args = [
    'netns',
    'exec',
    scene.namespace,
    process.execPath,
    join(root, 'gateway/main.ts'),
    'network',
    'up',
  ]
  const announced = async () => (await scene.on('box', 'nft', 'list', 'tables', 'inet')).includes('gatehouse')
  // From the first thing that stands in the kernel on: between the announcement, the routes and the rules, and after.
  for (const afterMs of [0, 10, 30, 60]) {
    const child = spawn('ip', [...args, '--config', scene.configFile], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    while (!(await announced())) await wait(5)
    await wait(afterMs)
    child.kill('SIGKILL')
    await ended
    expect(await scene.dump()).not.toBe(before)
    await expect.poll(() => scene.dump(), { interval: 300 }).toBe(before)
  }
})

testInNetwork(
  'a clock that is set, or stands still, neither shortens nor lengthens the time for a confirmation',
  async () => {
    await using scene = await openScene(officeWith({ confirmMs: '60s' }))
    const before = await scene.dump()
    await scene.gatehouse('network', 'up')
    const during = await scene.dump()
    const trial = /trial\/([0-9a-f]{16})/.exec(during)?.[1]
    const routing = { mark: 0x47617465, table: 3129, priority: 3129 }
    const order = {
      tools: { nft: '/usr/sbin/nft', ip: '/usr/sbin/ip' },
      change: { trial, routing, before: null },
      waitMs: 4000,
    }
    // A clock that jumps ten years with each look, forth and back.
    const wrong = 'data:text/javascript,let now=0;Date.now=()=>(now=3e11-now)'
    const watcher = spawn(
      'ip',
      [
        'netns',
        'exec',
        scene.namespace,
        process.execPath,
        '--import',
        wrong,
        join(root, 'gateway/network/watcher.ts'),
      ],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    )
    watcher.stdin.end(JSON.stringify(order))
    await once(watcher.stdout, 'data')
    await wait(3000)
    expect(await scene.dump()).toContain(`trial/${trial}`)
    await expect.poll(() => scene.dump(), { interval: 300, timeout: 10_000 }).toBe(before)
  },
)

testInNetwork('what others have where ours would go is named, and nothing is touched', async () => {
  await using scene = await openScene()
  const refused = async (...expected: string[]) => {
    const before = await scene.dump()
    const { stdout, code } = await scene.gatehouse('network', 'up', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ code: 'NETWORK_COLLISION' })
    for (const words of expected) expect(stdout).toContain(words)
    expect(await scene.dump()).toBe(before)
  }
  await scene.on('box', 'nft', 'add table inet gatehouse')
  await refused('that Gatehouse did not make')
  expect((await scene.gatehouse('network', 'down')).stdout).toContain('nothing to take away')
  await scene.on('box', 'nft', 'delete', 'table', 'inet', 'gatehouse')
  await scene.on(
    'box',
    'ip',
    '-6',
    'rule',
    'add',
    'fwmark',
    '0x47617465',
    'lookup',
    'main',
    'priority',
    '900',
  )
  await refused('IPv6', 'network.mark')
  await scene.on('box', 'ip', '-6', 'rule', 'del', 'priority', '900')
  await scene.on('box', 'ip', 'route', 'add', '198.51.100.0/24', 'via', at.router.ipv4, 'table', '3129')
  await refused('IPv4', 'network.table')
})

testInNetwork(
  'a trial whose table another program flushed is taken back whole, and what began since is left alone',
  async () => {
    await using scene = await openScene(officeWith(quick))
    await others(scene)
    const before = await scene.dump()
    const flush = () => scene.on('box', 'nft', 'delete', 'table', 'inet', 'gatehouse')
    await scene.gatehouse('network', 'up')
    await flush()
    expect(await scene.dump()).toContain('0x47617465')
    await expect.poll(() => scene.dump(), { interval: 300 }).toBe(before)
    // Of a change to rules that were confirmed, with other numbers.
    await scene.gatehouse('network', 'up')
    await scene.gatehouse('network', 'confirm')
    await scene.configure(officeWith({ ...quick, mark: 4711, table: 4711, priority: 4711 }))
    await scene.gatehouse('network', 'up')
    await flush()
    await expect.poll(() => scene.dump(), { interval: 300 }).toBe(before)
    // Put in force anew before the watcher of the first looks.
    await scene.configure(officeWith({ confirmMs: '8s' }))
    await scene.gatehouse('network', 'up')
    await flush()
    await scene.configure(officeWith({ confirmMs: '10min' }))
    await scene.gatehouse('network', 'up')
    await scene.gatehouse('network', 'confirm')
    const kept = await scene.dump()
    await wait(9000)
    expect(await scene.dump()).toBe(kept)
  },
)

testInNetwork(
  'what is left of flushed rules is cleaned up though the network part was switched off since',
  async () => {
    await using scene = await openScene()
    const before = await scene.dump()
    await scene.gatehouse('network', 'up')
    await scene.gatehouse('network', 'confirm')
    await scene.on('box', 'nft', 'flush', 'ruleset')
    await scene.configure(officeWith({ mode: 'off' }))
    expect((await scene.gatehouse('network', 'down')).code).toBe(0)
    expect(await scene.dump()).toBe(before)
  },
)

testInNetwork('rules that another program flushed are missed, and their routes are cleaned up', async () => {
  await using scene = await openScene()
  const before = await scene.dump()
  await scene.gatehouse('network', 'up')
  await scene.gatehouse('network', 'confirm')
  await scene.on('box', 'nft', 'flush', 'ruleset')
  const status = await scene.status()
  expect(status.state).toBe('down')
  expect(status.attention[0]?.says).toContain('passes unread')
  expect((await scene.gatehouse('network', 'down')).code).toBe(0)
  expect(await scene.dump()).toBe(before)
})
