/** The first rule that fits decides, whatever the shortcuts that make it fast. */
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { isGatewayError } from '../../../gateway/core/errors.ts'
import {
  decideConnection,
  decideExchange,
  destinationGroup,
  normalizePath,
} from '../../../gateway/core/policy/decide.ts'
import { runs } from '../../support/property-runs.ts'
import { catalogue, compiled, facts, policyFile } from './support.ts'

const keep = { '*': 'keep' } as const

describe('connections', () => {
  const policy = compiled({
    schedules: { 'office-hours': { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' } },
    connections: [
      {
        id: 'night',
        match: { destinations: ['shop.test'], schedule: { days: ['wed'], from: '22:00', to: '23:00' } },
        action: 'refuse',
      },
      {
        id: 'desk',
        match: { clients: ['group:desk'], destinations: ['group:ai'], schedule: 'office-hours' },
        action: 'intercept',
      },
      { id: 'ai', match: { destinations: ['group:ai'] }, action: 'refuse' },
      { id: 'ports', match: { ports: [8443, '9000-9100'] }, action: 'tunnel' },
      { id: 'rest', action: 'intercept' },
    ],
  })

  test.each([
    [{ host: 'api.ai.example' }, 'desk'],
    [{ host: 'x.chat.example' }, 'desk'],
    [{ host: '203.0.113.9' }, 'desk'],
    [{ host: 'api.ai.example', client: '10.0.0.1' }, 'ai'],
    [{ host: 'api.ai.example', client: '::ffff:192.168.1.7' }, 'desk'],
    [{ host: 'api.ai.example', client: '2001:db8::7' }, 'desk'],
    [{ host: 'api.ai.example', at: Date.parse('2026-11-22T09:00:00Z') }, 'ai'],
    [{ host: 'shop.test', at: Date.parse('2026-11-18T21:30:00Z') }, 'night'],
    [{ port: 8443 }, 'ports'],
    [{ port: 9050 }, 'ports'],
    [{ port: 9101 }, 'rest'],
    [{}, 'rest'],
  ])('%j falls to rule %s', (changes, ruleId) => {
    expect(decideConnection(policy, facts(changes)).ruleId).toBe(ruleId)
  })

  test('a list without a default refuses what no rule fits', () => {
    const open = compiled({ connections: [{ id: 'a', match: { ports: [443] }, action: 'tunnel' }] })
    expect(decideConnection(open, facts({ port: 80 }))).toEqual({
      action: 'refuse',
      ruleId: 'no-default',
      observed: false,
    })
  })

  test('mode observe refuses no connection, and says where it would have', () => {
    const watching = compiled({ mode: 'observe', connections: [{ id: 'a', action: 'refuse' }] })
    expect(decideConnection(watching, facts())).toEqual({ action: 'tunnel', ruleId: 'a', observed: true })
  })
})

describe('exchanges', () => {
  const policy = compiled({
    exchanges: [
      {
        id: 'chat',
        match: { destinations: ['group:ai'], methods: ['POST', 'PUT'], paths: ['/v1/chat/**'] },
        entities: keep,
      },
      { id: 'pictures', match: { contentTypes: ['image/*'] }, entities: keep },
      { id: 'ai', match: { destinations: ['group:ai'] }, entities: keep },
      { id: 'rest', entities: keep },
    ],
  })

  test.each([
    [{ host: 'api.ai.example', path: '/v1/chat/completions' }, 'chat'],
    [{ host: 'api.ai.example', path: '/v1/%63hat/completions' }, 'chat'],
    [{ host: 'api.ai.example', path: '/v1/x/../chat/completions' }, 'chat'],
    [{ host: 'api.ai.example', path: '//v1/chat' }, 'chat'],
    [{ host: 'api.ai.example', path: '/v1/chat', method: 'GET' }, 'ai'],
    [{ contentType: 'image/png' }, 'pictures'],
    [{ contentType: '' }, 'rest'],
    [{ host: 'api.ai.example', path: '/v1/embeddings' }, 'ai'],
    [{}, 'rest'],
  ])('%j falls to rule %s', (changes, ruleId) => {
    expect(decideExchange(policy, facts(changes)).id).toBe(ruleId)
  })

  test('a list without a default refuses everything that could be refused', () => {
    const open = compiled({ exchanges: [{ id: 'a', match: { methods: ['GET'] }, entities: keep }] })
    const rule = decideExchange(open, facts())
    expect(rule).toMatchObject({
      id: 'no-default',
      onFailure: 'refuse',
      onOpaque: 'refuse',
      onSigned: 'refuse',
      onLarge: 'refuse',
    })
    expect(rule.operatorFor('EMAIL')).toBe('refuse')
  })

  test('mode observe lets unreadable content pass, and keeps what the rule says', () => {
    const watching = compiled({
      mode: 'observe',
      exchanges: [{ id: 'a', entities: keep, onLarge: 'refuse' }],
    })
    const rule = decideExchange(watching, facts())
    expect(rule).toMatchObject({ onFailure: 'pass', onOpaque: 'pass', onSigned: 'pass', onLarge: 'stream' })
    expect(rule.written).toEqual({
      onFailure: 'refuse',
      onOpaque: 'refuse',
      onSigned: 'refuse',
      onLarge: 'refuse',
    })
  })

  test('files follow onFailure where the rule says nothing about them', () => {
    const policyOf = (rule: object) =>
      decideExchange(compiled({ exchanges: [{ id: 'a', entities: keep, ...rule }] }), facts())
    expect(policyOf({ onFailure: 'refuse' }).onOpaque).toBe('refuse')
    expect(policyOf({ onFailure: 'pass' }).onOpaque).toBe('pass')
    expect(policyOf({ onFailure: 'refuse', onOpaque: 'pass' }).onOpaque).toBe('pass')
  })

  test('types that the rule does not name get the operator of "*"', () => {
    const policyOf = compiled({ exchanges: [{ id: 'a', entities: { EMAIL: 'mask', '*': 'redact' } }] })
    const rule = decideExchange(policyOf, facts())
    expect([rule.operatorFor('EMAIL'), rule.operatorFor('IBAN')]).toEqual(['mask', 'redact'])
  })

  test('a type follows what the rule says of it, else of its general type, else of its class, else of all', () => {
    const operatorFor = (entities: object) =>
      decideExchange(compiled({ exchanges: [{ id: 'a', entities }] }), facts()).operatorFor('US_SSN')
    const all = { '*': 'keep' }
    const ofClass = { ...all, 'class:identifying': 'redact' }
    const general = { ...ofClass, NATIONAL_ID: 'mask' }
    expect([all, ofClass, general, { ...general, US_SSN: 'refuse' }].map(operatorFor)).toEqual([
      'keep',
      'redact',
      'mask',
      'refuse',
    ])
  })
})

test.each([
  ['/a/b', '/a/b'],
  ['/a/./b', '/a/b'],
  ['/a/../b', '/b'],
  ['/../../b', '/b'],
  ['/a/..', '/'],
  ['/a/b/', '/a/b/'],
  ['//a///b', '/a/b'],
  ['/%61pi', '/api'],
  ['/a%2fb', '/a%2Fb'],
  ['/%2e%2e/b', '/b'],
  ['/', '/'],
])('the path %s is compared as %s', (path, expected) => {
  expect(normalizePath(path)).toBe(expected)
})

test('a host belongs to the group that names it most exactly, and to itself where none does', () => {
  const policy = compiled({})
  expect(destinationGroup(policy, 'eu.chat.example')).toBe('chat')
  expect(destinationGroup(policy, 'us.chat.example')).toBe('ai')
  expect(destinationGroup(policy, 'api.ai.example')).toBe('ai')
  expect(destinationGroup(policy, 'other.example')).toBe('chat')
  expect(destinationGroup(policy, '203.0.113.200')).toBe('ai')
  expect(destinationGroup(policy, 'shop.test')).toBe('shop.test')
})

test.each([
  [{ destinations: ['group:ai-assistants'] }, 'ai-assistants'],
  [{ clients: ['group:front'] }, 'front'],
  [{ schedule: 'lunch' }, 'lunch'],
])('a rule that names what nothing defines (%j) is refused with its id and what there is', (match, name) => {
  let thrown: unknown
  try {
    compiled({ exchanges: [{ id: 'odd-rule', match, entities: keep }] })
  } catch (error) {
    thrown = error
  }
  expect(isGatewayError(thrown, 'POLICY_INVALID')).toBe(true)
  if (!isGatewayError(thrown)) return
  expect(thrown.details).toEqual({ rule: 'odd-rule', name })
  expect(thrown.hint).toContain('odd-rule')
})

describe('a compiled policy agrees with reading the file from top to bottom', () => {
  const hosts = ['api.ai.example', 'x.chat.example', 'chat.example', 'shop.test', '203.0.113.9', '10.1.2.3']
  const destination = fc.constantFrom(
    ...hosts,
    '*.chat.example',
    '*.example',
    '10.0.0.0/8',
    'group:ai',
    'group:chat',
    'group:nobody',
  )
  const client = fc.constantFrom('group:desk', '192.168.1.20', '10.0.0.0/8', 'group:empty')
  const some = <Value>(value: fc.Arbitrary<Value>) => fc.uniqueArray(value, { minLength: 1, maxLength: 3 })
  const connectionMatch = {
    destinations: some(destination),
    clients: some(client),
    ports: some(fc.constantFrom<number | string>(443, 8443, '400-500')),
    schedule: fc.record({
      days: some(fc.constantFrom('mon', 'wed', 'sun')),
      from: fc.constantFrom('00:00', '10:00', '20:00'),
      to: fc.constantFrom('06:00', '10:00', '24:00'),
    }),
  }
  const exchangeMatch = {
    ...connectionMatch,
    methods: some(fc.constantFrom('GET', 'POST')),
    paths: some(fc.constantFrom('/api/**', '/*', '/**/orders', '/a')),
    contentTypes: some(fc.constantFrom('application/json', 'text/*')),
  }
  /** One or two parts at a time, or hardly any rule would ever fit. */
  const matchOf = (parts: Record<string, fc.Arbitrary<unknown>>) =>
    fc
      .subarray(Object.keys(parts), { maxLength: 2 })
      .chain((keys) =>
        fc.record(Object.fromEntries(keys.map((key) => [key, parts[key] ?? fc.constant(null)]))),
      )
  const question = fc.record({
    host: fc.constantFrom(...hosts),
    client: fc.constantFrom('192.168.1.20', '10.3.3.3', '172.16.0.1', '2001:db8::1'),
    port: fc.constantFrom(443, 8443, 80),
    at: fc.integer({ min: Date.parse('2026-11-16T00:00:00Z'), max: Date.parse('2026-11-30T00:00:00Z') }),
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    path: fc.constantFrom('/', '/a', '/api', '/api/orders', '/x/orders', '/x/y'),
    contentType: fc.constantFrom('application/json', 'text/plain', ''),
  })

  test('for connections', () => {
    fc.assert(
      fc.property(fc.array(matchOf(connectionMatch), { maxLength: 6 }), question, (matches, asked) => {
        const connections = [
          ...matches.map((match, index) => ({ id: `r${index}`, match, action: 'tunnel' })),
          { id: 'rest', action: 'intercept' },
        ]
        const policy = compiled({ connections })
        expect(decideConnection(policy, asked).ruleId).toBe(naiveFirst(connections, asked))
      }),
      runs(400),
    )
  })

  test('for exchanges', () => {
    fc.assert(
      fc.property(fc.array(matchOf(exchangeMatch), { maxLength: 6 }), question, (matches, asked) => {
        const exchanges = [
          ...matches.map((match, index) => ({ id: `r${index}`, match, entities: keep })),
          { id: 'rest', entities: keep },
        ]
        const policy = compiled({ exchanges })
        const answer = decideExchange(policy, asked).id
        expect(answer).toBe(naiveFirst(exchanges, asked))
        // The same again, from what was remembered.
        expect(decideExchange(policy, asked).id).toBe(answer)
      }),
      runs(400),
    )
  })

  test('the question is a real one: random rules decide in a fair share of cases', () => {
    const sample = fc.sample(fc.tuple(matchOf(exchangeMatch), question), 400)
    const decided = sample.filter(
      ([match, asked]) => naiveFirst([{ id: 'x', match }, { id: 'rest' }], asked) === 'x',
    )
    expect(decided.length).toBeGreaterThan(40)
    expect(decided.length).toBeLessThan(360)
  })
})

type Facts = ReturnType<typeof facts>

/** Reads rules as a person would, with none of the production code. */
function naiveFirst(rules: readonly { id: string; match?: Record<string, unknown> }[], asked: Facts): string {
  return (
    rules.find((rule) =>
      Object.entries(rule.match ?? {}).every(([key, value]) => naiveFits(key, value, asked)),
    )?.id ?? 'no-default'
  )
}

function naiveFits(key: string, value: unknown, asked: Facts): boolean {
  const listed = value as (string | number)[]
  switch (key) {
    case 'destinations':
      return listed.some((pattern) => naiveHost(String(pattern), asked.host))
    case 'clients':
      return listed.some((pattern) => naiveClient(String(pattern), asked.client))
    case 'ports':
      return listed.some((port) =>
        port === '400-500' ? asked.port >= 400 && asked.port <= 500 : port === asked.port,
      )
    case 'methods':
      return listed.includes(asked.method)
    case 'contentTypes':
      return listed.some(
        (type) => type === asked.contentType || (type === 'text/*' && asked.contentType.startsWith('text/')),
      )
    case 'paths':
      return listed.some((path) => naivePath(String(path), asked.path))
    default:
      return naiveTime(value as { days: string[]; from: string; to: string }, asked.at)
  }
}

function naiveHost(pattern: string, host: string): boolean {
  if (pattern.startsWith('group:'))
    return (catalogue.groups[pattern.slice(6)]?.hosts ?? []).some((entry) => naiveHost(entry, host))
  if (pattern.startsWith('*.')) return host.endsWith(pattern.slice(1))
  return pattern === host || naiveRange(pattern, host)
}

function naiveClient(pattern: string, client: string): boolean {
  if (pattern === 'group:empty') return false
  if (pattern === 'group:desk') return client.startsWith('192.168.1.') || client.startsWith('2001:db8:')
  return pattern === client || naiveRange(pattern, client)
}

function naiveRange(pattern: string, address: string): boolean {
  if (!pattern.includes('/') || !ipaddr.IPv4.isValidFourPartDecimal(address)) return false
  const [range, bits] = pattern.split('/')
  return ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(range ?? ''), Number(bits))
}

function naivePath(pattern: string, path: string): boolean {
  if (pattern === '/api/**') return path === '/api' || path.startsWith('/api/')
  if (pattern === '/**/orders') return path === '/orders' || path.endsWith('/orders')
  if (pattern === '/*') return path.lastIndexOf('/') === 0
  return pattern === path
}

/** November in Berlin is UTC+1 throughout. */
function naiveTime(schedule: { days: string[]; from: string; to: string }, at: number): boolean {
  const local = new Date(at + 3_600_000)
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
  const today = names[local.getUTCDay()] ?? ''
  const yesterday = names[(local.getUTCDay() + 6) % 7] ?? ''
  const time = local.toISOString().slice(11, 16)
  if (schedule.from < schedule.to)
    return schedule.days.includes(today) && time >= schedule.from && time < schedule.to
  return (
    (schedule.days.includes(today) && time >= schedule.from) ||
    (schedule.days.includes(yesterday) && time < schedule.to)
  )
}

test('what was remembered of one host is not taken for another', () => {
  const policy = compiled({
    exchanges: [
      { id: 'a', match: { destinations: ['*.a.test'] }, entities: keep },
      { id: 'rest', entities: keep },
    ],
  })
  for (let index = 0; index < 10_000; index += 1) {
    const host = `h${index}.${index % 2 === 0 ? 'a' : 'b'}.test`
    expect(decideExchange(policy, facts({ host })).id).toBe(index % 2 === 0 ? 'a' : 'rest')
  }
  expect(decideExchange(policy, facts({ host: 'h0.a.test' })).id).toBe('a')
})

test('the helper of these tests makes valid files', () => {
  expect(policyFile({}).connections).toHaveLength(1)
})
