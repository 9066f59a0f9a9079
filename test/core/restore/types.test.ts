/** Tokens are put back only where one content type says what the answer is. */
import { expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'

test.each([
  'text/plain;x, text/html',
  'text/plain, text/html',
  'application/json,text/html',
  'text/plain;charset="utf-8", text/html',
  'text/plain;x="a\\"", text/html',
  'text/plain;x="a, text/html',
])('what comes with two of them stays as it is: %s', (type) => {
  expect(restorerFor(type)).toBeNull()
})

test.each([
  'text/plain',
  'text/plain;profile="a,b"',
  'application/json;x="\\","',
  'text/event-stream; charset=utf-8',
])('a comma in quotes is none between two: %s', (type) => {
  expect(restorerFor(type)).not.toBeNull()
})
