/** Promises that a place of a body is counted and told once, whatever the second look makes of it. */
import { expect, test } from 'vitest'
import { RepeatedJudge } from '../../../gateway/core/content/second-look.ts'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { decideExchange } from '../../../gateway/core/policy/decide.ts'
import { createJudge } from '../../../gateway/core/policy/judge.ts'
import { compiled, facts, found, noIndex } from '../policy/support.ts'

function judges() {
  const policy = compiled({ exchanges: [{ id: 'the-rule', entities: { '*': 'mask' } }] })
  const judge = createJudge({
    policy,
    rule: decideExchange(policy, facts()),
    destinationGroup: 'shop.test',
    blindIndex: noIndex,
    persons: null,
  })
  return { judge, repeated: new RepeatedJudge(judge, new Uint8Array(0)) }
}

function scored(type: EntityType, value: string, score: number) {
  const one = found(type, value)
  return { ...one, finding: { ...one.finding, score } }
}

test('what the second look is surer of is judged in place of what was let pass', () => {
  const { judge, repeated } = judges()
  expect(repeated.entity(scored('PERSON', 'Tamsin Oyelaran', 0.3))).toBe('keep')
  expect(repeated.entity({ ...scored('EMAIL', 'tamsin@kestrel.example', 0.9), offset: 90 })).toBe('mask')
  repeated.beginAgain(null)
  for (let look = 0; look < 2; look++)
    expect(repeated.entity(scored('PERSON', 'Tamsin Oyelaran', 0.7))).toBe('mask')
  const { findings, findingCounts } = judge.judgement()
  expect(findingCounts).toEqual({ PERSON: 1, EMAIL: 1 })
  expect(findings.map(({ type, operator, score }) => [type, operator, score])).toEqual([
    ['PERSON', 'mask', 0.7],
    ['EMAIL', 'mask', 0.9],
  ])
})
