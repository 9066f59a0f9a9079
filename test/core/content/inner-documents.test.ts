/** A document that is written into a text of another one is read as one: its names tell, and its layers stay whole. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsAnalyzer } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'
import { anyPieces, type Order, type Outcome, run, runWhole } from './support.ts'

const analyzer = fieldsAnalyzer

const person = { customer: { first_name: 'Ana', last_name: 'Kovac' }, note: 'ok' }
const masked = { customer: { first_name: 'A**', last_name: 'K****' }, note: 'ok' }
const inner = JSON.stringify(person)

/** As a body that is held, and as one that streams byte by byte: nobody is named twice here. */
function read(body: string, order: Omit<Order, 'analyzer' | 'pieces'>): Outcome {
  const whole = runWhole(body, { ...order, analyzer })
  for (const pieces of [[1], [7, 3], undefined])
    expect(run(body, { ...order, analyzer, ...(pieces === undefined ? {} : { pieces }) })).toEqual(whole)
  return whole
}

const pathsOf = ({ questions }: Outcome) => questions.map(({ path }) => path)

describe('names of a document tell what stands in it', () => {
  test('in a JSON string', () => {
    const outcome = read(JSON.stringify({ payload: inner }), { format: 'json' })
    expect(pathsOf(outcome)).toEqual(['payload.customer.first_name', 'payload.customer.last_name'])
    expect(JSON.parse(JSON.parse(outcome.out).payload)).toEqual(masked)
  })

  test('where it was written as a string twice over', () => {
    const body = JSON.stringify({ payload: JSON.stringify(inner) })
    const outcome = read(body, { format: 'json' })
    expect(pathsOf(outcome)).toEqual(['payload.customer.first_name', 'payload.customer.last_name'])
    expect(JSON.parse(JSON.parse(JSON.parse(outcome.out).payload))).toEqual(masked)
  })

  test('in a document in a document in a document', () => {
    const body = JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: inner }) }) })
    const outcome = read(body, { format: 'json' })
    expect(pathsOf(outcome)).toEqual(['a.b.c.customer.first_name', 'a.b.c.customer.last_name'])
    expect(JSON.parse(JSON.parse(JSON.parse(JSON.parse(outcome.out).a).b).c)).toEqual(masked)
  })

  test('in a field of a form', () => {
    const outcome = read(`id=7&data=${encodeURIComponent(inner)}`, { format: 'form' })
    expect(pathsOf(outcome)).toEqual(['data.customer.first_name', 'data.customer.last_name'])
    expect(JSON.parse(new URLSearchParams(outcome.out).get('data') as string)).toEqual(masked)
  })

  test('in a CDATA section, and in the text of an element', () => {
    const escaped = inner.replaceAll('"', '&quot;')
    const outcome = read(`<a><b><![CDATA[\n  ${inner}]]></b><c>${escaped}</c></a>`, { format: 'xml' })
    const paths = ['a.b.customer.first_name', 'a.b.customer.last_name']
    expect(pathsOf(outcome)).toEqual([...paths, ...paths.map((path) => path.replace('b', 'c'))])
    expect(outcome.out).toContain(`<![CDATA[\n  ${JSON.stringify(masked)}]]>`)
  })

  test('in a cell of a table', () => {
    const outcome = read(`id,data\n1,"${inner.replaceAll('"', '""')}"\n`, { format: 'csv' })
    expect(pathsOf(outcome)).toEqual(['data.customer.first_name', 'data.customer.last_name'])
    expect(outcome.out).toBe(`id,data\n1,"${JSON.stringify(masked).replaceAll('"', '""')}"\n`)
  })

  test('in a part of a multipart body that says nothing of its type', () => {
    const body = `--x\r\nContent-Disposition: form-data; name="meta"\r\n\r\n${inner}\r\n--x--\r\n`
    const outcome = read(body, { format: 'multipart', boundary: 'x' })
    expect(pathsOf(outcome)).toEqual(['meta.customer.first_name', 'meta.customer.last_name'])
  })

  test('in a body that is called plain text, as browsers call what they send in the background', () => {
    const outcome = read(`${inner}\n${inner}`, { format: 'text' })
    expect(outcome.questions).toHaveLength(4)
    expect(outcome.out).toBe(`${JSON.stringify(masked)}\n${JSON.stringify(masked)}`)
  })

  test('where they mean something by the names above, even those of the text around', () => {
    const body = JSON.stringify({ customer: JSON.stringify({ name: 'zoe' }) })
    expect(read(body, { format: 'json' }).questions.map(({ value }) => value)).toEqual([])
    const named = JSON.stringify({ customer: JSON.stringify({ name: 'Zoe Weber' }) })
    expect(pathsOf(read(named, { format: 'json' }))).toEqual(['customer.name'])
  })
})

