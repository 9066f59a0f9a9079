/** Promises that a restored value is written in its answer's character set, or not at all. */
import { expect, test } from 'vitest'
import { isInOtherCharset, restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { Known } from './restored.ts'

const known = new Known()
const zoe = known.token('PERSON', 'Zoë Müller')
const euro = known.token('ADDRESS', '€ “12” Ÿ\n')
const kanji = known.token('PERSON', '山田')
const half = known.token('PERSON', 'plain')

function restored(type: string, body: string): Buffer {
  const restorer = restorerFor(type)
  if (restorer === null) throw new Error('not restored')
  return Buffer.concat([known.fill(restorer.push(Buffer.from(body, 'latin1'))), known.fill(restorer.end())])
}

test('in Latin-1 what it has, and else the token', () => {
  const type = 'text/plain; charset=ISO-8859-1'
  expect(restored(type, `Für ${zoe} é`).toString('latin1')).toBe('Für Zoë Müller é')
  expect(restored(type, `${euro} ${kanji} ${half}`).toString('latin1')).toBe(`${euro} ${kanji} plain`)
})

test('in Windows-1252 what stands between, too', () => {
  const bytes = restored('text/plain;charset=cp1252', `${euro}${kanji}`)
  expect(new TextDecoder('windows-1252').decode(bytes)).toBe(`€ “12” Ÿ\n${kanji}`)
})

test('in ASCII nothing else', () => {
  expect(restored('text/plain; charset=us-ascii', `${zoe} ${half}`).toString()).toBe(`${zoe} plain`)
})

test('in JSON so that it says the same to whoever obeys the label and whoever does not, at any depth', () => {
  const inner = JSON.stringify({ a: JSON.stringify({ b: `${zoe} ${euro} ${kanji}` }) })
  const bytes = restored('application/json; charset=iso-8859-1', inner)
  expect(bytes.every((byte) => byte < 0x80)).toBe(true)
  expect(JSON.parse(JSON.parse(bytes.toString()).a)).toEqual({ b: 'Zoë Müller € “12” Ÿ\n 山田' })
})

test('an event stream is UTF-8 whatever it says', () => {
  const body = restored('text/event-stream; charset=iso-8859-1', `data: ${zoe}\n\n`)
  expect(body.toString()).toBe('data: Zoë Müller\n\n')
})

test.each([
  'text/plain; charset=utf-16',
  'text/markdown; charset=gbk',
  'application/json; charset=shift_jis',
])('where it is no such set, tokens stay: %s', (type) => {
  expect(restorerFor(type)).toBeNull()
  expect(isInOtherCharset(type)).toBe(true)
  expect(isInOtherCharset('text/html; charset=gbk')).toBe(false)
})
