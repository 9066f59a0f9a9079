/** The policy file refuses what it does not know, and says what it does know. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { entityTypeNames, operators } from '../../../gateway/core/pii/entity.ts'
import { policyFileSchema } from '../../../gateway/core/policy/model.ts'

const valid = {
  connections: [{ id: 'default', action: 'intercept' }],
  exchanges: [{ id: 'rest', entities: { '*': 'keep' } }],
}

function mistakes(source: unknown): Record<string, string> {
  const result = policyFileSchema.safeParse(source)
  if (result.success) return {}
  return Object.fromEntries(result.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
}

function withExchange(rule: Record<string, unknown>) {
  return { ...valid, exchanges: [{ ...valid.exchanges[0], ...rule }] }
}

function withMatch(match: Record<string, unknown>) {
  return withExchange({ match })
}

test('the smallest policy gets the careful defaults: what cannot be read is refused', () => {
  const policy = policyFileSchema.parse(valid)
  expect(policy.mode).toBe('enforce')
  expect(policy.exchanges[0]).toMatchObject({
    onFailure: 'refuse',
    onSigned: 'refuse',
    onLarge: 'stream',
    maxPersons: null,
    minScore: 0.4,
  })
})

test.each([-0.1, 1.1, '0.6', null])('minScore %s is refused', (minScore) => {
  expect(mistakes(withExchange({ entities: { '*': 'keep' }, minScore }))).toHaveProperty([
    'exchanges.0.minScore',
  ])
})

test('an unknown entity type is refused with the list of known ones', () => {
  const message = mistakes(withExchange({ entities: { CARDS: 'mask', '*': 'keep' } }))['exchanges.0.entities']
  expect(message).toContain('"CARDS"')
  for (const type of entityTypeNames) expect(message).toContain(type)
})

test('an unknown operator is refused with the list of known ones', () => {
  const message = mistakes(withExchange({ entities: { EMAIL: 'hide', '*': 'keep' } }))[
    'exchanges.0.entities.EMAIL'
  ]
  expect(message).toContain('"hide"')
  for (const operator of operators) expect(message).toContain(operator)
})

test.each(['hash', 'tokenize', 'fpe'])('the operator %s is taken', (operator) => {
  expect(mistakes(withExchange({ entities: { '*': operator } }))).toEqual({})
})

test('a rule that does not say what happens to the other types is refused', () => {
  expect(mistakes(withExchange({ entities: { EMAIL: 'mask' } }))['exchanges.0.entities.*']).toContain(
    '"*": keep',
  )
})

test('restore takes true and false, and nothing else', () => {
  expect(mistakes(withExchange({ restore: true }))).toEqual({})
  expect(mistakes(withExchange({ restore: false }))).toEqual({})
  expect(mistakes(withExchange({ restore: 'yes' }))['exchanges.0.restore']).toBeDefined()
})

test('two rules with one id are refused, in the second list too', () => {
  const source = { ...valid, exchanges: [{ id: 'default', entities: { '*': 'keep' } }] }
  expect(mistakes(source)['exchanges.0.id']).toContain('"default"')
})

test('an unknown key is refused wherever it stands', () => {
  expect(Object.keys(mistakes({ ...valid, modes: 'x' }))).toEqual([''])
  expect(Object.keys(mistakes(withExchange({ onFail: 'pass' })))).toEqual(['exchanges.0'])
  expect(Object.keys(mistakes(withMatch({ destination: ['a.test'] })))).toEqual(['exchanges.0.match'])
  const tunnelled = { id: 'a', action: 'tunnel', match: { methods: ['GET'] } }
  expect(Object.keys(mistakes({ ...valid, connections: [tunnelled] }))).toEqual(['connections.0.match'])
})

test('an empty list is refused, since the rule would never apply', () => {
  expect(mistakes(withMatch({ destinations: [] }))['exchanges.0.match.destinations']).toContain(
    'leave the key out',
  )
})

describe('destinations', () => {
  test.each([
    'example.com',
    '*.example.com',
    'EXAMPLE.com',
    '10.0.0.0/8',
    '192.0.2.1',
    '2001:db8::/32',
    'group:ai',
    '*.gov',
  ])('%s is a destination', (destination) => {
    expect(mistakes(withMatch({ destinations: [destination] }))).toEqual({})
  })
  test.each([
    '*',
    'https://example.com',
    'example.com:443',
    'example.com/path',
    'a b',
    '',
    '10/8',
    '10',
    '*.10.0.0.1',
    'ex*mple.com',
    'group:',
    'group:A',
    '1.2.3.4/33',
  ])('%j is no destination', (destination) => {
    expect(Object.keys(mistakes(withMatch({ destinations: [destination] })))).toEqual([
      'exchanges.0.match.destinations.0',
    ])
  })
})

test.each([
  ['clients', 'desk-3'],
  ['ports', 0],
  ['ports', 70000],
  ['ports', '80'],
  ['schedule', { days: ['mon'], from: '8:00', to: '18:00' }],
  ['schedule', { days: ['monday'], from: '08:00', to: '18:00' }],
  ['methods', 'post'],
  ['paths', 'api/**'],
  ['contentTypes', 'json'],
])('a mistyped %s (%j) is refused', (key, value) => {
  const match = { [key]: key === 'schedule' ? value : [value] }
  const paths = Object.keys(mistakes(withMatch(match)))
  expect(paths).toHaveLength(1)
  expect(paths[0]).toContain(`exchanges.0.match.${key}`)
})

test('every key of the policy file is described', () => {
  const undescribed: string[] = []
  const visit = (node: unknown, path: string) => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, property] of Object.entries((node as { properties?: object }).properties ?? {})) {
      if (typeof (property as { description?: string }).description !== 'string')
        undescribed.push(`${path}.${key}`)
      visit(property, `${path}.${key}`)
    }
    visit((node as { items?: object }).items, `${path}[]`)
  }
  visit(z.toJSONSchema(policyFileSchema, { io: 'input' }), '')
  expect(undescribed).toEqual([])
})
