/** Promises that tokens in text and JSON answers become values again, written for the place where they stand. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { runs } from '../../support/property-runs.ts'
import { Known, restoredBy } from './restored.ts'

function restored(contentType: string, known: Known, answer: Parameters<typeof restoredBy>[2]): string {
  const restorer = restorerFor(contentType)
  if (restorer === null) throw new Error(`nothing is restored in ${contentType}`)
  return restoredBy(restorer, known, answer)
}

const known = new Known()
const anna = known.token('PERSON', 'Anna Weber')
const quoted = known.token('PERSON', 'Pat "Red" O\'Neil\\')
const red = known.token('PERSON', 'Pat "Red" Weber')
const mail = known.token('EMAIL', 'anna.weber@example.com')
const address = known.token('ADDRESS', 'Hauptstr. 1\n10115 Berlin')
const ssn = known.token('US_SSN', '134-77-9981')

describe('in text', () => {
  test.each([
    ['as it was given', `Dear ${anna},`, 'Dear Anna Weber,'],
    ['in lower case', `dear ${anna.toLowerCase()}!`, 'dear Anna Weber!'],
    ['in mixed case', `dear ${anna.replace('PERSON', 'Person')}!`, 'dear Anna Weber!'],
    ['bold', `**${anna}**`, '**Anna Weber**'],
    ['in italics made of underscores', `_${anna}_`, '_Anna Weber_'],
    ['as code', `\`${anna}\``, '`Anna Weber`'],
    ['as a link', `[${anna}](mailto:${mail})`, '[Anna Weber](mailto:anna.weber@example.com)'],
    ['with underscores escaped for Markdown', ssn.replaceAll('_', '\\_'), '134-77-9981'],
    ['with a possessive', `${anna}'s car, ${anna}’s dog`, "Anna Weber's car, Anna Weber’s dog"],
    ['with a German genitive', `${anna}s Auto`, 'Anna Webers Auto'],
    ['without anything between', `x${anna}${mail}${anna}y`, 'xAnna Weberanna.weber@example.comAnna Webery'],
    ['without its suffix', mail.replace('@token.invalid', ' asks'), 'anna.weber@example.com asks'],
    ['in a link that encodes the suffix', mail.replace('@', '%40'), 'anna.weber%40example.com'],
    ['a name with an underscore', `(${ssn})`, '(134-77-9981)'],
  ])('%s', (_, sent, wanted) => {
    expect(restored('text/plain; charset=utf-8', known, { body: sent })).toBe(wanted)
    for (let cut = 0; cut <= sent.length; cut++)
      expect(restored('text/markdown', known, { body: sent, cuts: [cut] })).toBe(wanted)
  })

  test('what merely looks like a token stays', () => {
    const lookalikes = `PERSON_ABCDEFGHJKMN PERSON_ PERSON_23 PERSONS ${anna.replace('PERSON', 'PHONE')} ${anna.slice(0, -1)}`
    expect(restored('text/plain', known, { body: lookalikes, cuts: [3, 20, 21, 50] })).toBe(lookalikes)
  })
})

describe('in JSON', () => {
  test.each([
    ['a string', { name: anna, mail }, { name: 'Anna Weber', mail: 'anna.weber@example.com' }],
    ['a name', { [anna]: 1 }, { 'Anna Weber': 1 }],
    ['a value with quotes', { q: quoted }, { q: 'Pat "Red" O\'Neil\\' }],
    ['a value with a line end', [address], ['Hauptstr. 1\n10115 Berlin']],
    ['prose with quotes', { t: `He said "${quoted}"` }, { t: 'He said "Pat "Red" O\'Neil\\"' }],
    ['a Markdown link', { t: `[${quoted}](x)` }, { t: '[Pat "Red" O\'Neil\\](x)' }],
    ['escaped Markdown', { t: ssn.replaceAll('_', '\\_') }, { t: '134-77-9981' }],
  ])('%s', (_, sent, wanted) => {
    const body = JSON.stringify(sent)
    for (let cut = 0; cut <= body.length; cut += 1)
      expect(JSON.parse(restored('application/json', known, { body, cuts: [cut] }))).toEqual(wanted)
  })

  test('whose underscores and @ the writer escaped', () => {
    const values = ['134-77-9981', 'anna.weber@example.com', 'Hauptstr. 1\n10115 Berlin']
    let body = JSON.stringify([ssn, mail, address])
    let wanted: unknown = values
    for (let depth = 0; depth < 3; depth++) {
      for (const [underscore, at] of [
        ['\\u005f', '\\u0040'],
        ['\\u005F', '@'],
        ['_', '\\u0040'],
      ] as const) {
        const escaped = escapesIn(body, { underscore, at })
        for (let cut = 0; cut <= escaped.length; cut++)
          expect(JSON.parse(restored('application/json', known, { body: escaped, cuts: [cut] }))).toEqual(
            wanted,
          )
      }
      body = JSON.stringify({ inner: body })
      wanted = { inner: JSON.stringify(wanted) }
    }
    const stays = JSON.stringify(['u005f', `PERSONu005f${anna.slice(7)}`, `${mail.replace('@', 'u0040')}`])
    expect(restored('application/json', known, { body: stays })).toBe(
      stays.replace(mail.replace('@token.invalid', ''), 'anna.weber@example.com'),
    )
  })

  test('inside of JSON strings, at any depth', () => {
    const wanted = { name: 'Pat "Red" Weber', at: 'Hauptstr. 1\n10115 Berlin' }
    let body = JSON.stringify({ name: red, at: address })
    let value: unknown = wanted
    for (let depth = 0; depth < 6; depth++) {
      expect(JSON.parse(restored('application/vnd.api+json', known, { body, cuts: [9, 40, 41] }))).toEqual(
        value,
      )
      value = { inner: JSON.stringify(value), list: [JSON.stringify([value])] }
      body = JSON.stringify({ inner: body, list: [JSON.stringify([JSON.parse(body)])] })
    }
  })
})

/** Written by somebody who escapes more than JSON asks for. */
function escapesIn(body: string, { underscore, at }: { underscore: string; at: string }): string {
  return body.replaceAll('_', underscore).replaceAll('@', at)
}

test.each([
  'text/html',
  'text/javascript',
  'application/javascript',
  'text/css',
  'image/svg+xml',
  'application/xml',
  '',
])('nothing is restored in %j', (type) => {
  expect(restorerFor(type)).toBeNull()
})

test('an answer without tokens passes byte for byte, however it is cut', () => {
  const types = ['application/json', 'text/plain', 'text/event-stream', 'application/x-ndjson']
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      fc.array(fc.nat(), { maxLength: 6 }),
      (type, bytes, cuts) => {
        const body = Buffer.from(bytes)
        const restorer = restorerFor(type)
        if (restorer === null) throw new Error('unreachable')
        const out = known.fill([
          ...[...cuts.map((cut) => cut % (body.length + 1)), 0]
            .sort((a, b) => a - b)
            .flatMap((from, i, all) => restorer.push(body.subarray(from, all[i + 1] ?? body.length))),
          ...restorer.end(),
        ])
        expect(out.equals(body)).toBe(true)
      },
    ),
    runs(2000),
  )
})
