/** `policy check` reports what in a policy can never do what it seems to say, and nothing on mere suspicion. */
import { describe, expect, test } from 'vitest'
import { type CheckContext, checkPolicy } from '../../../gateway/core/policy/check.ts'
import { context, policyFile } from './support.ts'

const keep = { '*': 'keep' } as const
const restOfConnections = { id: 'rest', action: 'intercept' }
const restOfExchanges = { id: 'others', entities: keep }

function problems(source: Parameters<typeof policyFile>[0], changes: Partial<CheckContext> = {}): string[] {
  return checkPolicy(policyFile(source), { ...context(), ...changes }).map(
    (problem) => `${problem.code} ${problem.ruleId}`,
  )
}

test('a sound policy has no problems', () => {
  expect(
    problems({
      connections: [
        { id: 'ai', match: { destinations: ['group:ai'] }, action: 'intercept' },
        { id: 'rest', action: 'tunnel' },
      ],
      exchanges: [
        { id: 'ai-chat', match: { destinations: ['group:ai'], paths: ['/chat/**'] }, entities: keep },
        restOfExchanges,
      ],
    }),
  ).toEqual([])
})

describe('exchange rules that no intercept reaches', () => {
  test('a rule whose destinations are tunnelled is reported', () => {
    const source = {
      connections: [{ id: 'ai', match: { destinations: ['group:ai'] }, action: 'tunnel' }, restOfConnections],
      exchanges: [
        { id: 'ai-chat', match: { destinations: ['api.ai.example', 'x.chat.example'] }, entities: keep },
        restOfExchanges,
      ],
    }
    expect(problems(source)).toEqual(['not-intercepted ai-chat'])
  })

  test('a rule of which one destination is intercepted is not', () => {
    const source = {
      connections: [{ id: 'ai', match: { destinations: ['group:ai'] }, action: 'tunnel' }, restOfConnections],
      exchanges: [
        { id: 'mixed', match: { destinations: ['api.ai.example', 'shop.test'] }, entities: keep },
        restOfExchanges,
      ],
    }
    expect(problems(source)).toEqual([])
  })

  test('a tunnel for some clients, ports or times only leaves the rest to be intercepted', () => {
    for (const match of [
      { clients: ['10.0.0.1'] },
      { ports: [8443] },
      { schedule: { days: ['sun'], from: '00:00', to: '24:00' } },
    ]) {
      const source = {
        connections: [
          { id: 'some', match: { destinations: ['group:ai'], ...match }, action: 'tunnel' },
          restOfConnections,
        ],
        exchanges: [{ id: 'ai', match: { destinations: ['group:ai'] }, entities: keep }, restOfExchanges],
      }
      expect(problems(source)).toEqual([])
    }
  })

  test('a rule at a time when its destinations are tunnelled is reported', () => {
    const sunday = { days: ['sun'], from: '10:00', to: '12:00' }
    const source = {
      connections: [
        {
          id: 'sundays',
          match: { schedule: { days: ['sat', 'sun'], from: '00:00', to: '24:00' } },
          action: 'tunnel',
        },
        restOfConnections,
      ],
      exchanges: [{ id: 'sunday-mail', match: { schedule: sunday }, entities: keep }, restOfExchanges],
    }
    expect(problems(source)).toEqual(['not-intercepted sunday-mail'])
  })

  test('where nothing is intercepted, every exchange rule is idle', () => {
    expect(
      problems({ connections: [{ id: 'rest', action: 'tunnel' }], exchanges: [restOfExchanges] }),
    ).toEqual(['not-intercepted others'])
  })
})

