/** Promises about reading a Basic login: RFC 7617's own vectors, and that nothing ambiguous is taken for one. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBasic } from '../../../gateway/core/login/basic.ts'

function encoded(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`
}

test('the examples of RFC 7617 §2 and §2.1', () => {
  expect(readBasic('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==')).toEqual({
    user: 'aladdin',
    password: 'open sesame',
  })
  expect(readBasic('Basic dGVzdDoxMjPCow==')).toEqual({ user: 'test', password: '123£' })
})

test('the scheme in any case, more than one space, colons in the password', () => {
  expect(readBasic(encoded('a:b:c').replace('Basic ', 'bASIC   '))).toEqual({ user: 'a', password: 'b:c' })
})

test('what keyboards compose differently is the same password', () => {
  expect(readBasic(encoded('a:Zu\u0308rich'))).toEqual(readBasic(encoded('a:Zürich')))
})

test('the longest password that may be set can be logged in with, whatever its characters take', () => {
  for (const character of ['x', 'é', '✓'])
    expect(readBasic(encoded(`${'a'.repeat(40)}:${character.repeat(256)}`))).toEqual({
      user: 'a'.repeat(40),
      password: character.repeat(256),
    })
})

describe('no login is', () => {
  for (const [what, value] of [
    ['nothing', ''],
    ['a scheme alone', 'Basic'],
    ['another scheme', 'Digest username="a"'],
    ['two in one', `${encoded('a:b')}, ${encoded('a:b')}`],
    ['Base64 for addresses', 'Basic YTpi_-'],
    ['Latin-1', `Basic ${Buffer.from('a:\u00e9', 'latin1').toString('base64')}`],
    ['no colon', encoded('anna')],
    ['a line break', encoded('a:b\nc')],
    ['a zero byte', encoded('a\0:b')],
    ['more than 256 characters of password', encoded(`a:${'x'.repeat(257)}`)],
    ['a name longer than a worker may ask about', encoded(`${'x'.repeat(513)}:b`)],
    ['a megabyte', encoded('x'.repeat(1_000_000))],
  ] as const)
    test(what, () => expect(readBasic(value)).toBeNull())
})

test('whatever is written as a login is read as that, and nothing throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      (user, password) => {
        fc.pre(!/[:\p{Cc}]/u.test(user) && !/\p{Cc}/u.test(password))
        expect(readBasic(encoded(`${user}:${password}`))).toEqual({
          user: user.toLowerCase(),
          password: password.normalize('NFC'),
        })
      },
    ),
  )
  fc.assert(fc.property(fc.string(), (text) => void readBasic(`Basic ${text}`)))
})
