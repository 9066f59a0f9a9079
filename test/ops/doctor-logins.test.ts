/** Promises that the doctor says where passwords for the proxy can be read on the way, and where nobody can log in. */
import { expect, test } from 'vitest'
import { checkLogins, type LoginFacts } from '../../gateway/ops/doctor/logins.ts'

const usual: LoginFacts = { mode: 'require', overTlsOnly: false, host: '0.0.0.0', users: 3 }

for (const [what, facts, state] of [
  ['plain HTTP from the whole office', {}, 'warn'],
  ['plain HTTP over IPv6', { host: '::' }, 'warn'],
  ['plain HTTP where logins are only accepted', { mode: 'accept', users: 0 }, 'warn'],
  ['TLS alone', { overTlsOnly: true }, 'ok'],
  ['this machine alone', { host: '127.0.0.1' }, 'ok'],
  ['this machine alone, over IPv6', { host: '::1' }, 'ok'],
  ['logins required of nobody who exists', { users: 0 }, 'fail'],
  ['a file that cannot be read', { users: null }, 'fail'],
] as const satisfies readonly [string, Partial<LoginFacts>, string][])
  test(`${what}: ${state}`, () => {
    expect(checkLogins({ ...usual, ...facts })).toMatchObject([{ id: 'proxy-logins', state }])
  })

test('where nobody logs in there is nothing to say', () => {
  expect(checkLogins({ ...usual, mode: 'off' })).toEqual([])
})
