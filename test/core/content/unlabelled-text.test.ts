/** Promises of text in any character set under a label that says nothing: it is read, and keeps its other bytes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../support/property-runs.ts'
import { type Read, readEveryhow } from './read-everyhow.ts'

const mail = 'anna@customer.example'
const masked = 'a***@customer.example'
const card = '4111 1111 1111 1111'
const maskedCard = '**** **** **** 1111'
const hidden = (text: string) => text.replaceAll(mail, masked).replaceAll(card, maskedCard)

const latin1 = (text: string) => Buffer.from(text, 'latin1')

/** What curl, browsers on Windows, and careless programs write above a file that they do not know. */
const labels = ['', 'application/octet-stream', 'application/vnd.ms-excel', 'image/png']

/** As a whole body, and as a file in a form. */
function bothWays(content: Buffer, label: string): Read[] {
  const type = label === '' ? '' : `\r\nContent-Type: ${label}`
  const head = latin1(`--b\r\nContent-Disposition: form-data; name="f"; filename="x"${type}\r\n\r\n`)
  const tail = latin1('\r\n--b--\r\n')
  const upload = Buffer.concat([head, content, tail])
  const part = readEveryhow(upload, 'multipart/form-data; boundary=b')
  const out = part.out.subarray(head.length, part.out.length - tail.length)
  return [readEveryhow(content, label), { ...part, out }]
}

const eightBit: [string, Buffer][] = [
  ['a German table from Excel', latin1(`Name;Mail;Card\r\nM\xfcller;${mail};${card}\r\n`)],
  ['curly quotes of Windows-1252', latin1(`He wrote \x93${mail}\x94 \x96 it\x92s ${card}\x85`)],
  [
    'Cyrillic in Windows-1251',
    latin1(`\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xee\xe9 \xe0\xe4\xf0\xe5\xf1: ${mail}`),
  ],
  ['letters of the DOS code pages', latin1(`M\x81ller, K\x94ln, ${mail}`)],
  ['Japanese in Shift JIS', latin1(`\x83\x81\x81[\x83\x8b ${mail}`)],
  ['one letter before long ASCII', latin1(`\xfc ${'plain words '.repeat(170)}${mail}`)],
  ['a final Ctrl-Z', latin1(`The card is ${card}; bill it to me.\x1a`)],
  ['a final zero', latin1(`The card is ${card}; bill it to me.\0`)],
  ['a last block filled up', latin1(`Mail ${mail}, card ${card}.${'\x1a'.repeat(40)}`)],
  ['one zero between', latin1(`The card is ${card}\0 and it is mine to use`)],
  ['a zero at its third byte', latin1(`ab\0 is how this begins, and ${mail} stands in it`)],
  ['entries that end in zeros', latin1(`USER=anna\0MAIL=${mail}\0CARD=${card}\0`)],
  ['a first word like a signature, and a final Ctrl-Z', latin1(`BMW dealer;${mail};${card}\x1a`)],
  ['a first word like another, and a zero', latin1(`MZ;Mainz;${mail};${card}\0;Rhein`)],
  ['a stray bell', latin1(`Ring \x07 before you write to ${mail}, please, or call`)],
]

describe.each(labels)('under the label %j', (label) => {
  test.each(eightBit)('a text with %s is read, and else byte for byte as it came', (_what, body) => {
    for (const { out, form, opaqueParts } of bothWays(body, label)) {
      expect(out.toString('latin1')).toBe(hidden(body.toString('latin1')))
      expect({ opaque: form.format === 'opaque', opaqueParts }).toEqual({ opaque: false, opaqueParts: 0 })
    }
  })
})

/** One code unit or point after another, as the layout has them. */
function written(text: string, layout: string): Buffer {
  const little = Buffer.from(text, 'utf16le')
  if (layout === 'utf-16le') return little
  if (layout === 'utf-16be') return Buffer.from(little).swap16()
  const wide = Buffer.alloc(4 * [...text].length)
  const isLittle = layout === 'utf-32le'
  for (const [i, character] of [...text].entries()) {
    const code = character.codePointAt(0) ?? 0
    if (isLittle) wide.writeUInt32LE(code, 4 * i)
    else wide.writeUInt32BE(code, 4 * i)
  }
  return wide
}

const layouts = ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be']

describe.each(layouts)('%s', (layout) => {
  const table = `Name;Mail;Card\r\nMüller 漢字 🙂;${mail};${card}\r\n`

  test.each(labels)('with a byte order mark is masked in place under %j', (label) => {
    for (const { out, found } of bothWays(written(`\ufeff${table}`, layout), label)) {
      expect(found).toEqual([mail, card])
      expect(out).toEqual(written(`\ufeff${hidden(table)}`, layout))
    }
  })

  test('without a mark is masked in place where its ASCII shows', () => {
    for (const { out } of bothWays(written(`${mail} ${card}`, layout), 'application/vnd.ms-excel'))
      expect(out).toEqual(written(`${masked} ${maskedCard}`, layout))
  })

  test('hides nothing behind escapes of JSON, and gets stand-ins of other lengths', () => {
    const body = written('\ufeff{"m":"joe\\u0040example.com","n":"anna%40customer.example"}', layout)
    const { out, offsets } = readEveryhow(body, '', 'replace')
    expect(out).toEqual(written('\ufeff{"m":"[EMAIL]","n":"%5BEMAIL%5D"}', layout))
    expect(offsets[0]).toBe(written('\ufeff{"m":"', layout).length)
  })

  test('that is longer than any sample is read to its end', () => {
    const text = `\ufeff${'words and 漢字 🙂 '.repeat(3000)}${mail}`
    expect(readEveryhow(written(text, layout), '').out).toEqual(written(hidden(text), layout))
  })

  test('leaves byte for byte as it came where nothing is found, halves of pairs and all', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 0, max: 3 }),
        (text, rest) => {
          const body = Buffer.concat([
            written(`\ufeffordinary words ${text}`, layout),
            Buffer.alloc(rest, 0xd8),
          ])
          expect(readEveryhow(body, '', 'keep').out).toEqual(body)
        },
      ),
      runs(60),
    )
  })
})

test('a text that only begins like a byte order mark is read for what it is', () => {
  const body = latin1(`\xff\xfe${mail} and ${card}`)
  expect(readEveryhow(body, '').out.toString('latin1')).toBe(`\xff\xfe${masked} and ${maskedCard}`)
})

test('JSON in an 8-bit character set is read as JSON', () => {
  const { out, paths } = readEveryhow(latin1(`{"name":"M\xfcller","mail":"${mail}"}`), '')
  expect(out.toString('latin1')).toBe(`{"name":"M\xfcller","mail":"${masked}"}`)
  expect(paths).toEqual(['mail'])
})
