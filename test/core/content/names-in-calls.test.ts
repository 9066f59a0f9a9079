/** Promises that who is named below a call or a reference is found, whatever the names around it are called. */
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { type Order, runWhole } from './support.ts'

const held = (body: unknown, format: Order['format'] = 'json') =>
  runWhole(typeof body === 'string' ? body : JSON.stringify(body), { format, analyzer: fieldsAnalyzer })
    .questions.filter(({ type }) => type === 'PERSON')
    .map(({ path, value, start, end }) => `${path}: ${Buffer.from(value).subarray(start, end)}`)

describe('a person named in what a call is given', () => {
  test.each<[string, unknown, string]>([
    [
      'OpenAI',
      {
        tool_calls: [
          { function: { name: 'send_mail', arguments: JSON.stringify({ name: 'Anna Weber', id: 'a_b' }) } },
        ],
      },
      'tool_calls[0].function.arguments.name: Anna Weber',
    ],
    [
      'Gemini',
      { parts: [{ functionCall: { name: 'Send Mail', args: { name: 'Anna Weber' } } }] },
      'parts[0].functionCall.args.name: Anna Weber',
    ],
    [
      'an answer of Gemini',
      { functionResponse: { name: 'Find Person', response: { name: 'Anna Weber' } } },
      'functionResponse.response.name: Anna Weber',
    ],
    [
      'MCP',
      { method: 'tools/call', params: { name: 'find_person', arguments: { name: 'Anna Weber' } } },
      'params.arguments.name: Anna Weber',
    ],
    [
      'GraphQL',
      { query: 'mutation($input:X){a}', variables: { input: { name: 'Anna Weber' } } },
      'variables.input.name: Anna Weber',
    ],
    [
      'a call that names what it is given in one word',
      { functionArgs: { name: 'Anna Weber' } },
      'functionArgs.name: Anna Weber',
    ],
    ['GraphQL without an input', { variables: { name: 'Anna Weber' } }, 'variables.name: Anna Weber'],
  ])('%s: is found, and the name of the call is not', (_, body, found) => {
    expect(held(body)).toEqual([found])
  })

  test('but a thing in there keeps its name', () => {
    expect(held({ function: { arguments: { product: { name: 'Blue Chair' } } } })).toEqual([])
    expect(held({ function: { name: 'Send Mail' }, variable: { name: 'Night Shift' } })).toEqual([])
  })
})

test('whom a record of FHIR refers to is found by its display, and what a code stands for is not', () => {
  const body = {
    code: { coding: [{ code: '8867-4', display: 'Heart Rate' }] },
    subject: { reference: 'Patient/12', display: 'Anna Weber' },
    performer: [{ actor: { display: 'Ana Petrova' } }],
  }
  expect(held(body)).toEqual(['subject.display: Anna Weber', 'performer[0].actor.display: Ana Petrova'])
})

test('a name by which somebody goes may stand in quotes in a table', () => {
  const table = 'Vorname,Ort\r\n"Bob ""B"" O\'Neil",Bonn\r\n'
  expect(held(table, 'csv')).toHaveLength(1)
  expect(held({ vorname: 'say "hello' })).toEqual([])
})
