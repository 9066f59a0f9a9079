/** The printed form of the root key: it comes back whole, and slips of the pen are found and named. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Secret } from '../../gateway/core/secret.ts'
import { parseRecoveryKey, printRecoveryKey } from '../../gateway/keyring/recovery-key.ts'

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('every printed key is read back as it was, with look-alike letters and any spacing', () => {
  fc.assert(
    fc.property(keys, (bytes) => {
      const printed = printRecoveryKey(new Secret(bytes))
      expect(printed).toMatch(
        /^([0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{4}\n){4}[0-9A-HJKMNP-TV-Z]{4}$/,
      )
      const typed = printed.replace(/0/g, 'o').replace(/1/g, 'l').replace(/-/g, ' ').replace(/\n/g, ' - ')
      const parsed = parseRecoveryKey(typed)
      expect(parsed.ok && parsed.key.equals(bytes)).toBe(true)
    }),
  )
})

test('no single wrong character and no swapped neighbours are ever taken for another key', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const position = fc.nat(59)
  fc.assert(
    fc.property(keys, position, fc.nat(31), fc.boolean(), (bytes, at, letter, swap) => {
      const good = printRecoveryKey(new Secret(bytes)).replace(/[-\n]/g, '')
      const characters = [...good]
      const [here, next] = [characters[at] ?? '', characters[at + 1] ?? '']
      if (swap) characters.splice(at, 2, next, here)
      else characters[at] = alphabet[letter] ?? ''
      const bad = characters.join('')
      fc.pre(bad !== good)
      // By chance one slip in 2^25 passes both checks of its row and of the whole.
      const parsed = parseRecoveryKey(bad)
      expect(parsed.ok).toBe(false)
    }),
    { numRuns: 2000 },
  )
})

test('a slip of the pen is named by its row', () => {
  const rows = printRecoveryKey(new Secret(Buffer.alloc(32, 0xa7))).split('\n')
  rows[2] = (rows[2] ?? '').replace(/^./, (first) => (first === 'Z' ? 'Y' : 'Z'))
  expect(parseRecoveryKey(rows.join('\n'))).toEqual({ ok: false, problem: 'Row 3 has a mistake.' })
})

test.each(['', 'hello', 'U'.repeat(60), '0'.repeat(59), '0'.repeat(61), 'Z'.repeat(60), 'ÄÖÜ'])(
  'what is no recovery key is refused with words: %j',
  (text) => {
    const parsed = parseRecoveryKey(text)
    expect(parsed.ok).toBe(false)
    expect(!parsed.ok && parsed.problem.length > 10).toBe(true)
  },
)
