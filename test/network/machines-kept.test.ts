/** In a network of namespaces: quarantine outlives restarts, changes that are taken back and notes that nobody can follow. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'vitest'
import { mostHeld } from '../../gateway/core/network/machine-note.ts'
import { heldOffice, otherCard, rulesOf, synced } from './held.ts'
import { officeWith, ranAs, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const sees = (scene: Scene) => scene.peer('client', 'tcp', at.server.ipv4, '22')
const codes = async (scene: Scene) => (await scene.status()).attention.map(({ code }) => code)

testInNetwork(
  'rules that are put in force anew hold back from their first packet on whom the gateway told of last',
  async () => {
    const { scene, tell, card } = await heldOffice()
    await tell({ quarantined: [await card('client')] })
    // As a restart of the box leaves it, and before the gateway runs.
    await scene.on('box', 'nft', 'flush', 'ruleset')
    expect(await sees(scene)).toContain('server saw')
    expect(await scene.gatehouse('network', 'up', '--unchanged')).toMatchObject({ code: 0 })
    expect(await sees(scene)).toBe('refused')
    const { stdout } = await scene.gatehouse('network', 'status')
    expect(stdout).toContain('1 network card in quarantine, 0 network cards of guests: as the gateway says')
  },
)

testInNetwork('down takes the sets away with the rest, and the gateway hears of it', async () => {
  const { scene, files, tell, card } = await heldOffice()
  expect((await scene.gatehouse('network', 'down')).code).toBe(0)
  const before = await scene.dump()
  for (const command of ['up', 'confirm']) expect((await scene.gatehouse('network', command)).code).toBe(0)
  await tell({ quarantined: [await card('client')], guests: [otherCard] })
  expect(await readFile(files.receipt, 'utf8')).toContain('in-step')
  expect((await scene.gatehouse('network', 'down')).code).toBe(0)
  expect(await scene.dump()).toBe(before)
  expect(await readFile(files.receipt, 'utf8')).toContain('no-rules')
  expect(synced(await scene.gatehouse('network', 'sync', '--json'))).toEqual({ outcome: 'no-rules' })
  expect(await scene.dump()).toBe(before)
})

testInNetwork(
  'a change that is taken back leaves the rules as they were, but for who was cut off or let out meanwhile',
  async () => {
    const { scene, tell, card } = await heldOffice()
    const client = await card('client')
    await tell({ guests: [otherCard] })
    const before = await rulesOf(scene)
    const change = async () => {
      await scene.configure(officeWith({ confirmMs: '8s', masquerade: true }))
      expect((await scene.gatehouse('network', 'up')).code).toBe(0)
      expect(await rulesOf(scene)).toContain('masquerade')
    }
    const takenBack = () => expect.poll(() => rulesOf(scene), { interval: 500, timeout: 30_000 })
    await change()
    await takenBack().toBe(before)

    await change()
    await tell({ quarantined: [client], guests: [otherCard] })
    await takenBack().not.toContain('masquerade')
    expect(await sees(scene)).toBe('refused')
    expect(await tell({ quarantined: [client], guests: [otherCard] })).toMatchObject({ changed: false })

    await change()
    await tell({ guests: [otherCard] })
    await takenBack().toBe(before)
    expect(await sees(scene)).toContain('server saw')
  },
)

testInNetwork(
  'what is told and not followed yet is said, with what to do, until it is followed',
  async () => {
    const { scene, write, tell, card } = await heldOffice()
    expect(await codes(scene)).toEqual([])
    await write({ quarantined: [await card('client')] })
    expect(await codes(scene)).toEqual(['machines-behind'])
    const behind = await scene.gatehouse('network', 'status')
    expect(behind).toMatchObject({ code: 1, stdout: expect.stringContaining('not as the gateway says') })
    const { stdout } = await scene.gatehouse('network', 'sync')
    expect(stdout).toBe('Brought in step: 1 network card in quarantine, 0 network cards of guests.\n')
    expect(await codes(scene)).toEqual([])
    // Somebody else's `nft` took it out.
    await scene.on('box', 'nft', 'flush', 'set', 'inet', 'gatehouse', 'quarantined/cards')
    expect(await codes(scene)).toEqual(['machines-behind'])
    await tell({ quarantined: [await card('client')] })
    // Put in by hand, with a comment of its own, which is nothing that the gateway said.
    const byHand = ['quarantined/cards', '{ 02:00:5e:00:53:77 comment "x" }']
    await scene.on('box', 'nft', 'add', 'element', 'inet', 'gatehouse', ...byHand)
    expect(await codes(scene)).toEqual(['machines-behind'])
    expect(synced(await scene.gatehouse('network', 'sync', '--json'))).toMatchObject({ changed: true })
    expect(await rulesOf(scene)).not.toContain('53:77')
    // What kept guests out of the house is gone.
    await tell({ guests: [await card('client')] })
    await scene.on('box', 'ip', 'rule', 'del', 'priority', '3130')
    expect(await codes(scene)).toEqual(['guests-ipv4'])
  },
)

testInNetwork(
  'rules of an earlier release hold nobody back, which is said, and are not touched',
  async () => {
    const { scene, files, write, card } = await heldOffice()
    for (const set of ['passing', 'to-box', 'keeping-out'])
      await scene.on('box', 'nft', 'flush', 'chain', 'inet', 'gatehouse', set)
    await scene.on('box', 'nft', 'delete', 'chain', 'inet', 'gatehouse', 'quarantined')
    await write({ quarantined: [await card('client')] })
    const before = await rulesOf(scene)
    const { code, stdout } = await scene.gatehouse('network', 'sync')
    expect(code).toBe(1)
    expect(stdout).toContain('gatehouse network up')
    expect(await readFile(files.receipt, 'utf8')).toContain('old-rules')
    expect(await rulesOf(scene)).toBe(before)
    expect(await codes(scene)).toContain('machines-unheld')
  },
)

testInNetwork(
  'a note that nobody can follow changes nothing: too many machines, junk, a link, or open to others',
  async () => {
    const { scene, files, write, tell, card } = await heldOffice()
    await tell({ quarantined: [await card('client')] })
    const before = await rulesOf(scene)
    const refused = async (reason: string) => {
      const { code, stdout } = await scene.gatehouse('network', 'sync', '--json')
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ code: 'NETWORK_MACHINES_REFUSED', details: { reason } })
      expect(await codes(scene)).toEqual(['machines-unreadable'])
      expect(await rulesOf(scene)).toBe(before)
    }
    const other = 'it does not hold what the gateway writes'
    await write({ quarantined: cards(50_000) })
    await refused(other)
    await write({ quarantined: cards(200_000) })
    await refused('it is too long')
    for (const card of ['02:00:00:00:00:01 }; flush ruleset', 'ff:ff:ff:ff:ff:ff', '@guests/cards', '']) {
      await write({ quarantined: [card] })
      await refused(other)
    }
    await write({ addresses: ['10.0.0.0/8'] })
    await refused(other)
    await rm(files.note)
    await scene.on('box', 'ln', '-s', '/etc/shadow', files.note)
    await refused('it is a link')
    await rm(files.note)
    await writeFile(files.note, '{}')
    await scene.on('box', 'chmod', '0666', files.note)
    await refused('others may write to it')
    // New rules go on with those that they replace.
    expect((await scene.gatehouse('network', 'up')).stderr).toContain('is not to be followed')
    expect(await sees(scene)).toBe('refused')
  },
)

testInNetwork('as many machines as can be are held back at once, and others still pass', async () => {
  const { scene, tell, card } = await heldOffice()
  const many = cards(mostHeld - 1)
  const addresses = many.map((_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`)
  const began = performance.now()
  await tell({ quarantined: [...many, await card('client')].toSorted(), addresses, guests: many })
  expect(performance.now() - began).toBeLessThan(60_000)
  expect(await sees(scene)).toBe('refused')
  expect(await scene.peer('guest', 'tcp', at.server.ipv4, '22')).toContain('server saw')
  expect(await codes(scene)).toEqual([])
  await tell({})
  expect(await sees(scene)).toContain('server saw')
})

testInNetwork(
  'whoever follows needs CAP_NET_ADMIN and nothing else, as the user of the gateway',
  async () => {
    const { scene, files, write, card } = await heldOffice()
    await write({ quarantined: [await card('client')] })
    const user = ['--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs']
    await scene.on('box', 'chown', '-R', '65534:65534', scene.dataFolder)
    await scene.on('box', 'chmod', '-R', 'go+rX', scene.configFile.replace(/\/[^/]*$/, ''))
    await scene.on('box', 'chmod', '0600', files.note)
    const sync = async (...rights: string[]) => {
      const command = ['network', 'sync', '--json', '--config', scene.configFile]
      return ranAs(scene.inside('box', ['setpriv', ...user, ...rights]), ...command)
    }
    const powerless = await sync()
    expect(powerless.code).toBe(1)
    expect(JSON.parse(powerless.stdout)).toMatchObject({ code: 'NETWORK_FORBIDDEN' })
    expect(await sees(scene)).toContain('server saw')
    const only = ['--inh-caps=-all,+net_admin', '--ambient-caps=+net_admin', '--bounding-set=-all,+net_admin']
    expect(synced(await sync(...only))).toMatchObject({ outcome: 'in-step', changed: true })
    expect(await sees(scene)).toBe('refused')
    expect(await readFile(files.receipt, 'utf8')).toContain('in-step')
  },
)

testInNetwork('many that follow at once end with what was told last', async () => {
  const { scene, write, card } = await heldOffice()
  const client = await card('client')
  const following: Promise<unknown>[] = []
  for (let round = 0; round < 6; round += 1) {
    await write({ quarantined: round % 2 === 0 ? cards(500) : [client] })
    following.push(scene.gatehouse('network', 'sync'))
    await wait(150)
  }
  await Promise.all(following)
  expect(await codes(scene)).toEqual([])
  expect(await sees(scene)).toBe('refused')
})

/** None of a maker. */
function cards(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const digits = index.toString(16).padStart(8, '0')
    return `0a:00:${(digits.match(/../g) ?? []).join(':')}`
  })
}
