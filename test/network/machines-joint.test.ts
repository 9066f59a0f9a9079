/** The gateway and its rules together: what a person decides of a machine counts for all of its traffic, also once the gateway is dead. */
import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { masked, note } from '../transparent/office.ts'
import { synced } from './held.ts'
import { type Joint, openJoint } from './joint.ts'
import { testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const
/** Of a maker, for documentation (RFC 7042 §2.1.2); those of such networks are made up. */
const card = '00:00:5e:00:53:01'

async function office(): Promise<Joint> {
  const joint = await openJoint({ clients: { watch: true, unknown: 'rules' } })
  const { scene } = joint
  await scene.on('client', 'ip', 'link', 'set', 'eth0', 'address', card)
  await scene.on('client', 'ip', '-6', 'route', 'replace', 'default', 'via', at.box.ipv6)
  await scene.on('client', 'ip', 'route', 'replace', 'default', 'via', at.box.ipv4)
  await scene.on('box', 'ip', 'neigh', 'flush', 'dev', 'eth1')
  await scene.start('server', 'serve', '22', '9999')
  return joint
}

/** As the unit that looks for a change of the note does. */
async function followed(joint: Joint, expected: object): Promise<void> {
  await expect
    .poll(async () => synced(await joint.scene.gatehouse('network', 'sync', '--json')), { timeout: 30_000 })
    .toMatchObject({ outcome: 'in-step', ...expected })
}

testInNetwork(
  'cut off by a person, a machine sends nothing past the box, also once the gateway is dead; let in again, it does',
  async () => {
    await using joint = await office()
    const { scene } = joint
    const ssh = (family: 'ipv4' | 'ipv6') => scene.peer('client', 'tcp', at.server[family], '22')
    for (const family of families) {
      expect(await joint.post(at.client[family], note)).toBe(masked)
      expect(await ssh(family)).toContain('server saw')
    }
    expect(await scene.gatehouse('clients', 'quarantine', card)).toMatchObject({ code: 0 })
    const list = await scene.gatehouse('clients', 'list')
    expect(list.stderr).toContain("The network's rules do not follow yet")
    await followed(joint, { quarantined: 1 })
    await expect
      .poll(async () => (await scene.gatehouse('clients', 'list')).stderr, { timeout: 15_000 })
      .toBe('')
    for (const family of families) {
      expect(await ssh(family)).toBe('refused')
      expect(await scene.peer('client', 'udp', at.server[family], '9999')).toBe('refused')
    }
    const page = await scene.on(
      'client',
      'curl',
      '-s',
      '-H',
      'accept: text/html',
      `http://${at.server.ipv4}/`,
    )
    expect(page).toContain('This machine is in quarantine')
    const doctor = await scene.gatehouse('doctor')
    expect(doctor.stdout).toContain('The rules hold them back: 1 network card in quarantine')

    await joint.kill()
    for (const family of families) {
      expect(await ssh(family)).toBe('refused')
      // Its group goes on without the gateway; it does not.
      expect(await joint.post(at.till[family], note)).toBeNull()
    }
    await joint.start()
    for (const family of families) expect(await ssh(family)).toBe('refused')
    await followed(joint, { quarantined: 1 })
    expect(await scene.gatehouse('clients', 'release', card)).toMatchObject({ code: 0 })
    await followed(joint, { quarantined: 0 })
    for (const family of families) expect(await ssh(family)).toContain('server saw')
  },
)

testInNetwork(
  'a machine that is a guest for its card reaches the internet alone, past the gateway as well',
  async () => {
    await using joint = await office()
    const { scene } = joint
    await scene.start('guest', 'serve', '22', '')
    const seen = async (address: string) => (await scene.peer('client', 'tcp', address, '22')).split(' ')[0]
    expect(await joint.post(at.client.ipv4, note)).toBe(masked)
    for (const family of families) expect(await seen(at.guest[family])).toBe('open')
    expect(await scene.gatehouse('clients', 'guest', card)).toMatchObject({ code: 0 })
    await followed(joint, { guests: expect.any(Number) })
    await expect.poll(() => seen(at.guest.ipv4), { timeout: 30_000 }).toBe('refused')
    for (const family of families) {
      expect(await seen(at.guest[family])).toBe('refused')
      expect(await seen(at.server[family])).toBe('open')
      expect(await joint.post(at.client[family], note)).toBe(note)
    }
  },
)

testInNetwork(
  'doctor, list and first screen say that rules were flushed, and that they are still there once the part is switched off',
  async () => {
    await using joint = await office()
    const { scene } = joint
    expect(await joint.post(at.client.ipv4, note)).toBe(masked)
    expect(await scene.gatehouse('clients', 'quarantine', card)).toMatchObject({ code: 0 })
    await followed(joint, { quarantined: 1 })
    const said = async (words: string) => {
      await expect
        .poll(async () => (await scene.gatehouse('clients', 'list')).stderr, { timeout: 20_000 })
        .toContain(words)
      return (await scene.gatehouse('doctor')).stdout
    }
    const config = JSON.parse(await readFile(scene.configFile, 'utf8')) as { network: object }
    await scene.configure({ ...config, network: { ...config.network, mode: 'off' } })
    expect((await scene.gatehouse('reload')).code).toBe(0)
    expect(await said('switched off and its rules are still there')).toContain(
      'its rules were still there just now: 1 network card in quarantine',
    )
    expect((await scene.gatehouse('status')).stdout).toContain('The network part is switched off')
    await scene.configure(config)
    expect((await scene.gatehouse('reload')).code).toBe(0)
    await followed(joint, { quarantined: 1 })

    await scene.on('box', 'nft', 'flush', 'ruleset')
    expect(synced(await scene.gatehouse('network', 'sync', '--json'))).toEqual({ outcome: 'no-rules' })
    expect(await said('rules are not in force')).toContain('The rules are not in force: 1 network card')
    expect((await scene.gatehouse('status')).stdout).toContain('1 machine in quarantine can still send')
  },
)