describe('shadowed rules', () => {
  test.each([
    [{ destinations: ['*.chat.example'] }, { destinations: ['eu.chat.example'] }, true],
    [{ destinations: ['*.chat.example'] }, { destinations: ['*.eu.chat.example'] }, true],
    [{ destinations: ['*.chat.example'] }, { destinations: ['chat.example'] }, false],
    [{ destinations: ['*.chat.example'] }, { destinations: ['badchat.example'] }, false],
    [{ destinations: ['10.0.0.0/8'] }, { destinations: ['10.1.0.0/16', '10.3.2.1'] }, true],
    [{ destinations: ['10.1.0.0/16'] }, { destinations: ['10.0.0.0/8'] }, false],
    [{ destinations: ['group:ai'] }, { destinations: ['api.ai.example'], methods: ['POST'] }, true],
    [{ clients: ['group:desk'] }, { clients: ['192.168.1.4'] }, true],
    [{ clients: ['group:desk'] }, {}, false],
    [{ clients: ['user:anna', '10.0.0.0/8'] }, { clients: ['user:anna'] }, true],
    [{ clients: ['user:anna'] }, { clients: ['user:otto'] }, false],
    [{ clients: ['user:anna'] }, { clients: ['192.168.1.4'] }, false],
    [{ clients: ['0.0.0.0/0'] }, { clients: ['user:anna'] }, false],
    [{ ports: ['400-500'] }, { ports: [443] }, true],
    [{ methods: ['GET', 'POST'] }, { methods: ['POST'] }, true],
    [{ methods: ['POST'] }, { methods: ['GET', 'POST'] }, false],
    [{ paths: ['/api/**'] }, { paths: ['/api/orders/*'] }, true],
    [{ paths: ['/api/*'] }, { paths: ['/api/**'] }, false],
    [{ contentTypes: ['image/*'] }, { contentTypes: ['image/png'] }, true],
    [{}, { destinations: ['shop.test'] }, true],
  ])('behind a rule for %j, one for %j: %s', (first, second, isShadowed) => {
    const exchanges = [
      { id: 'first', match: first, entities: keep },
      { id: 'second', match: second, entities: keep },
    ]
    const reported = problems({
      exchanges: [...exchanges, ...(Object.keys(first).length === 0 ? [] : [restOfExchanges])],
    })
    expect(reported.includes('shadowed second')).toBe(isShadowed)
  })

  test('several rules before can shadow one together', () => {
    const exchanges = [
      { id: 'a', match: { destinations: ['a.test'] }, entities: keep },
      { id: 'b', match: { destinations: ['b.test'] }, entities: keep },
      { id: 'both', match: { destinations: ['a.test', 'b.test'] }, entities: keep },
      restOfExchanges,
    ]
    expect(problems({ exchanges })).toEqual(['shadowed both'])
  })

  test('a default that is not last shadows what follows', () => {
    const connections = [restOfConnections, { id: 'late', match: { ports: [1] }, action: 'refuse' }]
    expect(problems({ connections })).toContain('shadowed late')
  })
})

test('a rule about users alone is reported while logins at the proxy are off', () => {
  const source = {
    exchanges: [
      { id: 'users', match: { clients: ['user:anna', 'user:otto'] }, entities: keep },
      { id: 'also-a-desk', match: { clients: ['user:eva', '192.168.1.4'] }, entities: keep },
      restOfExchanges,
    ],
  }
  expect(problems(source, { logins: false })).toEqual(['nobody-logs-in users'])
  expect(problems(source, { logins: true })).toEqual([])
})

test('devices in rules are told apart from each other, and from users and addresses that they may have as well', () => {
  const rules = (first: string, second: string) => ({
    exchanges: [
      { id: 'first', match: { clients: [first] }, entities: keep },
      { id: 'second', match: { clients: [second] }, entities: keep },
      restOfExchanges,
    ],
  })
  expect(problems(rules('device:till-1', 'device:till-1'))).toEqual(['shadowed second'])
  for (const other of ['device:till-2', 'user:anna', '192.168.1.4'])
    expect(problems(rules('device:till-1', other))).toEqual([])
  for (const none of ['device:', 'device:Till', 'device:a.b', `device:${'a'.repeat(41)}`])
    expect(() => problems(rules(none, 'user:anna'))).toThrow()
})

test('an empty group is reported, whether of destinations or of clients', () => {
  const exchanges = [
    { id: 'a', match: { destinations: ['group:nobody', 'shop.test'] }, entities: keep },
    { id: 'b', match: { clients: ['group:empty'], paths: ['/b'] }, entities: keep },
    restOfExchanges,
  ]
  expect(problems({ exchanges })).toEqual(['empty-group a', 'empty-group b'])
})

test('a list that does not end in a default is reported', () => {
  const source = {
    connections: [{ id: 'a', match: { ports: [443] }, action: 'intercept' }],
    exchanges: [{ id: 'b', match: { methods: ['GET'] }, entities: keep }],
  }
  expect(problems(source)).toEqual(['missing-default null', 'missing-default null'])
})

test('names that nothing defines are all reported, not only the first', () => {
  const exchanges = [
    { id: 'a', match: { destinations: ['group:unknown-one'] }, entities: keep },
    { id: 'b', match: { clients: ['group:unknown-two'], schedule: 'unknown-three' }, entities: keep },
    restOfExchanges,
  ]
  expect(problems({ exchanges })).toEqual(['unknown-name a', 'unknown-name b', 'unknown-name b'])
})

describe('names that the authority may not impersonate', () => {
  const excludedNames = ['bank.example']

  test.each([
    [{ destinations: ['www.bank.example'] }, 'intercept', ['named', 'rest']],
    [{ destinations: ['*.bank.example', 'bank.example'] }, 'tunnel', []],
    [{ destinations: ['*.example'] }, 'tunnel', []],
    [{ destinations: ['*.bank.example'] }, 'tunnel', ['rest']],
  ])('a rule for %j that says %s: %s', (match, action, expected) => {
    const reported = problems(
      { connections: [{ id: 'named', match, action }, restOfConnections] },
      { excludedNames },
    )
    expect(reported).toEqual(expected.map((rule) => `excluded-name-intercepted ${rule}`))
  })

  test('a default that intercepts everything is reported with what to add', () => {
    const [problem] = checkPolicy(policyFile({}), { ...context(), excludedNames })
    expect(problem?.hint).toContain('tunnel')
    expect(problem?.hint).toContain('bank.example')
  })
})
