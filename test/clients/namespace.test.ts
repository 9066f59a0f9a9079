/** Promises about machines of an office, in real networks: who is met, who is told apart, and what becomes of each. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { at, testInNetwork } from '../transparent/network.ts'
import { masked, note } from '../transparent/office.ts'
import { card, ip, madeUp, otherCard, unread, watched } from './watched.ts'

const stopped = 'This machine is in quarantine'

for (const workers of [0, 2]) {
  testInNetwork(
    `a machine is met, named, cut off and let in again, at once [workers: ${workers}]`,
    async () => {
      const { office, post, clients, decide } = await watched({}, { workers })
      // Nobody has said whose it is: its encrypted traffic passes unread, and somebody is asked.
      expect(await post()).toBe(unread)
      expect(await clients()).toMatchObject([{ hardware: card, state: 'unknown', addresses: [at.client.v4] }])
      const [{ id } = { id: '' }] = await clients()
      // Without a word of what to do, they are listed.
      expect(await decide()).toContain(id)
      expect(await decide('show', at.client.v4)).toContain(card)
      expect((await office.journal())[0]).toMatchObject({
        ...{ action: 'tunnel', ruleId: 'unknown-machine' },
        notes: ['led-here', `machine:${id}`, 'machine-unknown'],
      })
      const status = await office.command.run('status', '--config', office.configFile)
      expect(status.stdout).toContain('1 machine waits for your answer.')

      expect(await decide('name', at.client.v4, 'Till 1')).toContain('called Till 1')
      expect(await post()).toBe(masked)
      expect((await office.journal())[0]).toMatchObject({ action: 'transform', notes: [`machine:${id}`] })
      const { stdout } = await office.command.run('journal', 'list', '--config', office.configFile)
      expect(stdout).toContain(`${at.client.v4} (Till 1)`)

      await decide('quarantine', 'till 1')
      expect(await post('--cacert', office.caFile)).toContain(stopped)
      const plain = await office.curl('-H', 'accept: text/html', 'http://origin.test/')
      expect(plain.out).toContain(stopped)
      expect(plain.out).toContain('Ask Anna')
      expect((await office.journal())[0]).toMatchObject({ action: 'refuse', reason: 'client-quarantined' })
      await decide('release', card)
      expect(await post()).toBe(masked)
    },
  )

  testInNetwork(
    `its IPv6 addresses are the same machine, however they rotate [workers: ${workers}]`,
    async () => {
      const { office, post, clients, decide } = await watched({}, { workers })
      await post()
      await decide('quarantine', at.client.v4)
      // Each is met for the first time by the connection that comes from it.
      for (const rotated of ['fd01::a1', 'fd01::a2', 'fd01::a3']) {
        ip('-n', office.network.client, 'addr', 'add', `${rotated}/64`, 'dev', 'uplink', 'nodad')
        const v6 = ['--resolve', `origin.test:443:[${at.server.v6}]`, '--interface', rotated]
        expect(await post(...v6)).toContain(stopped)
      }
      expect(await clients()).toMatchObject([{ hardware: card, quarantinedAt: expect.any(Number) }])
      expect((await clients())[0]?.addresses).toEqual(expect.arrayContaining(['fd01::a1', 'fd01::a3']))
    },
  )
}

testInNetwork(
  'a machine that takes the address of another gets nothing of it, and that is told',
  async () => {
    const { office, post, decide, turnInto, clients } = await watched()
    await post()
    await decide('group', at.client.v4, 'tills')
    turnInto(otherCard)
    const status = async () => (await office.command.run('status', '--config', office.configFile)).stdout
    await office.curl('-k', 'https://origin.test/')
    await expect.poll(status).toContain('1 address is claimed by two machines each.')
    // Neither the group of the one counts nor that the other is unknown: the rules for anybody do.
    expect(await post()).toBe(masked)
    expect((await office.journal())[0]?.notes).toEqual([
      expect.stringMatching(/^machine:/),
      'machine-contested',
    ])
    const held = (await clients()).find(({ hardware }) => hardware === card)
    expect(held).toMatchObject({ addresses: [at.client.v4], contested: [at.client.v4] })
    expect(await decide('quarantine', at.client.v4)).toContain(
      'Two machines say that this address is theirs.',
    )
  },
)

testInNetwork(
  'a card that makes up its address is a guest and no client, until a person names it',
  async () => {
    const { office, post, clients, decide, turnInto } = await watched()
    turnInto(madeUp)
    expect(await post()).toBe(unread)
    // What a guest sends in the clear is no business of ours either.
    const clear = await office.curl(
      '-H',
      'content-type: application/json',
      '--data',
      note,
      'http://origin.test/',
    )
    expect(clear.out).toContain('4111 1111 1111 1111')
    expect(await clients()).toEqual([])
    expect(await office.journal()).toEqual([])
    expect(await decide('name', at.client.v4, "Anna's phone")).toContain("Anna's phone")
    expect(await post()).toBe(masked)
  },
)

testInNetwork(
  'guests reach the internet and nothing in the house, and leave sums of bytes alone',
  async () => {
    const { office, post } = await watched({ watch: false, guests: ['10.1.0.0/24'] })
    expect(await post()).toBe(unread)
    const inside = ['--resolve', `inside.test:443:${at.server.inside}`, 'https://inside.test/']
    expect((await office.curl('-k', ...inside)).code).not.toBe(0)
    expect(await office.journal()).toEqual([])
  },
)

testInNetwork('50,000 neighbours cost a moment, and what was decided of others goes on', async () => {
  const { office, started, post, decide, clients } = await watched()
  await post()
  await decide('name', at.client.v4, 'Till 1')
  const lines = Array.from({ length: 50_000 }, (_, n) => {
    const [high, middle, low] = [n >> 16, (n >> 8) & 255, n & 255]
    const hardware = ['00', '16', '3e', high, middle, low].map((part) => part.toString(16).padStart(2, '0'))
    return `neigh add 10.${100 + high}.${middle}.${low} lladdr ${hardware.join(':')} dev office nud permanent`
  })
  // Those of an administrator are bounded by nothing (net/core/neighbour.c: gc_entries).
  execFileSync('ip', ['-n', office.network.gateway, '-batch', '-'], { input: lines.join('\n') })
  writeFileSync(
    office.configFile,
    readFileSync(office.configFile, 'utf8').replace('"10.1.0.0/24"', '"10.0.0.0/8"'),
  )
  const before = memoryOf(started.child.pid)
  await office.command.run('reload', '--config', office.configFile)
  const status = async () => (await office.command.run('status', '--config', office.configFile)).stdout
  await expect.poll(status).toContain('There are more machines in the network than can be')
  const began = performance.now()
  expect(await post()).toBe(masked)
  expect(performance.now() - began).toBeLessThan(5000)
  expect(await clients()).toHaveLength(1)
  expect(memoryOf(started.child.pid) - before).toBeLessThan(60)
  // Nobody hides in the flood.
  await decide('quarantine', 'Till 1')
  ip('-n', office.network.client, 'addr', 'add', 'fd01::a1/64', 'dev', 'uplink', 'nodad')
  const v6 = ['--resolve', `origin.test:443:[${at.server.v6}]`, '--interface', 'fd01::a1']
  expect(await post(...v6)).toContain(stopped)
})

/** Resident, in MB. */
function memoryOf(processId = 0): number {
  const [, pages = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? []
  return Number(pages) / 1000
}
