/** Promises of texts in an 8-bit character set: names and addresses with letters beyond ASCII are found as in UTF-8. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BodyForm, formatOf } from '../../../gateway/core/content/format.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { fieldsAnalyzer, shippedAnalyzer } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'
import { anyPieces, askingJudge, run, runWhole } from './support.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')

const texts: [string, string[]][] = [
  ['Bitte rufen Sie Anna Müller an, sie wohnt hier.', ['Anna Müller']],
  ['Please write to José García about the order today.', ['José García']],
  [
    'Sehr geehrter Herr Jürgen Müller,\nbitte rufen Sie Frau Käthe Schröder an. Adresse: Königstraße 12, 50968 Köln.',
    ['Jürgen Müller', 'Käthe Schröder', 'Königstraße 12, 50968 Köln'],
  ],
  ['Madame Hélène Lefèvre, 8 rue des Éclusiers, 69003 Lyon', ['Hélène Lefèvre', '8 rue des Éclusiers']],
]

const bodies: [BodyForm['format'], (text: string) => string][] = [
  ['text', (text) => text],
  ['json', (text) => `{"messages":[{"role":"user","content":"${text.replaceAll('\n', '\\n')}"}]}`],
  ['ndjson', (text) => `{"content":"${text.replaceAll('\n', '\\n')}"}\n`],
  ['csv', (text) => `id,note\n1,"${text}"\n`],
  ['xml', (text) => `<?xml version="1.0" encoding="ISO-8859-1"?><d><note>${text}</note></d>`],
  ['form', (text) => `id=1&note=${escape(text)}`],
  ['form', (text) => `id=1&note=${text.replaceAll(' ', '+').replaceAll('\n', '%0A')}`],
]

describe.each(bodies)('%s', (format, written) => {
  test.each(texts)('what is found in UTF-8 is found, and no letter of it stays: %j', (text, values) => {
    const order = { format, analyzer: shippedAnalyzer(), operator: 'redact' as const }
    const body = latin1(written(text))
    for (const { out, questions } of [
      runWhole(body, order),
      run(body, order),
      run(body, { ...order, pieces: [1] }),
    ]) {
      const found = questions.map(({ value }) => value)
      for (const value of values) expect(found.some((one) => one.includes(value))).toBe(true)
      for (const word of values
        .join(' ')
        .split(/[ ,]+/u)
        .filter(({ length }) => length > 3))
        expect(unescape(out)).not.toContain(word.slice(-4))
      expect(questions.map(({ offset, length }) => body.toString('latin1', offset, offset + length))).toEqual(
        found.map((one) => expect.toSatisfy((raw: string) => plainOf(raw) === one)),
      )
    }
  })
})

/** As a form writes it, or as it is. */
function plainOf(raw: string): string {
  return unescape(raw.replaceAll('+', ' ')).replaceAll('\\n', '\n')
}

describe('what is known is known again', () => {
  const analyzer = fieldsAnalyzer

  test.each([
    ['a link in UTF-8', 'https://x.example/?q=J%C3%BCrgen%20Whitcombe'],
    ['a link in Latin-1', 'https://x.example/?q=J%FCrgen%20Whitcombe'],
    ['an escape of JSON', 'of J\\u00fcrgen Whitcombe'],
    ['a field before', 'of Jürgen Whitcombe'],
  ])('in %s', (_what, other) => {
    const body = latin1(`{"x":"${other}","customer_name":"Jürgen Whitcombe"}`)
    const { out, questions } = runWhole(body, { format: 'json', analyzer, operator: 'tokenize' })
    expect(questions.map(({ value }) => value)).toEqual(['Jürgen Whitcombe', 'Jürgen Whitcombe'])
    expect(out).not.toContain('Whitcombe')
  })
})

test.each([
  ['text/plain; charset=ISO-8859-15', 'Dear Zo\xe9 \xa6imon, please write to Zo\xe9 \xa6imon.'],
  ['application/json; charset=latin9', '{"customer_name":"Zo\xe9 \xa6imon","x":"of Zo\xe9 \xa6imon"}'],
  ['text/csv;charset="iso-8859-15"', 'customer_name,x\nZo\xe9 \xa6imon,of Zo\xe9 \xa6imon\n'],
  [
    'text/xml',
    '<?xml version="1.0" encoding="ISO-8859-15"?><a><customer_name>Zo\xe9 \xa6imon</customer_name></a>',
  ],
  [
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="customer_name"\r\nContent-Type: text/plain; charset=iso-8859-15\r\n' +
      'Content-Transfer-Encoding: quoted-printable\r\n\r\nZo=E9 =A6imon\r\n--b--',
  ],
])('letters that ISO-8859-15 has and others have not: %s', (type, body) => {
  const { judge, questions } = askingJudge({ analyzer: shippedAnalyzer(), operator: 'redact' })
  const { body: out } = inspectWhole({ ...formatOf(type), judge, opaqueParts: 'pass' }, latin1(body))
  expect(new Set(questions.map(({ value }) => value))).toEqual(new Set(['Zoé Šimon']))
  expect(out.toString('latin1')).not.toMatch(/Zo|imon/)
})

test.each<[BodyForm['format'], string]>([
  ['json', '{"Straße":"Lindenallee 17","Prénom":"Ana"}'],
  ['csv', 'Straße;Prénom\nLindenallee 17;Ana\n'],
  ['xml', '<d><Straße>Lindenallee 17</Straße><Prénom>Ana</Prénom></d>'],
  ['form', 'Stra%DFe=Lindenallee+17&Pr%E9nom=Ana'],
])('names of fields tell as in UTF-8: %s', (format, body) => {
  const { questions } = runWhole(latin1(body), { format, analyzer: fieldsAnalyzer })
  expect(questions.map(({ value, path }) => [value, path])).toEqual([
    ['Lindenallee 17', expect.stringContaining('Straße')],
    ['Ana', expect.stringContaining('Prénom')],
  ])
})

const anyBytes = fc
  .array(
    fc.constantFrom('é', 'ü', 'Ã¼', 'â\u0082¬', 'ð\u009f', 'ï»¿', ' ', 'a', 'joe@example.com', '\x93', '%'),
    {
      maxLength: 40,
    },
  )
  .map((parts) => latin1(parts.join('')))

test('what nothing is found in leaves byte for byte as it came, and pieces change nothing', () => {
  fc.assert(
    fc.property(anyBytes, anyPieces, (body, pieces) => {
      const order = { format: 'text' as const, analyzer: fieldsAnalyzer }
      expect(run(body, { ...order, pieces })).toEqual(run(body, order))
      expect(run(body, { ...order, operator: 'keep', pieces }).changed).toBe(false)
    }),
    runs(200),
  )
})
