/** Promises that private keys of all kinds are recognised whole, also cut off or escaped, and public ones are left. */
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { find, scanWhole } from '../find.ts'
import { finds, leaves } from '../tables.ts'

const body =
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3S\nw8A='

finds('PRIVATE_KEY', [
  ...['', 'RSA ', 'EC ', 'DSA ', 'ENCRYPTED ', 'OPENSSH '].map(
    (kind) =>
      [
        `${kind}PRIVATE KEY`,
        `here: «-----BEGIN ${kind}PRIVATE KEY-----\n${body}\n-----END ${kind}PRIVATE KEY-----»\nthanks`,
      ] as const,
  ),
  [
    'PGP',
    `«-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${body}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----»`,
  ],
  [
    'SSH2',
    `«---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "x"\n${body}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----»`.replace(
      '"x"',
      'x',
    ),
  ],
  [
    'with RFC 1421 headers',
    `«-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${body}\n-----END RSA PRIVATE KEY-----»`,
  ],
  [
    'with escaped line ends',
    `«-----BEGIN PRIVATE KEY-----\\n${body.replaceAll('\n', '\\n')}\\n-----END PRIVATE KEY-----»\\n`,
  ],
  [
    'with spaces for line ends',
    `«-----BEGIN PRIVATE KEY----- ${body.replaceAll('\n', ' ')} -----END PRIVATE KEY-----»`,
  ],
  ['cut off', `«-----BEGIN PRIVATE KEY-----\n${body}»\n\nHello, this is what I have`],
  [
    'cut off with headers',
    `«-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${body}»`,
  ],
  ['a header alone', '«-----BEGIN PRIVATE KEY-----»'],
  ['cut off before a quote', `"«-----BEGIN PRIVATE KEY-----\n${body}»"`],
  ['two in a row', `«-----BEGIN PRIVATE KEY-----\n${body}»\n«-----BEGIN EC PRIVATE KEY-----\n${body}»`],
  [
    'PuTTY',
    `«PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\nAAAA\nPrivate-MAC: 0123456789abcdef»\n`,
  ],
  ['age', `«AGE-SECRET-KEY-1${'GFPYYSJZ'.repeat(7)}QQ»`],
])

leaves('PRIVATE_KEY', [
  ['a public key', `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----`],
  ['a certificate', `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`],
  ['prose about keys', 'the BEGIN PRIVATE KEY line'],
  ['a header that does not close', '-----BEGIN PRIVATE KEY'],
  ['a rule of dashes', '------------------------------'],
])

test('real keys of every algorithm are found from the first to the last dash', () => {
  const pkcs8 = { type: 'pkcs8', format: 'pem' } as const
  const publicKeyEncoding = { type: 'spki', format: 'pem' } as const
  const keys = [
    generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding: pkcs8 }),
    generateKeyPairSync('ed25519', { publicKeyEncoding, privateKeyEncoding: pkcs8 }),
    generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding,
      privateKeyEncoding: { type: 'sec1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
    }),
  ]
  for (const { privateKey, publicKey } of keys) {
    expect(find(`${publicKey}${privateKey}end`)).toEqual([`PRIVATE_KEY ${privateKey.trim()}`])
  }
})

test('a key without an end takes at most 16 KiB', () => {
  const endless = Buffer.from(`-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(20_000)}`)
  const [found] = scanWhole(endless)
  expect(found?.end).toBeLessThanOrEqual(16 * 1024)
  expect(found?.end).toBeGreaterThan(16_000)
})
