/** Files that stand in JSON as Base64 are read as what they are, and written back as they were written. */
import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { runs } from '../../support/property-runs.ts'
import { anyPieces, cut } from '../content/support.ts'
import { docx, entryOf, type FileOrder, fileJudge, paragraph } from './support.ts'

const secret = 'Please write to joe@example.com about it.'
const base64 = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64')

function inspectJson(value: unknown, order: FileOrder = {}) {
  const { judge, asked, notes } = fileJudge(order)
  const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  const { opaqueParts = 'pass' } = order
  const result = inspectWhole({ format: 'json', judge, opaqueParts }, body)
  return {
    ...result,
    asked,
    notes,
    json: () => JSON.parse(result.body.toString()),
    same: result.body === body,
  }
}

const umlauts = Buffer.from('Gr\u00fc\u00dfe an joe@example.com wegen der Gr\u00f6\u00dfe', 'latin1')
const spellings: readonly (readonly [title: string, written: string])[] = [
  ['in the letters of URLs', Buffer.from(`${secret}???>>>`).toString('base64url')],
  ['in lines', base64(secret).replaceAll(/(.{20})/g, '$1\r\n')],
  ['with tabs and blanks', ` ${base64(secret).replaceAll(/(.{20})/g, '$1\t')}`],
  ['without its filling', base64(secret).replace(/=+$/, '')],
  ['filled too much', base64(secret).replace(/=*$/, '===')],
  ['filled though it was full', `${base64(secret.slice(0, 39))}=`],
  ['behind a long label', `data:text/plain;name=${'a'.repeat(300)};base64,${base64(secret)}`],
  ['behind a label with a comma in quotes', `data:text/plain;name="a, b";base64,${base64(secret)}`],
  ['behind a label with blanks', `data:text/plain; charset=utf-8 ; base64 ,${base64(secret)}`],
  ['behind a label without a type', `data:;base64,${base64(secret)}`],
  ['behind the end of a label', `base64,${base64(secret)}`],
  ['in a URL with its letters escaped', `data:text/plain;base64,${encodeURIComponent(base64(secret))}`],
  ['of text of older programs', base64(umlauts)],
]

