/** In a network of namespaces: clients behind a bridge of the box, whose packets the kernel shows to the rules before they have arrived. */
import { existsSync } from 'node:fs'
import { expect } from 'vitest'
import { officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const

/** The desks' card hangs on a bridge. */
async function bridgedScene(): Promise<Scene> {
  const scene = await openScene(officeWith({ clients: ['br0', 'eth2'], confirmMs: '10min' }))
  const ip = (...args: string[]) => scene.on('box', 'ip', ...args)
  await ip('address', 'flush', 'dev', 'eth1')
  await ip('link', 'add', 'br0', 'type', 'bridge')
  await ip('link', 'set', 'eth1', 'master', 'br0')
  await ip('link', 'set', 'br0', 'up')
  await ip('address', 'add', `${at.box.ipv4}/24`, 'dev', 'br0')
  await ip('address', 'add', `${at.box.ipv6}/64`, 'dev', 'br0', 'nodad')
  return scene
}

async function turn(scene: Scene, ...words: string[]): Promise<void> {
  for (const word of words) await scene.on('box', 'sysctl', '-q', '-w', `net.bridge.bridge-nf-call-${word}`)
}

const needsYou = async (scene: Scene) =>
  (await scene.status()).attention.filter(({ severity }) => severity === 'act-now')

const title =
  "a bridge's packets that come too early are refused by up, told of by status, and settled by a key"
testInNetwork(title, async ({ skip }) => {
  if (!existsSync('/proc/sys/net/bridge')) skip('the kernel has no br_netfilter here')
  await using scene = await bridgedScene()
  await turn(scene, 'iptables=1', 'ip6tables=1')
  const before = await scene.dump()
  const refused = await scene.gatehouse('network', 'up', '--json')
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'NETWORK_COLLISION' })
  expect(refused.stdout).toContain('bridge at br0')
  expect(refused.stdout).toContain(
    'net.bridge.bridge-nf-call-iptables = 0 and net.bridge.bridge-nf-call-ip6tables = 0',
  )
  expect(await scene.dump()).toBe(before)

  await turn(scene, 'iptables=0', 'ip6tables=0')
  await scene.on('box', 'mkdir', '-p', scene.dataFolder)
  for (const command of ['up', 'confirm'])
    expect(await scene.gatehouse('network', command)).toMatchObject({ code: 0 })
  await scene.takes()
  for (const family of families)
    expect(await scene.peer('client', 'tcp', at.server[family], '443')).toContain('taken for')
  expect(await needsYou(scene)).toEqual([])

  // Switched on since, as by a program for containers: this is what it costs.
  await turn(scene, 'iptables=1')
  expect(await scene.peer('client', 'tcp', at.server.ipv4, '443')).toBe('silent')
  expect(await needsYou(scene)).toMatchObject([{ code: 'bridged-ipv4-br0' }])
  // At a start of the box the rules count all the same, as closed groups stay closed by them.
  const unasked = await scene.gatehouse('network', 'up', '--unchanged')
  expect(unasked).toMatchObject({ code: 0, stderr: expect.stringContaining('br_netfilter') })

  // Of this bridge alone.
  await turn(scene, 'iptables=0')
  await scene.on('box', 'ip', 'link', 'set', 'br0', 'type', 'bridge', 'nf_call_ip6tables', '1')
  const [own, ...more] = await needsYou(scene)
  expect(more).toEqual([])
  expect(own).toMatchObject({
    code: 'bridged-ipv6-br0',
    todo: 'Run: ip link set br0 type bridge nf_call_ip6tables 0',
  })
})
