/** The keyring on a real disk: first run, every way of losing or spoiling it, and the life of its keys. */
import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { dataFolder, november, open } from './data-folder.ts'

const code = (name: string) => expect.objectContaining({ code: name })
const hex = (secret: { reveal(): Buffer }) => secret.reveal().toString('hex')

describe('first run', () => {
  test('a first run makes a root key that only the service can read, and keys that the next start finds again', async () => {
    const folder = dataFolder()
    const first = await open(folder)
    expect(statSync(folder.keyFile).mode & 0o777).toBe(0o600)
    expect(statSync(folder.keys).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(folder.keys))
      expect(statSync(join(folder.keys, name)).mode & 0o777).toBe(0o600)
    const second = await open(folder)
    for (const name of ['database', 'interception-ca', 'office-ca', 'ledger'] as const) {
      expect(hex(await second.longLivedKey(name))).toBe(hex(await first.longLivedKey(name)))
    }
  })

  test('no key stands in the clear in any file but the root key file', async () => {
    const folder = dataFolder()
    const keyring = await open(folder)
    const secrets = [
      await keyring.longLivedKey('database'),
      keyring.hmacKey('token', 'EMAIL ai', '2026-11'),
      keyring.columnKey('identifying', '2026-11'),
    ]
    for (const name of readdirSync(folder.keys).filter((name) => name !== 'root.key')) {
      const text = readFileSync(join(folder.keys, name), 'latin1')
      for (const secret of secrets) {
        expect(text).not.toContain(secret.reveal().toString('latin1'))
        expect(text).not.toContain(secret.reveal().toString('base64'))
      }
    }
  })

  test('a command that must not begin a data folder is told to start the gateway once', async () => {
    const folder = dataFolder()
    const opening = openKeyring({
      directory: folder.keys,
      root: folder.source,
      clock: november,
      createIfNew: false,
    })
    await expect(opening).rejects.toThrow(code('KEYRING_MISSING'))
    expect(readdirSync(folder.root)).toEqual([])
  })
})

describe('lost and spoiled', () => {
  test('a lost root key is said in words, with what is locked and the way back, and nothing is made anew', async () => {
    const folder = dataFolder()
    await open(folder)
    rmSync(folder.keyFile)
    const before = readdirSync(folder.keys)
    const error = await open(folder).catch((problem) => problem)
    expect(error).toEqual(code('ROOT_KEY_MISSING'))
    expect(error.hint).toMatch(/journal.*authorities.*tokens.*recovery kit/s)
    expect(readdirSync(folder.keys)).toEqual(before)
  })

  test('a database without any key is lost, not a first run', async () => {
    const folder = dataFolder()
    writeFileSync(join(folder.root, 'gatehouse.db'), 'history')
    await expect(open(folder)).rejects.toThrow(code('ROOT_KEY_MISSING'))
    expect(readdirSync(folder.root)).toEqual(['gatehouse.db'])
  })

  test('a root key without the keyring of a used data folder is a missing keyring, not a first run', async () => {
    const folder = dataFolder()
    await open(folder)
    rmSync(join(folder.keys, 'root-wrapped.json'))
    await expect(open(folder)).rejects.toThrow(code('KEYRING_MISSING'))
  })

  test('a missing file of epoch keys is never replaced by an empty one', async () => {
    const folder = dataFolder()
    await open(folder)
    rmSync(join(folder.keys, 'keyring-1.json'))
    await expect(open(folder)).rejects.toThrow(code('KEYRING_MISSING'))
  })

  test('a wrong root key is told from a damaged file', async () => {
    const folder = dataFolder()
    await open(folder)
    writeFileSync(folder.keyFile, Buffer.alloc(32, 7))
    await expect(open(folder)).rejects.toThrow(code('ROOT_KEY_WRONG'))
  })

  test('a keyring of another data folder is refused', async () => {
    const [folder, other] = [dataFolder(), dataFolder()]
    await open(folder)
    await open(other)
    copyFileSync(join(other.keys, 'keyring-1.json'), join(folder.keys, 'keyring-1.json'))
    await expect(open(folder)).rejects.toThrow(code('KEYRING_CORRUPT'))
    copyFileSync(join(other.keys, 'root-wrapped.json'), join(folder.keys, 'root-wrapped.json'))
    await expect(open(folder)).rejects.toThrow(code('ROOT_KEY_WRONG'))
  })

  test.each(['root-wrapped.json', 'keyring-1.json'])(
    'any damaged byte of %s is found, and the file is kept',
    async (name) => {
      const folder = dataFolder()
      const keyring = await open(folder)
      keyring.columnKey('identifying', '2026-11')
      const path = join(folder.keys, name)
      const good = readFileSync(path)
      await fc.assert(
        fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
          const bad = Buffer.from(good)
          bad[at] = (bad[at] ?? 0) ^ flip
          writeFileSync(path, bad)
          const opened = await open(folder).catch((error) => error)
          // White space and the case of escapes may change without changing what the file says: then it opens.
          if (opened instanceof Error)
            expect(['KEYRING_CORRUPT', 'KEYRING_NEWER']).toContain(Reflect.get(opened, 'code'))
          else
            expect(hex(opened.columnKey('identifying', '2026-11'))).toBe(
              hex(keyring.columnKey('identifying', '2026-11')),
            )
          expect(readFileSync(path).equals(bad)).toBe(true)
        }),
        { numRuns: 150 },
      )
      for (const length of [0, 1, good.length >> 1, good.length - 3]) {
        writeFileSync(path, good.subarray(0, length))
        await expect(open(folder)).rejects.toThrow(code('KEYRING_CORRUPT'))
      }
    },
  )

  test.each([
    ['readable by its group', (path: string) => chmodSync(path, 0o640), 'readable-by-others'],
    ['readable by everyone', (path: string) => chmodSync(path, 0o604), 'readable-by-others'],
    [
      'a link',
      (path: string) => {
        copyFileSync(path, `${path}.real`)
        rmSync(path)
        symlinkSync(`${path}.real`, path)
      },
      'not-a-file',
    ],
  ])('a root key file that is %s is not used', async (_title, spoil, reason) => {
    const folder = dataFolder()
    await open(folder)
    spoil(folder.keyFile)
    const error = await open(folder).catch((problem) => problem)
    expect(error).toEqual(code('ROOT_KEY_UNSAFE'))
    expect(error.details.reason).toBe(reason)
    expect(error.hint).toBeTruthy()
  })
})

