/** Promises about keyed hashes: they are HMAC-SHA-256 as everybody computes it. */
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HmacKey } from '../../gateway/keyring/hmac-key.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe('HMAC-SHA-256 by prepared blocks', () => {
  /** RFC 4231 §4.2-§4.5. */
  test.each([
    ['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      '4a656665',
      '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  ])('the vectors of RFC 4231 come out: key %s', (key, message, digest) => {
    expect(new HmacKey(hex(key)).digest(hex(message)).toString('hex')).toBe(digest)
  })

  test('any keys and values give what the library gives, one after the other under one key', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }),
        (key, values) => {
          const own = new HmacKey(key)
          for (const value of values) {
            const theirs = createHmac('sha256', key).update(value).digest()
            expect(own.digest(value).equals(theirs)).toBe(true)
          }
        },
      ),
    )
  })

  test('a key that does not fit in a block is refused, not hashed or cut', () => {
    expect(() => new HmacKey(new Uint8Array(65))).toThrow(RangeError)
  })
})
