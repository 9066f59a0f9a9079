/** Promises of the table of destinations and types: it says what the rules do, and where that depends on the request. */
import { expect, test } from 'vitest'
import { entityTypeNames } from '../../../gateway/core/pii/entity.ts'
import { layOutPolicy } from '../../../gateway/core/policy/matrix.ts'
import { viewRules } from '../../../gateway/core/policy/rule-view.ts'
import { compiled, context, policyFile } from './support.ts'

const source = {
  connections: [
    { id: 'private', match: { destinations: ['bank.example.org'] }, action: 'tunnel' },
    { id: 'all', action: 'intercept' },
  ],
  exchanges: [
    { id: 'sign-in', match: { destinations: ['group:ai'], paths: ['/login/**'] }, entities: { '*': 'keep' } },
    { id: 'ai', match: { destinations: ['group:ai'] }, entities: { CREDIT_CARD: 'refuse', '*': 'tokenize' } },
    { id: 'reading', match: { methods: ['GET'] }, entities: { '*': 'keep' } },
    { id: 'empty', match: { destinations: ['group:nobody'] }, entities: { '*': 'keep' } },
    { id: 'default', entities: { CREDIT_CARD: 'mask', '*': 'keep' } },
  ],
}

const laid = layOutPolicy(policyFile(source), context())
const rowOf = (name: string) => laid.rows.find(({ destination }) => destination === name)

test('each type stands in one bundle, and in a bundle each rule does the same to all', () => {
  expect(laid.bundles.flatMap(({ types }) => types).sort()).toEqual([...entityTypeNames].sort())
  const { exchanges } = compiled(source)
  for (const [at, { types }] of laid.bundles.entries())
    for (const { rule } of exchanges) {
      const said = laid.rules.find(({ id }) => id === rule.id)?.operators[at]
      expect(types.map((type) => rule.operatorFor(type))).toEqual(types.map(() => said))
    }
  expect(laid.bundles[0]).toEqual({ types: ['CREDIT_CARD'], dataClass: 'financial' })
})

test('a destination names the rules that it meets in order, and which of them decides whatever is left', () => {
  expect(rowOf('group:ai')).toMatchObject({ title: 'AI', hosts: 3 })
  expect(rowOf('group:ai')?.exchanges).toEqual([
    { ruleId: 'sign-in', share: 0 },
    { ruleId: 'ai', share: 1 },
  ])
  expect(rowOf('*')?.exchanges).toEqual([
    { ruleId: 'reading', share: 0 },
    { ruleId: 'default', share: 1 },
  ])
})

test('what passes unread meets no rule about content, and a group without hosts has no row', () => {
  expect(rowOf('bank.example.org')).toMatchObject({
    connections: [{ ruleId: 'private', action: 'tunnel', share: 1 }],
    exchanges: [],
  })
  expect(rowOf('group:nobody')).toBeUndefined()
  expect(laid.rows.at(-1)?.destination).toBe('*')
})

test('what a person said of a destination stands before the rules, in no line of the file', () => {
  const said = {
    id: '0a1b2c3d',
    effect: 'deny',
    of: 'destination',
    destination: 'group:ai',
    reason: '',
  } as const
  const corrected = context({ corrections: [said] })
  const row = layOutPolicy(policyFile(source), corrected).rows.find(
    ({ destination }) => destination === 'group:ai',
  )
  expect(row?.connections[0]?.ruleId).toMatch(/0a1b2c3d/)
  expect(row?.exchanges).toEqual([])
  const [first] = viewRules(policyFile(source), corrected.corrections, (_list, id) =>
    id === 'all' ? 7 : null,
  )
  expect(first).toMatchObject({ list: 'connections', action: 'refuse', line: null })
})
