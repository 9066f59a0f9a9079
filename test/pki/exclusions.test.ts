/** Promises about the names that an authority must never speak for. */
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { exclusionFor, parseExclusions } from '../../gateway/pki/exclusions.ts'
import { parseHostName } from '../../gateway/pki/names.ts'

function excludedBy(entries: string[], host: string): string | null {
  const name = parseHostName(host)
  if (name === null) throw new Error(`${host} is no host name`)
  return exclusionFor(name, parseExclusions(entries))?.text ?? null
}

describe('an excluded domain', () => {
  test('covers itself and everything below, and nothing beside', () => {
    const entries = ['bank.example']
    expect(excludedBy(entries, 'bank.example')).toBe('bank.example')
    expect(excludedBy(entries, 'www.login.BANK.example.')).toBe('bank.example')
    expect(excludedBy(entries, 'mybank.example')).toBeNull()
    expect(excludedBy(entries, 'bank.example.org')).toBeNull()
    expect(excludedBy(entries, 'example')).toBeNull()
  })

  test('may be written with a star or a dot in front', () => {
    expect(
      parseExclusions(['*.bank.example', '.bank.example', 'BANK.example', 'bank.example.']),
    ).toHaveLength(1)
  })
})

describe('an excluded range', () => {
  test('covers its addresses, also where they are written as IPv6', () => {
    const entries = ['10.1.2.3/8', '2001:db8::/33', '192.0.2.1']
    expect(excludedBy(entries, '10.255.0.1')).toBe('10.0.0.0/8')
    expect(excludedBy(entries, '::ffff:10.9.9.9')).toBe('10.0.0.0/8')
    expect(excludedBy(entries, '11.0.0.1')).toBeNull()
    expect(excludedBy(entries, '192.0.2.1')).toBe('192.0.2.1/32')
    expect(excludedBy(entries, '192.0.2.2')).toBeNull()
    expect(excludedBy(entries, '2001:db8:7fff::1')).toBe('2001:db8::/33')
    expect(excludedBy(entries, '2001:db8:8000::1')).toBeNull()
  })

  test('covers exactly what another reading of the range covers', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (base, other, bits) => {
        const inside = ipaddr.parse(other).match(ipaddr.parse(base), bits)
        expect(excludedBy([`${base}/${bits}`], other) !== null).toBe(inside)
      }),
    )
  })
})

test.each(['', '*', 'a..b', 'bank.example/8', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'bänk.example'])(
  'the entry %j is refused by name',
  (entry) => {
    expect(() => parseExclusions(['good.example', entry])).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { excluded: entry } }),
    )
  },
)
