/** Promises where tokens come back by default, and what is said where a vendor could not act on one. */
import { expect, test } from 'vitest'
import { checkPolicy } from '../../../gateway/core/policy/check.ts'
import { compilePolicy } from '../../../gateway/core/policy/compile.ts'
import { context, policyFile } from './support.ts'

const rule = (changes: object) => ({ id: 'first', entities: { PERSON: 'tokenize', '*': 'mask' }, ...changes })
const ruleOf = (changes: object) => {
  const { exchanges } = compilePolicy(policyFile({ exchanges: [rule(changes)] }), context())
  return exchanges[0]?.rule
}

test.each([
  ['an echo group that tokenizes', { match: { destinations: ['group:ai'] } }, true],
  ['the same with restore: false', { match: { destinations: ['group:ai'] }, restore: false }, false],
  ['an echo group that masks', { match: { destinations: ['group:ai'] }, entities: { '*': 'mask' } }, false],
  ['another group', { match: { destinations: ['group:chat'] } }, false],
  ['another group with restore: true', { match: { destinations: ['group:chat'] }, restore: true }, true],
  ['an echo group and a host', { match: { destinations: ['group:ai', 'api.other.example'] } }, false],
  ['everywhere', {}, false],
] as const)('%s restores: %#', (_, changes, restores) => {
  expect(ruleOf(changes)?.restore).toBe(restores)
})

test('a rule knows whether any operator needs a key', () => {
  for (const operator of ['hash', 'tokenize', 'fpe'])
    expect(ruleOf({ entities: { '*': operator } })?.needsKeys).toBe(true)
  for (const operator of ['mask', 'keep', 'refuse'])
    expect(ruleOf({ entities: { '*': operator } })?.needsKeys).toBe(false)
})

test('tokens for a destination that must act on a value are warned of', () => {
  const problems = (changes: object) =>
    checkPolicy(policyFile({ exchanges: [rule(changes)] }), context()).filter(
      ({ code }) => code === 'tokens-not-understood',
    )
  expect(problems({ match: { destinations: ['group:ai'] } })).toEqual([])
  expect(problems({ match: { destinations: ['group:chat'] }, entities: { '*': 'mask' } })).toEqual([])
  expect(problems({ match: { destinations: ['group:ai', 'group:chat'] } })).toMatchObject([
    { severity: 'warning', ruleId: 'first' },
  ])
  expect(problems({ match: { destinations: ['group:chat'] } })).toHaveLength(1)
})
