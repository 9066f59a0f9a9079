/** Promises of connections that a person lets pass unread: one client and one host, and never against a rule that refuses. */
import { describe, expect, test } from 'vitest'
import { type Correction, correctionsFileSchema } from '../../../gateway/core/policy/corrections.ts'
import { decideConnection } from '../../../gateway/core/policy/decide.ts'
import { prepareDraft } from '../../../gateway/core/policy/replay/draft.ts'
import { compiled, context, policyFile } from './support.ts'

const tunnel = (client: string, destination = 'app.test'): Correction => ({
  ...{ id: '0a1b2c3d', effect: 'allow', reason: '', of: 'connection', client, destination },
})
const at = Date.UTC(2026, 10, 23)
const rules = [
  { id: 'no-evil', match: { destinations: ['evil.test'] }, action: 'refuse' },
  { id: 'all', action: 'intercept' },
]

function ask(corrections: readonly Correction[], client: string, host = 'app.test') {
  return decideConnection(compiled({ connections: rules }, { corrections }), { client, host, port: 443, at })
}

describe('an answer for one client and one host', () => {
  const said = [tunnel('10.0.0.7')]
  const passes = { action: 'tunnel', ruleId: 'allowed-0a1b2c3d', observed: false }

  test.each([
    ['that client', '10.0.0.7', 'app.test', passes],
    ['whoever logged in there', 'user:anna@10.0.0.7', 'app.test', passes],
    ['another client', '10.0.0.8', 'app.test', { action: 'intercept' }],
    ['another host of it', '10.0.0.7', 'api.app.test', { action: 'intercept' }],
    ['another host that ends alike', '10.0.0.7', 'evilapp.test', { action: 'intercept' }],
    ['a connection that names nobody', '10.0.0.7', '', { action: 'intercept' }],
  ] as const)('decides on %s', (_, client, host, expected) => {
    expect(ask(said, client, host)).toMatchObject(expected)
  })

  test('of somebody who logged in counts wherever that is, and for nobody else there', () => {
    expect(ask([tunnel('user:anna')], 'user:anna@10.0.0.9')).toMatchObject(passes)
    expect(ask([tunnel('user:anna')], 'user:joe@10.0.0.9')).toMatchObject({ action: 'intercept' })
    expect(ask([tunnel('user:anna')], '10.0.0.9')).toMatchObject({ action: 'intercept' })
  })

  test('of a device counts wherever it shows its certificate, whoever has logged in on it', () => {
    for (const client of ['device:till-1@10.0.0.9', 'user:joe@device:till-1@10.0.0.9'])
      expect(ask([tunnel('device:till-1')], client)).toMatchObject(passes)
    for (const client of ['device:till-2@10.0.0.9', '10.0.0.9'])
      expect(ask([tunnel('device:till-1')], client)).toMatchObject({ action: 'intercept' })
  })

  test('is no way around a rule that refuses, nor around a denied destination', () => {
    expect(ask([tunnel('10.0.0.7', 'evil.test')], '10.0.0.7', 'evil.test')).toMatchObject({
      ...{ action: 'refuse', ruleId: 'no-evil' },
    })
    const denied: Correction = {
      ...{ id: '11111111', effect: 'deny', reason: '', of: 'destination', destination: 'app.test' },
    }
    expect(ask([...said, denied], '10.0.0.7')).toMatchObject({ action: 'refuse', ruleId: 'denied-11111111' })
  })
})

test('a replay says tunnel for the address, and that nobody can know for who is known by a login alone', () => {
  const corrections = [tunnel('10.0.0.7')]
  const draft = prepareDraft(policyFile({ connections: rules }), context({ corrections }), 1024)
  const answersOf = (client: string) => draft.connections({ client, host: 'app.test', port: 443, at })
  expect(answersOf('10.0.0.7')).toMatchObject({ answers: [{ action: 'tunnel' }], why: null })
  expect(answersOf('user:anna')).toMatchObject({
    ...{ answers: [{ action: 'intercept' }, { action: 'tunnel' }], why: 'client-address' },
  })
})

test.each([
  ['a group of clients', { client: 'group:office' }],
  ['a network', { client: '10.0.0.0/24' }],
  ['another spelling of an address', { client: '010.0.0.7' }],
  ['a group of hosts', { destination: 'group:banking' }],
  ['every subdomain', { destination: '*.app.test' }],
  ['no host at all', { destination: '' }],
  ['a line break', { destination: 'app.test\nx' }],
  ['a denial', { effect: 'deny' }],
])('an answer is for one client and one host: %s is refused', (_, wrong) => {
  const corrections = [{ ...tunnel('10.0.0.7'), ...wrong }]
  expect(correctionsFileSchema.safeParse({ corrections }).success).toBe(false)
  expect(correctionsFileSchema.safeParse({ corrections: [tunnel('10.0.0.7')] }).success).toBe(true)
})
