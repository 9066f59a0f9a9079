/** Promises of a link in a field that names somebody's role: whoever is known is found in it, however it is encoded. */
import { describe, expect, test } from 'vitest'
import type { BodyForm } from '../../../gateway/core/content/format.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { runWhole } from './support.ts'

const people = [
  ['José García', 'Jos%C3%A9%20Garc%C3%ADa'],
  ["Sean O'Connor", 'Sean%20O%27Connor'],
  ['Anna Müller', 'Anna%20M%C3%BCller'],
  ['Anna Weber', 'Anna%20Weber'],
] as const

const formats: [BodyForm['format'], (field: string, link: string, name: string) => string][] = [
  ['json', (field, link, name) => JSON.stringify({ [field]: link, customer_name: name })],
  ['ndjson', (field, link, name) => `${JSON.stringify({ customer_name: name, [field]: link })}\n`],
  ['csv', (field, link, name) => `customer_name,${field}\n${name},${link}\n`],
  ['xml', (field, link, name) => `<d><customer_name>${name}</customer_name><${field}>${link}</${field}></d>`],
  [
    'form',
    (field, link, name) => `customer_name=${encodeURIComponent(name)}&${field}=${encodeURIComponent(link)}`,
  ],
]

const links = ['https://x.example/u/NAME', 'https://x.example/u/NAME/letters?page=2', '/f?q=NAME']

describe.each(formats)('%s', (format, written) => {
  test.each(['author', 'contact', 'customer', 'assignee', 'Bearbeiter', 'candidate', 'note', 'url'])(
    '%s',
    (field) => {
      for (const [name, encoded] of people)
        for (const link of links) {
          const body = written(field, link.replace('NAME', encoded), name)
          const order = { format, analyzer: shippedAnalyzer(), operator: 'tokenize' as const }
          const { out, questions } = runWhole(body, order)
          expect(questions.filter(({ value }) => value === name)).toHaveLength(2)
          for (const spelling of [name, encoded, encodeURIComponent(encoded)])
            expect(out).not.toContain(spelling)
          expect(decodeURIComponent(out)).toContain(link.split('NAME')[0])
        }
    },
  )
})
