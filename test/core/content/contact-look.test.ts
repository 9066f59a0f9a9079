/** Promises that a text with contact data in it is gone through once, however much of that stands in a line. */
import { expect, test } from 'vitest'
import { contactLines } from '../../../gateway/core/content/contact-look.ts'
import type { Finding, TextWindow } from '../../../gateway/core/pii/entity.ts'

/** A text, what `mark` is found as in it, and how often its bytes were asked for. */
function counted(text: string, mark: string) {
  const written = new TextEncoder().encode(text)
  const asked = { bytes: 0 }
  const bytes = new Proxy(written, {
    get(target, key) {
      asked.bytes++
      return Reflect.get(target, key)
    },
  })
  const found: Finding[] = []
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length))
    found.push({ type: 'PHONE', start: at, end: at + mark.length, score: 0.75, reasons: [] })
  const view: TextWindow = { bytes, start: 0, from: 0, end: written.length, final: true }
  return { view, found, asked }
}

const most = 20

test.each([
  ['numbers in one line', '01 05 07 02 03 '.repeat(800), '01 05 07 02 03'],
  ['numbers in lines that are too long', `${'01 05 07 02 03 '.repeat(80)}\n`.repeat(10), '01 05 07 02 03'],
  ['numbers in lines of their own', '01 05 07 02 03\n'.repeat(800), '01 05 07 02 03'],
  ['words with capitals between numbers', 'Ab, Cd 01 05 07 02 03\n'.repeat(500), '01 05 07 02 03'],
])('%s', (_, text, mark) => {
  const { view, found, asked } = counted(text, mark)
  contactLines(view, found)
  expect(asked.bytes).toBeLessThan(most * text.length)
})

test('behind a line that is too long, others are looked at', () => {
  const text = `${'01 05 07 02 03 '.repeat(200)}\nx\ny\nAnna Weber 0171 2345678`
  const { view, found } = counted(text, '0171 2345678')
  const { found: others } = counted(text, '01 05 07 02 03')
  const lines = contactLines(view, [...others, ...found])
  expect(lines).toEqual([{ start: text.indexOf('y\n'), end: text.length }])
})

test('a word with a capital that was found is no name', () => {
  const { view, found } = counted('Anna Weber 1\n', 'Anna')
  const number: Finding = { type: 'PHONE', start: 11, end: 12, score: 0.75, reasons: [] }
  expect(contactLines(view, [...found, number])).toEqual([])
  expect(contactLines(view, [number])).toEqual([{ start: 0, end: 13 }])
})
