/** Promises that a name which no list knows is somebody's where its field or what stands beside it says so. */
import { describe, expect, test } from 'vitest'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { askingJudge, run } from './support.ts'

const analyzer = shippedAnalyzer()
const people = ['Gülcan Aksoy', 'Hartmut Böttcher', 'Rosamund Pike', 'Zbigniew Wrzesz']

/** What is sure enough for the shipped rules. */
function namesIn(body: string, format: 'json' | 'ndjson' | 'form'): string[] {
  const names: string[] = []
  const { judge } = askingJudge({ analyzer })
  inspectWhole(
    {
      format,
      boundary: null,
      opaqueParts: 'pass',
      judge: {
        ...judge,
        entity(found) {
          if (found.finding.type !== 'PERSON' || found.finding.score < 0.6) return 'keep'
          names.push(Buffer.from(found.value).toString())
          return 'mask'
        },
      },
    },
    Buffer.from(body),
  )
  return names
}

describe.each(people)('%s', (name) => {
  test('beside an address for mail or a phone, before or behind', () => {
    expect(namesIn(JSON.stringify({ name, email: 'x@firma.example' }), 'json')).toEqual([name])
    expect(namesIn(JSON.stringify({ phone: '030 5550123', name }), 'json')).toEqual([name])
    expect(namesIn(`${JSON.stringify({ id: 1, name, email: 'x@firma.example' })}\n`, 'ndjson')).toEqual([
      name,
    ])
    expect(namesIn(`name=${encodeURIComponent(name)}&email=x@firma.example`, 'form')).toEqual([name])
  })

  test.each([
    ...[
      'patient',
      'contact',
      'recipient',
      'absender',
      'ansprechpartner',
      'author',
      'assignee',
      'owner',
      'driver',
    ],
    ...[
      'teacher',
      'insured',
      'passenger',
      'to_name',
      'displayName',
      'signature',
      'conducteur',
      'profesor',
      'autista',
    ],
    ...['handtekening', 'lehrerin'],
  ])('below %s', (key) => {
    expect(namesIn(JSON.stringify({ [key]: name }), 'json')).toEqual([name])
  })
})

test.each([
  { name: 'Spring Newsletter', email: 'news@shop.example' },
  { name: 'Weber Shop', phone: '030 5550123' },
  { name: 'Köln Altstadt', phone: '0221 5550123' },
  { name: 'Acme Widgets Ltd', email: 'info@acme.example' },
  { name: 'Team Sales', email: 'sales@acme.example' },
  { name: 'Kundenservice Hotline', phone: '030 5550123' },
  { name: 'Hartmut Böttcher' },
  { owner: 'Marketing Department' },
  { contact: 'Front Desk' },
  { author: 'Deutsche Bahn' },
  { customer: 'Red Cross' },
  { displayName: 'All Company' },
  { signature: '3045022100f7a1', name: 'Blue Lamp' },
  { signature: 'Zm9vYmFyYmF6cXV4', algorithm: 'RS256' },
])('%j names nobody', (body) => {
  expect(namesIn(JSON.stringify(body), 'json')).toEqual([])
})

test('what streams counts from its first place on', () => {
  const body = JSON.stringify({ email: 'x@firma.example', name: 'Gülcan Aksoy' })
  expect(run(body, { format: 'json', analyzer, pieces: [7] }).questions.map(({ value }) => value)).toEqual([
    'x@firma.example',
    'Gülcan Aksoy',
  ])
})
