/** Promises about who is kept from which host: groups, rules that name a host, what was allowed by hand, and mode observe. */
import { expect, test } from 'vitest'
import { compilePolicy } from '../../../gateway/core/policy/compile.ts'
import { decideConnection } from '../../../gateway/core/policy/decide.ts'
import { rehearse } from '../../../gateway/core/policy/rehearse.ts'
import { trackingOf } from '../../../gateway/core/trackers/compile.ts'
import { context, policyFile } from '../policy/support.ts'
import { trackers } from './lists.ts'

const list = '||ads.example.com^\n||api.ai.example^\n@@||fine.ads.example.com^'
const all = { gpc: true, parameters: true, block: true }
const nothing = { gpc: false, parameters: false, block: false }
const listed = { action: 'refuse', ruleId: 'list:ads', observed: false, list: 'ads' }

function policyWith(
  changes: Parameters<typeof trackers>[1],
  source: Parameters<typeof policyFile>[0] = {},
  more = {},
) {
  return compilePolicy(policyFile(source), context({ trackers: trackers(list, changes), ...more }))
}

const ask = (policy: ReturnType<typeof policyWith>, host: string, client = '10.0.0.1') =>
  decideConnection(policy, { client, host, port: 443, at: 0 })

test('a listed host is refused for the group that wants it, and for nobody else', () => {
  const policy = policyWith({
    groups: [{ name: 'desk', clients: ['192.168.1.0/24', 'user:anna'], choice: all }],
  })
  expect(ask(policy, 'x.ads.example.com', '192.168.1.7')).toEqual(listed)
  expect(ask(policy, 'x.ads.example.com', 'user:anna@10.0.0.1')).toEqual(listed)
  expect(ask(policy, 'x.ads.example.com').action).toBe('intercept')
  expect(ask(policy, 'example.com', '192.168.1.7').action).toBe('intercept')
  expect(ask(policy, 'fine.ads.example.com', '192.168.1.7').action).toBe('intercept')
})

test('of several groups the first one decides', () => {
  const groups = [
    { name: 'till', clients: ['192.168.1.7/32'], choice: nothing },
    { name: 'desk', clients: ['192.168.1.0/24'], choice: all },
  ]
  const policy = policyWith({ groups })
  expect(ask(policy, 'ads.example.com', '192.168.1.7').action).toBe('intercept')
  expect(ask(policy, 'ads.example.com', '192.168.1.8')).toEqual(listed)
})

test('a rule that lets a destination pass by its name counts before a list; one for whole groups of clients does not', () => {
  const tunnel = { id: 'ours', match: { destinations: ['*.example.com'] }, action: 'tunnel' }
  const rest = { id: 'rest', action: 'intercept' }
  expect(ask(policyWith({ others: all }, { connections: [tunnel, rest] }), 'ads.example.com').ruleId).toBe(
    'ours',
  )
  const desk = { id: 'desk', match: { clients: ['group:desk'] }, action: 'tunnel' }
  const policy = policyWith({ others: all }, { connections: [desk, rest] })
  expect(ask(policy, 'ads.example.com', '192.168.1.7')).toEqual(listed)
})

test('a rule that refuses is told as that rule', () => {
  const policy = policyWith({ others: all }, { connections: [{ id: 'no', action: 'refuse' }] })
  expect(ask(policy, 'ads.example.com')).toMatchObject({ action: 'refuse', ruleId: 'no' })
})

test('a destination that somebody allowed by hand is on no list, and its group neither', () => {
  const allow = (destination: string) => ({
    id: 'c1',
    of: 'destination',
    effect: 'allow',
    destination,
    at: 0,
  })
  const one = policyWith({ others: all }, {}, { corrections: [allow('ads.example.com')] })
  expect(ask(one, 'ads.example.com').action).toBe('intercept')
  expect(ask(one, 'x.ads.example.com')).toEqual(listed)
  const group = policyWith({ others: all }, {}, { corrections: [allow('group:ai')] })
  expect(ask(group, 'api.ai.example').action).toBe('intercept')
})

test('an exception of the office takes a destination out of all three', () => {
  const policy = policyWith({ others: all, except: ['*.example.com'] })
  expect(ask(policy, 'ads.example.com').action).toBe('intercept')
  expect(trackingOf(policy, '10.0.0.1', 'ads.example.com')).toBeNull()
  expect(trackingOf(policy, '10.0.0.1', 'example.com')).toMatchObject({ gpc: true })
})

test('mode observe changes nothing and refuses nothing', () => {
  const policy = policyWith({ others: all }, { mode: 'observe' })
  expect(ask(policy, 'ads.example.com').action).toBe('intercept')
  expect(trackingOf(policy, '10.0.0.1', 'example.com')).toBeNull()
})

test('each of the three is done without the others', () => {
  const gpc = policyWith({ others: { ...nothing, gpc: true } })
  expect(trackingOf(gpc, '10.0.0.1', 'a.example')).toEqual({ gpc: true, clean: null })
  expect(ask(gpc, 'ads.example.com').action).toBe('intercept')
  const parameters = policyWith({ others: { ...nothing, parameters: true } })
  const tracking = trackingOf(parameters, '10.0.0.1', 'a.example')
  expect(tracking?.gpc).toBe(false)
  expect(tracking?.clean?.('/?gclid=1').removed).toBe(1)
})

test('a rehearsal says that a list refuses, and which', () => {
  const policy = policyWith({ others: all })
  const facts = { client: '10.0.0.1', host: 'ads.example.com', port: 443, at: 0, method: 'GET', path: '/' }
  const rehearsal = rehearse(policy, facts, { body: new Uint8Array(), contentType: '', holdBytes: 1024 })
  expect(rehearsal).toMatchObject({ action: 'refuse', reason: 'tracker-list', connection: listed })
})
