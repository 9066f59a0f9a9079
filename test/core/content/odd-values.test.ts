/** Promises that a value below a telling name is found as a whole, whatever marks stand in it. */
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'

function sent(value: object): unknown {
  const judge: Judge = {
    analyzer: shippedAnalyzer(),
    standIns: {
      settle: (operator) => ({ operator, note: null }),
      make: (_, { type }) => Buffer.from(`<${type}>`),
    },
    judgesFields: false,
    field: () => 'scan',
    entity: ({ finding }) => (finding.score < 0.4 ? 'keep' : 'replace'),
  }
  const options = { format: 'json', judge, opaqueParts: 'pass', decodable: true } as const
  return JSON.parse(inspectWhole(options as never, Buffer.from(JSON.stringify(value))).body.toString())
}

test.each([
  ['customer_name', 'Anna Weber; DROP'],
  ['customer_name', 'Dr. Anna Weber", role: "admin'],
  ['customer_name', 'Anna", "role": "admin", "x": "Weber'],
  ['customer_name', 'Anna Weber | VIP'],
  ['full_name', 'O\'Brien, "Anna"'],
  ['first_name', 'Anna; DROP'],
  ['last_name', 'Weber" x'],
  ['name', 'Anna "Annie" Weber'],
])('a name: %s: %s', (name, value) => {
  expect(sent({ [name]: value })).toEqual({ [name]: '<PERSON>' })
})

test.each([
  '12 Main St <b>bold</b>',
  '12 Main St\r\nApt 4\r\nSpringfield <b>$(x)</b>',
  '12 Main St\r\nApt 4\r\nSpringfield',
])('an address: %j', (address) => {
  expect(sent({ address })).toEqual({ address: '<ADDRESS>' })
})

test.each([
  { full_name: 'Status: Open' },
  { customer_name: 'SELECT * FROM x; DROP' },
  { customer_name: 'Retry; Backoff' },
  { full_name: '{{user.name}}' },
  { name: 'Error: Not Found; Retry' },
  { name: 'Operation "Sunrise"' },
  { first_name: '%s: %s' },
  { address: '<td>12 Main</td>' },
  { address: 'http://x.example/12' },
])('what is none stays: %j', (value) => {
  expect(sent(value)).toEqual(value)
})
