/** Promises about machines on the first screen: who waits for an answer, who is here, and whose exchange it was. */
import { expect, test } from 'vitest'
import { exchangeTable } from '../../gateway/api/pages/exchanges.ts'
import { type WaysToday, waysSection } from '../../gateway/api/pages/ways.ts'
import type { GatewayStatus } from '../../gateway/api/services.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { exchange } from '../store/records.ts'

const failure = { failure: new GatewayError('STORE_FULL') }
const none = { devices: failure, files: failure, tokens: failure, sweep: failure, alarms: failure }
const nobody = {
  known: 0,
  waiting: 0,
  guests: 0,
  quarantined: 0,
  cutOff: 0,
  here: 0,
  contested: 0,
  trouble: null,
  rules: null,
}

function shown(machines: Partial<WaysToday['machines']>): string {
  const ways = { ...none, machines: { isWatching: true, ...nobody, ...machines } }
  return waysSection({ ways, now: 0, timeZone: 'UTC' }).text
}

test('it says how many wait for an answer, how many are here, and how many are cut off', () => {
  const page = shown({ waiting: 3, here: 12, known: 9, guests: 1, quarantined: 1 })
  expect(page).toContain('<strong>3 machines wait for your answer</strong>')
  expect(page).toContain('12 here now, 9 yours, 1 guest')
  expect(page).toContain('<strong>1 in quarantine</strong>')
})

test('where nobody watches, nothing is said of machines', () => {
  expect(shown({ isWatching: false, waiting: 3 })).not.toContain('achines')
})

test.each([
  ['in-step', "network's rules hold back 1 in quarantine and 2 guests."],
  ['waiting', "network's rules do not know of it yet."],
  ['no-rules', "network's rules are not in force."],
  ['old-rules', "network's rules are of an earlier release"],
  ['unlooked', "Nobody has looked of late whether the network's rules still hold them back."],
  ['unwritten', "What the network's rules are to know cannot be written down."],
  ['unread', "What the network's rules were told was gone, or not to be followed."],
  ['left-over', 'The network part is switched off, and its rules are still there.'],
] as const)('it says whether the network holds machines back: %s', (state, words) => {
  const page = shown({ rules: { state, quarantined: 1, guests: 2, lookedAgoMs: 0 } })
  expect(page.replaceAll('&#39;', "'").replaceAll(/<\/?span[^>]*>/g, '')).toContain(words)
})

test('an exchange has the name that its machine has now, as text', () => {
  const status = { timeZone: 'UTC' } as GatewayStatus
  const records = [exchange({ client: '10.0.0.7', notes: ['machine:0a1b2c3d'] })]
  const names = new Map([['0a1b2c3d', 'Till <1>']])
  const page = exchangeTable({ records, now: 0, status, names }).text
  expect(page).toContain('Till &lt;1&gt; <span class="quiet">10.0.0.7</span>')
  const bare = exchangeTable({ records, now: 0, status, names: new Map() }).text
  expect(bare).toContain('>10.0.0.7</td>')
})
