/** Promises of what is written in two layers of escapes: nothing hides, both layers stay readable, little is paid. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inspectFields } from '../../../gateway/core/content/headers.ts'
import { inspectTarget } from '../../../gateway/core/content/query.ts'
import { standIn } from '../../../gateway/core/pii/anonymize.ts'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { patience, runs } from '../../support/property-runs.ts'
import { anyLayered } from './layered-texts.ts'
import { anyPieces, askingJudge, type Order, run, textOf } from './support.ts'

const everyCut: Partial<Order>[] = [{ pieces: [1] }, { pieces: [5] }, {}]

function same(body: string, order: Order) {
  const outcomes = everyCut.map((cut) => run(body, { ...order, ...cut }))
  for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
  return outcomes[0] as ReturnType<typeof run>
}

describe('a text in two layers of escapes', () => {
  test.each(['mask', 'replace', 'redact'] as const)(
    'reads in both layers as it should under %s',
    (operator) => {
      fc.assert(
        fc.property(anyLayered, anyPieces, ({ format, body, planted, read }, pieces) => {
          expect(read(body)).toBe(textOf(planted))
          const { out, questions } = run(body, { format, operator, pieces })
          const { entity } = planted
          expect(questions.map((question) => question.value)).toEqual(entity === null ? [] : [entity])
          if (entity === null) {
            expect(out).toBe(body)
            return
          }
          const type = questions[0]?.type as EntityType
          const plain = Buffer.from(standIn(type, Buffer.from(entity), operator)).toString()
          // In XML brackets become round, lest they end a CDATA section.
          const written =
            format === 'xml' && !out.includes('%5B') ? plain.replace('[', '(').replace(']', ')') : plain
          const { before, after } = planted
          expect(read(out)).toBe(`${before}${before && ' '}${written}${after && ' '}${after}`)
        }),
        runs(400),
      )
    },
  )

  test('gives the same bytes and asks the same questions under any cutting', () => {
    fc.assert(
      fc.property(anyLayered, anyPieces, ({ format, body }, pieces) => {
        expect(run(body, { format, pieces })).toEqual(run(body, { format }))
      }),
      runs(400),
    )
  })

  test('leaves byte for byte as it came where it is kept', () => {
    fc.assert(
      fc.property(anyLayered, anyPieces, ({ format, body }, pieces) => {
        expect(run(body, { format, operator: 'keep', pieces })).toMatchObject({ out: body, changed: false })
      }),
      runs(100),
    )
  })

  test('ends before its entity where that is refused', () => {
    fc.assert(
      fc.property(anyLayered, anyPieces, ({ format, body, planted }, pieces) => {
        fc.pre(planted.entity !== null)
        const { out, refused, questions } = run(body, { format, operator: 'refuse', pieces })
        expect(refused).toBe(true)
        expect(out).toBe(Buffer.from(body).subarray(0, questions[0]?.offset).toString())
      }),
      runs(100),
    )
  })
})

describe('the arguments of a tool call', () => {
  const body = '{"arguments": "{\\"email\\": \\"jan\\\\u0040example.com\\", \\"n\\": 1}"}'

  test('are JSON in JSON: an address that is escaped there does not leave', () => {
    const { out } = same(body, { format: 'json' })
    expect(out).toBe('{"arguments": "{\\"email\\": \\"j**@example.com\\", \\"n\\": 1}"}')
  })

  test('are told with the place that the address takes in the body', () => {
    const { questions } = same(body, { format: 'json' })
    expect(questions).toMatchObject([
      { path: 'arguments', value: 'jan@example.com', offset: body.indexOf('jan'), length: 21 },
    ])
  })

  test('are read so whichever way the backslash is written', () => {
    for (const backslash of ['\\\\', '\\u005c', '\\u005C'])
      expect(same(`["jan${backslash}u0040example.com"]`, { format: 'json', operator: 'redact' }).out).toBe(
        '[""]',
      )
  })

  test('are read in plain text too, as browsers send JSON by default', () => {
    expect(same(body, { format: 'text' }).out).toContain('j**@example.com')
  })

  test('do not lose what was found without looking into them', () => {
    const inner = JSON.stringify({ a: 'line\nDE89370400440532013000\tjoe@example.com', b: '\u0040' })
    const { out } = same(JSON.stringify({ arguments: inner.replace('@"', '\\u0040"') }), { format: 'json' })
    expect(JSON.parse(JSON.parse(out).arguments).a).toBe('line\n******************3000\tj**@example.com')
  })
})

describe('percent-encoding in a value', () => {
  test.each([
    [
      'json',
      '{"u":"/?m=jan%40example.com&c=4111%201111%201111%201111"}',
      '{"u":"/?m=j**%40example.com&c=****%20****%20****%201111"}',
    ],
    ['json', '{"jan%40example.com":1}', '{"j**%40example.com":1}'],
    [
      'form',
      'm=jan%2540example.com&c=4111%25201111%25201111%25201111',
      'm=j**%2540example.com&c=****%2520****%2520****%25201111',
    ],
    ['form', 'jan%2540example.com=1', 'j**%2540example.com=1'],
    [
      'xml',
      '<a m="jan%40example.com">jan&#37;40example.com</a>',
      '<a m="j**%40example.com">j**%40example.com</a>',
    ],
    ['csv', 'a,b\njan%40example.com,2', 'a,b\nj**%40example.com,2'],
    ['text', 'see /?m=jan%40example.com', 'see /?m=j**%40example.com'],
  ] as const)('in %s hides nothing: %s', (format, body, expected) => {
    expect(same(body, { format }).out).toBe(expected)
  })

  test('hides nothing in a query, a path or a field, encoded twice', () => {
    const { judge } = askingJudge({})
    const target = '/u/jan%2540example.com?next=%2Fx%3Fmail%3Djan%2540example.com'
    expect(inspectTarget(target, judge).text).toBe(
      '/u/j**%2540example.com?next=%2Fx%3Fmail%3Dj**%2540example.com',
    )
    const fields = ['Cookie', 'a=1; who=jan%2540example.com', 'X-User', 'jan%2540example.com']
    expect(inspectFields(fields, judge).fields).toEqual([
      'Cookie',
      'a=1; who=j**%2540example.com',
      'X-User',
      'j**%2540example.com',
    ])
  })

  test('beside an address is no part of it', () => {
    const { out, questions } = same('["text%20joe@example.com%0a"]', { format: 'json' })
    expect(questions[0]?.value).toBe('joe@example.com')
    expect(out).toBe('["text%20j**@example.com%0a"]')
  })

  test.each([
    '50% off, 100%4',
    '100%',
    '%',
    '%4',
    '%zz %4g',
    'width:100%25',
    'C:\\users\\u004',
    '\\u00 40 \\u',
    '%2540 and %252540',
    '20%25 of 3%41',
  ])('that is none, or hides nothing, stays as it came: %s', (text) => {
    for (const [format, body] of [
      ['json', JSON.stringify({ a: text })],
      ['text', text],
      ['csv', `a,b\n${text.replaceAll(',', '')},x`],
      ['xml', `<a>${text}</a>`],
      ['form', `a=${text}&b=${encodeURIComponent(text)}`],
    ] as const)
      expect(same(body, { format })).toMatchObject({ out: body, changed: false, questions: [] })
  })

  test('that is a plain percent sign before a card does not hide the card', () => {
    const { out } = same('["100%4111 1111 1111 1111", "%4111111111111111"]', {
      format: 'json',
      operator: 'redact',
    })
    expect(out).toBe('["100%", "%"]')
  })

  test('is undone once, of an at sign twice: what is still encoded then is left alone', () => {
    expect(same('["jan%2540example.com"]', { format: 'json' }).changed).toBe(true)
    for (const body of [
      '["jan%252540example.com"]',
      '["jan%252eexample%2eorg"]',
      '["jan\\\\\\\\u0040example.com"]',
    ])
      expect(same(body, { format: 'json' })).toMatchObject({ out: body, changed: false })
  })
})

describe('a long text with a second layer', () => {
  const pieces = [
    ...[
      'jan%40example.com',
      '4111%201111 1111%201111',
      'joe@example.com',
      '4111 1111 1111 1111',
      '%',
      '%4',
      '%40',
    ],
    ...[
      '\\u0040',
      '\\u00',
      '\\',
      '\\n',
      '\\\\',
      '%41',
      '4',
      '1111',
      '%2B1 202-555-0143',
      '203.0.113%2e77',
      ' ',
      'a',
      '-',
    ],
    ...['@', 'example.com', '%20', 'DE89%20370400440532013000', '%%', '0.', '%2e'],
  ]
  const anyTricky = fc.array(fc.constantFrom(...pieces), { minLength: 4, maxLength: 60 })
  const cuts = [[1], [16_384, 3], [5000, 700], [16_390, 1]]

  test(
    'is read alike wherever its looks and its chunks end',
    () => {
      fc.assert(
        fc.property(
          fc.record({
            length: fc.integer({ min: 16_000, max: 16_400 }),
            parts: anyTricky,
            space: fc.constantFrom('', ' ', '%'),
            tab: fc.constantFrom('', '\t'),
            format: fc.constantFrom('json' as const, 'text' as const, 'form' as const),
            cut: fc.constantFrom(...cuts),
          }),
          ({ length, parts, space, tab, format, cut }) => {
            const text = `${tab}${'lorem '.repeat(3000).slice(0, length)} ${parts.join(space)} ${'dolor '.repeat(3000)}`
            const bodies = { json: JSON.stringify([text]), text, form: `a=${encodeURIComponent(text)}` }
            const body = bodies[format]
            const whole = run(body, { format, operator: 'replace' })
            expect(run(body, { format, operator: 'replace', pieces: cut })).toEqual(whole)
          },
        ),
        runs(150),
      )
    },
    patience(120_000),
  )

  test('has its addresses whole where escapes that hide nothing stand before the first that hides something', () => {
    for (let length = 16_320; length < 16_340; length++) {
      const text = `${'lorem '.repeat(3000).slice(0, length)} \\\\ 0. \\\\ joe@example.com 4111 1111 1111 1111 DE89%20370400440532013000 ${'dolor '.repeat(3000)}`
      for (const pieces of cuts) {
        const { questions } = run(JSON.stringify([text]), { format: 'json', operator: 'replace', pieces })
        expect(questions[0]?.value).toBe('joe@example.com')
      }
    }
  })

  test('is read alike where it is short, in every piece', () => {
    fc.assert(
      fc.property(anyTricky, fc.constantFrom('', ' '), anyPieces, (parts, space, cut) => {
        const text = parts.join(space)
        for (const format of ['json', 'text', 'form', 'csv'] as const) {
          const body = format === 'json' ? JSON.stringify([text]) : text
          const whole = run(body, { format, operator: 'replace' })
          expect(run(body, { format, operator: 'replace', pieces: cut })).toEqual(whole)
          if (format === 'json') JSON.parse(whole.out)
        }
      }),
      runs(300),
    )
  })

  test.each([
    ['escapes alone', (bytes: number) => '%40'.repeat(bytes / 3)],
    ['escapes in digits', (bytes: number) => '4%20'.repeat(bytes / 4)],
    ['JSON in JSON', (bytes: number) => '\\\\u0040'.repeat(bytes / 7)],
    ['signs that begin nothing', (bytes: number) => '%'.repeat(bytes)],
    [
      'a key that does not end',
      (bytes: number) => `-----BEGIN%20PRIVATE KEY-----${'MIIEvQIB%0a'.repeat(bytes / 11)}`,
    ],
    ['addresses in two layers', (bytes: number) => 'jan%40example.com '.repeat(bytes / 18)],
  ])(
    'takes time in proportion to its length, made of %s',
    (_what, make) => {
      const time = (bytes: number) => {
        const body = `["${make(bytes)}"]`
        const started = process.cpuUsage()
        run(body, { format: 'json', operator: 'keep', pieces: [997] })
        const used = process.cpuUsage(started)
        return (used.user + used.system) / body.length
      }
      time(15_000)
      const short = time(30_000)
      // Quadratic time would make it ten times as much per byte.
      expect(Math.min(time(300_000), time(300_000))).toBeLessThan(4 * Math.max(0.2, short))
    },
    60_000,
  )
})
