/** Promises about the text that nftables is told: nothing of a name or an address can become a rule, and only our table is written. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  announcement,
  networkRuleset,
  settingsDigest,
  trialName,
} from '../../../gateway/core/network/ruleset.ts'
import { settingsWith } from './settings.ts'

const trial = { id: '0123456789abcdef', seconds: 60 }
/** What nftables gives a meaning to. */
const junk = [
  'a"b',
  'a; drop',
  'a\nflush ruleset',
  'a } chain x {',
  'a b',
  '$x',
  '@clients',
  '*',
  'eth*',
  '',
  'ä',
  '-a',
  '../a',
  'a/b',
  '\\',
  '#',
  'a'.repeat(64),
]

describe('junk is refused before it is text', () => {
  test.each(junk)('in the name of a group: %j', (name) => {
    const groups = settingsWith().groups.map((group) => ({ ...group, name }))
    expect(() => networkRuleset(settingsWith({ groups: groups.slice(0, 1) }), null)).toThrow(RangeError)
  })

  test.each([...junk, 'eth0123456789abcdef'])('in the name of an interface: %j', (name) => {
    expect(() => networkRuleset(settingsWith({ interfaces: [name] }), null)).toThrow(RangeError)
  })

  test.each([...junk, '10.0.0.1/33', '10.1', '010.0.0.1', 'fe80::1%eth1', '10.0.0.1-10.0.0.9', '::/129'])(
    'in a network: %j',
    (network) => {
      const [first] = settingsWith().groups
      const groups = first === undefined ? [] : [{ ...first, networks: [network] }]
      expect(() => networkRuleset(settingsWith({ groups }), null)).toThrow(RangeError)
    },
  )

  test.each([
    { address: '10.0.0.1/32', hardware: '02:00:5e:10:00:01' },
    { address: '10.0.0.1', hardware: '02:00:5e:10:00' },
    { address: '10.0.0.1', hardware: '02:00:5e:10:00:01 }' },
    { address: '10.0.0.1 . 02:00:5e:10:00:01, 10.0.0.2', hardware: '02:00:5e:10:00:01' },
  ])('in a machine: %j', (machine) => {
    expect(() => networkRuleset(settingsWith({ machines: [machine] }), null)).toThrow(RangeError)
  })

  test.each([0, 65_536, 1.5, Number.NaN, -1])('in a port: %j', (listenerPort) => {
    expect(() => networkRuleset(settingsWith({ listenerPort }), null)).toThrow(RangeError)
  })

  test.each(['', '0123456789ABCDEF', '0123456789abcdef; flush ruleset'])('in a trial: %j', (id) => {
    expect(() => trialName(id)).toThrow(RangeError)
  })

  test('whatever text a name is: it is written as a name, or not at all', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...junk),
      fc.stringMatching(/^[a-z0-9-]{1,20}$/),
    )
    fc.assert(
      fc.property(anything, anything, (name, card) => {
        let script: string
        try {
          const groups = settingsWith()
            .groups.map((group) => ({ ...group, name }))
            .slice(0, 1)
          script = networkRuleset(settingsWith({ groups, interfaces: [card] }), null)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
          return
        }
        const plain = networkRuleset(
          settingsWith({ groups: settingsWith().groups.slice(0, 1), interfaces: ['eth1'] }),
          null,
        )
        const without = (text: string, group: string, device: string) =>
          text
            .replaceAll(`"${device}"`, '"CARD"')
            .replaceAll(`group/${group}/`, 'group/NAME/')
            .replaceAll(`group/${group} `, 'group/NAME ')
            .replaceAll(`group/${group}\n`, 'group/NAME\n')
            .replaceAll(/[0-9a-f]{32}/g, 'DIGEST')
        expect(without(script, name, card)).toBe(without(plain, 'desks', 'eth1'))
      }),
    )
  })
})

describe('the script', () => {
  test('names no table but ours, and flushes nothing', () => {
    for (const script of [
      networkRuleset(settingsWith(), trial),
      announcement(settingsWith().routing, trial),
    ]) {
      expect(script).not.toContain('flush')
      for (const [, table] of script.matchAll(/\btable (\w+ \w+)/g)) expect(table).toBe('inet gatehouse')
    }
  })

  test('is without effect in every hook once nothing stands in in-force', () => {
    const script = networkRuleset(settingsWith({ masquerade: true }), trial)
    const hooks = script.split('hook ').slice(1)
    expect(hooks).toHaveLength(8)
    for (const hook of hooks) expect(hook.split('\n')[1]?.trim()).toBe('meta nfproto != @in-force accept')
  })

  test('ends by itself on trial, and does not where it is confirmed or replaces rules of ours', () => {
    expect(networkRuleset(settingsWith(), trial)).toContain('{ ipv4 timeout 60s, ipv6 timeout 60s }')
    for (const other of [null, { ...trial, seconds: null }])
      expect(networkRuleset(settingsWith(), other)).toContain('elements = { ipv4, ipv6 }')
  })

  test('has one digest whether on trial or not, and another for other settings', () => {
    const digest = settingsDigest(settingsWith())
    expect(networkRuleset(settingsWith(), trial)).toContain(digest)
    expect(networkRuleset(settingsWith(), null)).toContain(digest)
    expect(settingsDigest(settingsWith({ masquerade: true }))).not.toBe(digest)
  })

  test('refuses web traffic of a closed group before anything is accepted', () => {
    const script = networkRuleset(settingsWith(), null)
    const chain = script.split('chain pass/group/desks {')[1]?.split('}\n')[0] ?? ''
    const lines = chain.split('\n').map((line) => line.trim())
    const refused = lines.findIndex(
      (line) => line.startsWith('tcp dport { 80, 443 }') && line.endsWith('reject with tcp reset'),
    )
    expect(refused).toBeGreaterThan(0)
    expect(lines.slice(0, refused).filter((line) => line.endsWith('accept'))).toEqual([])
  })
})
