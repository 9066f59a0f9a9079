/** What the vault promises to devices and owners: sealed, whole or not at all, named to nobody without the bucket's key. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import type { LedgerNote } from '../../gateway/core/ledger/entry.ts'
import { sealedLength } from '../../gateway/core/vault/payload.ts'
import { bucketPlace } from '../../gateway/keyring/bucket-keys.ts'
import { createVaultDesk } from '../../gateway/vault/desk.ts'
import { plaintextOf, rangeOf } from '../../gateway/vault/open-object.ts'
import { requireClient, testWith } from '../support/clients.ts'
import { gathered, madeFile, offer, put, type VaultParts } from './parts.ts'
import { blobsOf, filesHolding, testFolder, testVault, unfinishedOf } from './setup.ts'

const code = (name: string) => expect.objectContaining({ code: name })
const borders = [0, 1, 65_535, 65_536, 65_537, 3 * 65_536]

async function read({ vault }: VaultParts, id: string): Promise<Buffer> {
  const { header } = await vault.open(id)
  return gathered(plaintextOf(header, vault.blobs))
}

function blobPath({ directory }: VaultParts, id: string): string {
  return join(directory, 'blobs', id.slice(-2), id)
}

function deskOf({ vault }: VaultParts, owner: string | null = null) {
  const notes: LedgerNote[] = []
  const ledger = { append: (note: LedgerNote) => void notes.push(note) }
  return { desk: createVaultDesk({ vault, ledger, random: randomBytes, owner: () => owner }), notes }
}

describe('sealing', () => {
  test.each(borders)('a file of %d bytes comes back as it was, also after a restart', async (bytes) => {
    const root = testFolder()
    const first = await testVault({}, root)
    const { content } = madeFile('border', bytes)
    const { id, bytes: said } = await put(first.vault, content)
    expect(said).toBe(bytes)
    expect((await read(first, id)).equals(content)).toBe(true)
    await first[Symbol.asyncDispose]()
    const second = await testVault({}, root)
    expect((await read(second, id)).equals(content)).toBe(true)
    expect((await second.vault.list({ limit: 9 })).objects).toEqual([
      expect.objectContaining({
        id,
        bytes,
        name: 'a.mp4',
        bucket: expect.objectContaining({ source: 'camera-1' }),
      }),
    ])
  })

  test('the same name twice is two files, and both are kept and listed', async () => {
    const parts = await testVault()
    const [one, two] = [madeFile('one', 1000), madeFile('two', 2000)]
    const first = await put(parts.vault, one.content)
    const second = await put(parts.vault, two.content)
    const { objects } = await parts.vault.list({ limit: 9 })
    expect(objects.map(({ name }) => name)).toEqual(['a.mp4', 'a.mp4'])
    expect((await read(parts, first.id)).equals(one.content)).toBe(true)
    expect((await read(parts, second.id)).equals(two.content)).toBe(true)
  })

  test('a sealed file is announced once, when it is safe', async () => {
    const parts = await testVault()
    const heard: unknown[] = []
    parts.events.subscribe('object.sealed', (event) => void heard.push(event))
    const { id } = await put(parts.vault, Buffer.alloc(10))
    await (await parts.vault.begin(offer)).abort()
    expect(heard).toEqual([{ id, source: 'camera-1', class: 'recording', bytes: 10, at: expect.any(Number) }])
  })

  test('neither name nor bytes of a file stand in any file, while it arrives and afterwards', async () => {
    const parts = await testVault()
    const pattern = randomBytes(48)
    const name = 'Kassenbericht-Mustermann.pdf'
    const content = Buffer.alloc(3_000_000, 'filler that is easily found. ')
    for (const at of [0, 65_530, 700_001, content.length - 48]) content.set(pattern, at)
    const patterns = [pattern.subarray(8, 40), Buffer.from('filler that'), Buffer.from('Mustermann')]

    writeFileSync(join(parts.root, 'planted'), Buffer.concat([randomBytes(100_000), pattern]))
    expect(filesHolding(parts.root, patterns), 'the search finds what is there').toEqual(['planted'])
    rmSync(join(parts.root, 'planted'))

    const incoming = await parts.vault.begin({ ...offer, name })
    for (let from = 0; from < content.length; from += 50_000) {
      await incoming.write(content.subarray(from, from + 50_000))
      if (from % 300_000 === 0) expect(filesHolding(parts.root, patterns)).toEqual([])
    }
    expect(statSync(join(parts.directory, 'incoming', unfinishedOf(parts)[0]!)).size).toBeGreaterThan(0)
    const { id } = await incoming.finish()
    expect(filesHolding(parts.root, patterns)).toEqual([])
    expect((await read(parts, id)).equals(content)).toBe(true)
  })

  test('files are readable by the service alone', async () => {
    const parts = await testVault()
    const { id } = await put(parts.vault, Buffer.alloc(10))
    expect(statSync(blobPath(parts, id)).mode & 0o777).toBe(0o600)
    for (const folder of ['', 'blobs', 'incoming', join('blobs', id.slice(-2))])
      expect(statSync(join(parts.directory, folder)).mode & 0o777).toBe(0o700)
  })
})

describe('what is not taken', () => {
  test('a file longer than allowed is refused before it is sent, and where its length was not said, when it is', async () => {
    const parts = await testVault({ maxObjectBytes: 1_000_000 })
    await expect(parts.vault.begin({ ...offer, bytes: 1_000_001 })).rejects.toThrow(code('OBJECT_TOO_LARGE'))
    await expect(put(parts.vault, Buffer.alloc(1_000_001))).rejects.toThrow(code('OBJECT_TOO_LARGE'))
    expect([unfinishedOf(parts), blobsOf(parts)]).toEqual([[], []])
    await put(parts.vault, Buffer.alloc(1_000_000))
    expect(blobsOf(parts)).toHaveLength(1)
  })

  test('a file that was cut off is not kept, and its space is given back', async () => {
    const parts = await testVault()
    const incoming = await parts.vault.begin({ ...offer, bytes: 2_000_000 })
    await incoming.write(Buffer.alloc(1_500_000))
    await expect(incoming.finish()).rejects.toThrow(code('OBJECT_INCOMPLETE'))
    const other = await parts.vault.begin(offer)
    await other.write(Buffer.alloc(1_500_000))
    await other.abort()
    await expect(other.write(Buffer.alloc(1))).rejects.toThrow(code('OBJECT_INCOMPLETE'))
    await expect(other.finish()).rejects.toThrow(code('OBJECT_INCOMPLETE'))
    expect([unfinishedOf(parts), blobsOf(parts)]).toEqual([[], []])
    expect((await parts.vault.list({ limit: 9 })).objects).toEqual([])
  })

  test('while there is less room than configured, files are refused before they are sent', async () => {
    const parts = await testVault({ minFreeBytes: Number.MAX_SAFE_INTEGER })
    await expect(parts.vault.begin(offer)).rejects.toThrow(code('VAULT_FULL'))
    expect(unfinishedOf(parts)).toEqual([])
  })
})

describe('reading', () => {
  test('a range of a long file reads the chunks it touches and the last one, and nothing else', async () => {
    const parts = await testVault()
    const { content } = madeFile('long', 3_000_000)
    const { id } = await put(parts.vault, content)
    const { header } = await parts.vault.open(id)
    let read = 0
    const counting = {
      ...parts.vault.blobs,
      async open(wanted: string) {
        const blob = (await parts.vault.blobs.open(wanted))!
        return {
          bytes: blob.bytes,
          async read(into: Uint8Array, at: number) {
            const piece = await blob.read(into, at)
            read += piece.length
            return piece
          },
          [Symbol.asyncDispose]: () => blob[Symbol.asyncDispose](),
        }
      },
    }
    const range = await gathered(rangeOf(header, { from: 1_000_000, length: 1000 }, counting))
    expect(range.equals(content.subarray(1_000_000, 1_001_000))).toBe(true)
    expect(read).toBeLessThanOrEqual(16 + 2 * (65_536 + 16))
  })

  test.each([
    ['shortened by a byte', (path: string) => truncateSync(path, statSync(path).size - 1)],
    ['shortened by a chunk', (path: string) => truncateSync(path, 16 + 65_552)],
    ['emptied', (path: string) => truncateSync(path, 0)],
    ['changed in its last chunk', (path: string) => flip(path, -20)],
    ['removed', (path: string) => rmSync(path)],
  ])(
    'a blob that was %s is told from a whole one, also by a range that does not touch it',
    async (_how, spoil) => {
      const parts = await testVault()
      const { id } = await put(parts.vault, Buffer.alloc(2 * 65_536))
      const { header } = await parts.vault.open(id)
      spoil(blobPath(parts, id))
      await expect(gathered(plaintextOf(header, parts.vault.blobs))).rejects.toThrow(
        code('OBJECT_UNREADABLE'),
      )
      const range = rangeOf(header, { from: 0, length: 10 }, parts.vault.blobs)
      await expect(gathered(range)).rejects.toThrow(code('OBJECT_UNREADABLE'))
    },
  )

  test('a header cannot be passed off as that of another object', async () => {
    const parts = await testVault()
    const [one, two] = [await put(parts.vault, Buffer.alloc(5)), await put(parts.vault, Buffer.alloc(6))]
    const { db } = parts.store
    const row = await db
      .selectFrom('vault_object')
      .selectAll()
      .where('id', '=', one.id)
      .executeTakeFirstOrThrow()
    await db.updateTable('vault_object').set({ header: row.header }).where('id', '=', two.id).execute()
    await expect(parts.vault.open(two.id)).rejects.toThrow(
      expect.objectContaining({ code: 'OBJECT_UNREADABLE', details: { reason: 'header-of-another-object' } }),
    )
  })

  test('pages show every file once, newest first, and filters hold', async () => {
    const parts = await testVault()
    for (let count = 0; count < 7; count++)
      await put(parts.vault, Buffer.alloc(count), {
        changes: { name: `${count}`, source: `till-${count % 2}` },
      })
    const names: (string | null)[] = []
    let before: string | null = null
    do {
      const page = await parts.vault.list({ limit: 3, ...(before === null ? {} : { before }) })
      names.push(...page.objects.map(({ name }) => name))
      before = page.next
    } while (before !== null)
    expect(new Set(names).size).toBe(7)
    const { objects } = await parts.vault.list({ limit: 50, source: 'till-1' })
    expect(objects.map(({ name }) => name).sort()).toEqual(['1', '3', '5'])
    expect((await parts.vault.list({ limit: 50, class: 'export' })).objects).toEqual([])
    expect(await parts.vault.totals()).toEqual({ objects: 7, bytes: 21 })
  })

  test("once a bucket's key is destroyed nothing of it opens, names included, and others still do", async () => {
    const parts = await testVault()
    const gone = await put(parts.vault, Buffer.from('gone'))
    const kept = await put(parts.vault, Buffer.from('kept'), { changes: { source: 'camera-2' } })
    const { bucket } = (await parts.vault.open(gone.id)).object
    parts.keyring.destroy([bucketPlace(bucket)])
    await expect(parts.vault.open(gone.id)).rejects.toThrow(code('OBJECT_UNREADABLE'))
    expect((await read(parts, kept.id)).toString()).toBe('kept')
    const { objects } = await parts.vault.list({ limit: 9 })
    expect(objects.find(({ id }) => id === gone.id)?.name).toBeNull()
    const after = await put(parts.vault, Buffer.from('after'))
    expect((await read(parts, after.id)).toString(), 'what arrives afterwards has a new key').toBe('after')
  })

  test('a key that is destroyed while a file is being finished never leaves a file that was acknowledged unreadable', async () => {
    const parts = await testVault()
    const { bucket } = (await parts.vault.open((await put(parts.vault, Buffer.alloc(1))).id)).object
    const finishing = Array.from({ length: 8 }, async (_, turn) =>
      put(parts.vault, Buffer.from(`file ${turn}`)),
    )
    const destroying = (async () => {
      for (let turn = 0; turn < 6; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 3))
        parts.keyring.destroy([bucketPlace(bucket)])
      }
    })()
    const done = await Promise.all(finishing)
    await destroying
    const last = await put(parts.vault, Buffer.from('last'))
    expect((await read(parts, last.id)).toString()).toBe('last')
    // Some were acknowledged before a destruction and went with it; none is listed under a key that never was.
    for (const { id } of done) {
      const text = await read(parts, id).then(String, (error) => error.code)
      expect(text).toMatch(/^file \d$|OBJECT_UNREADABLE/)
    }
  })
})

describe('going out', () => {
  test('an export to the owner is header and payload as they were sealed, and noted', async () => {
    const identity = await generateX25519Identity()
    const owner = await identityToRecipient(identity)
    const parts = await testVault({ owner: () => owner })
    const { content } = madeFile('export', 200_000)
    const { id } = await put(parts.vault, content)
    const { desk, notes } = deskOf(parts, owner)
    const download = await desk.export(id, null)
    const file = await gathered(download.stream)
    expect(file).toHaveLength(download.bytes)
    expect(file.subarray(168).equals(readFileSync(blobPath(parts, id)))).toBe(true)
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    expect(Buffer.compare(await decrypter.decrypt(file), content)).toBe(0)
    expect(notes).toEqual([
      {
        action: 'object.exported',
        actor: 'box',
        subject: id,
        facts: { form: 'age', class: 'recording', bytes: 200_000 },
      },
    ])
  })

  testWith('age', "Debian's age opens an export for anybody who was named, at every border", async () => {
    const parts = await testVault()
    const identity = await generateX25519Identity()
    const recipient = await identityToRecipient(identity)
    const keyFile = join(testFolder(), 'key.txt')
    writeFileSync(keyFile, `${identity}\n`, { mode: 0o600 })
    for (const bytes of borders) {
      const { content } = madeFile('age', bytes)
      const { id } = await put(parts.vault, content)
      const file = await gathered((await deskOf(parts).desk.export(id, recipient)).stream)
      const opened = execFileSync(requireClient('age')!, ['-d', '-i', keyFile], { input: file })
      expect(opened.equals(content), `${bytes} bytes`).toBe(true)
    }
  })

  test('an export for nobody is refused, and so is one for what is no recipient; nothing is noted', async () => {
    const parts = await testVault()
    const { id } = await put(parts.vault, Buffer.alloc(10))
    const { desk, notes } = deskOf(parts)
    await expect(desk.export(id, null)).rejects.toThrow(code('RECIPIENT_MISSING'))
    await expect(desk.export(id, 'age1nobody')).rejects.toThrow(code('RECIPIENT_MISSING'))
    await expect(desk.export('0198c8a2b3c4-000000000000', null)).rejects.toThrow(code('OBJECT_UNKNOWN'))
    expect(notes).toEqual([])
  })

  test('an owner who is named later gets old files, too', async () => {
    const parts = await testVault()
    const { id } = await put(parts.vault, Buffer.from('from before'))
    const identity = await generateX25519Identity()
    const { desk } = deskOf(parts, await identityToRecipient(identity))
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    expect(await decrypter.decrypt(await gathered((await desk.export(id, null)).stream), 'text')).toBe(
      'from before',
    )
  })

  test('what cannot be noted in the ledger is not handed out', async () => {
    const parts = await testVault()
    const { id } = await put(parts.vault, Buffer.alloc(10))
    const ledger = {
      append() {
        throw new Error('full')
      },
    }
    const desk = createVaultDesk({ vault: parts.vault, ledger, random: randomBytes, owner: () => null })
    await expect(desk.content(id)).rejects.toThrow('full')
  })

  test('the plaintext comes whole and with its length', async () => {
    const parts = await testVault()
    const { content } = madeFile('plain', 150_000)
    const { id } = await put(parts.vault, content)
    const { desk, notes } = deskOf(parts)
    const download = await desk.content(id)
    expect(download.bytes).toBe(150_000)
    expect((await gathered(download.stream)).equals(content)).toBe(true)
    expect(notes[0]?.facts.form).toBe('plaintext')
    expect(sealedLength(150_000)).toBe(statSync(blobPath(parts, id)).size)
  })
})

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  const place = bytes.length + at
  bytes[place] = (bytes[place] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
