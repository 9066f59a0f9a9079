/** Promises about the note of what was confirmed: it comes back as it was, and nothing else becomes settings. */
import { expect, test } from 'vitest'
import { readNote, writeNote } from '../../../gateway/core/network/note.ts'
import { networkRuleset, settingsDigest } from '../../../gateway/core/network/ruleset.ts'
import { settingsWith } from './settings.ts'

const machines = [{ address: 'fd00:7::50', hardware: '02:00:5E:10:00:01' }]
const whole = settingsWith({ machines, masquerade: true })

test('settings come back as they were, and make the same rules', () => {
  const back = readNote(writeNote(whole) ?? '')
  expect(back).toEqual(whole)
  expect(back && networkRuleset(back, null)).toBe(networkRuleset(whole, null))
  expect(back && settingsDigest(back)).toBe(settingsDigest(whole))
})

test('the order in which keys stand makes no other settings', () => {
  const { groups, ...rest } = whole
  expect(settingsDigest({ ...rest, groups })).toBe(settingsDigest({ groups, ...rest }))
})

const [desks, guests] = whole.groups
const evil = 'x { }\n delete table inet firewall'

test.each([
  ['a digest of former days', '0123456789abcdef0123456789abcdef'],
  ['nothing', ''],
  ['another version', { version: 2, settings: whole }],
  ['a key that nobody knows', { version: 1, settings: { ...whole, more: true } }],
  ['an interface that is a rule', { version: 1, settings: { ...whole, interfaces: ['eth1", "eth2'] } }],
  ['no interface', { version: 1, settings: { ...whole, interfaces: [] } }],
  [
    'a group whose name is a rule',
    { version: 1, settings: { ...whole, groups: [{ ...desks, name: evil }] } },
  ],
  [
    'a network that is a rule',
    { version: 1, settings: { ...whole, groups: [{ ...desks, networks: [evil] }] } },
  ],
  ['a group twice', { version: 1, settings: { ...whole, groups: [desks, desks] } }],
  [
    'a network of two groups',
    { version: 1, settings: { ...whole, groups: [desks, { ...guests, networks: desks?.networks }] } },
  ],
  [
    'a machine with a network for an address',
    { version: 1, settings: { ...whole, machines: [{ ...machines[0], address: '192.168.7.0/24' }] } },
  ],
  ['a port of text', { version: 1, settings: { ...whole, listenerPort: '3129' } }],
  ['the mark 0', { version: 1, settings: { ...whole, routing: { ...whole.routing, mark: 0 } } }],
])('no settings: %s', (_, written) => {
  expect(readNote(typeof written === 'string' ? written : JSON.stringify(written))).toBeNull()
})

test('what could not be read back is not written', () => {
  expect(writeNote(settingsWith({ interfaces: [] }))).toBeNull()
})
