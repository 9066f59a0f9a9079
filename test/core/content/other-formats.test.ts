/** The promises of each format for itself: paths, escapes, syntax, and what is malformed. */
import { describe, expect, test } from 'vitest'
import { codeOf, type Order, run } from './support.ts'

const everyCut: Partial<Order>[] = [{ pieces: [1] }, { pieces: [5] }, {}]

function same(body: string, order: Order) {
  const outcomes = everyCut.map((cut) => run(body, { ...order, ...cut }))
  for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
  return outcomes[0] as ReturnType<typeof run>
}

describe('a form', () => {
  test('is read under the names of its fields', () => {
    const { questions } = same('user%5Bmail%5D=joe%40example.com&card=4111+1111+1111+1111&x', {
      format: 'form',
    })
    expect(questions.map(({ path, value }) => [path, value])).toEqual([
      ['user[mail]', 'joe@example.com'],
      ['card', '4111 1111 1111 1111'],
    ])
  })

  test('gets stand-ins that decode to what was meant', () => {
    const { out } = same('a=joe%40example.com&b=1&c=%2B1+202-555-0143', {
      format: 'form',
      operator: 'replace',
    })
    expect(Object.fromEntries(new URLSearchParams(out))).toEqual({ a: '[EMAIL]', b: '1', c: '[PHONE]' })
  })

  test('keeps its length under a mask where nothing was encoded, as curl sends JSON by default', () => {
    const { out, lengthKept } = same('{"m":"joe@example.com"}', { format: 'form' })
    expect(out).toBe('{"m":"j**@example.com"}')
    expect(lengthKept).toBe(true)
  })

  test('empties a dropped field and keeps its name', () => {
    const fields = { a: 'drop', c: 'keep' } as const
    const { out, fieldsAsked } = same('a=joe%40example.com&b=%zz%4&c=joe@example.com&a=', {
      format: 'form',
      fields,
    })
    expect(out).toBe('a=&b=%zz%4&c=joe@example.com&a=')
    expect(fieldsAsked).toEqual(['a', 'b', 'c', 'a'])
  })

  test('hides a name that is an entity', () => {
    const { out, questions } = same('joe@example.com=4111111111111111', {
      format: 'form',
      operator: 'redact',
    })
    expect(out).toBe('=')
    expect(questions.map((question) => question.path)).toEqual(['{…}', '{…}'])
  })

  test('has a phone number even where nobody encoded its plus', () => {
    expect(same('phone=+12025550143', { format: 'form', operator: 'redact' }).out).toBe('phone=')
  })
})

