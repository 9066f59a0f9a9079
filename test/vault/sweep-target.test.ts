/** What the vault tells a sweep, and does for it. */
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Clock } from '../../gateway/core/ports.ts'
import type { KeptPeriod } from '../../gateway/core/retention/target.ts'
import { createVaultIndex } from '../../gateway/store/vault-index.ts'
import { plaintextOf } from '../../gateway/vault/open-object.ts'
import { beginObject } from '../../gateway/vault/seal-object.ts'
import { createVaultTarget } from '../../gateway/vault/sweep-target.ts'
import { gathered, offer, put } from './parts.ts'
import { blobsOf, testFolder, testVault } from './setup.ts'

const noon = Date.UTC(2026, 10, 22, 12)

function clockAt(at: number): Clock & { set(at: number): void } {
  let now = at
  return {
    now: () => now,
    monotonic: () => now,
    set(next) {
      now = next
    },
  }
}

const periodOf = (periods: readonly KeptPeriod[], source: string, period: string) => {
  const found = periods.find((each) => each.source === source && each.period === period)
  if (found === undefined) throw new Error('no such period')
  return found
}

test('each device, class and day is a period with the one key that nothing else needs, and ends with its day', async () => {
  const clock = clockAt(noon)
  const { vault, keys } = await testVault({ clock })
  await put(vault, Buffer.alloc(100))
  await put(vault, Buffer.alloc(50))
  await put(vault, Buffer.alloc(7), { changes: { source: 'till-1', class: 'export' } })
  clock.set(noon + 13 * 3_600_000)
  await put(vault, Buffer.alloc(1))
  keys.recipientOf({ source: 'camera-9', class: 'other', period: '2026-11-21' })
  expect(await vault.target.inventory()).toEqual([
    expect.objectContaining({ source: 'camera-9', items: 0, bytes: 0 }),
    expect.objectContaining({
      source: 'camera-1',
      class: 'recording',
      period: '2026-11-22',
      items: 2,
      bytes: 150,
    }),
    expect.objectContaining({ source: 'till-1', class: 'export', items: 1, bytes: 7 }),
    {
      ...{
        target: 'vault',
        class: 'recording',
        source: 'camera-1',
        period: '2026-11-23',
        items: 1,
        bytes: 1,
      },
      until: Date.UTC(2026, 10, 24),
      keys: [{ kind: 'bucket', source: 'camera-1', bucketClass: 'recording', period: '2026-11-23' }],
    },
  ])
})

test('a period can be read while its key lives, not any more when it is destroyed, and is gone when it is erased', async () => {
  const clock = clockAt(noon)
  const root = testFolder()
  const parts = await testVault({ clock }, root)
  const { vault, keyring } = parts
  const [old] = [await put(vault, Buffer.from('old')), await put(vault, Buffer.alloc(200_000))]
  const other = await put(vault, Buffer.from('other'), { changes: { source: 'till-1' } })
  const period = periodOf(await vault.target.inventory(), 'camera-1', '2026-11-22')

  expect(await vault.target.readable(period)).toMatch(/^the bytes of object [0-9a-f-]{25}$/)
  expect(await vault.target.erase(period), 'nothing is erased whose key lives').toBe(0)
  expect(blobsOf(parts)).toHaveLength(3)

  expect(keyring.destroy(period.keys)).toBe(1)
  expect(await vault.target.readable(period), 'blobs and rows are still there, and say nothing').toBeNull()
  expect(blobsOf(parts)).toContain(old.id)

  expect(await vault.target.erase(period)).toBe(2)
  expect(await vault.target.erase(period), 'once more, as after a crash').toBe(0)
  expect(blobsOf(parts)).toEqual([other.id])
  expect((await vault.list({ limit: 9 })).objects.map(({ id }) => id)).toEqual([other.id])
  expect(await vault.target.readable(period)).toBeNull()
  expect((await vault.target.inventory()).map(({ source }) => source)).toEqual(['till-1'])
})

test('what arrives while its period is swept is not swept with it', async () => {
  const parts = await testVault({ clock: clockAt(noon) })
  await put(parts.vault, Buffer.from('old'))
  const period = periodOf(await parts.vault.target.inventory(), 'camera-1', '2026-11-22')
  parts.keyring.destroy(period.keys)
  const late = await put(parts.vault, Buffer.from('late'))
  expect(await parts.vault.target.erase(period)).toBe(1)
  const { header } = await parts.vault.open(late.id)
  expect((await gathered(plaintextOf(header, parts.vault.blobs))).toString()).toBe('late')
})

