/** age's keys and headers, against the age library and the age command. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  Decrypter,
  Encrypter,
  generateX25519Identity,
  identityToRecipient,
  type Stanza,
} from 'age-encryption'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Secret } from '../../../gateway/core/secret.ts'
import { bech32, parseBech32 } from '../../../gateway/core/vault/bech32.ts'
import { ageHeader } from '../../../gateway/core/vault/header.ts'
import { decodeName, nameFault } from '../../../gateway/core/vault/name.ts'
import {
  parseRecipient,
  recipientOfSecret,
  unwrapFileKey,
  wrapFileKey,
} from '../../../gateway/core/vault/x25519.ts'
import { requireClient, testWith } from '../../support/clients.ts'

const secretOf = (identity: string) => new Secret(parseBech32('age-secret-key-', identity.toLowerCase())!)

test('a secret has the recipient that the age library says it has', async () => {
  for (let round = 0; round < 20; round++) {
    const identity = await generateX25519Identity()
    expect(recipientOfSecret(secretOf(identity))).toBe(await identityToRecipient(identity))
  }
})

testWith('age-keygen', 'a secret has the recipient that age-keygen says it has', () => {
  const secret = new Secret(randomBytes(32))
  const identity = bech32('age-secret-key-', secret.reveal()).toUpperCase()
  const said = execFileSync(requireClient('age-keygen')!, ['-y'], {
    input: `${identity}\n`,
    encoding: 'utf8',
  })
  expect(said.trim()).toBe(recipientOfSecret(secret))
})

test('bytes come back from bech32, and a mistyped letter is found', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), fc.nat(30), (bytes, at, other) => {
      const text = bech32('age', bytes)
      expect(parseBech32('age', text)).toEqual(bytes)
      const place = 4 + (at % (text.length - 4))
      const letter = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'[other]!
      const typo = `${text.slice(0, place)}${letter}${text.slice(place + 1)}`
      if (typo !== text) expect(parseBech32('age', typo)).toBeNull()
    }),
  )
})

test.each(['', 'age1', 'age1qqqqqqqq', 'AGE1QQQQ', 'age-secret-key-1qqqq', `age1${'q'.repeat(58)}`])(
  '%s is no recipient',
  (text) => {
    expect(parseRecipient(text)).toBeNull()
    const header = () =>
      ageHeader(new Secret(randomBytes(16)), { recipient: text, ephemeral: new Secret(randomBytes(32)) })
    expect(header).toThrow(expect.objectContaining({ code: 'RECIPIENT_MISSING' }))
  },
)

test('a file key comes back for its recipient alone', () => {
  const [fileKey, secret, other] = [16, 32, 32].map((length) => new Secret(randomBytes(length)))
  const recipient = parseRecipient(recipientOfSecret(secret!))!
  const stanza = wrapFileKey(fileKey!, recipient, new Secret(randomBytes(32)))
  expect(fileKey!.equals(unwrapFileKey(stanza, secret!)!)).toBe(true)
  expect(unwrapFileKey(stanza, other!)).toBeNull()
  expect(unwrapFileKey({ ...stanza, share: Buffer.alloc(32) }, secret!), 'a share of low order').toBeNull()
  expect(unwrapFileKey({ ...stanza, body: Buffer.alloc(31) }, secret!)).toBeNull()
})

test('the age library opens a header written here, and refuses it changed', async () => {
  const identity = await generateX25519Identity()
  const fileKey = new Secret(randomBytes(16))
  const recipient = await identityToRecipient(identity)
  const header = ageHeader(fileKey, { recipient, ephemeral: new Secret(randomBytes(32)) })
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  expect(fileKey.equals(await decrypter.decryptHeader(header))).toBe(true)
  header[header.length - 5] = header[header.length - 5] === 0x41 ? 0x42 : 0x41
  await expect(decrypter.decryptHeader(header)).rejects.toThrow()
})

test('a file key that the age library wrapped is unwrapped here', async () => {
  const identity = await generateX25519Identity()
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(identity))
  const file = await encrypter.encrypt('a report')
  const decrypter = new Decrypter()
  decrypter.addIdentity({
    unwrapFileKey: ([stanza]: Stanza[]) =>
      unwrapFileKey(
        { share: Buffer.from(stanza!.args[1]!, 'base64'), body: stanza!.body },
        secretOf(identity),
      ),
  })
  expect(await decrypter.decrypt(file, 'text')).toBe('a report')
})

test.each([
  'a.mp4',
  'Bericht März 2026 (1).pdf',
  '録画.mkv',
  '...',
  'a'.repeat(200),
  '%2e%2e',
  'é'.repeat(100),
])('the name %j is good', (name) => expect(nameFault(name)).toBeNull())

test.each([
  ['', 'empty'],
  ['.', 'path'],
  ['..', 'path'],
  ['../a', 'path'],
  ['a/b', 'path'],
  ['a\\b', 'path'],
  ['a\0b', 'control'],
  ['a\nb', 'control'],
  ['a\u007fb', 'control'],
  ['a\u009bb', 'control'],
  ['exe.\u202egpj', 'control'],
  ['\ufeffa', 'control'],
  ['a\u2028b', 'control'],
  ['a'.repeat(201), 'too-long'],
  ['é'.repeat(101), 'too-long'],
  ['\ud800', 'not-text'],
])('the name %j is refused: %s', (name, fault) => expect(nameFault(name)).toBe(fault))

test.each(['%', '%zz', '%ff', '%c0%af', '%ed%a0%80', '%f8%88%80%80%80'])(
  'the escape %s is no UTF-8',
  (escaped) => expect(decodeName(escaped)).toBeNull(),
)
