/** Promises that a person is seen in a short message to an assistant, and that short values stay what they are. */
import { expect, test } from 'vitest'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { type Order, run } from './support.ts'

const analyzer = shippedAnalyzer()

function namesIn(body: string, format: Order['format']): string[] {
  return run(body, { format, analyzer })
    .questions.filter(({ type }) => type === 'PERSON')
    .map(({ value }) => value)
}

test.each([
  ['{"model":"gpt-4o","stream":true,"input":"My name is John Smith"}', 'John Smith'],
  ['{"input":["Anna Weber is ill"]}', 'Anna Weber'],
  ['{"inputs":"Anna Weber called"}', 'Anna Weber'],
  ['{"msg":"Ask Anna Weber"}', 'Anna Weber'],
  ['{"c":"Write to Anna Weber"}', 'Anna Weber'],
  ['{"input":"[Anna Weber](https://example.com/people/of/the/house)"}', 'Anna Weber'],
  ['{"input":"Anna Weber https://example.com/people/of/the/house"}', 'Anna Weber'],
  ['["Call Peter Schmidt now"]', 'Peter Schmidt'],
])('%s names somebody', (body, name) => {
  expect(namesIn(body, 'json')).toEqual([name])
})

test('a short text that is a body of its own is read as well', () => {
  expect(namesIn('Call Peter Schmidt now', 'text')).toEqual(['Peter Schmidt'])
})

test.each([
  '{"sku":"Blue Cotton Shirt XL"}',
  '{"color":"Navy Blue Dark"}',
  '{"plan":"Team Plan Yearly"}',
  '{"status":"Ready for Pick up"}',
  '{"method":"Bank Transfer in Euro"}',
  '{"c":"Out of Stock till May"}',
  '{"input":"https://example.com/Anna/Weber"}',
  '{"input":"[Home](https://example.com/a/long/path)"}',
])('%s names nobody', (body) => {
  expect(namesIn(body, 'json')).toEqual([])
})
