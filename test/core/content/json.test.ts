/** The promises of JSON inspection: nothing hides, nothing else changes, however the body is cut. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../support/property-runs.ts'
import { anyDocument, escaped, mark } from './json-documents.ts'
import { anyEntity, anyPieces, codeOf, run, unnumbered } from './support.ts'

const standIn = '[EMAIL]'

describe('JSON under any cutting', () => {
  test('gives the same bytes and asks the same questions', () => {
    fc.assert(
      fc.property(anyDocument, anyPieces, ({ text }, pieces) => {
        expect(run(text, { format: 'json', pieces })).toEqual(run(text, { format: 'json' }))
      }),
      runs(300),
    )
  })

  test('asks for the same fields, keeps and drops the same', () => {
    const fields = { about: 'drop', the: 'keep', zoo: 'drop' } as const
    fc.assert(
      fc.property(anyDocument, anyPieces, ({ text }, pieces) => {
        const whole = run(text, { format: 'json', fields })
        expect(run(text, { format: 'json', fields, pieces })).toEqual(whole)
        JSON.parse(whole.out)
      }),
      runs(200),
    )
  })

  test('leaves byte for byte what no entity is in', () => {
    fc.assert(
      fc.property(anyDocument, anyPieces, ({ text }, pieces) => {
        const kept = run(text, { format: 'json', operator: 'keep', pieces })
        expect(kept.out).toBe(text)
        expect(kept.changed).toBe(false)
      }),
      runs(200),
    )
  })
})

describe('an entity in JSON', () => {
  test('is replaced wherever and however it is written, and nothing else is', () => {
    fc.assert(
      fc.property(anyDocument, anyPieces, ({ text, marked, entities }, pieces) => {
        const { out, questions } = run(text, { format: 'json', operator: 'replace', pieces })
        expect(questions.map((question) => question.value)).toEqual(entities)
        const types = questions.map((question) => question.type)
        expect(unnumbered(out)).toBe(unnumbered(marked.replaceAll(mark, () => `[${types.shift()}]`)))
      }),
      runs(500),
    )
  })

  test('never leaves with what stands behind it, once it is refused', () => {
    fc.assert(
      fc.property(anyDocument, anyPieces, ({ text, marked, entities }, pieces) => {
        fc.pre(entities.length > 0)
        const { out, refused, questions } = run(text, { format: 'json', operator: 'refuse', pieces })
        expect(refused).toBe(true)
        expect(marked.slice(0, marked.indexOf(mark)).startsWith(out)).toBe(true)
        expect(questions).toHaveLength(entities.length)
      }),
      runs(200),
    )
  })

  test('that is kept before another is refused does not hold back what is decided', () => {
    const body = `{"a":"joe@example.com","b":"4111111111111111"}`
    const { out } = run(body, {
      format: 'json',
      operator: (question) => (question.type === 'EMAIL' ? 'keep' : 'refuse'),
    })
    expect(out).toBe('{"a":"joe@example.com","b":"')
  })

  test('is found with each of its characters escaped', () => {
    fc.assert(
      fc.property(anyEntity, anyPieces, (entity, pieces) => {
        const body = `["${escaped(entity, -1)}"]`
        expect(run(body, { format: 'json', operator: 'redact', pieces }).out).toBe('[""]')
      }),
      runs(100),
    )
  })

  test('is told with its key path and its place in the bytes', () => {
    const body =
      '{"customer":{"cards":[1,{"number":"no. 4111\\u00201111 1111 1111"}]},"a.b":["joe@example.com"]}'
    const { questions } = run(body, { format: 'json' })
    expect(questions).toEqual([
      {
        type: 'CREDIT_CARD',
        path: 'customer.cards[1].number',
        offset: body.indexOf('4111'),
        length: 24,
        value: '4111 1111 1111 1111',
        start: 4,
        end: 23,
      },
      {
        type: 'EMAIL',
        path: '["a.b"][0]',
        offset: body.indexOf('joe'),
        length: 15,
        value: 'joe@example.com',
        start: 0,
        end: 15,
      },
    ])
  })

  test('in a name is replaced, and the name is not shown in any path', () => {
    const body = '{"joe@example.com":{"card":"4111111111111111"}}'
    const { out, questions } = run(body, { format: 'json', operator: 'replace', pieces: [3] })
    expect(out).toBe(`{"${standIn}":{"card":"[CREDIT_CARD]"}}`)
    expect(questions.map((question) => question.path)).toEqual(['{…}', '{…}.card'])
  })

  test('in a very long name does not show in a path, nor does the name of its member', () => {
    const name = `${'long '.repeat(4000)}joe@example.com ${'long '.repeat(4000)}`
    const body = `{"${name}":"4111111111111111","plain":["4111111111111111"]}`
    for (const pieces of [[1], [5000], [100_000]]) {
      const { questions, out } = run(body, { format: 'json', operator: 'redact', pieces })
      expect(questions.map((question) => question.path)).toEqual(['{…}', '{…}', 'plain[0]'])
      expect(out).toBe(`{"${name.replace('joe@example.com', '')}":"","plain":[""]}`)
    }
  })

  test('is told under the beginning of a very long name', () => {
    const body = `{"${'long '.repeat(4000)}":"4111111111111111"}`
    for (const pieces of [[7], [100_000]]) {
      const { questions } = run(body, { format: 'json', pieces })
      expect(questions[0]?.path).toBe('long '.repeat(52).slice(0, 256))
    }
  })

  test('is not seen across two elements of an array', () => {
    const body = '["4111 1111","1111 1111",4111,11111111,1111]'
    expect(run(body, { format: 'json' }).questions).toEqual([])
  })
})

describe('an entity in a JSON number', () => {
  test.each([
    ['mask', '{"n":9999999999991111}'],
    ['redact', '{"n":null}'],
    ['replace', '{"n":0}'],
  ] as const)('under %s leaves a number or null', (operator, expected) => {
    for (const pieces of [[1], [7], [100]]) {
      expect(run('{"n":4111111111111111}', { format: 'json', operator, pieces }).out).toBe(expected)
    }
  })

  test('ends the body before itself where it is refused', () => {
    expect(run('{"n":4111111111111111}', { format: 'json', operator: 'refuse' }).out).toBe('{"n":')
  })

  test('is masked in its length', () => {
    const { changed, lengthKept } = run('[4111111111111111]', { format: 'json' })
    expect({ changed, lengthKept }).toEqual({ changed: true, lengthKept: true })
  })

  test.each(['4111111111111111.0', '4.111111111111111e15', '41111111.11111111E8', '4111111111111111e0'])(
    'spelled as %s hides nothing, as spreadsheets write cards so',
    (number) => {
      for (const pieces of [[1], [100]]) {
        expect(run(`{"n":${number}}`, { format: 'json', pieces }).out).toBe('{"n":9999999999991111}')
        expect(run(`{"n":${number}}`, { format: 'json', operator: 'refuse', pieces }).out).toBe('{"n":')
      }
    },
  )

  test.each(['1e999999999', '-0.0e-5', '411111111111111.15', '123456789012.50', '1.7976931348623157e308'])(
    '%s is left as it is',
    (number) => {
      expect(run(`[${number}]`, { format: 'json' }).out).toBe(`[${number}]`)
    },
  )

  test('that is the whole body is masked', () => {
    expect(run('4111111111111111', { format: 'json', pieces: [5] }).out).toBe('9999999999991111')
  })
})

test('JSON inside a JSON string stays JSON: the letter of an escape is no part of the address behind it', () => {
  const inner = JSON.stringify({
    text: 'Hello\njane.doe@customer.example\tDE89370400440532013000\n4111111111111111',
  })
  const { out } = run(JSON.stringify({ arguments: inner }), { format: 'json' })
  const { text } = JSON.parse(JSON.parse(out).arguments)
  expect(text).toBe('Hello\nj***.***@customer.example\t******************3000\n************1111')
})

describe('a field that a rule names', () => {
  const body =
    '{"a":{"x":[1,{"y":"joe@example.com"}]},"b":"joe@example.com","c":true,"d":null,"e":12,"f":[{"a":1}]}'

  test('is dropped whole, and what is in it is not asked about', () => {
    const fields = { a: 'drop', c: 'drop', d: 'drop', e: 'drop' } as const
    for (const pieces of [[1], [3], [1000]]) {
      const { out, questions, fieldsAsked } = run(body, { format: 'json', fields, pieces })
      expect(out).toBe('{"a":null,"b":"j**@example.com","c":null,"d":null,"e":null,"f":[{"a":1}]}')
      expect(questions.map((question) => question.path)).toEqual(['b'])
      expect(fieldsAsked).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'f[0].a'])
    }
  })

  test('that is null already is no change', () => {
    expect(run('{"d":null}', { format: 'json', fields: { d: 'drop' } }).changed).toBe(false)
  })

  test('is kept whole with everything in it', () => {
    const { out, changed } = run(body, { format: 'json', fields: { a: 'keep', b: 'keep' }, pieces: [2] })
    expect({ out, changed }).toEqual({ out: body, changed: false })
  })

  test('that is very long is dropped without being held', () => {
    const long = `{"k":"${'x'.repeat(100_000)}","m":"joe@example.com"}`
    const { out } = run(long, { format: 'json', fields: { k: 'drop' }, pieces: [1000], maxValueBytes: 4096 })
    expect(out).toBe('{"k":null,"m":"j**@example.com"}')
  })
})

describe('JSON that is none', () => {
  test.each([
    '{',
    '}',
    '[',
    ']',
    '[1,]',
    '[,1]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '{"a":1 "b":2}',
    '[1 2]',
    '"',
    '"\\',
    '"\\x"',
    '"\\u12"',
    '"\\u12G4"',
    '"a\nb"',
    '"\u0000"',
    '01',
    '-',
    '+1',
    '.5',
    '1.',
    '1e',
    '1e+',
    '0x1',
    '1-2',
    'NaN',
    'Infinity',
    'tru',
    'truee',
    'nul',
    'True',
    '1 1',
    '{} {}',
    '[]]',
    '[}',
    '{]',
    ' ',
    '\u00a01',
    '{"a":1}\u0000',
    '[1,2',
    '{"a":[1,2}',
    ':',
    ',',
    '"a" "b"',
    '/* c */ 1',
    '[1]x',
    '\u001e1',
  ])('is malformed: %j', (body) => {
    for (const pieces of [[1], [2], [100]])
      expect(codeOf(body, { format: 'json', pieces })).toBe('CONTENT_MALFORMED')
    expect(() => JSON.parse(body)).toThrow()
  })

  test('is malformed where it nests deeper than 512', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(codeOf(nested(512), { format: 'json' })).toBe(null)
    expect(codeOf(nested(513), { format: 'json' })).toBe('CONTENT_MALFORMED')
  })

  test.each(['utf16le', 'latin1'] as const)(
    'is malformed in UTF-16, with or without its mark (%s)',
    (encoding) => {
      const plain = Buffer.from('{"m":"joe@example.com"}', 'utf16le')
      const body = encoding === 'utf16le' ? plain : Buffer.concat([Buffer.from([0xff, 0xfe]), plain])
      expect(codeOf(body, { format: 'json', pieces: [1] })).toBe('CONTENT_MALFORMED')
    },
  )

  test('agrees with JSON.parse on what is JSON', () => {
    const tokens = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\n"',
      '1',
      '-1.5e3',
      'true',
      'null',
      ' ',
      '\n',
      '0',
      '.',
    )
    fc.assert(
      fc.property(fc.array(tokens, { maxLength: 9 }), anyPieces, (parts, pieces) => {
        const body = parts.join('')
        fc.pre(body !== '')
        let valid = true
        try {
          JSON.parse(body)
        } catch {
          valid = false
        }
        expect(codeOf(body, { format: 'json', pieces }) === null).toBe(valid)
      }),
      runs(3000),
    )
  })
})

