/** Promises of uploads under labels that say nothing: what can be read is read, however the body is cut. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../support/property-runs.ts'
import { anyPlain, anyTable } from './bodies.ts'
import { anyDocument, mark } from './json-documents.ts'
import { anyPieces, codeOf, type Order, run, unnumbered } from './support.ts'

const everyCut: Partial<Order>[] = [{ pieces: [1] }, { pieces: [5] }, { pieces: [700, 1] }, {}]
const order: Order = { format: 'multipart', boundary: 'b' }

function same(body: string | Uint8Array, over: Order) {
  const outcomes = everyCut.map((cut) => run(body, { ...over, ...cut }))
  for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
  return outcomes[0] as ReturnType<typeof run>
}

const file = (type: string, name = 'f') =>
  `Content-Disposition: form-data; name="${name}"; filename="x"${type === '' ? '' : `\r\nContent-Type: ${type}`}`
const part = (head: string, content: string) => `--b\r\n${head}\r\n\r\n${content}\r\n`
const closed = (...parts: string[]) => `${parts.join('')}--b--\r\n`

/** What curl, browsers on Windows, and careless programs write above a file that they do not know. */
const saysNothing = ['application/octet-stream', 'application/vnd.ms-excel', 'image/png', 'x', '']

describe.each(saysNothing)('a file in a part of type %j', (type) => {
  test.each([
    ['a table', 'name,mail\r\nJoe,joe@example.com', 'name,mail\r\nJoe,'],
    ['JSON', '{"mail":"joe\\u0040example.com","n":4111111111111111}', '{"mail":"","n":null}'],
    ['lines of JSON', '{"m":"joe@example.com"}\n{"m":1}', '{"m":""}\n{"m":1}'],
    ['XML', '<?xml version="1.0"?><m>joe&#64;example.com</m>', '<?xml version="1.0"?><m></m>'],
    ['text', 'call joe@example.com', 'call '],
  ])('is read where it holds %s', (_what, content, expected) => {
    const { out, opaqueParts } = same(closed(part(file(type), content)), { ...order, operator: 'redact' })
    expect(out).toBe(closed(part(file(type), expected)))
    expect(opaqueParts).toBe(0)
  })

  test('passes unread and is counted where it is no text', () => {
    for (const content of ['\u0089PNG\u0001 joe@example.com', '%PDF-1.7\njoe@example.com']) {
      const body = closed(part(file(type), content))
      const { out, opaqueParts, questions } = same(body, order)
      expect({ out, opaqueParts, questions }).toEqual({ out: body, opaqueParts: 1, questions: [] })
    }
  })
})

test('a file without a type that is no text is refused where the rule refuses what it cannot read', () => {
  const body = closed(part(file(''), '\u0001pixels'), part(file('text/plain'), 'joe@example.com'))
  const { out, refused, opaqueParts } = same(body, { ...order, opaqueParts: 'refuse' })
  expect(out).toBe(`--b\r\n${file('')}\r\n\r\n`)
  expect({ refused, opaqueParts }).toEqual({ refused: true, opaqueParts: 1 })
})

test('a label that says nothing is believed where the rule refuses what it cannot read', () => {
  const body = closed(part(file('application/octet-stream'), 'joe@example.com'))
  expect(same(body, { ...order, opaqueParts: 'refuse' })).toMatchObject({ refused: true, questions: [] })
})

test('what somebody typed into a field is text, whatever it begins like', () => {
  const typed = part('Content-Disposition: form-data; name="note"', '{"mail": "joe@example.com" and so on')
  expect(same(closed(typed), { ...order, operator: 'redact' }).out).toContain('{"mail": "" and so on')
})

test('an entity in a file under a wrong label has the place where it stands in the whole body', () => {
  const body = closed(
    part('Content-Disposition: form-data; name="a"', 'x'),
    part(file('application/octet-stream', 'list'), '{"m":["joe@example.com"]}'),
  )
  expect(same(body, order).questions).toMatchObject([{ path: 'list.m[0]', offset: body.indexOf('joe') }])
})

test('a field that a rule names is kept or dropped without asking what it holds', () => {
  const body = closed(part(file('', 'a'), '\u0001joe@example.com'), part(file('', 'b'), 'joe@example.com'))
  const { out, opaqueParts, questions } = same(body, { ...order, fields: { a: 'drop', b: 'keep' } })
  expect(out).toBe(closed(part(file('', 'a'), ''), part(file('', 'b'), 'joe@example.com')))
  expect({ opaqueParts, questions }).toEqual({ opaqueParts: 0, questions: [] })
})

