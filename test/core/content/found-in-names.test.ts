/** Promises that what became a token is one in names, numbers and short values as well, also of a body that streams. */
import { expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { ContentFormat, Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'

function options(format: ContentFormat) {
  const judge: Judge = {
    analyzer: shippedAnalyzer(),
    standIns: {
      settle: (wanted) => ({ operator: wanted, note: null }),
      make: (operator, { type, value }) =>
        operator === 'mask' ? Buffer.alloc(value.length, '*') : Buffer.from(`<${type}>`),
    },
    judgesFields: false,
    field: () => 'scan',
    entity({ finding, number }) {
      if (finding.score < 0.4) return 'keep'
      return number === true ? 'mask' : 'tokenize'
    },
  }
  return { format, judge, opaqueParts: 'pass', decodable: true }
}

/** As a destination gets it, of a body that is held. */
function held(body: string, format: ContentFormat = 'json'): string {
  return inspectWhole(options(format) as never, Buffer.from(body)).body.toString()
}

/** The same of one that is longer, in pieces of so many bytes. */
function streamed(body: string, format: ContentFormat, cut: number): string {
  const inspector = createInspector({ ...options(format), limits: { maxValueBytes: 1 << 20 } } as never)
  const bytes = Buffer.from(body)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += cut)
    pieces.push(...inspector.push(bytes.subarray(at, at + cut)).map((piece) => Buffer.from(piece)))
  return Buffer.concat([...pieces, ...inspector.end()]).toString()
}

const filler = Array.from({ length: 40 }, (_, i) => `"f${i}":"on time ${i}"`).join()

test.each([
  ['a short value', `{"full_name":"Anna Weber",${filler},"x":"Anna Weber"}`, 'Anna Weber'],
  ['the next value of a list', '{"full_name":["Anna Weber"],"x":["Anna Weber","Anna Weber"]}', 'Anna Weber'],
  ['a name', `{"full_name":"Anna Weber",${filler},"k":{"Anna Weber":1}}`, 'Anna Weber'],
  [
    'a name that was read before',
    `{"f":{"Anna Weber":0},"full_name":"Anna Weber","k":{"Anna Weber":1}}`,
    ',"k":{"Anna',
  ],
  ['a name with escapes', '{"full_name":"Anna \\"Ann\\" Weber","k":{"Anna \\"Ann\\" Weber":1}}', 'Weber'],
  [
    'a name over two lines',
    '{"full_name":"Anna\\nWeber","k":{"Anna\\nWeber":1},"x":"Anna\\nWeber"}',
    'Weber',
  ],
  ['words that may not be parted', '{"full_name":"Anna\u00a0Weber","k":{"Anna\u00a0Weber":1}}', 'Weber'],
  ['a number', '{"account_number":"738291640","id":738291640}', '738291640'],
])('%s', (_, body, gone) => {
  expect(held(body)).not.toContain(gone)
  for (const cut of [1, 9, body.length]) {
    const sent = streamed(body, 'json', cut)
    expect(sent).not.toContain(gone)
    expect(sent).toBe(streamed(body, 'json', body.length))
    JSON.parse(sent)
  }
})

test('a number that merely has a value in it stays', () => {
  const body = '{"account_number":"738291640","id":7382916401,"n":1738291640}'
  expect(held(body)).toContain('"id":7382916401,"n":1738291640')
})

test.each<[ContentFormat, string]>([
  ['ndjson', '{"full_name":"Anna Weber"}\n{"x":"Anna Weber","Anna Weber":1}\n'],
  ['csv', 'full_name,note\nAnna Weber,\nsomebody,Anna Weber\n'],
])('a cell and a line of %s', (format, body) => {
  expect(held(body, format)).not.toContain('Weber')
  for (const cut of [1, 9, body.length]) expect(streamed(body, format, cut)).not.toContain('Weber')
})

test.each([
  ['a link', 'https://x.example/?q=Anna%20Weber&n=1', 'Anna%20Weber'],
  ['a path', 'https://x.example/Anna%20Weber', 'Anna%20Weber'],
  ['a sentence', 'see Anna%20Weber now and so on please', 'Anna%20Weber'],
  ['a string of a program', '"Anna \\u0057eber"', 'u0057eber'],
])('a name with a second layer of escapes in %s', (_, text, gone) => {
  expect(held(JSON.stringify({ full_name: 'Anna Weber', z: text }))).not.toContain(gone)
})

test('in a link a value comes back as it was encoded', () => {
  const made: string[] = []
  const { judge, ...rest } = options('json')
  const standIns: Judge['standIns'] = {
    settle: (wanted) => ({ operator: wanted, note: null }),
    make: (_, { type, value }) => {
      made.push(`${type} ${Buffer.from(value)}`)
      return Buffer.from(`${type}_X`)
    },
  }
  const body = JSON.stringify({
    url: 'tel:0171%202345678',
    m: 'https://x.example/?m=anna%40weber.example',
    n: 'https://x.example/?n=0171+2345678',
  })
  const out = inspectWhole({ ...rest, judge: { ...judge, standIns } } as never, Buffer.from(body))
  expect([...new Set(made)]).toEqual([
    'PHONE 0171%202345678',
    'EMAIL anna@weber.example',
    'PHONE 0171+2345678',
  ])
  expect(out.body.toString()).toContain('"tel:PHONE_X"')
})

test('a phone number with escapes in it is no file in Base64', () => {
  const body = '{"phone":"06\\u00a047\\u00a077\\u00a060\\u00a080"}'
  const { judge, ...rest } = options('json')
  const files = {
    metadata: 'keep',
    base64Depth: 2,
    maxFileBytes: 1 << 20,
    unpacks: () => true,
    told: () => undefined,
  }
  expect(
    inspectWhole({ ...rest, judge: { ...judge, files } } as never, Buffer.from(body)).body.toString(),
  ).toBe('{"phone":"<PHONE>"}')
})

test('a town that is told in one place is none in what is called after it', () => {
  const body = '{"city":"New York","zip":"560001","t":"The New York Times","amount":"560001"}'
  expect(held(body)).toContain('"t":"The New York Times","amount":"560001"')
})

test('a line end in code joins nothing to a number', () => {
  const body = JSON.stringify({ account_number: '73829164', code: 'print("a\\n73829164")' })
  expect(held(body)).not.toContain('73829164')
})

test('what one part of a form tells is known in the parts behind it and in their names, though a long picture lies between', () => {
  const part = (name: string, value: string): string =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const body = [
    part('full_name', 'Anna Weber'),
    part('account_number', '73829164'),
    part('picture', 'x'.repeat(100_000)),
    part('title', 'Anna Weber'),
    part('order', '73829164'),
    part('meta', '{"ref":"73829164"}'),
    part('Anna Weber', '1'),
    part('note Anna%20Weber', '1'),
    part('73829164', '1'),
    part('f"; filename="73829164.bin', '1'),
    '--b--\r\n',
  ].join('')
  const inspector = createInspector({
    ...options('multipart'),
    boundary: 'b',
    limits: { maxValueBytes: 1 << 20 },
  } as never)
  const bytes = Buffer.from(body)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += 1000)
    pieces.push(...inspector.push(bytes.subarray(at, at + 1000)).map((piece) => Buffer.from(piece)))
  const out = Buffer.concat([...pieces, ...inspector.end()]).toString()
  expect(out).not.toMatch(/Anna(?: |%20)Weber/)
  expect(out).not.toContain('73829164')
})

test.each([
  '{"account_number":"123456","amount":123456}',
  '{"account_number":"12345678","amount":12345678}',
  '{"account_number":"12345678","amount":12345678,"t":"hello there my dear old friend"}',
  '{"phone":"1712345678","t":"hello there my dear old friend","at":1712345678}',
])('an amount or a moment is no number of an account: %s', (body) => {
  expect(held(body)).toMatch(/"(amount|at)":1\d+/)
})
