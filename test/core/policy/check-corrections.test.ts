/** Promises that a correction which can never count, or keeps the gateway from starting, is said to be one. */
import { expect, test } from 'vitest'
import { checkCorrections } from '../../../gateway/core/policy/check-corrections.ts'
import { type Correction, correctionSchema } from '../../../gateway/core/policy/corrections.ts'

const catalogue = {
  groups: {
    crm: { title: 'CRM', kind: 'act', asOf: '2026-11-22', hosts: ['*.crm.example'] },
    empty: { title: 'Nobody', kind: 'act', asOf: '2026-11-22', hosts: [] },
  },
} as unknown as Parameters<typeof checkCorrections>[1]['catalogue']

const field = (destination: string | null) => ({ of: 'field', path: 'a', destination })
const value = (destination: string) => ({ of: 'value', type: 'EMAIL', index: 'A'.repeat(22), destination })
const whole = (destination: string) => ({ of: 'destination', destination })
const said = (correction: object): Correction =>
  correctionSchema.parse({ id: '0a1b2c3d', effect: 'allow', ...correction })

test.each([
  [whole('group:crm'), []],
  [whole('*.crm.example'), []],
  [field(null), []],
  [field('crm'), []],
  [value('shop.example'), []],
  [value('2001:db8::7'), []],
  [whole('group:nosuch'), ['error unknown-name']],
  [whole('group:empty'), ['warning empty-group']],
  [field('www.crm.example'), ['warning never-meant']],
  [value('nosuch'), ['warning never-meant']],
])('%j: %j', (correction, problems) => {
  const found = checkCorrections([said(field(null)), said(correction)], { catalogue })
  expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(problems)
  for (const { index, message, hint } of found) {
    expect(index).toBe(1)
    expect(message).toContain('0a1b2c3d')
    expect(hint).toMatch(/\.$/)
  }
})

test.each(['allow', 'deny'] as const)('a field that is every field is asked about: %s', (effect) => {
  for (const path of ['**', '*', '**.*']) {
    const [problem] = checkCorrections([said({ ...field(null), path, effect })], { catalogue })
    expect(problem).toMatchObject({ code: 'everything', severity: 'warning', index: 0 })
  }
  for (const path of ['**.iban', 'order.*', 'a[*]'])
    expect(checkCorrections([said({ ...field(null), path, effect })], { catalogue })).toEqual([])
})

test.each([
  ['a value', value('shop.example'), value('shop.example'), true],
  ['another value', value('shop.example'), { ...value('shop.example'), index: 'B'.repeat(22) }, false],
  ['the value elsewhere', value('shop.example'), value('other.example'), false],
  ['a field', field('crm'), field('crm'), true],
  ['a field that is denied everywhere', field('crm'), field(null), true],
  ['a field that is denied at one destination', field(null), field('crm'), false],
  ['a field, and then every field', field(null), { ...field(null), path: '**' }, true],
  ['a destination', whole('shop.example'), whole('shop.example'), true],
  ['a field of a denied destination', field(null), whole('shop.example'), false],
])('what is allowed and denied is said to be denied: %s', (_, allowed, denied, isOverruled) => {
  const list = [said(allowed), said({ ...denied, id: '11111111', effect: 'deny' })]
  for (const corrections of [list, list.toReversed()]) {
    const found = checkCorrections(corrections, { catalogue }).filter(({ code }) => code === 'overruled')
    expect(found.map(({ index }) => corrections[index]?.effect)).toEqual(isOverruled ? ['allow'] : [])
    if (isOverruled) expect(found[0]?.message).toContain('11111111')
  }
})
