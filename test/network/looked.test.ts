/** In a network of namespaces: what a look into the kernel tells the gateway, and what `network status` says of rules that are left over. */
import { readFile, rm, symlink } from 'node:fs/promises'
import { expect } from 'vitest'
import { readSyncReceipt, type SyncReceipt } from '../../gateway/core/network/machine-note.ts'
import { secondMs } from '../../gateway/core/units.ts'
import { bootMs, openBootClock } from '../../gateway/ops/boot-clock.ts'
import { type HeldOffice, heldOffice, synced } from './held.ts'
import { officeWith, openScene, type Scene, testInNetwork } from './scene.ts'

const needsYou = async (scene: Scene) =>
  (await scene.status()).attention.filter(({ severity }) => severity === 'act-now')
const codes = async (scene: Scene) => (await needsYou(scene)).map(({ code }) => code)

async function toldBack({ files }: Pick<HeldOffice, 'files'>): Promise<SyncReceipt | null> {
  return readSyncReceipt(await readFile(files.receipt, 'utf8'))
}

/** Somebody is in quarantine, and held back. */
async function heldBack(): Promise<HeldOffice> {
  const office = await heldOffice()
  await office.tell({ quarantined: [await office.card('client')] })
  return office
}

testInNetwork(
  'a look says in which start of the box it was, and when; rules that are gone are told of',
  async () => {
    const office = await heldBack()
    const before = bootMs()
    const sync = () => office.scene.gatehouse('network', 'sync', '--json')
    expect(synced(await sync())).toMatchObject({ outcome: 'in-step', changed: false })
    const { boot } = openBootClock()
    const said = await toldBack(office)
    expect(said).toMatchObject({ boot, untilMs: null, outcome: 'in-step' })
    expect(said?.atMs).toBeGreaterThanOrEqual(before)
    expect(said?.atMs).toBeLessThanOrEqual(bootMs())
    await office.scene.on('box', 'nft', 'flush', 'ruleset')
    expect(synced(await sync())).toEqual({ outcome: 'no-rules' })
    expect(await toldBack(office)).toMatchObject({ id: said?.id, boot, outcome: 'no-rules' })
  },
)

testInNetwork('of rules on trial it says when they end, until they are confirmed', async () => {
  await using scene = await openScene(officeWith({ confirmMs: '2min' }))
  await scene.on('box', 'mkdir', '-p', scene.dataFolder)
  const files = { note: '', receipt: `${scene.dataFolder}/network-machines-held` }
  expect((await scene.gatehouse('network', 'up')).code).toBe(0)
  const trial = await toldBack({ files })
  expect(trial).toMatchObject({ id: null, outcome: 'untold' })
  expect((trial?.untilMs ?? 0) - (trial?.atMs ?? 0)).toBeGreaterThan(0)
  expect((trial?.untilMs ?? 0) - (trial?.atMs ?? 0)).toBeLessThanOrEqual(120 * secondMs)
  expect((await scene.gatehouse('network', 'confirm')).code).toBe(0)
  expect(await toldBack({ files })).toMatchObject({ outcome: 'untold', untilMs: null })
})

testInNetwork(
  'a note that is gone or not to be followed is told back, while the rules go on holding back',
  async () => {
    const office = await heldBack()
    const { scene, files } = office
    await rm(files.note)
    expect(await codes(scene)).toEqual(['machines-untold'])
    expect(synced(await scene.gatehouse('network', 'sync', '--json'))).toEqual({ outcome: 'untold' })
    expect(await toldBack(office)).toMatchObject({ id: null, outcome: 'unread' })
    await symlink('/etc/hostname', files.note)
    expect((await scene.gatehouse('network', 'sync')).code).toBe(1)
    expect(await toldBack(office)).toMatchObject({ id: null, outcome: 'unread' })
    // Nothing holds anybody back then, whatever the note is.
    expect((await scene.gatehouse('network', 'down')).code).toBe(0)
    expect(await toldBack(office)).toMatchObject({ id: null, outcome: 'no-rules' })
    expect((await scene.gatehouse('network', 'sync')).code).toBe(1)
    expect(await toldBack(office)).toMatchObject({ id: null, outcome: 'no-rules' })
  },
)

testInNetwork(
  'switched off while its rules are in force: they go on, which is said with what it means, until they are taken away',
  async () => {
    const office = await heldBack()
    const { scene, card, write } = office
    await scene.configure(officeWith({ mode: 'off' }))
    const [left, ...others] = await needsYou(scene)
    expect(others).toEqual([])
    expect(left).toMatchObject({ code: 'left-over', todo: expect.stringContaining('gatehouse network down') })
    expect(left?.says).toContain('still in force')
    expect(left?.says).toContain('whatever is decided of them now')
    const { stdout } = await scene.gatehouse('network', 'status')
    expect(stdout).toContain('the gateway says nothing to them while the network part is off')
    // Nothing is brought in step any more, and the gateway hears that they are there.
    await write({ guests: [await card('client')] })
    const sync = await scene.gatehouse('network', 'sync')
    expect(sync.stdout).toContain('Its rules are still in force')
    expect(await toldBack(office)).toMatchObject({ outcome: 'untold' })
    expect((await scene.status()).attention).toContainEqual(left)
    await scene.on('box', 'nft', 'flush', 'ruleset')
    expect(synced(await scene.gatehouse('network', 'sync', '--json'))).toEqual({
      ...{ outcome: 'switched-off', inForce: false },
    })
    expect(await toldBack(office)).toMatchObject({ outcome: 'no-rules' })
    expect((await scene.gatehouse('network', 'down')).code).toBe(0)
    expect(await codes(scene)).toEqual([])
  },
)

testInNetwork('switched off, a table of somebody else that has our name needs nobody', async () => {
  await using scene = await openScene(officeWith({ mode: 'off' }))
  await scene.on('box', 'nft', 'add', 'table', 'inet', 'gatehouse')
  expect(await codes(scene)).toEqual([])
})
