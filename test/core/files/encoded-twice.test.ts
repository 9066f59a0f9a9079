/** Promises that a text which was encoded in Base64 several times is read as deep as a rule looks, and written back as it was. */
import { Buffer } from 'node:buffer'
import { expect, test } from 'vitest'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { fileJudge } from './support.ts'

const text = 'Please write to joe@example.com before noon, and send a copy of it.'

function encoded(content: string, times: number): string {
  return times === 0 ? content : encoded(Buffer.from(content).toString('base64'), times - 1)
}

function decoded(content: string, times: number): string {
  return times === 0 ? content : decoded(Buffer.from(content, 'base64').toString(), times - 1)
}

function read(data: string, base64Depth: number) {
  const { judge, asked } = fileJudge({ base64Depth })
  const body = Buffer.from(JSON.stringify({ data }))
  const result = inspectWhole({ format: 'json', boundary: null, judge, opaqueParts: 'pass' }, body)
  return { data: (JSON.parse(result.body.toString()) as { data: string }).data, asked }
}

test.each([
  [1, 2],
  [2, 2],
  [3, 3],
  [3, 4],
  [4, 4],
])('%d times under a rule that looks %d deep', (times, depth) => {
  const { data, asked } = read(encoded(text, times), depth)
  expect(asked.map(({ value }) => value)).toEqual(['joe@example.com'])
  expect(decoded(data, times)).toBe(text.replace('joe@example.com', 'j**@example.com'))
})

test('a rule that looks one layer deep leaves the second', () => {
  const twice = encoded(text, 2)
  expect(read(twice, 1)).toEqual({ data: twice, asked: [] })
})

test('nothing is written anew where nothing was found, nor what is encoded more often', () => {
  for (const data of [encoded('The dog slept in the sun and nobody came by all day.', 2), encoded(text, 4)])
    expect(read(data, 2)).toEqual({ data, asked: [] })
})

test('a file in what was encoded twice stands a layer deeper', () => {
  const data = encoded(JSON.stringify({ data: encoded(text, 1) }), 2)
  expect(read(data, 2)).toEqual({ data, asked: [] })
  expect(read(data, 3).asked.map(({ value }) => value)).toEqual(['joe@example.com'])
})
