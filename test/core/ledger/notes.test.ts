/** What the ledger signs: one text for the same facts, notes that other tools check, and checkpoints nobody else can make. */
import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CanonicalValue, canonicalJson } from '../../../gateway/core/ledger/canonical-json.ts'
import { openCheckpoint, signCheckpoint } from '../../../gateway/core/ledger/checkpoint.ts'
import {
  openNote,
  parseVerifierKey,
  signNote,
  verifierKey,
} from '../../../gateway/core/ledger/signed-note.ts'
import { createSigner } from '../../../gateway/core/ledger/signer.ts'
import { entryText, isAbout, parseEntry } from '../../../gateway/core/ledger/stored-entry.ts'

const signer = createSigner(Buffer.alloc(32, 7))
const stranger = createSigner(Buffer.alloc(32, 8))

test('the same facts have one text: names sorted by code units, no white space (RFC 8785)', () => {
  // The example of RFC 8785 §3.2.3.
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
  expect(canonicalJson(value)).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
  )
  expect(canonicalJson({ b: [1, null, true], a: '\u000f"\n' })).toBe(
    '{"a":"\\u000f\\"\\n","b":[1,null,true]}',
  )
})

test('what has more than one text is refused, not guessed', () => {
  const refused = [
    0.5,
    Number.NaN,
    2 ** 53,
    -0,
    '\ud800',
    undefined,
    new Date(0),
    { a: undefined },
    1n,
    () => 1,
  ]
  for (const value of refused) expect(() => canonicalJson(value as CanonicalValue)).toThrow(TypeError)
})

test('canonical text reads back as what was written, and writing it again changes nothing', () => {
  const facts = fc.letrec<{ value: CanonicalValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
    ),
  })).value
  fc.assert(
    fc.property(facts, (value) => {
      const text = canonicalJson(value)
      expect(canonicalJson(JSON.parse(text) as CanonicalValue)).toBe(text)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test("a note of another program's test suite is opened, and not after a change", () => {
  // golang.org/x/mod/sumdb/note, whose format C2SP signed-note is.
  const verifier = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  expect(verifier).not.toBeNull()
  if (verifier === null) return
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`
  expect(openNote(note, verifier)).toBe(text)
  expect(openNote(note.replace('answer', 'anzwer'), verifier)).toBeNull()
  expect(verifierKey(verifier)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
})

test('a checkpoint is three lines and a signature, and opens for the key that made it only', () => {
  const root = Buffer.alloc(32, 3)
  const note = signCheckpoint(17, root, signer)
  expect(note).toMatch(
    /^gatehouse-ledger-[0-9a-f]{16}\n17\n[\w+/]{43}=\n\n— gatehouse-ledger-[0-9a-f]{16} \S+\n$/,
  )
  expect(openCheckpoint(note, signer)).toEqual({ origin: signer.name, size: 17, root })
  expect(openCheckpoint(note, stranger)).toBeNull()
  expect(openCheckpoint(note, { ...stranger, name: signer.name })).toBeNull()
  expect(openCheckpoint(note.replace('\n17\n', '\n18\n'), signer)).toBeNull()
  // A note of this key that is no checkpoint of this ledger.
  expect(
    openCheckpoint(signNote(`${stranger.name}\n1\n${root.toString('base64')}\n`, signer), signer),
  ).toBeNull()
  expect(
    openCheckpoint(signNote(`${signer.name}\n01\n${root.toString('base64')}\n`, signer), signer),
  ).toBeNull()
})

test('signatures of witnesses may stand beside it', () => {
  const note = signCheckpoint(1, Buffer.alloc(32), signer)
  const witnessed = `${note}${signNote(note.slice(0, note.indexOf('\n\n') + 1), stranger).split('\n\n')[1]}`
  expect(openCheckpoint(witnessed, signer)?.size).toBe(1)
})

test('no text whatever makes the reader of notes fail or believe', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(openCheckpoint(text, signer)).toBeNull()
      expect(openCheckpoint(`${signer.name}\n1\n${text}\n\n— ${signer.name} ${text}\n`, signer)).toBeNull()
    }),
  )
})

test("the seed of RFC 8032's first test vector makes its key and its signature", () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
  const { publicKey, sign } = createSigner(seed)
  expect(publicKey.toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  expect(sign(Buffer.alloc(0)).toString('hex')).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  )
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  expect(verify(null, Buffer.from('abc'), key, sign(Buffer.from('abc')))).toBe(true)
})

test('an entry tells its subject to who has the salt, and to nobody once the salt is gone', () => {
  const salt = Buffer.alloc(16, 5)
  const note = { action: 'device.added', actor: 'box', subject: 'camera-1', facts: { count: 2 } } as const
  const text = entryText({ seq: 1, at: 1000, note, salt })
  expect(text).not.toContain('camera-1')
  const entry = parseEntry(text)
  expect(entry).toMatchObject({ seq: 1, at: 1000, action: 'device.added', facts: { count: 2 } })
  if (entry === null) return
  expect(isAbout(entry, 'camera-1', salt)).toBe(true)
  expect(isAbout(entry, 'camera-2', salt)).toBe(false)
  expect(isAbout(entry, 'camera-1', null)).toBe(false)
})

test('an entry in any other than its one form is none', () => {
  const note = { action: 'device.added', actor: 'box', subject: 'x', facts: {} } as const
  const text = entryText({ seq: 1, at: 1000, note, salt: Buffer.alloc(16) })
  expect(parseEntry(text)).not.toBeNull()
  for (const other of [
    `${text} `,
    text.replace(':1000', ':1000.0'),
    text.replace('device.added', 'device.eaten'),
    '',
    '{}',
    '[',
  ])
    expect(parseEntry(other)).toBeNull()
})
