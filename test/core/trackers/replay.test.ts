/** Promises about asking a draft of the policy about what a list of trackers refused. */
import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../../../gateway/core/journal.ts'
import { prepareDraft } from '../../../gateway/core/policy/replay/draft.ts'
import { answerFor } from '../../../gateway/core/policy/replay/record-anew.ts'
import { exchange } from '../../store/records.ts'
import { context, policyFile } from '../policy/support.ts'
import { trackers } from './lists.ts'

const refused: Partial<ExchangeRecord> = {
  destination: 'ads.example.com',
  action: 'refuse',
  reason: 'tracker-list',
  ruleId: 'list:ads',
}
const rest = { id: 'rest', action: 'intercept' }

function answer(source: Parameters<typeof policyFile>[0], record: Partial<ExchangeRecord> = {}) {
  const block = { gpc: false, parameters: false, block: true }
  const lists = trackers('||ads.example.com^\n||plain.example.com^', { others: block })
  const draft = prepareDraft(policyFile(source), context({ trackers: lists }), 1_000_000)
  return answerFor(exchange({ ...refused, ...record }), draft)
}

test('what a list refused stays refused under a draft that does not name it', () => {
  expect(answer({ connections: [rest] })).toMatchObject({ known: true, outcome: 'refuse' })
  const desk = { id: 'desk', match: { clients: ['192.0.2.0/24'] }, action: 'tunnel' }
  expect(answer({ connections: [desk, rest] })).toMatchObject({ known: true, outcome: 'refuse' })
})

test('a draft that refuses it by a rule is told as that rule', () => {
  expect(answer({ connections: [{ id: 'no', action: 'refuse' }] })).toMatchObject({
    outcome: 'refuse',
    ruleId: 'no',
  })
})

test('what would have been sent is not known where the draft lets it pass by name, or only watches', () => {
  const named = { id: 'ours', match: { destinations: ['*.example.com'] }, action: 'tunnel' }
  expect(answer({ connections: [named, rest] })).toMatchObject({ known: false, why: 'not-begun' })
  expect(answer({ mode: 'observe', connections: [rest] })).toMatchObject({ known: false, why: 'not-begun' })
})

test('lists of now are not asked about what passed then', () => {
  const passed = {
    destination: 'plain.example.com',
    action: 'pass',
    reason: 'nothing-found',
    ruleId: 'all',
  } as const
  expect(answer({ connections: [rest] }, passed)).not.toMatchObject({ outcome: 'refuse' })
})
