/** Promises about what the gateway tells of machines: it comes back as it was, and nothing else becomes an element of a set. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type MachineNote,
  mostHeld,
  readMachineNote,
  readSyncReceipt,
  writeMachineNote,
  writeSyncReceipt,
} from '../../../gateway/core/network/machine-note.ts'
import {
  areSame,
  elementsOf,
  fillMachineSets,
  machineSets,
  noMachines,
} from '../../../gateway/core/network/machine-sets.ts'

const card = '00:00:5e:00:53:01'
const whole: MachineNote = {
  ...{ id: '0123456789abcdef', proxyPort: 8080 },
  quarantined: { cards: [card], addresses: ['10.0.0.7', 'fd00::7'] },
  guests: ['02:00:5e:00:53:02'],
}
const evil = '10.0.0.7 }\nflush ruleset\n#'

test('what is told comes back as it was, and fills each set by its kind', () => {
  expect(readMachineNote(writeMachineNote(whole))).toEqual(whole)
  expect(fillMachineSets(elementsOf(whole))).toEqual([
    ...[
      'flush set inet gatehouse quarantined/cards',
      `add element inet gatehouse quarantined/cards { ${card} }`,
    ],
    ...['flush set inet gatehouse quarantined/4', 'add element inet gatehouse quarantined/4 { 10.0.0.7 }'],
    ...['flush set inet gatehouse quarantined/6', 'add element inet gatehouse quarantined/6 { fd00::7 }'],
    'flush set inet gatehouse guests/cards',
    'add element inet gatehouse guests/cards { 02:00:5e:00:53:02 }',
    ...['flush set inet gatehouse proxy-ports', 'add element inet gatehouse proxy-ports { 8080 }'],
  ])
  expect(fillMachineSets(noMachines).join('\n')).not.toContain('add element')
  expect(machineSets(noMachines).join('\n')).not.toContain('elements')
})

test.each([
  ['nothing', ''],
  ['another version', { ...whole, version: 2 }],
  ['a key that nobody knows', { ...whole, version: 1, more: true }],
  ['no id', { ...whole, version: 1, id: '' }],
  ['an id that is a path', { ...whole, version: 1, id: '../../etc/passwd' }],
  ['a port that is none', { ...whole, version: 1, proxyPort: 0 }],
  ['a card that is a rule', { ...whole, version: 1, guests: [evil] }],
  ['a card of many', { ...whole, version: 1, guests: ['01:00:5e:00:53:02'] }],
  ['a card in another spelling', { ...whole, version: 1, guests: ['00-00-5E-00-53-01'] }],
  ['an address that is a rule', { ...whole, version: 1, quarantined: { cards: [], addresses: [evil] } }],
  [
    'an address with a zone',
    { ...whole, version: 1, quarantined: { cards: [], addresses: ['fe80::1%eth1'] } },
  ],
  ['a network', { ...whole, version: 1, quarantined: { cards: [], addresses: ['0.0.0.0/0'] } }],
  ['too many', { ...whole, version: 1, guests: Array(mostHeld + 1).fill(card) }],
])('%s is no such note', (_, written) => {
  expect(readMachineNote(typeof written === 'string' ? written : JSON.stringify(written))).toBeNull()
})

test('whatever text stands in the lists: it is written as an element, or not at all', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(evil, card, '10.0.0.7', '@clients', 'eth*', '::/0'))
  fc.assert(
    fc.property(text, text, (cardText, address) => {
      const told = { ...whole, quarantined: { cards: [], addresses: [address] }, guests: [cardText] }
      const read = readMachineNote(writeMachineNote(told))
      if (read === null) return
      for (const line of fillMachineSets(elementsOf(read)))
        expect(line).toMatch(
          /^(flush|add element) (set )?inet gatehouse [a-z]+[/-][a-z0-9]+( \{ [0-9a-f.:, ]+ \})?$/,
        )
    }),
  )
})

test('two are the same whatever their order, and not where one element is another', () => {
  const two = { ...elementsOf(whole), guests: [card, '02:00:5e:00:53:02'] }
  expect(areSame(two, { ...two, guests: two.guests.toReversed() })).toBe(true)
  expect(areSame(two, elementsOf(whole))).toBe(false)
  expect(areSame(elementsOf(whole), { ...elementsOf(whole), proxyPorts: [] })).toBe(false)
})

test('a receipt is read as one, and nothing else is', () => {
  const boot = '3b1f0c52-6c0e-4d8e-9d55-0a1b2c3d4e5f'
  const said = { id: whole.id, boot, atMs: 7, untilMs: null, outcome: 'in-step' } as const
  for (const one of [said, { ...said, id: null, untilMs: 9, outcome: 'unread' } as const])
    expect(readSyncReceipt(writeSyncReceipt(one))).toEqual(one)
  for (const wrong of [{ boot: '<b>' }, { boot: 'a'.repeat(65) }, { atMs: -1 }, { atMs: 0.5 }, { more: 1 }])
    expect(readSyncReceipt(writeSyncReceipt({ ...said, ...wrong }))).toBeNull()
  for (const text of [
    '',
    '{}',
    writeMachineNote(whole),
    '{"version":1,"id":"0123456789abcdef","outcome":"x"}',
  ])
    expect(readSyncReceipt(text)).toBeNull()
})
