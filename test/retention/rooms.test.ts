/** The real rooms in one sweep: files of the vault, readings of telemetry, the journal; each by its own door before and after. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultConfig } from '../../config/schema.ts'
import type { EventBus } from '../../gateway/core/events.ts'
import type { Clock } from '../../gateway/core/ports.ts'
import { checkProof } from '../../gateway/core/retention/check-proof.ts'
import type { SweepTarget } from '../../gateway/core/retention/target.ts'
import type { Secret } from '../../gateway/core/secret.ts'
import { dayMs, hourMs, minuteMs } from '../../gateway/core/units.ts'
import type { Keyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openRetention } from '../../gateway/retention/retention.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { watchedHealth } from '../store/fixture.ts'
import { key as testKey } from '../store/records.ts'
import { makePapers, openScene as openTelemetryScene, publishReadings } from '../telemetry/office.ts'
import { put } from '../vault/parts.ts'
import { blobsOf, testFolder, testVault } from '../vault/setup.ts'

interface Around {
  folder: string
  keyring: Keyring
  key: Secret
  clock: Clock
  bus: EventBus
  target: SweepTarget
}

async function openAround({ folder, keyring, key, clock, bus, target }: Around) {
  const database = openDurableDatabase({ file: join(folder, 'gatehouse.db'), key })
  const ledger = openLedger({ database, seed: await keyring.longLivedKey('ledger'), clock })
  const retention = await openRetention({
    ...{ keyring, database, ledger, clock, bus, targets: [target], log: silentLog, random: randomBytes },
    ...{ keysDirectory: join(folder, 'keys'), dataDirectory: folder, health: watchedHealth() },
    config: () => defaultConfig().retention,
    builtAt: Date.UTC(2020, 0),
    timer: false,
  })
  onTestFinished(async () => {
    await retention[Symbol.asyncDispose]()
    database[Symbol.dispose]()
  })
  const destroyedBy = async () => {
    const { finished } = await retention.start({ clockIsRight: true, actor: 'box' })
    const { id, outcome } = await finished
    expect(outcome).toBe('complete')
    const verdict = checkProof(retention.proof(id) ?? '', ledger.signer.publicKey.toString('base64'))
    if (!verdict.valid) throw new Error(verdict.problem)
    return verdict.proof.statement.destroyed
  }
  return { retention, ledger, destroyedBy }
}

test('files of the vault that are due are gone for good after a sweep, and a held device keeps its own', async () => {
  const clock = {
    wall: Date.UTC(2026, 8, 1, 12),
    now: () => clock.wall,
    monotonic: () => 0,
  }
  const folder = testFolder()
  const parts = await testVault({ clock }, folder)
  const around = await openAround({
    ...{ folder, clock, keyring: parts.keyring, bus: parts.events, target: parts.vault.target },
    key: await parts.keyring.longLivedKey('database'),
  })
  around.ledger.append({ action: 'gateway.started', actor: 'gateway', subject: 'gateway', facts: {} })
  const put1 = (source: string) => put(parts.vault, Buffer.from(`file of ${source}`), { changes: { source } })
  const [old, held] = [await put1('camera-1'), await put1('camera-2')]
  clock.wall += 50 * dayMs
  const young = await put1('camera-1')
  around.retention.holds.set({ kind: 'device', source: 'camera-2' }, 'case 7', 'box')
  const destroyed = await around.destroyedBy()
  expect(destroyed).toEqual([
    expect.objectContaining({
      target: 'vault',
      source: 'camera-1',
      period: '2026-09-01',
      items: 1,
      erased: 1,
    }),
  ])
  expect(blobsOf(parts).sort()).toEqual([held.id, young.id].sort())
  await expect(parts.vault.open(old.id)).rejects.toThrow(expect.objectContaining({ code: 'OBJECT_UNKNOWN' }))
  for (const { id } of [held, young])
    expect((await parts.vault.open(id)).object).toMatchObject({ id, name: 'a.mp4' })
})

test('readings that are due are gone after a sweep, and their minutes stay as long as theirs allow', async () => {
  const papers = await makePapers()
  onTestFinished(() => papers.remove())
  const till = await papers.device('till')
  const scene = await openTelemetryScene(papers, [till])
  // Twenty days ago its certificate was not valid yet.
  const client = await scene.connect(till)
  scene.clock.aheadMs = -20 * dayMs
  const then = scene.clock.now()
  const readings = Array.from({ length: 30 }, (_, index) => ({
    at: then - 30_000 + index * 1000,
    values: { 'cpu.load': index },
  }))
  await publishReadings(client, till, readings)
  await scene.telemetry.flush()
  const countIn = async (points: number, spanMs: number) => {
    const query = { from: then - spanMs, until: then + spanMs, series: null, points }
    const found = (await scene.telemetry.history('till', query))?.series[0]?.points ?? []
    return found.reduce((sum, { count }) => sum + count, 0)
  }
  expect(await countIn(500, minuteMs)).toBe(30)
  expect(await countIn(24, 12 * hourMs)).toBe(30)
  scene.clock.aheadMs = 0
  const around = await openAround({
    ...{ folder: scene.data, keyring: scene.keyring, key: testKey, clock: scene.clock },
    ...{ bus: scene.events, target: scene.telemetry.target },
  })
  const destroyed = await around.destroyedBy()
  expect(destroyed.length).toBeGreaterThan(0)
  expect(destroyed.every((line) => line.class === 'telemetryRaw' && line.keys.length === 1)).toBe(true)
  expect(await countIn(500, minuteMs)).toBe(0)
  expect(await countIn(24, 12 * hourMs)).toBe(30)
})
