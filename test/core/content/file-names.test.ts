/** Promises that who is named in the name of an uploaded file is found, however its words are joined, and that it stays one name. */
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { askingJudge, run, runWhole } from './support.ts'

const analyzer = shippedAnalyzer()
/** The shipped rules act from here on. */
const leastActedOn = 0.4

const upload = (name: string) =>
  `--b\r\nContent-Disposition: form-data; name="file"; ${name}\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n`

function persons(name: string) {
  const { out, questions } = runWhole(upload(name), {
    format: 'multipart',
    boundary: 'b',
    analyzer,
    operator: 'mask',
  })
  return { out, values: questions.filter(({ type }) => type === 'PERSON').map(({ value }) => value) }
}

test.each([
  ['filename="CV Anna Weber.txt"', 'Anna Weber'],
  ['filename="Lebenslauf_Anna_Weber.pdf"', 'Anna_Weber'],
  ['filename="Contract_John-Smith_v2.pdf"', 'John-Smith'],
  ['filename="report-anna-weber.pdf"', 'anna-weber'],
  ['filename=Attest_Anna_Weber', 'Anna_Weber'],
  ["filename*=UTF-8''CV%20Anna%20Weber.txt", 'Anna Weber'],
  [`filename="Sean_O'Brien's.pdf"`, "Sean_O'Brien"],
])('%s names %s', (name, value) => {
  const { out, values } = persons(name)
  expect(values).toEqual([value])
  expect(out).not.toContain('Weber')
  expect(out).not.toContain('Smith')
  expect(out).not.toContain('Brien')
})

test('what is left is a valid name with its extension', () => {
  expect(persons('filename="Lebenslauf_Anna_Weber.pdf"').out).toMatch(
    /; filename="Lebenslauf_[^"\r\n]+\.pdf"\r\n/,
  )
  expect(persons("filename*=UTF-8''CV%20Anna%20Weber.txt").out).toMatch(
    /; filename\*=UTF-8''CV%20[^" \r\n]+\.txt\r\n/,
  )
})

test('beside something else that is found in the same head, whatever becomes of that', () => {
  const card = '4111111111111111'
  for (const operator of ['mask', 'keep'] as const) {
    const decide = ({ type }: { type: string }) => (type === 'PERSON' ? 'mask' : operator)
    const body = upload(`filename="${card} Lebenslauf_Anna_Weber ${card}.pdf"`)
    const order = { format: 'multipart', boundary: 'b', analyzer, operator: decide } as const
    const { out, questions } = runWhole(body, order)
    expect(questions.map(({ value }) => value)).toEqual([card, 'Anna_Weber', card])
    expect(out).not.toContain('Weber')
    expect(out.includes(card)).toBe(operator === 'keep')
    expect(run(body, { ...order, pieces: [7] }).out).toBe(out)
  }
})

test('however the body is cut, the same is found', () => {
  const body = upload('filename="Lebenslauf_Anna_Weber.pdf"')
  for (const size of [1, 7, 40]) {
    const { out } = run(body, {
      format: 'multipart',
      boundary: 'b',
      analyzer,
      operator: 'mask',
      pieces: [size],
    })
    expect(out).toBe(persons('filename="Lebenslauf_Anna_Weber.pdf"').out)
  }
})

test.each([
  'filename="Quarterly_Report_Final.pdf"',
  'filename="Paris_Trip.jpg"',
  'filename="IMG_20231122_123456.jpg"',
  'filename="San_Francisco_Map.png"',
  'filename="Team Meeting Notes.docx"',
  'filename="Grace Period Letter.docx"',
])('%s names nobody', (name) => {
  expect(persons(name)).toEqual({ out: upload(name), values: [] })
})

test.each([
  ['with quoted pairs', String.raw`filename="Anna \"Leni\" Weber.txt"`],
  ['with quotes as browsers write them', 'filename="Anna %22Leni%22 Weber.txt"'],
])('a known name is found as a whole in one %s', (_, name) => {
  const known = '--b\r\nContent-Disposition: form-data; name="customer_name"\r\n\r\nAnna "Leni" Weber\r\n'
  const order = { format: 'multipart', boundary: 'b', analyzer } as const
  for (const operator of ['mask', 'replace', 'redact'] as const) {
    const { out, questions } = runWhole(known + upload(name), { ...order, operator })
    for (const part of ['Anna', 'Leni', 'Weber']) expect(out).not.toContain(part)
    expect(questions.map(({ value }) => value)).toEqual(['Anna "Leni" Weber', 'Anna "Leni" Weber'])
    const written = /filename="([^"]*)\.txt"\r\n/.exec(out)?.[1]
    expect(written).toBe({ mask: 'A*** ****** W****', replace: '[PERSON]', redact: '' }[operator])
  }
})

test('somebody whom nothing else names is found in one with quoted pairs', () => {
  const { out, values } = persons(String.raw`filename="CV \"2024\" Anna_Weber.txt"`)
  expect(values).toEqual(['Anna_Weber'])
  expect(out).toContain(String.raw`filename="CV \"2024\" `)
})

test('a path with backslashes stays byte for byte where nothing is found', () => {
  for (const name of [
    String.raw`filename="C:\temp\report.txt"`,
    String.raw`filename="\\\\server\\x \"1\".txt"`,
  ])
    expect(persons(name)).toEqual({ out: upload(name), values: [] })
})

test.each(['file', 'upload', 'invoice', 'id', 'attachment'])(
  'numbers in the name of a file are as sure whatever its field is called: %s',
  (field) => {
    const head = (file: string) => `Content-Disposition: form-data; name="${field}"; filename="${file}"`
    for (const number of ['536-90-4399', '4111111111111111', 'RSSMRA85T10A562S']) {
      const scores: number[] = []
      const { judge } = askingJudge({ analyzer })
      const entity: Judge['entity'] = ({ finding }) => {
        scores.push(finding.score)
        return 'keep'
      }
      const body = Buffer.from(`--b\r\n${head(`${number}.pdf`)}\r\n\r\nx\r\n--b--\r\n`)
      const form = { format: 'multipart', boundary: 'b', opaqueParts: 'pass' } as const
      inspectWhole({ ...form, judge: { ...judge, entity } }, body)
      expect(Math.max(...scores), number).toBeGreaterThanOrEqual(leastActedOn)
    }
  },
)
