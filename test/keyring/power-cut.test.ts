/** Power cuts at every step of every change to the keyring. */
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import type { Secret } from '../../gateway/core/secret.ts'
import { type Keyring, openKeyring } from '../../gateway/keyring/keyring.ts'
import { restoreKeyring } from '../../gateway/keyring/restore-keyring.ts'
import type { RootSource } from '../../gateway/keyring/root-source.ts'
import { PowerCut, PowerCutFiles, type Survival, survivals } from './power-cut-files.ts'

const directory = '/data/keys'
const keyFile = { kind: 'file', path: '/data/keys/root.key' } as const
const otherKeyFile: RootSource = { kind: 'file', path: '/media/stick/root.key' }
const clock = { now: () => Date.UTC(2026, 10, 22), monotonic: () => 0 }
const november = { kind: 'column', columnClass: 'identifying', period: '2026-11' } as const
const october = { kind: 'column', columnClass: 'identifying', period: '2026-10' } as const

const open = (files: PowerCutFiles, root: RootSource = keyFile) =>
  openKeyring({ directory, root, clock, createIfNew: true, files })

interface Facts {
  database: string
  november: string | null
  october: string | null
}

async function factsOf(keyring: Keyring): Promise<Facts> {
  const has = (period: string) => keyring.places().some(({ place }) => place.period === period)
  const hex = (secret: Secret) => secret.reveal().toString('hex')
  return {
    database: hex(await keyring.longLivedKey('database')),
    november: has('2026-11') ? hex(keyring.columnKey('identifying', '2026-11')) : null,
    october: has('2026-10') ? hex(keyring.columnKey('identifying', '2026-10')) : null,
  }
}

/** Opens as the next start would: the process knows one source, and where a change was under way perhaps the other. */
async function reopen(files: PowerCutFiles, roots: readonly RootSource[]): Promise<Facts> {
  let problem: unknown
  for (const root of roots) {
    try {
      return await factsOf(await open(files, root))
    } catch (error) {
      problem = error
    }
  }
  throw problem
}

interface Change {
  title: string
  roots: readonly RootSource[]
  change(keyring: Keyring, files: PowerCutFiles): Promise<void> | void
  after(before: Facts, found: Facts): void
}

const changes: readonly Change[] = [
  {
    title: 'a key made on first ask',
    roots: [keyFile],
    change: (keyring) => void keyring.columnKey('identifying', '2026-11'),
    after: (before, found) => expect({ ...found, november: null }).toEqual(before),
  },
  {
    title: 'the destruction of a key',
    roots: [keyFile],
    change: (keyring) => void keyring.destroy([october]),
    after: (before, found) => expect([before, { ...before, october: null }]).toContainEqual(found),
  },
  {
    title: 'the turn of an epoch',
    roots: [keyFile],
    change: (keyring) => keyring.turnEpoch(),
    after: (before, found) => expect(found).toEqual(before),
  },
  {
    title: 'a new root key in the same file',
    roots: [keyFile],
    change: (keyring) => keyring.changeRoot(keyFile),
    after: (before, found) => expect(found).toEqual(before),
  },
  {
    title: 'the move of the root key to another medium',
    roots: [otherKeyFile, keyFile],
    change: (keyring) => keyring.changeRoot(otherKeyFile),
    after: (before, found) => expect(found).toEqual(before),
  },
  {
    title: 'a restore from the recovery key',
    roots: [keyFile],
    change: async (keyring, files) => {
      const result = await restoreKeyring({
        directory,
        recovery: keyring.recoveryKey(),
        root: keyFile,
        files,
      })
      expect(result).toEqual({ restored: true })
    },
    after: (before, found) => expect(found).toEqual(before),
  },
]

async function oneCut({ change, after, roots }: Change, cutAt: number, survival: Survival): Promise<boolean> {
  const prepared = new PowerCutFiles()
  const first = await open(prepared)
  first.ensure([october])
  const before = await factsOf(first)
  const files = prepared.afterCut('everything', cutAt)
  let cut = false
  try {
    await change(await open(files), files)
  } catch (error) {
    if (
      !(error instanceof PowerCut || (error instanceof GatewayError && error.code === 'KEYRING_UNWRITABLE'))
    )
      throw error
    cut = true
  }
  after(before, await reopen(files.afterCut(survival), roots))
  return cut || files.steps >= cutAt
}

for (const change of changes) {
  for (const survival of survivals) {
    test(`a power cut at any step of ${change.title} leaves the old or the new (disk keeps ${survival})`, async () => {
      let cutAt = 1
      while (await oneCut(change, cutAt, survival)) cutAt++
      expect(cutAt).toBeGreaterThan(3)
    })
  }
}

for (const survival of survivals) {
  test(`a first run that is cut off at any step is carried on by the next start (disk keeps ${survival})`, async () => {
    let cutAt = 1
    for (; ; cutAt++) {
      const files = new PowerCutFiles(cutAt)
      const finished = await open(files).then(
        () => files.steps < cutAt,
        () => false,
      )
      if (finished) break
      const keyring = await open(files.afterCut(survival))
      const key = keyring.hmacKey('token', 'EMAIL ai', '2026-11')
      expect(key.reveal()).toHaveLength(32)
    }
    expect(cutAt).toBeGreaterThan(8)
  })
}

test('a key that was handed out is there after any later power cut', async () => {
  const files = new PowerCutFiles()
  const keyring = await open(files)
  const handedOut = keyring.columnKey('identifying', november.period).reveal().toString('hex')
  for (const survival of survivals) {
    const again = await open(files.afterCut(survival))
    expect(again.columnKey('identifying', november.period).reveal().toString('hex')).toBe(handedOut)
  }
})

test('a full disk while a key is made is an error, and the next attempt works', async () => {
  const files = new PowerCutFiles()
  const keyring = await open(files)
  const write = files.write.bind(files)
  files.write = () => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
  }
  expect(() => keyring.columnKey('identifying', '2026-11')).toThrow(
    expect.objectContaining({
      code: 'KEYRING_UNWRITABLE',
      details: expect.objectContaining({ reason: 'ENOSPC' }),
    }),
  )
  expect(keyring.places()).toEqual([])
  files.write = write
  expect(keyring.columnKey('identifying', '2026-11').reveal()).toHaveLength(32)
})

test('after a directory that could not be synced nothing is changed any more until the next start', async () => {
  const files = new PowerCutFiles()
  const keyring = await open(files)
  const known = await factsOf(keyring)
  const syncDirectory = files.syncDirectory.bind(files)
  files.syncDirectory = () => {
    throw Object.assign(new Error('input/output error'), { code: 'EIO' })
  }
  expect(() => keyring.turnEpoch()).toThrow(expect.objectContaining({ code: 'KEYRING_UNWRITABLE' }))
  files.syncDirectory = syncDirectory
  expect(() => keyring.turnEpoch()).toThrow(expect.objectContaining({ code: 'KEYRING_UNWRITABLE' }))
  expect(await factsOf(keyring)).toEqual(known)
  for (const survival of survivals) expect(await reopen(files.afterCut(survival), [keyFile])).toEqual(known)
})