test('files that are finished in the middle of sweeps of their own day are whole, or gone with their day', async () => {
  const parts = await testVault({ clock: clockAt(noon) })
  await put(parts.vault, Buffer.from('first'))
  const period = periodOf(await parts.vault.target.inventory(), 'camera-1', '2026-11-22')
  let done = false
  const arriving = Promise.all(
    Array.from({ length: 6 }, async () => {
      while (!done) await put(parts.vault, Buffer.alloc(70_000, 'x'))
    }),
  )
  try {
    for (let sweep = 0; sweep < 25; sweep++) {
      parts.keyring.destroy(period.keys)
      await parts.vault.target.erase(period)
    }
  } finally {
    done = true
  }
  await arriving
  const { objects } = await parts.vault.list({ limit: 500 })
  expect(objects.length).toBeGreaterThan(0)
  for (const { id, name } of objects) {
    // Without a name: acknowledged before the last sweep, and its key gone with it.
    if (name === null) continue
    const { header } = await parts.vault.open(id)
    expect(await gathered(plaintextOf(header, parts.vault.blobs))).toHaveLength(70_000)
  }
  expect(blobsOf(parts).sort()).toEqual(objects.map(({ id }) => id).sort())
})

test('a sweep that comes between the row of a file and its acknowledgement takes neither its bytes nor its key with it', async () => {
  const parts = await testVault({ clock: clockAt(noon) })
  await put(parts.vault, Buffer.from('makes the key'))
  const period = periodOf(await parts.vault.target.inventory(), 'camera-1', '2026-11-22')
  const { blobs } = parts.vault
  await using index = createVaultIndex(parts.store)
  const underWay = new Set<string>()
  const target = createVaultTarget({ blobs, index, identities: parts.keys, buckets: () => [], underWay })
  let sweeps = 0
  const incoming = await beginObject(offer, {
    ...{ blobs, underWay, recipients: parts.keys, random: randomBytes, now: () => noon, owner: () => null },
    ...{ maxObjectBytes: 1000, minFreeBytes: 0, sealed: () => undefined },
    index: {
      ...index,
      async insert(object) {
        await index.insert(object)
        if (++sweeps > 3) return
        parts.keyring.destroy(period.keys)
        await target.erase(period)
      },
    },
  })
  await incoming.write(Buffer.from('in the middle'))
  const { id } = await incoming.finish()
  expect(sweeps).toBe(4)
  const { header } = await parts.vault.open(id)
  expect((await gathered(plaintextOf(header, blobs))).toString()).toBe('in the middle')
})

test('an erasure that was cut off between bytes and rows is carried on, and nothing is called missing meanwhile', async () => {
  const clock = clockAt(noon)
  const root = testFolder()
  const first = await testVault({ clock }, root)
  const { id } = await put(first.vault, Buffer.from('old'))
  const [period] = await first.vault.target.inventory()
  first.keyring.destroy(period!.keys)
  rmSync(join(first.directory, 'blobs', id.slice(-2), id))
  await first[Symbol.asyncDispose]()
  const second = await testVault({ clock }, root)
  expect(await second.vault.tidied).toEqual({ removed: 0, strange: 0, missing: 0 })
  expect(await second.vault.target.erase(period!)).toBe(1)
})

test('a period of another target is none of the vault', async () => {
  const { vault } = await testVault()
  await put(vault, Buffer.from('x'))
  const [period] = await vault.target.inventory()
  const foreign = { ...period!, target: 'journal' }
  expect([await vault.target.erase(foreign), await vault.target.readable(foreign)]).toEqual([0, null])
})

test('a folder that was emptied of its blobs does not hide that names can still be read', async () => {
  const parts = await testVault()
  await put(parts.vault, Buffer.from('x'))
  for (const folder of readdirSync(join(parts.directory, 'blobs')))
    rmSync(join(parts.directory, 'blobs', folder), { recursive: true })
  const [period] = await parts.vault.target.inventory()
  expect(await parts.vault.target.readable(period!)).toMatch(/^the name of object /)
})