test.each([0, 31, 33, 400])(
  'a root key file of %i bytes is said to be damaged, with the command that mends it',
  async (bytes) => {
    const folder = dataFolder()
    await open(folder)
    writeFileSync(folder.keyFile, Buffer.alloc(bytes, 7))
    const error = await open(folder).catch((problem) => problem)
    expect(error).toEqual(code('ROOT_KEY_DAMAGED'))
    expect(error.details.reason).toBe('size')
    expect(error.hint).toContain('`gatehouse recovery restore`')
  },
)

describe('the life of keys', () => {
  test('each use and period has its own key, the same at every ask and after a restart', async () => {
    const folder = dataFolder()
    const keyring = await open(folder)
    const ask = (from: typeof keyring) => [
      from.hmacKey('token', 'EMAIL ai', '2026-11'),
      from.hmacKey('blind-index', 'EMAIL ai', '2026-11'),
      from.hmacKey('token', 'PHONE ai', '2026-11'),
      from.hmacKey('token', 'EMAIL ai', '2026-12'),
      from.columnKey('EMAIL ai', '2026-11'),
    ]
    const keys = ask(keyring).map(hex)
    expect(new Set(keys).size).toBe(5)
    expect(ask(keyring).map(hex)).toEqual(keys)
    expect(ask(await open(folder)).map(hex)).toEqual(keys)
  })

  test('a destroyed key is gone after a restart, and a new ask makes another one', async () => {
    const folder = dataFolder()
    const keyring = await open(folder)
    const place = { kind: 'hmac', purpose: 'token', scope: 'EMAIL ai', period: '2026-10' } as const
    const old = keyring.hmacKey('token', 'EMAIL ai', '2026-10')
    const oldHex = hex(old)
    const { generation } = keyring
    expect(keyring.destroy([place, place])).toBe(1)
    expect(keyring.destroy([place])).toBe(0)
    expect(keyring.generation).toBeGreaterThan(generation)
    expect((await open(folder)).places()).toEqual([])
    expect(hex(keyring.hmacKey('token', 'EMAIL ai', '2026-10'))).not.toBe(oldHex)
    expect(hex(old), 'a key that somebody still seals with must not turn into zeros').toBe(oldHex)
  })

  test('the turn of an epoch keeps live keys, and the old file of keys is gone and opens no more', async () => {
    const folder = dataFolder()
    const keyring = await open(folder)
    const key = hex(keyring.columnKey('identifying', '2026-11'))
    const old = readFileSync(join(folder.keys, 'keyring-1.json'))
    keyring.turnEpoch()
    expect(readdirSync(folder.keys).sort()).toEqual(['keyring-2.json', 'root-wrapped.json', 'root.key'])
    expect(hex((await open(folder)).columnKey('identifying', '2026-11'))).toBe(key)
    writeFileSync(join(folder.keys, 'keyring-2.json'), old)
    await expect(open(folder)).rejects.toThrow(code('KEYRING_CORRUPT'))
  })

  test('a key under a name that no sweep could find is refused', async () => {
    const keyring = await open(dataFolder())
    expect(() => keyring.columnKey('identifying', 'sometime')).toThrow(code('INTERNAL'))
    expect(() => keyring.columnKey('', '2026-11')).toThrow(code('INTERNAL'))
  })

  test('a closed keyring hands out nothing and prints nothing', async () => {
    const keyring = await open(dataFolder())
    const handedOut = keyring.columnKey('identifying', '2026-11')
    await keyring[Symbol.asyncDispose]()
    expect(() => keyring.columnKey('identifying', '2026-11')).toThrow(code('KEYRING_UNWRITABLE'))
    await expect(keyring.longLivedKey('database')).rejects.toThrow(code('KEYRING_UNWRITABLE'))
    expect(() => keyring.recoveryKey()).toThrow(code('KEYRING_UNWRITABLE'))
    expect(`${inspect(handedOut)} ${JSON.stringify({ handedOut })}`).not.toContain(hex(handedOut))
  })
})
