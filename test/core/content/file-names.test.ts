/** Promises that who is named in the name of an uploaded file is found, however its words are joined, and that it stays one name. */
import { expect, test } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { run, runWhole } from './support.ts'

const analyzer = shippedAnalyzer()

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
])('%s names %s', (name, value) => {
  const { out, values } = persons(name)
  expect(values).toEqual([value])
  expect(out).not.toContain('Weber')
  expect(out).not.toContain('Smith')
})

test('what is left is a valid name with its extension', () => {
  expect(persons('filename="Lebenslauf_Anna_Weber.pdf"').out).toMatch(
    /; filename="Lebenslauf_[^"\r\n]+\.pdf"\r\n/,
  )
  expect(persons("filename*=UTF-8''CV%20Anna%20Weber.txt").out).toMatch(
    /; filename\*=UTF-8''CV%20[^" \r\n]+\.txt\r\n/,
  )
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
