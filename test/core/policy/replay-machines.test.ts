/** Promises about asking a draft of the policy about machines: each counts as what it was at that time. */
import { expect, test } from 'vitest'
import type { ExchangeRecord } from '../../../gateway/core/journal.ts'
import type { Correction } from '../../../gateway/core/policy/corrections.ts'
import { InspectedShareTally } from '../../../gateway/core/policy/inspected-share.ts'
import { policyFileSchema } from '../../../gateway/core/policy/model.ts'
import { type Draft, prepareDraft } from '../../../gateway/core/policy/replay/draft.ts'
import { answerFor } from '../../../gateway/core/policy/replay/record-anew.ts'
import { exchange } from '../../store/records.ts'
import { context } from './support.ts'

function prepared(tillsAction: string, corrections: readonly Correction[] = []): Draft {
  const source = policyFileSchema.parse({
    connections: [
      { id: 'tills', match: { clients: ['group:tills'] }, action: tillsAction },
      { id: 'all', action: 'intercept' },
    ],
    exchanges: [{ id: 'keep', entities: { '*': 'keep' } }],
  })
  const clientGroups = { tills: ['00:00:5e:00:53:01'] }
  return prepareDraft(source, context({ clientGroups, corrections }), 1_000_000)
}

const draft = prepared('refuse')

const tunnel = { method: 'CONNECT', pathTemplate: null, action: 'tunnel', reason: 'connection-rule' } as const

function told(change: Partial<ExchangeRecord>): unknown {
  const answer = answerFor(exchange(change), draft)
  return answer.known ? answer.outcome : answer.why
}

test('one that was in a group by its card is ruled on as a member of it, whoever had logged in', () => {
  const notes = ['machine:0a1b2c3d', 'in-group:tills']
  expect(told({ ...tunnel, notes })).toBe('refuse')
  expect(told({ ...tunnel, notes, client: 'user:anna' })).toBe('refuse')
  expect(told({ ...tunnel, notes: ['machine:0a1b2c3d'] })).not.toBe('refuse')
})

test('a device is ruled on as that device, by itself and in its group, whoever had logged in', () => {
  const source = policyFileSchema.parse({
    connections: [
      { id: 'one', match: { clients: ['device:till-1'] }, action: 'refuse' },
      { id: 'group', match: { clients: ['group:tills'] }, action: 'refuse' },
      { id: 'all', action: 'tunnel' },
    ],
    exchanges: [{ id: 'keep', entities: { '*': 'keep' } }],
  })
  const clientGroups = { tills: ['device:till-2'] }
  const ofDevices = prepareDraft(source, context({ clientGroups }), 1_000_000)
  const ruled = (client: string, notes: readonly string[] = []) =>
    answerFor(exchange({ ...tunnel, client, notes }), ofDevices)
  expect(ruled('device:till-1')).toMatchObject({ outcome: 'refuse', ruleId: 'one' })
  expect(ruled('user:anna', ['device:till-1'])).toMatchObject({ outcome: 'refuse', ruleId: 'one' })
  expect(ruled('device:till-2')).toMatchObject({ outcome: 'refuse', ruleId: 'group' })
  expect(ruled('device:till-3')).toMatchObject({ outcome: 'tunnel', ruleId: 'all' })
})

test('what a list of trackers refused is ruled on as a member of the group, too', () => {
  const listed = { ...tunnel, action: 'refuse', reason: 'tracker-list', ruleId: 'list:ads' } as const
  expect(answerFor(exchange({ ...listed, notes: ['in-group:tills'] }), draft)).toMatchObject({
    ...{ outcome: 'refuse', ruleId: 'tills' },
  })
  expect(answerFor(exchange({ ...listed, notes: [] }), draft)).toMatchObject({
    ...{ outcome: 'refuse', ruleId: null },
  })
})

test('of a user on a machine in a group it is not known whether its address was let pass unread', () => {
  const host = 'app.example'
  const said = { id: '0a1b2c3d', effect: 'allow', reason: '', of: 'connection' } as const
  const pinned = prepared('intercept', [{ ...said, client: '192.0.2.7', destination: host }])
  const notes = ['in-group:tills']
  const answered = (client: string) =>
    answerFor(exchange({ ...tunnel, destination: host, client, notes }), pinned)
  expect(answered('user:anna')).toMatchObject({ known: false, why: 'client-address' })
  expect(answered('192.0.2.7')).toMatchObject({ known: true, outcome: 'tunnel', ruleId: 'allowed-0a1b2c3d' })
})

test('what passed unread since nobody had decided about its machine would pass unread again', () => {
  expect(told({ ...tunnel, notes: ['machine-unknown'] })).toBe('tunnel')
  expect(told({ ...tunnel, notes: [] })).toBe('unread')
})

test('quarantine and guests are beside the rules', () => {
  const refused = { action: 'refuse', reason: 'client-quarantined' } as const
  expect(told({ ...tunnel, ...refused, notes: [] })).toBe('refuse')
  const tally = new InspectedShareTally()
  tally.add(
    exchange({
      client: 'guests',
      destination: '',
      method: null,
      action: 'tunnel',
      reason: 'client-guest',
      notes: [],
    }),
  )
  const { kinds, unread } = tally.share(10)
  expect(kinds.tunnelled.exchanges).toBe(1)
  expect(unread).toEqual([])
})
