/** Promises that who is named in a body is found in a file that stands in it as Base64, and the other way round. */
import { expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { FileOrders } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { fieldsAnalyzer as analyzer } from '../../support/analysis.ts'
import { askingJudge, cut, type Order } from './support.ts'

const files: FileOrders = {
  metadata: 'keep',
  base64Depth: 2,
  maxFileBytes: 1 << 20,
  unpacks: () => true,
  told: () => {},
}
const person = { full_name: 'Olga Petrova' }
const base64 = (text: string) => Buffer.from(text).toString('base64')
const letter = { file: base64('The report of last month, as it was written for Olga Petrova by the office.') }
const record = { file: base64(JSON.stringify({ ...person, plan: 'of the last month' })) }

type Body = Pick<Order, 'format'> & { boundary?: string; body: string }

function wholePaths({ body, format, boundary = '' }: Body): unknown[] {
  const { judge, questions } = askingJudge({ analyzer })
  inspectWhole({ format, boundary, judge: { ...judge, files }, opaqueParts: 'pass' }, Buffer.from(body))
  return questions.map(({ path }) => path).toSorted()
}

function streamedPaths({ body, format }: Body, pieces: number[]): unknown[] {
  const { judge, questions } = askingJudge({ analyzer })
  const limits = { maxValueBytes: 1 << 16 }
  const inspector = createInspector({ format, judge: { ...judge, files }, limits, opaqueParts: 'pass' })
  for (const piece of cut(Buffer.from(body), pieces)) inspector.push(piece)
  inspector.end()
  return questions.map(({ path }) => path)
}

const json = (value: unknown): Body => ({ format: 'json', body: JSON.stringify(value) })

test.each<[string, Body, string[]]>([
  ['a file behind the field', json({ ...person, ...letter }), ['file', 'full_name']],
  ['a file before it', json({ ...letter, ...person }), ['file', 'full_name']],
  ['a title, named in a file', json({ title: 'For Olga Petrova', ...record }), ['file.full_name', 'title']],
  [
    'a file in a document in a text',
    json({ text: JSON.stringify({ ...letter, ...person }) }),
    ['text.file', 'text.full_name'],
  ],
  [
    'a file in a document in a text, named outside',
    json({ text: JSON.stringify(letter), ...person }),
    ['full_name', 'text.file'],
  ],
  ['a file in a file', json({ ...person, file: base64(JSON.stringify(letter)) }), ['file.file', 'full_name']],
  [
    'a file on another line',
    { format: 'ndjson', body: `${JSON.stringify(letter)}\n${JSON.stringify(person)}\n` },
    ['file', 'full_name'],
  ],
  [
    'a file in a form',
    { format: 'form', body: `text=${encodeURIComponent(JSON.stringify(letter))}&full_name=Olga+Petrova` },
    ['full_name', 'text.file'],
  ],
  [
    'a file in another part',
    {
      format: 'multipart',
      boundary: 'b',
      body: [
        '--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n',
        JSON.stringify(letter),
        '--b\r\nContent-Disposition: form-data; name="full_name"\r\n',
        'Olga Petrova\r\n--b--\r\n',
      ].join('\r\n'),
    },
    ['a.file', 'full_name'],
  ],
])('who is named is found in %s', (_where, body, paths) => {
  expect(wholePaths(body)).toEqual(paths)
})

test.each([[1], [7], [1000]])(
  'of a body that streams in pieces of %d bytes, in files behind the name',
  (size) => {
    expect(streamedPaths(json({ ...person, ...letter }), [size])).toEqual(['full_name', 'file'])
    expect(streamedPaths(json({ ...record, text: 'For Olga Petrova, 1 copy of 2' }), [size])).toEqual([
      'file.full_name',
      'text',
    ])
  },
)
