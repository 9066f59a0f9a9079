/** Promises about which host names get a certificate, and in what form. */
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseHostName } from '../../gateway/pki/names.ts'

describe('a host name as clients write it', () => {
  test.each([
    ['www.example.com', 'www.example.com'],
    ['WWW.Example.COM', 'www.example.com'],
    ['example.com.', 'example.com'],
    ['localhost', 'localhost'],
    ['xn--mller-kva.example', 'xn--mller-kva.example'],
    ['_dmarc.my_host.example', '_dmarc.my_host.example'],
    ['r3---sn-4g5e6.example', 'r3---sn-4g5e6.example'],
    ['3com.example', '3com.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
    ['192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['::1', '::1'],
    ['::192.0.2.1', '::c000:201'],
    ['::FFFF:192.0.2.1', '::ffff:c000:201'],
  ])('%s is %s', (written, text) => {
    expect(parseHostName(written)?.text).toBe(text)
  })

  test('a name of 253 characters is the longest', () => {
    const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`
    expect(longest.length).toBe(253)
    expect(parseHostName(longest)?.text).toBe(longest)
    expect(parseHostName(`${longest}d`)).toBeNull()
  })

  test.each([
    ['nothing', ''],
    ['a dot', '.'],
    ['two trailing dots', 'example.com..'],
    ['an empty label', 'a..example'],
    ['a label of 64 characters', `${'a'.repeat(64)}.example`],
    ['a wildcard', '*.example.com'],
    ['an umlaut', 'müller.example'],
    ['a leading hyphen', '-a.example'],
    ['a space', 'a b.example'],
    ['a NUL', 'a.example\0.evil.example'],
    ['a line break', 'a.example\n'],
    ['a port', 'example.com:443'],
    ['a path', 'example.com/x'],
    ['a user', 'me@example.com'],
    ['an address with a zone', 'fe80::1%eth0'],
    ['an address in short form', '127.1'],
    ['an address in hexadecimal', '0x7f000001'],
    ['an address as one number', '2130706433'],
    ['an address with leading zeros', '010.0.0.1'],
    ['an address and a dot', '127.0.0.1.'],
    ['a range', '10.0.0.0/8'],
    ['brackets around a name', '[example.com]'],
  ])('%s is no host name', (_, written) => {
    expect(parseHostName(written)).toBeNull()
  })

  test('whatever is taken is a name that matches itself in a certificate, and taking it again changes nothing', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'aZ09-_.*:[]%ü /'), maxLength: 40 }),
      fc.domain(),
      fc.ipV4(),
      fc.ipV6(),
    )
    fc.assert(
      fc.property(text, (written) => {
        const name = parseHostName(written)
        fc.pre(name !== null)
        expect(parseHostName(name.text)).toEqual(name)
        const subjectaltname = name.kind === 'dns' ? `DNS:${name.text}` : `IP Address:${name.text}`
        const certificate = { subject: {}, subjectaltname } as unknown as PeerCertificate
        expect(checkServerIdentity(name.text, certificate)).toBeUndefined()
      }),
      { numRuns: 1000 },
    )
  })
})
