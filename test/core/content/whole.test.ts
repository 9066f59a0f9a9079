/** Promises that the reader that all whole bodies share keeps nothing of one body for the next. */
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { askingJudge } from './support.ts'

const options = { format: 'json', opaqueParts: 'pass' } as const
const body = Buffer.from('{"customers":[{"id":7},{"mail":"joe@example.com, jane@example.com"}]}')
const masked = '{"customers":[{"id":7},{"mail":"j**@example.com, j***@example.com"}]}'

function mask(bytes: Buffer): string {
  return inspectWhole({ ...options, judge: askingJudge({}).judge }, bytes).body.toString()
}

test('a body is read the same behind one that stopped short in the middle of a string', () => {
  const cut = Buffer.from('[[[{"a":"joe@example.com","b\\u00e9":"4111 1111 1111')
  expect(() => mask(cut)).toThrow('not what its type says')
  expect(mask(body)).toBe(masked)
})

test('a body is read the same behind one whose judge threw', () => {
  const judge: Judge = {
    ...askingJudge({}).judge,
    entity() {
      throw new Error('the judge is ill')
    },
  }
  expect(() => inspectWhole({ ...options, judge }, body)).toThrow('the judge is ill')
  expect(mask(body)).toBe(masked)
})

test('a judge may look into another body while it judges one', () => {
  const inner: string[] = []
  const judge: Judge = {
    ...askingJudge({}).judge,
    entity() {
      inner.push(mask(body))
      return 'redact'
    },
  }
  const outer = inspectWhole({ ...options, judge }, body)
  expect(inner).toEqual([masked, masked])
  expect(outer.body.toString()).toBe('{"customers":[{"id":7},{"mail":", "}]}')
  expect(mask(body)).toBe(masked)
})

test('a refused body ends where the refused entity begins, and the next one is whole', () => {
  const { judge, questions } = askingJudge({
    operator: ({ value }) => (value === 'jane@example.com' ? 'refuse' : 'mask'),
  })
  const inspected = inspectWhole({ ...options, judge }, body)
  expect(inspected.refused).toBe(true)
  expect(inspected.body.toString()).toBe('{"customers":[{"id":7},{"mail":"j**@example.com, ')
  expect(questions).toHaveLength(2)
  expect(mask(body)).toBe(masked)
})

test('more edits than are kept room for are all made', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `user${index}@example.com`)
  const judge = askingJudge({ operator: 'replace' }).judge
  const inspected = inspectWhole({ ...options, judge }, Buffer.from(JSON.stringify(many)))
  expect(JSON.parse(inspected.body.toString())).toEqual(many.map(() => '[EMAIL]'))
  expect(mask(body)).toBe(masked)
})