describe('a document in a text', () => {
  test('is edited in its numbers as any other', () => {
    const body = JSON.stringify({ p: '{"card":4111111111111111,"n":[1,2]}' })
    expect(read(body, { format: 'json' }).out).toBe(
      JSON.stringify({ p: '{"card":9999999999991111,"n":[1,2]}' }),
    )
    expect(read(body, { format: 'json', operator: 'redact' }).out).toBe(
      JSON.stringify({ p: '{"card":null,"n":[1,2]}' }),
    )
  })

  test('has the places of its findings told in the body, whatever escapes stand before', () => {
    const body = JSON.stringify({ é: '"', p: JSON.stringify({ 'ä"': 1, m: 'joe@example.com' }) })
    const [found] = read(body, { format: 'json' }).questions
    const bytes = Buffer.from(body)
    const { offset = 0, length = 0 } = found ?? {}
    expect(bytes.subarray(offset, offset + length).toString()).toBe('joe@example.com')
  })

  test('has its fields dropped and kept by their whole path', () => {
    const order: Order = { format: 'json', fields: { 'p.customer': 'drop', 'p.mail': 'keep' } }
    const body = JSON.stringify({
      p: JSON.stringify({ ...person, mail: 'joe@example.com', at: 'a@example.com' }),
    })
    const { out } = read(body, order)
    expect(JSON.parse(JSON.parse(out).p)).toMatchObject({
      mail: 'joe@example.com',
      at: expect.stringMatching(/^\*/),
    })
    expect(JSON.parse(out).p).not.toContain('Ana')
  })

  test('lets nothing out from its first refused entity on', () => {
    const body = JSON.stringify({ p: JSON.stringify({ a: 'x', m: 'joe@example.com', b: 'y' }) })
    const outcome = read(body, { format: 'json', operator: 'refuse' })
    expect(outcome.out).toBe(body.slice(0, body.indexOf('joe')))
  })

  test.each([
    ['is cut off in a string', '{"a":"x","first_name":"Ana'],
    ['goes on with words', '{"first_name":"Ana"} said joe@example.com'],
    ['is no JSON from a place on', '{"first_name":"Ana", joe@example.com: 1}'],
    ['holds a card where a number must stand', '{"first_name":"Ana","n":4111-1111-1111-1111}'],
    [
      'has line ends and bad escapes in its strings',
      '{"first_name":"Ana","m":"\\q \n joe@example.com \\u00"}',
    ],
    ['says NaN, and has a comma too many', '{"n":NaN,"first_name":"Ana",}'],
  ])('that %s has nothing hidden in it', (_, text) => {
    const { questions } = read(JSON.stringify({ p: text }), { format: 'json' })
    expect(questions[0]?.value).toBe('Ana')
    if (/joe|4111/.test(text)) expect(questions[1]?.value).toMatch(/^(joe@example\.com|4111-1111-1111-1111)$/)
  })

  test('is one text again below the fourth', () => {
    let body = JSON.stringify({ first_name: 'Ana', mail: 'joe@example.com' })
    for (let depth = 0; depth < 6; depth++) body = JSON.stringify({ p: body })
    const { questions } = read(body, { format: 'json' })
    expect(questions.every(({ path }) => path === 'p.p.p.p.p')).toBe(true)
  })

  test('that is nested deep, or has names without end, costs no more than its length', () => {
    const deep = `${'[{"a":'.repeat(20_000)}"joe@example.com"`
    expect(read(JSON.stringify({ p: deep }), { format: 'json' }).questions).toHaveLength(1)
  })

  test('streams, with no more of it held than of any text', () => {
    const one = JSON.stringify({ first_name: 'Ana', mail: 'joe@example.com', n: 1.5 })
    const body = JSON.stringify({ p: `[${Array.from({ length: 4000 }, () => one).join(',')}]` })
    const whole = run(body, { format: 'json', analyzer, maxValueBytes: 40_000 })
    expect(whole.questions).toHaveLength(8000)
    for (const pieces of [[1000], [16_384], [70_001, 3]])
      expect(run(body, { format: 'json', analyzer, maxValueBytes: 40_000, pieces })).toEqual(whole)
  })
})