describe('the sample that decides', () => {
  const around = [1000, 1019, 1020, 1021, 1022, 1023, 1024, 1025, 1026, 1027, 1030, 1100]

  test.each(around)('is the same however a part of %i bytes is cut', (length) => {
    for (const last of ['\u0001', 'x', 'é', '\r\n--', '\r\n--a']) {
      // One control character in 24 bytes: the last one of the sample tips the scales.
      const controls = '\u0001'.repeat(Math.floor(Math.min(length, 1024) / 24))
      const content = `joe@example.com ${controls}${'x'.repeat(length)}`.slice(0, length - last.length) + last
      const body = closed(part(file('x'), content), part(file('x'), 'joe@example.com'))
      const whole = run(body, order)
      for (const pieces of [[1], [1023, 1], [1024], [1025, 3]])
        expect(run(body, { ...order, pieces })).toEqual(whole)
      expect(whole.opaqueParts).toBe(last === '\u0001' && length <= 1024 ? 1 : 0)
    }
  })

  test('does not reach into the next part', () => {
    const body = closed(part(file('x'), 'joe@example.com'), part(file('x'), '\u0001'))
    expect(same(body, order)).toMatchObject({ opaqueParts: 1, questions: [{ value: 'joe@example.com' }] })
  })
})

describe('files under labels that say nothing, cut anyhow', () => {
  const anyLabel = fc.constantFrom(...saysNothing)
  const anyContent = fc.oneof(
    anyDocument.filter(({ text }) => /^[[{]\s*["{]/.test(text)),
    anyTable,
    anyPlain,
    fc.uint8Array({ maxLength: 1500 }).map((bytes) => {
      const pixels = Buffer.from(bytes).toString('latin1').replaceAll('-', '_').replaceAll(mark, '_')
      const text = `\u0002${pixels}`
      return { text, marked: text, entities: [] }
    }),
  )
  const anyUpload = fc.array(fc.tuple(anyLabel, anyContent), { minLength: 1, maxLength: 5 }).map((files) => ({
    text: closed(...files.map(([label, { text }]) => part(file(label), text))),
    marked: closed(...files.map(([label, { marked }]) => part(file(label), marked))),
    entities: files.flatMap(([, { entities }]) => entities),
  }))

  test('lose each entity and nothing beside it, and ask the same questions', () => {
    fc.assert(
      fc.property(anyUpload, anyPieces, ({ text, marked, entities }, pieces) => {
        const whole = run(text, { ...order, operator: 'redact' })
        expect(run(text, { ...order, operator: 'redact', pieces })).toEqual(whole)
        expect(whole.questions.map((question) => question.value)).toEqual(entities)
        expect(unnumbered(whole.out)).toBe(unnumbered(marked.replaceAll(mark, '')))
      }),
      runs(200),
    )
  })

  test('leave byte for byte as they came where everything is kept', () => {
    fc.assert(
      fc.property(anyUpload, anyPieces, ({ text }, pieces) => {
        expect(run(text, { ...order, operator: 'keep', pieces })).toMatchObject({ out: text, changed: false })
      }),
      runs(100),
    )
  })
})

describe('hostile uploads', () => {
  test('a part that begins as JSON and is none is malformed, as a whole body is', () => {
    const body = closed(part(file('x'), '{"a":1, // joe@example.com'))
    for (const cut of everyCut) expect(codeOf(body, { ...order, ...cut })).toBe('CONTENT_MALFORMED')
  })

  test('a part that begins as text and goes on as pixels is read to its end', () => {
    const body = closed(part(file('x'), `${'text '.repeat(300)}\u0000\u0001 joe@example.com \u0000`))
    expect(same(body, order).questions).toHaveLength(1)
  })

  test('twenty thousand tiny parts are read in time, each for itself', () => {
    const files = Array.from({ length: 20_000 }, (_, i) => part(file('x'), i % 2 ? '\u0001' : ''))
    const body = closed(...files, part(file('x'), 'joe@example.com'))
    const started = process.cpuUsage()
    const { opaqueParts, questions } = run(body, { ...order, pieces: [4096] })
    const used = process.cpuUsage(started)
    expect({ opaqueParts, questions: questions.length }).toEqual({ opaqueParts: 10_000, questions: 1 })
    expect(used.user + used.system).toBeLessThan(10_000_000)
  }, 30_000)

  test('a head that fills its limit is read, and a longer one is malformed', () => {
    const head = (length: number) => `${file('x')}\r\nX: ${'x'.repeat(length)}`
    const body = (length: number) => closed(part(head(length), 'joe@example.com'))
    expect(same(body(16_000), order).questions).toHaveLength(1)
    for (const cut of everyCut) expect(codeOf(body(17_000), { ...order, ...cut })).toBe('CONTENT_MALFORMED')
  })

  test('parts in parts in parts end at a bound, before they take time or stack', () => {
    const name = (depth: number) => `b${String(depth).padStart(5, '0')}`
    const nested = (depth: number) =>
      Array.from(
        { length: depth },
        (_, i) => `--${name(i)}\r\nContent-Type: multipart/mixed; boundary=${name(i + 1)}\r\n\r\n`,
      ).join('')
    const deep: Order = { format: 'multipart', boundary: name(0) }
    expect(codeOf(nested(20_000), deep)).toBe('CONTENT_MALFORMED')
    const inner = `${nested(8)}--${name(8)}\r\n\r\njoe@example.com`
    const ends = Array.from({ length: 9 }, (_, i) => `\r\n--${name(8 - i)}--`).join('')
    expect(run(inner + ends, { ...deep, operator: 'redact' }).out).toBe(inner.slice(0, -15) + ends)
  })
})
