/** Promises that people in cards and calendars are found by the names of their lines, component by component. */
import { expect, test } from 'vitest'
import { createAnalyzer } from '../../../../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import { findInContentLines } from '../../../../../gateway/core/pii/recognizers/told/content-lines.ts'
import { shippedAnalysis } from '../../../../support/analysis.ts'
import { run } from '../../../content/support.ts'

function find(text: string, out: Finding[] = []): string[] {
  const bytes = Buffer.from(text)
  findInContentLines({ bytes, start: 0, end: bytes.length }, out)
  return out.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

test.each([
  ['FN:Bob Miller', ['PERSON Bob Miller']],
  ['FN;CHARSET=UTF-8:Özlem Yıldız', ['PERSON Özlem Yıldız']],
  ['N:Miller;Bob;James;Dr.;Jr.', ['PERSON Miller', 'PERSON Bob', 'PERSON James']],
  ['NICKNAME:Bobby', ['PERSON Bobby']],
  [
    'item1.ADR;TYPE=HOME:;;12 Main St;Springfield;IL;62704;USA',
    ['ADDRESS 12 Main St', 'ADDRESS Springfield', 'ADDRESS IL', 'ADDRESS 62704'],
  ],
  ['BDAY:19800506', ['DATE_OF_BIRTH 19800506']],
  ['BDAY;VALUE=date:--0506', ['DATE_OF_BIRTH --0506']],
  ['ATTENDEE;CN=Bob Miller;ROLE=REQ-PARTICIPANT:mailto:bob@acme.com', ['PERSON Bob Miller']],
  ['ORGANIZER;CN="Lopez, Ana":mailto:ana@acme.com', ['PERSON Lopez, Ana']],
])('%s', (line, wanted) => {
  expect(find(`BEGIN:VCARD\r\n${line}\r\nEND:VCARD`)).toEqual(wanted)
})

test.each([
  ['FN:Anna-Mar\r\n ia Lopez', ['PERSON Anna-Mar\r\n ia Lopez']],
  ['FN:Anna\n\t Lopez', ['PERSON Anna\n\t Lopez']],
  ['N:Lopez Garc\r\n ia;Anna;;;', ['PERSON Lopez Garc\r\n ia', 'PERSON Anna']],
  ['ATTENDEE;ROLE=CHAIR;CN=Anna Lop\r\n ez:mailto:a@b.example', ['PERSON Anna Lop\r\n ez']],
  ['ATTENDEE;CN=Anna Lopez;PARTSTAT=ACC\r\n EPTED:mailto:a@b.example', ['PERSON Anna Lopez']],
  [
    'ADR:;;12 Main\r\n  St;Springfield;IL;62704;USA',
    ['ADDRESS 12 Main\r\n  St', 'ADDRESS Springfield', 'ADDRESS IL', 'ADDRESS 62704'],
  ],
  ['FN:Anna Lopez\r\n\r\nORG:x', ['PERSON Anna Lopez']],
])('a line that is folded is read beyond its first part: %j', (line, wanted) => {
  expect(find(`BEGIN:VCARD\r\n${line}\r\nEND:VCARD`)).toEqual(wanted)
})

test('a folded name leaves no part of itself, in whatever pieces it comes', () => {
  const card =
    'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna-Mar\r\n ia Lopez Garc\r\n ia\r\nORG:Acme\r\nEND:VCARD\r\n'
  const analyzer = createAnalyzer(shippedAnalysis)
  const whole = run(card, { format: 'text', analyzer, operator: 'redact' })
  expect(whole.out).not.toMatch(/Anna|Lopez|Garc|ia /)
  for (const pieces of [[1], [13]])
    expect(run(card, { format: 'text', analyzer, operator: 'redact', pieces })).toEqual(whole)
})

test.each([
  ['ORG:Acme Inc\r\nVERSION:3.0\r\nUID:FN'],
  ['FN:12\r\nFN:\r\nN:5\r\nN: yes\r\nADR:2026\r\nBDAY:soon'],
  ['N:Miller'],
  ['the fn: Bob Miller and adr: x'],
  ['ATTENDEE:mailto:bob@acme.com\r\nATTENDEE;CN=bob@acme.com:mailto:bob@acme.com'],
  ['FNORD:Bob Miller\r\nxFN:Bob Miller'],
])('nothing is found in %j', (text) => {
  expect(find(text)).toEqual([])
})

test('what was found before stays, but for a doubt about the same', () => {
  const doubted: Finding = { type: 'PERSON', start: 3, end: 6, score: 0.4, reasons: [] }
  expect(find('FN:Bob Miller', [doubted])).toEqual(['PERSON Bob Miller'])
  const surer: Finding = { ...doubted, score: 0.95 }
  expect(find('FN:Bob Miller', [surer])).toEqual(['PERSON Bob'])
})

test('in bodies under their label, under none, and in strings of JSON, in whatever pieces they come', () => {
  const card =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Miller\r\nN:Miller;Bob;;;\r\nTEL:+1 202 555 0143\r\nEND:VCARD\r\n'
  const analyzer = createAnalyzer(shippedAnalysis)
  const names = ['Bob Miller', 'Miller', 'Bob']
  for (const pieces of [[10_000], [1], [13]]) {
    const { questions, out } = run(card.repeat(30), { format: 'text', analyzer, pieces })
    expect(questions.filter(({ type }) => type === 'PERSON').map(({ value }) => value)).toEqual(
      Array.from({ length: 30 }, () => names).flat(),
    )
    expect(out).not.toMatch(/Miller|Bob|0143.*0143/)
  }
  const json = run(JSON.stringify({ file: card }), { format: 'json', analyzer })
  expect(json.questions.map(({ value }) => value)).toEqual([...names, '+1 202 555 0143'])
})

test('what stands behind a text is not looked at, so that many texts of one body take no longer than the body', () => {
  const body = new Uint8Array(Buffer.from('FN:Ana Lopez and more, in a body of one line'))
  let farthest = 0
  const watched = new Proxy(body, {
    get(bytes, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) farthest = Math.max(farthest, Number(key))
      const value: unknown = Reflect.get(bytes, key, bytes)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (key === 'indexOf') farthest = bytes.length
        return Reflect.apply(value, bytes, args)
      }
    },
  })
  findInContentLines({ bytes: watched, start: 0, end: 12 }, [])
  expect(farthest).toBeLessThanOrEqual(12)
})