describe('XML', () => {
  test('is read under the local names of its elements and attributes', () => {
    const body = '<s:o xmlns:s="urn:x"><s:c e:mail="joe@example.com">4111111111111111</s:c></s:o>'
    const { questions } = same(body, { format: 'xml' })
    expect(questions.map((question) => question.path)).toEqual(['o.c.mail', 'o.c'])
  })

  test('shows entities through references, CDATA sections and their seams', () => {
    const body = '<a>joe&#x00000040;example&#46;com <![CDATA[4111 1111 ]]><![CDATA[1111 1111]]></a>'
    expect(same(body, { format: 'xml', operator: 'redact' }).out).toBe('<a> <![CDATA[]]><![CDATA[]]></a>')
  })

  test('shows entities in comments, instructions and a document type', () => {
    const body = '<!DOCTYPE a SYSTEM "joe@example.com"><!--joe@example.com--><a><?p joe@example.com?></a>'
    const expected = '<!DOCTYPE a SYSTEM ""><!----><a><?p ?></a>'
    expect(same(body, { format: 'xml', operator: 'redact' }).out).toBe(expected)
  })

  test('gets stand-ins that cannot end a CDATA section', () => {
    const body = '<a><![CDATA[joe@example.com]>]]></a>'
    expect(same(body, { format: 'xml', operator: 'replace' }).out).toBe('<a><![CDATA[(EMAIL)]>]]></a>')
  })

  test('empties a dropped element with its attributes and children', () => {
    const fields = { 'o.a': 'drop', 'o.b.m': 'drop', 'o.k': 'keep' } as const
    const body =
      '<o><a x="joe@example.com">y<c d="1"/><!-- z --></a><a/><b m="1" n="2">t</b><k m="joe@example.com"/></o>'
    const { out, questions } = same(body, { format: 'xml', fields })
    expect(out).toBe('<o><a x=""></a><a/><b m="" n="2">t</b><k m="joe@example.com"/></o>')
    expect(questions).toEqual([])
  })

  test.each([
    '<a>',
    '</a>',
    '<a></b>',
    '<a><b></a></b>',
    '<a b></a>',
    '<a b=1/>',
    '<a b="<"/>',
    '<a/><b/>',
    'x<a/>',
    '<a/>x',
    '< a/>',
    '<a',
    '<a b="1',
    '<!-- ',
    '<![CDATA[x]]>',
    '<a><![CDATA[x]]</a>',
    '<!ELEMENT a>',
    '<a/><!DOCTYPE a>',
    '<a/ >',
    '<a b c="1"/>',
    ' ',
    '<!DOCTYPE a [<!ENTITY e "joe@example.com">]><a>&e;</a>',
    '<?xml version="1.0" encoding="UTF-7"?><a>joe+AEA-example.com</a>',
    "<?xml version='1.0' encoding='utf-16'?><a/>",
  ])('that is none is malformed: %s', (body) => {
    for (const cut of everyCut) expect(codeOf(body, { format: 'xml', ...cut })).toBe('CONTENT_MALFORMED')
  })

  test.each([
    '',
    '<a/>',
    '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<a>&x;&#0;&;& &amp;</a>\n',
    '<a><!-- - -- --></a>',
  ])('passes as it is: %s', (body) => {
    expect(same(body, { format: 'xml' }).out).toBe(body)
  })

  test('nested deeper than 512 is malformed', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth)
    expect(codeOf(nested(512), { format: 'xml' })).toBe(null)
    expect(codeOf(nested(513), { format: 'xml' })).toBe('CONTENT_MALFORMED')
  })
})

describe('a table', () => {
  test('is read under the names in its first line', () => {
    const { questions } = same('name;mail\r\nJoe;joe@example.com\r\n', { format: 'csv' })
    expect(questions.map((question) => question.path)).toEqual(['mail'])
  })

  test('without names is read by column, from its first line on', () => {
    const { questions, out } = same('Joe,joe@example.com\nAnn,ann@example.com', {
      format: 'csv',
      operator: 'redact',
    })
    expect(questions.map((question) => question.path)).toEqual(['[1]', '[1]'])
    expect(out).toBe('Joe,\nAnn,')
  })

  test('has one order for each column', () => {
    const { out, fieldsAsked } = same('a,b\n1,"2 ""x"""\n3,4\n,\n', { format: 'csv', fields: { b: 'drop' } })
    expect(out).toBe('a,b\n1,""\n3,\n,\n')
    expect(fieldsAsked).toEqual(['a', 'b'])
  })

  test('does not join the cells of a card number', () => {
    expect(same('a,b,c,d\n4111,1111,1111,1111', { format: 'csv' }).questions).toEqual([])
  })

  test('is malformed where a quote is not closed', () => {
    for (const cut of everyCut)
      expect(codeOf('a,b\n1,"2\n', { format: 'csv', ...cut })).toBe('CONTENT_MALFORMED')
  })

  test.each(['', 'a', '\ufeffa,b\r\n', 'a\tb\n\n\n1\t2', '"a"x,b\n"1"y,2'])('passes as it is: %j', (body) => {
    expect(same(body, { format: 'csv' }).out).toBe(body)
  })
})

describe('plain text', () => {
  test('may be JSON that a browser sends under no type of its own', () => {
    const body = '{"t":"line\\njoe\\u0040example.com\\t\\x6aoe@example.com C:\\\\q"}'
    expect(same(body, { format: 'text', operator: 'redact' }).out).toBe('{"t":"line\\n\\t C:\\\\q"}')
  })

  test('has no path', () => {
    expect(same('joe@example.com', { format: 'text' }).questions[0]?.path).toBe(null)
  })
})