describe('JSON at the edges', () => {
  test.each([
    '',
    '\ufeff',
    '\ufeff[1]',
    '0',
    '"\\ud800"',
    '"\\udc00\\ud83d"',
    '{"a":1,"a":2}',
    '[[],{}]',
    '\t[\r\n] ',
  ])('passes as it is: %j', (body) => {
    for (const pieces of [[1], [100]]) expect(run(body, { format: 'json', pieces }).out).toBe(body)
  })

  test('does not lose the second half of a pair that comes later', () => {
    const body = `["${'\\ud83d\\ude00'.repeat(9000)} joe@example.com"]`
    const { out, questions } = run(body, { format: 'json', pieces: [7] })
    expect(out).toBe(body.replace('joe@example.com', 'j**@example.com'))
    expect(questions[0]?.start).toBe(4 * 9000 + 1)
  })
})

describe('NDJSON', () => {
  test('is a sequence of values, one behind each line end', () => {
    const body = '{"a":"joe@example.com"}\n\n[4111111111111111]\r\n"x"\n1\n'
    const { out, questions } = run(body, { format: 'ndjson', operator: 'replace', pieces: [4] })
    expect(out).toBe('{"a":"[EMAIL]"}\n\n[0]\r\n"x"\n1\n')
    expect(questions.map((question) => question.path)).toEqual(['a', '[0]'])
  })

  test('with record separators (RFC 7464) is read as well', () => {
    const body = '\u001e{"a":"joe@example.com"}\n\u001e[1]\n'
    expect(run(body, { format: 'ndjson', operator: 'redact' }).out).toBe('\u001e{"a":""}\n\u001e[1]\n')
  })

  test.each(['{} {}', '{}{}', '{\n}{}', '1\n{', '{}\u001e\u0000'])('is malformed: %j', (body) => {
    expect(codeOf(body, { format: 'ndjson' })).toBe('CONTENT_MALFORMED')
  })
})
