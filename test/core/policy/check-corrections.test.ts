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