/** Something a program could have meant to be JSON. */
const anyMember = fc.constantFrom(
  '"first_name":"Ana"',
  '"mail":"joe@example.com"',
  '"card":4111111111111111',
  '"note":"call +1 202-555-0143 \\u0040 \\"now\\""',
  '"a%40":"%6aoe%40example.com"',
  '"at":"2026-05-01T12:30:00Z"',
  '"x":[1,{"email":"joe@example.com"},null]',
  '"p":"{\\"last_name\\":\\"Kovac\\",\\"t\\":\\"\\\\u00e9\\"}"',
  '"joe@example.com":true',
  'oops 4111 1111 1111 1111',
  '"n":12e5,',
  '"q":"\\',
  '}',
  ']',
)
const anyDocument = fc
  .tuple(fc.array(anyMember, { maxLength: 5 }), fc.nat(400), fc.constantFrom('', ' ', '\n  '))
  .map(([members, cut, space]) => `${space}{"a":1,${members.join(`,${space}`)}}`.slice(0, 20 + cut))

const writers = {
  json: (text: string) => JSON.stringify({ p: text, q: [text] }),
  form: (text: string) => `p=${encodeURIComponent(text)}&q=x`,
  xml: (text: string) => `<a><b>${text.replace(/[<&"]/g, (c) => `&#${c.charCodeAt(0)};`)}</b></a>`,
  csv: (text: string) => `p,q\n"${text.replaceAll('"', '""')}",x\n`,
  text: (text: string) => text,
}

test('whatever a document in a text looks like, it is read alike however the body is cut', () => {
  const anyFormat = fc.constantFrom(...(Object.keys(writers) as (keyof typeof writers)[]))
  fc.assert(
    fc.property(anyFormat, anyDocument, anyPieces, (format, text, pieces) => {
      const body = writers[format](text)
      const whole = run(body, { format, analyzer, operator: 'replace' })
      expect(run(body, { format, analyzer, operator: 'replace', pieces })).toEqual(whole)
      const kept = run(body, { format, analyzer, operator: 'keep', pieces })
      expect(kept).toMatchObject({ out: body, changed: false })
    }),
    runs(300),
  )
})

test('what is found without the names of a document is found with them', () => {
  fc.assert(
    fc.property(anyDocument, (text) => {
      const body = writers.json(text)
      // What only a word of another text makes a number of somebody is none where texts are known apart.
      const sure = ['joe@example.com', '+1 202-555-0143']
      const values = ({ questions }: Outcome) =>
        questions
          .map(({ offset, length }) => body.slice(offset, offset + length))
          .filter((value) => sure.includes(value))
      const plain = values(run(body, { format: 'json', operator: 'keep' }))
      const told = values(run(body, { format: 'json', operator: 'keep', analyzer }))
      for (const value of plain) expect(told).toContain(value)
    }),
    runs(300),
  )
})