test.each(spellings)('a text %s is read, and what is left says the same', (_, written) => {
  const { asked, json } = inspectJson({ data: written })
  expect(asked).toEqual([{ type: 'EMAIL', path: 'data', value: 'joe@example.com' }])
  const left = json().data as string
  const label = /^[^"]*?(?:"[^"]*"[^"]*?)?base64\s*,/.exec(written)?.[0] ?? ''
  expect(left.startsWith(label)).toBe(true)
  expect(Buffer.from(left.slice(label.length), 'base64').toString('latin1')).toContain('j**@example.com')
})

test('a label in which all is escaped stays as it is', () => {
  const label = [...'data:text/plain;base64,'].map(
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const { body } = inspectJson(`{"data":"${label.join('')}${base64(secret)}"}`)
  const left = base64('Please write to j**@example.com about it.')
  expect(body.toString()).toBe(`{"data":"${label.join('')}${left}"}`)
})

describe('what AI assistants take', () => {
  test('a data URL, as OpenAI has it', () => {
    const file_data = `data:text/plain;base64,${base64(secret)}`
    const { asked, json } = inspectJson({
      content: [{ type: 'file', file: { filename: 'a.txt', file_data } }],
    })
    expect(asked).toEqual([{ type: 'EMAIL', path: 'content[0].file.file_data', value: 'joe@example.com' }])
    const left = json().content[0].file.file_data
    expect(left).toBe(`data:text/plain;base64,${base64('Please write to j**@example.com about it.')}`)
  })

  test('a document and its type beside it, as Anthropic and Google have it', () => {
    const data = base64(docx(paragraph('joe@exam', 'ple.com')))
    const sent = {
      source: { type: 'base64', media_type: 'application/x', data },
      inlineData: { mimeType: 'x/y', data },
    }
    const { json } = inspectJson(sent)
    for (const left of [json().source.data, json().inlineData.data])
      expect(entryOf(Buffer.from(left, 'base64'), 'word/document.xml')).toContain('j**@example.com')
  })

  test('a table names its columns there too', () => {
    const { asked } = inspectJson({
      data: base64('first name;email\nAnna;anna@example.com\nBernd;b@example.com\n'),
    })
    expect(asked.map(({ path }) => path)).toContain('data.first name')
  })

  test('of a picture metadata goes', () => {
    const picture = Buffer.from('\xff\xd8\xff\xfe\x00\x09Planted\xff\xd9 behind it', 'latin1')
    const { json, notes, opaqueParts } = inspectJson(
      { url: `data:image/jpeg;base64,${base64(picture)}` },
      { metadata: 'strip' },
    )
    expect(Buffer.from(json().url.split(',')[1], 'base64').toString('latin1')).toBe('\xff\xd8\xff\xd9')
    expect([notes, opaqueParts]).toEqual([['opaque:image', 'metadata-stripped'], 1])
  })
})

describe('it is written back as it was written', () => {
  test.each([
    ['filled up', (text: string) => text],
    ['not filled up', (text: string) => text.replace(/=+$/, '')],
  ])('%s', (_, write) => {
    for (const text of [secret, `${secret}.`, `${secret}..`]) {
      const { json } = inspectJson({ data: write(base64(text)) })
      expect(json().data).toBe(write(base64(text.replace('joe', 'j**'))))
    }
  })

  test('with the letters of URLs', () => {
    const text = `${secret}\u00fe\u00ff\u00fe??>>~~`
    const { json } = inspectJson({ data: Buffer.from(text).toString('base64url') })
    expect(json().data).toBe(Buffer.from(text.replace('joe', 'j**')).toString('base64url'))
  })

  test('with escapes and lines in it, of which only what is needed stays', () => {
    const coded = base64(`${secret}\u00fe\u00ff\u00fe??>>~~`)
      .replaceAll('+', '\\u002B')
      .replaceAll('/', '\\/')
    const body = `{"data":"data:text\\/plain;base64,${coded.slice(0, 40)}\\r\\n${coded.slice(40)}"}`
    expect(inspectJson(body).json().data).toMatch(/^data:text\/plain;base64,[A-Za-z0-9+/=]+$/)
    expect(inspectJson(body).asked).toHaveLength(1)
  })
})

test('nothing is looked for deeper than the rule says', () => {
  const inner = JSON.stringify({ data: base64(secret) })
  const sent = { data: base64(inner) }
  expect(inspectJson(sent, { base64Depth: 2 }).asked).toHaveLength(1)
  expect(inspectJson(sent, { base64Depth: 1 }).asked).toHaveLength(0)
  expect(inspectJson({ data: base64(secret) }, { base64Depth: 0 }).same).toBe(true)
})

test('keys, tokens, fingerprints and random bytes are no files', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 18, maxLength: 300 }), fc.boolean(), (bytes, isUrl) => {
      const { same, opaqueParts } = inspectJson(
        { signature: Buffer.from(bytes).toString(isUrl ? 'base64url' : 'base64') },
        { opaqueParts: 'refuse', operator: 'keep' },
      )
      expect([same, opaqueParts]).toEqual([true, 0])
    }),
    runs(300),
  )
})

test('a file that cannot be looked into stops the body where the rule stops what it cannot read', () => {
  const sent = { data: base64('%PDF-1.7 something\0') }
  expect(inspectJson(sent)).toMatchObject({ same: true, opaqueParts: 1, notes: ['opaque:pdf'] })
  expect(inspectJson(sent, { opaqueParts: 'refuse' })).toMatchObject({ refused: true, opaqueParts: 1 })
})

test('a refused entity in a file refuses the body, a broken document makes it malformed', () => {
  expect(inspectJson({ data: base64(secret) }, { operator: 'refuse' })).toMatchObject({ refused: true })
  const cutOff = docx(paragraph('joe@example.com')).subarray(0, -30)
  expect(() => inspectJson({ data: base64(cutOff) })).toThrow()
})

test('what looks like a document and breaks is one text', () => {
  const { asked } = inspectJson({ data: base64(`<?xml version="1.0"?><a>joe@example.com`) })
  expect(asked).toHaveLength(1)
})

