/** Promises, by example, what bodies look like before and after (see test/fixtures/redaction/README.md). */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatOf } from '../../../gateway/core/content/format.ts'
import type { FieldOrder } from '../../../gateway/core/content/inspector.ts'
import { type Operator, operators } from '../../../gateway/core/pii/entity.ts'
import { run } from './support.ts'

const folder = new URL('../../fixtures/redaction/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.golden'))

test('there are examples of every format', () => {
  const formats = files.map((name) => formatOf(read(name).contentType).format)
  expect([...new Set(formats)].sort()).toEqual(['csv', 'form', 'json', 'multipart', 'ndjson', 'text', 'xml'])
})

test.each(files)('%s leaves as written down, in one piece and byte by byte', (name) => {
  const { contentType, operator, fields, before, after } = read(name)
  const { format, boundary } = formatOf(contentType)
  for (const pieces of [[1], [64], [100_000]]) {
    const order = { format, boundary: boundary ?? '', operator, fields, pieces }
    expect(run(before, order).out).toBe(after)
  }
})

function read(name: string) {
  const [head = '', before = '', after = ''] = readFileSync(new URL(name, folder), 'utf8').split(/^----\n/m)
  const [contentType = '', rule = ''] = head.split('\n')
  const [operator = '', ...lists] = rule.split(';').map((part) => part.trim())
  if (!(operators as readonly string[]).includes(operator))
    throw new Error(`${name}: no operator ${operator}`)
  const fields: Record<string, FieldOrder> = {}
  for (const list of lists) {
    const [order = '', ...paths] = list.split(/[\s,]+/)
    for (const path of paths) fields[path] = order as FieldOrder
  }
  const lineEnd = contentType.startsWith('multipart/') ? '\r\n' : '\n'
  const body = (text: string) => text.replaceAll('\n', lineEnd)
  return { contentType, operator: operator as Operator, fields, before: body(before), after: body(after) }
}
