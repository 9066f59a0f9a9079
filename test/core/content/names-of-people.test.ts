/** A name of a field in which somebody is named is looked through too, and never stands where a path is shown. */
import { describe, expect, test } from 'vitest'
import { journalPath } from '../../../gateway/core/policy/journal-path.ts'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { type Order, run, runWhole } from './support.ts'

const analyzer = fieldsAnalyzer
const { fields } = analyzer

const pathsOf = (body: string, order: Omit<Order, 'analyzer'>) =>
  run(body, { ...order, analyzer }).questions.map(({ path }) => journalPath(path ?? '', fields))

describe('whoever is named in a body is found', () => {
  test('where the name of a field names them too', () => {
    const body = JSON.stringify({
      full_name: 'Anna Weber',
      marks: { 'Anna Weber': 3, 'Tom Jones': 2, '1 Anna Weber': { 'Anna Weber': 4 } },
    })
    const { out, questions } = runWhole(body, { format: 'json', analyzer })
    expect(out).not.toContain('Anna')
    expect(out).toContain('Tom Jones')
    expect(questions.map(({ path }) => path)).toEqual([
      'full_name',
      'marks.{…}',
      'marks.{…}',
      'marks.{…}.{…}',
    ])
  })

  test('in a list of records with the same names, and in the next body again', () => {
    const record = { full_name: 'Anna Weber', marks: { 'Anna Weber': 3 } }
    for (let round = 0; round < 3; round++) {
      const { out } = runWhole(JSON.stringify([record, record, record]), { format: 'json', analyzer })
      expect(out).not.toContain('Weber')
      const other = JSON.stringify({ full_name: 'Tom Jones', marks: { 'Anna Weber': 3 } })
      expect(runWhole(other, { format: 'json', analyzer }).out).toContain('"Anna Weber"')
    }
  })
})

describe('the first line of a table', () => {
  test.each([
    'Weber;had an abortion in May\nJones;mail tom@example.org\n',
    'Anna Weber;Tulpenweg, call Peter Miller\nTom Jones;tom@example.org\n',
    'Weber;Berlin\nJones;tom@example.org\n',
    'Weber;Berlin;active\nJones;tom@example.org;active\n',
  ])('that is no row of names is shown nowhere: %j', (body) => {
    const paths = pathsOf(body, { format: 'csv' })
    expect(paths).not.toEqual([])
    for (const path of paths) expect(path).toMatch(/^\[\d\]$/)
  })

  test.each([
    ['id,name,phone\n1,x,+1-202-555-0143\n', 'phone'],
    ['Nr.;First Name;E-Mail\n1;;tom@example.org\n', 'E-Mail'],
    ['customer_ref,note\n1,tom@example.org\n', 'note'],
  ])('that is one is shown: %j', (body, path) => {
    expect(pathsOf(body, { format: 'csv' })).toContain(path)
  })

  test('is asked about by its names whatever they look like, and by their numbers where those are shown', () => {
    const body = 'Frau Weber;had an abortion\nJones;mail tom@example.org\n'
    for (const path of ['had an abortion', '[1]']) {
      const { out } = run(body, { format: 'csv', analyzer, fields: { [path]: 'drop' } })
      expect(out).not.toContain('tom@')
    }
  })
})

describe('a path in the journal', () => {
  test.each([
    ['contacts.Anna Weber.email', 'contacts.{…}.email'],
    ['contacts["Dr. Anna Weber"].email', 'contacts[{…}].email'],
    ['First Name', 'First Name'],
    ['patient.Date of birth', 'patient.Date of birth'],
    ['Anna Weber phone', '{…}'],
    ['had an abortion in May', '{…}'],
    ["it's Anna", '{…}'],
    ['["http.method"]', '["http.method"]'],
    ['soap:Envelope.x-request-id.$ref.prénom_2', 'soap:Envelope.x-request-id.$ref.prénom_2'],
    ['marks.{…}[3]', 'marks.{…}[3]'],
    ['a[b].[2].名前', 'a[b].[2].名前'],
  ])('%s stands there as %s', (path, shown) => {
    expect(journalPath(path, fields)).toBe(shown)
  })
})