test('however a body is cut, the same leaves', () => {
  const file = docx(`${paragraph('joe@exam', 'ple.com')}${'<w:p/>'.repeat(9)}${paragraph('x'.repeat(300))}`)
  const text = base64(`${secret} `.repeat(900))
  const body = Buffer.from(
    JSON.stringify({ a: base64(file), b: 'kim@example.com', c: `data:text/plain;base64,${text}`, d: 1 }),
  )
  const through = (pieces: readonly number[] | undefined, order: FileOrder = {}, maxValueBytes = 1 << 16) => {
    const { judge, asked, notes } = fileJudge(order)
    const limits = { maxValueBytes }
    const inspector = createInspector({ format: 'json', judge, limits, opaqueParts: 'pass' })
    const out = [...cut(body, pieces)].flatMap((piece) => [...inspector.push(piece)])
    return { out: Buffer.concat([...out, ...inspector.end()]).toString(), asked, notes }
  }
  const whole = through(undefined)
  expect(whole.asked).toHaveLength(902)
  fc.assert(
    fc.property(anyPieces, (pieces) => {
      expect(through(pieces)).toEqual(whole)
    }),
    runs(20),
  )
  // Longer than what is held, in a body that is longer too: it leaves as a text, and is counted.
  const long = through([1000], { maxFileBytes: 20_000 }, 1 << 14)
  expect([long.asked.length, long.notes]).toEqual([2, ['base64-large']])
})

describe('a part of a form in base64', () => {
  const lines = (text: string) => (text.match(/.{1,76}/g) ?? []).join('\r\n')
  const part = (type: string, content: string) =>
    `--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}\r\n--b--\r\n`
  const through = (body: string, order: FileOrder = {}, pieces?: readonly number[]) => {
    const { judge, asked, notes } = fileJudge(order)
    const limits = { maxValueBytes: 1 << 16 }
    const { opaqueParts = 'pass' } = order
    const inspector = createInspector({ format: 'multipart', boundary: 'b', judge, limits, opaqueParts })
    const out = [...cut(Buffer.from(body), pieces)].flatMap((piece) => [...inspector.push(piece)])
    return {
      out: Buffer.concat([...out, ...inspector.end()]).toString(),
      asked,
      notes,
      refused: inspector.refused,
    }
  }

  test('is read as what it is, and written back in lines', () => {
    const text = `${secret} `.repeat(5)
    for (const type of ['text/plain', 'application/octet-stream']) {
      const { out, asked } = through(part(type, lines(base64(text))))
      expect(asked[0]).toEqual({ type: 'EMAIL', path: 'f', value: 'joe@example.com' })
      expect(out).toBe(part(type, lines(base64(text.replaceAll('joe', 'j**')))))
    }
    const { out } = through(part('application/msword', lines(base64(docx(paragraph('joe@exam', 'ple.com'))))))
    const left = Buffer.from(out.split('\r\n\r\n')[1]?.split('\r\n--b')[0] ?? '', 'base64')
    expect(entryOf(left, 'word/document.xml')).toContain('j**@example.com')
  })

  test('leaves as it came where nothing is found, however it is cut', () => {
    const body = part('text/plain', base64('nothing to see here').replace(/(.{9})/g, '$1\r\n'))
    fc.assert(
      fc.property(anyPieces, (pieces) => {
        expect(through(body, {}, pieces).out).toBe(body)
      }),
      runs(20),
    )
  })

  test('is malformed where it is none, and too long where it is longer than what is held', () => {
    expect(() => through(part('text/plain', 'no*base64'))).toThrow()
    expect(() =>
      through(part('text/plain', base64(secret.repeat(20))), { maxFileBytes: 100 }, [64]),
    ).toThrow()
  })

  test('that nobody can read is counted, or refused', () => {
    const body = part('application/pdf', base64('%PDF-1.7 \0'))
    expect(through(body)).toMatchObject({ out: body, notes: ['opaque:pdf'] })
    expect(through(body, { opaqueParts: 'refuse' })).toMatchObject({ refused: true })
  })
})

test('what was found in a file stays edited where somebody who is named behind it has the body read again', () => {
  const text = 'Somebody writes from joe@example.com.'
  const order = { note: 'Zoran Quillfeather', file: base64(text), last_name: 'Quillfeather' }
  for (const value of [order, { rows: [order, { ...order, file: 'none' }] }]) {
    const { body } = inspectJson(value)
    const left = body.toString()
    expect(left).not.toContain('Quillfeather')
    const coded = /"file":"([A-Za-z0-9+/=]{30,})"/.exec(left)?.[1] ?? ''
    expect(Buffer.from(coded, 'base64').toString()).toContain('j**@example.com')
  }
})
