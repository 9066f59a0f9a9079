/** Promises of the one-time code: typed by a person, told apart from every other, and useless when mistyped. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  inviteSecretBytes,
  inviteSecretHash,
  parseInviteCode,
  printInviteCode,
  rootMarkBytes,
} from '../../../gateway/core/device/invite-code.ts'
import { inviteCode } from '../../../gateway/core/device/schema.ts'

const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

test('a code holds at least 80 bits of secret and 128 of the root, and reads back as it was made', () => {
  expect(inviteSecretBytes * 8).toBeGreaterThanOrEqual(80)
  expect(rootMarkBytes * 8).toBeGreaterThanOrEqual(128)
  fc.assert(
    fc.property(exactly(inviteSecretBytes), exactly(rootMarkBytes), (secret, rootMark) => {
      const text = printInviteCode({ secret, rootMark })
      expect(text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){8}[0-9A-HJKMNP-TV-Z]{5}$/)
      const code = parseInviteCode(text)
      expect(Buffer.from(code?.secret ?? [])).toEqual(Buffer.from(secret))
      expect(Buffer.from(code?.rootMark ?? [])).toEqual(Buffer.from(rootMark))
    }),
  )
})

test('case, blanks and look-alike letters do not matter', () => {
  const text = printInviteCode({ secret: Buffer.alloc(10, 0x08), rootMark: Buffer.alloc(16, 0x21) })
  expect(text).toMatch(/[01]/)
  const typed = ` ${text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`
  expect(parseInviteCode(typed)).toEqual(parseInviteCode(text))
  expect(inviteCode.safeParse(typed).success).toBe(true)
})

test('a code with one wrong letter is told at once', () => {
  for (let turn = 0; turn < 200; turn++) {
    const text = printInviteCode({ secret: randomBytes(10), rootMark: randomBytes(16) })
    const at = turn % text.length
    if (text[at] === '-') continue
    const wrong = `${text.slice(0, at)}${text[at] === 'Z' ? 'Y' : 'Z'}${text.slice(at + 1)}`
    // 16 bits of check: one in 65,536 slips through.
    expect(parseInviteCode(wrong)).toBeNull()
  }
})

test.each([
  '',
  '-',
  'x',
  'A'.repeat(44),
  'A'.repeat(46),
  'U'.repeat(45),
  '🔑'.repeat(45),
  'A'.repeat(100_000),
])('what is no code is none: %.20s', (text) => {
  expect(parseInviteCode(text)).toBeNull()
  expect(inviteCode.safeParse(text).success).toBe(false)
})

test('any text at all is a code or none, and never a fault', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parseInviteCode(text)))
})

test('the hash of a secret is kept in place of it, and differs for each', () => {
  const secret = randomBytes(10)
  expect(inviteSecretHash(secret)).toHaveLength(32)
  expect(inviteSecretHash(secret).includes(secret)).toBe(false)
  expect(inviteSecretHash(secret)).not.toEqual(inviteSecretHash(randomBytes(10)))
})