describe('a multipart body', () => {
  const part = (head: string, body: string) => `--b\r\n${head}\r\n\r\n${body}\r\n`
  const field = (name: string, body: string) => part(`Content-Disposition: form-data; name="${name}"`, body)
  const order: Order = { format: 'multipart', boundary: 'b' }

  test('is read part by part, each as what it says it is', () => {
    const body = `${field('note', 'joe@example.com')}${part('Content-Type: application/json\r\nContent-Disposition: form-data; name="d"', '{"a":["joe\\u0040example.com"]}')}--b--\r\n`
    const { questions } = same(body, order)
    expect(questions.map(({ path, offset }) => [path, body.slice(offset, offset + 3)])).toEqual([
      ['note', 'joe'],
      ['d.a[0]', 'joe'],
    ])
  })

  test('has its file names looked into', () => {
    const body = `${part('Content-Disposition: form-data; name="f"; filename="joe%40example.com.txt"', 'x')}--b--`
    expect(same(body, { ...order, operator: 'redact' }).out).not.toContain('joe')
  })

  test('counts parts that it cannot read, and lets them pass', () => {
    const body = `${part('Content-Type: image/png', '\u0001joe@example.com')}${field('m', 'joe@example.com')}--b--`
    const { out, opaqueParts } = same(body, { ...order, operator: 'redact', opaqueParts: 'pass' })
    expect(out).toBe(body.replace('name="m"\r\n\r\njoe@example.com', 'name="m"\r\n\r\n'))
    expect(opaqueParts).toBe(1)
  })

  test('ends before a part that it cannot read, where the rule refuses those', () => {
    const body = `${part('Content-Type: image/png', 'pixels')}${field('m', 'joe@example.com')}--b--`
    const { out, refused, opaqueParts, questions } = same(body, { ...order, opaqueParts: 'refuse' })
    expect(out).toBe('--b\r\nContent-Type: image/png\r\n\r\n')
    expect({ refused, opaqueParts, questions: questions.length }).toEqual({
      refused: true,
      opaqueParts: 1,
      questions: 1,
    })
  })

  test('empties a dropped part', () => {
    const body = `${field('a', 'long\r\n-- and longer')}${field('b', '')}--b--`
    const { out } = same(body, { ...order, fields: { a: 'drop' } })
    expect(out).toBe(`${field('a', '')}${field('b', '')}--b--`)
  })

  test('may have parts that have parts', () => {
    const inner = '--c\r\n\r\njoe@example.com\r\n--c--'
    const body = `${part('Content-Type: multipart/mixed; boundary=c', inner)}--b--`
    expect(same(body, { ...order, operator: 'redact' }).out).toBe(body.replace('joe@example.com', ''))
  })

  test.each([
    'x',
    '--c\r\n',
    '--b',
    '--b\r\n',
    `${field('a', 'x')}`,
    `${field('a', 'x')}--b`,
    `${field('a', 'x')}--bx\r\n`,
    '--b\n\nx\n--b--',
    `preamble\r\n${field('a', 'x')}--b--`,
    `${field('a', 'x')}--b--\r\nepilogue`,
    '--b\r\nno colon\r\n\r\nx\r\n--b--',
    '--b\r\n: x\r\n\r\nx\r\n--b--',
    '--b\r\nContent-Type: text/plain\r\nContent-Type: image/png\r\n\r\nx\r\n--b--',
    '--b\r\nA: b\r\n--b\r\n\r\nx\r\n--b--',
    `--b\r\nA: ${'x'.repeat(17_000)}\r\n\r\nx\r\n--b--`,
  ])('that servers would read in different ways is malformed: %j', (body) => {
    for (const cut of everyCut) expect(codeOf(body, { ...order, ...cut })).toBe('CONTENT_MALFORMED')
  })

  test('is malformed where a part is', () => {
    const body = `${part('Content-Type: application/json', '{"a":')}--b--`
    expect(codeOf(body, order)).toBe('CONTENT_MALFORMED')
  })
})

test.each(['text', 'csv', 'form', 'xml', 'ndjson'] as const)(
  '%s in UTF-16 is malformed, never passed unread',
  (format) => {
    const wide = Buffer.from('<a>joe@example.com</a>', 'utf16le')
    for (const body of [wide, Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), Buffer.from([0xfe, 0xff])]) {
      for (const cut of everyCut) expect(codeOf(body, { format, ...cut })).toBe('CONTENT_MALFORMED')
    }
  },
)
