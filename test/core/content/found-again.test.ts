/** Promises that what became a token in a body becomes one everywhere in it, whatever stands around it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { ContentFormat, Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import type { EntityType, Operator } from '../../../gateway/core/pii/entity.ts'
import { FoundValues } from '../../../gateway/core/pii/fields/found-values.ts'
import { codeOf, tokenText } from '../../../gateway/core/pii/tokens/form.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { runs } from '../../support/property-runs.ts'

/** What the destination gets: each entity as its type in brackets. */
function sent(body: string, format: ContentFormat = 'json', operator: Operator = 'tokenize'): string {
  return inspectWhole(options(format, operator) as never, Buffer.from(body)).body.toString()
}

function options(format: ContentFormat, operator: Operator) {
  const judge: Judge = {
    analyzer: shippedAnalyzer(),
    standIns: {
      settle: (wanted) => ({ operator: wanted, note: null }),
      make: (_, { type }) => Buffer.from(`<${type}>`),
    },
    judgesFields: false,
    field: () => 'scan',
    entity: ({ finding, number }) => (number === true || finding.score < 0.4 ? 'keep' : operator),
  }
  return { format, judge, opaqueParts: 'pass', decodable: true }
}

/** A question with its answer, which the client sends along with the next one. */
function chat(first: string, second: string): string {
  return JSON.stringify({
    messages: [
      { role: 'user', content: first },
      { role: 'assistant', content: second },
    ],
  })
}

describe('a value that became a token in one message of a chat', () => {
  const mail = 'Write to anna.weber@kestrel-dental.example please.'
  const phone = 'Please call +49 30 9018 2345 tomorrow.'
  const iban = 'Her IBAN is DE89 3704 0044 0532 0130 00.'
  test.each([
    [
      'a date of birth',
      'Anna Weber was born on 12.03.1984.',
      'She (12.03.1984) is old enough.',
      '12.03.1984',
    ],
    ['a bank account', 'bank account: 12345678', 'I would check 12345678 again.', '12345678'],
    ['a passport', 'Her passport number is C01X00T47.', 'And C01X00T47?', 'C01X00T47'],
    ['a name in the midst of a word', 'Ask Anna Weber about it.', 'xxxAnna Weberyyy', 'Anna Weber'],
    ['a name in a function', 'Ask Anna Weber about it.', 'call getAnna WeberName()', 'Anna Weber'],
    [
      'a name in letters of another script',
      'Ask Anna Weber about it.',
      '客户Anna Weber先生 éAnna Weberé',
      'Anna Weber',
    ],
    ['an address in italics', mail, 'Use _anna.weber@kestrel-dental.example_ for it.', 'anna.weber@'],
    ['an address within underscores', mail, 'user_anna.weber@kestrel-dental.example_file', 'anna.weber@'],
    ['a phone number in bold', phone, 'Call **+49 30 9018 2345** now', '2345'],
    ['a phone number in a word', phone, 'x+49 30 9018 2345y', '2345'],
    ['an IBAN between digits', iban, '1DE89 3704 0044 0532 0130 002', '0130'],
  ])('is one in the next: %s', (_, first, second, gone) => {
    expect(sent(chat(first, second))).not.toContain(gone)
    expect(sent(chat(second, first))).not.toContain(gone)
    expect(sent(`${first}\n\n${second}\n`, 'text')).not.toContain(gone)
  })

  test('is one behind escapes and in documents in texts', () => {
    const inner = JSON.stringify({ note: 'x12.03.1984"12/03/1985' })
    const body = chat('Anna Weber, born on 12.03.1984. Her son was born on 12/03/1985.', inner)
    for (const each of [body, body.replaceAll('/', '\\/'), body.replaceAll('x12', 'x\\u0031\\u0032')]) {
      expect(sent(each)).not.toMatch(/12.{1,3}03.{1,3}198/)
      JSON.parse(sent(each))
    }
  })

  test('stays a number where it is one, and is none in the midst of a longer number', () => {
    const body = JSON.stringify({
      account_number: '123456',
      text: 'order 91234567 of today',
      id: 12345678123456,
    })
    expect(sent(body)).toContain('91234567')
    expect(sent(body)).toContain('12345678123456')
  })
})

test.each([
  '550e8400-e29b-41d4-a716-12345678abcd',
  '12345678-e29b-41d4-a716-446655440000',
  'ORD-12345678',
  'img_12345678.png',
  'v1.12345678',
  '20261123T12345678Z',
])('the number of an account is none in the midst of %s', (text) => {
  const told = sent(chat('bank account: 12345678', `Look at ${text} or "12345678", (12345678), 12345678.`))
  expect(told).toContain(text)
  expect(told.replace(text, '')).not.toContain('12345678')
})

test('a word with digits is none in the midst of a longer one, unless it is long', () => {
  const found = new FoundValues()
  for (const value of ['AB12CD', 'C01X00T47']) found.learn(finding('PASSPORT', 0, 9), Buffer.from(value))
  const bytes = Buffer.from('AB12CDE x-AB12CD AB12CD_1 AB12CD. C01X00T47 getC01X00T47Name')
  const out: ReturnType<typeof finding>[] = []
  found.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
  expect(out.map(({ start }) => start)).toEqual([26, 34, 47])
})

test('what the rule keeps or refuses stays what it is where a value covers a part of it', () => {
  const ordered = (kept: EntityType, order: Operator): ReturnType<typeof inspectWhole> => {
    const within = options('json', 'tokenize')
    const entity: Judge['entity'] = (found) =>
      found.finding.type === kept ? order : within.judge.entity(found)
    const body = chat(
      'Please ask Anna Weber about it today.',
      'She lives at Anna Weber Straße 12, 10115 Berlin.',
    )
    return inspectWhole({ ...within, judge: { ...within.judge, entity } } as never, Buffer.from(body))
  }
  expect(ordered('ADDRESS', 'keep').body.toString()).toContain('at <PERSON> Straße 12, 10115 Berlin.')
  expect(ordered('ADDRESS', 'refuse').refused).toBe(true)
})

test('in a body that streams a value is one in the texts behind it, however the body comes', () => {
  const first = 'Her passport number is C01X00T47. Anna Weber was born on 12.03.1984.'
  const body = chat(
    first,
    'I would ask xxxAnna Weberyyy about getC01X00T47Name, who (12.03.1984) is old enough.',
  )
  const streamed = (cut: number): string => {
    const inspector = createInspector({
      ...options('json', 'tokenize'),
      limits: { maxValueBytes: 1 << 20 },
    } as never)
    const bytes = Buffer.from(body)
    const pieces: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += cut)
      pieces.push(...inspector.push(bytes.subarray(at, at + cut)).map((piece) => Buffer.from(piece)))
    return Buffer.concat([...pieces, ...inspector.end()]).toString()
  }
  const whole = streamed(body.length)
  for (const gone of ['C01X00T47', '12.03.1984', 'Anna Weber']) expect(whole).not.toContain(gone)
  for (const cut of [1, 7, 50]) expect(streamed(cut)).toBe(whole)
})

describe('what the rule keeps, and has a value in it that became a token', () => {
  test.each([
    [
      'a number that looks like one of a phone less than by its word',
      'The IMEI 490154203237518 of the phone is with us.',
      'so 490154203237518 it is',
      '490154203237518',
    ],
    ['a number alone', 'Please call 07700 900611 tomorrow, or 07700900611.', '07700900611.', '07700900611'],
  ])('leaves without it: %s', (_, first, second, gone) => {
    expect(sent(chat(first, 'none'))).not.toContain(gone)
    expect(sent(chat(first, second))).not.toContain(gone)
    expect(sent(chat(second, first))).not.toContain(gone)
    expect(sent(`${first}\n\n${second}\n`, 'text')).not.toContain(gone)
  })

  test('leaves without it in a title, and behind escapes', () => {
    const body = (title: string): string =>
      JSON.stringify({ text: 'My national insurance number is AB123456C, please note.', title })
    expect(sent(body('About AB123456C'))).not.toContain('AB123456C')
    expect(sent(body('About AB123456C').replace('About AB', 'About \\u0041B'))).not.toContain('123456C')
  })

  test('is written once where it is changed itself', () => {
    const judge = options('json', 'tokenize').judge
    const entity: Judge['entity'] = ({ finding }) => (finding.type === 'ADDRESS' ? 'mask' : 'tokenize')
    const text = 'Please ask Anna Weber about it today.'
    const body = JSON.stringify({ text, address: '12 Anna Weber Road, Leeds LS1 4AB' })
    const told = inspectWhole(
      { ...options('json', 'tokenize'), judge: { ...judge, entity } } as never,
      Buffer.from(body),
    ).body.toString()
    expect(told.match(/<PERSON>/g)).toHaveLength(1)
    expect(told).toContain('"address":"<ADDRESS>"')
  })
})

describe('a token that a client sends', () => {
  const code = codeOf(Buffer.alloc(32, 7))
  const tokens = [tokenText('EMAIL', code), tokenText('PERSON', code), tokenText('PHONE', code)]
  test.each([
    [
      'JSON',
      'json',
      JSON.stringify({ email: tokens[0], full_name: tokens[1], phone: tokens[2], text: `Dear ${tokens}.` }),
    ],
    ['JSON with escapes', 'json', JSON.stringify({ email: tokens[0] }).replaceAll('@', '\\u0040')],
    ['a form', 'form', `email=${encodeURIComponent(tokens[0] ?? '')}&name=${tokens[1]}`],
    ['CSV', 'csv', `name,email\n${tokens[1]},${tokens[0]}\n`],
    ['XML', 'xml', `<p><name>${tokens[1]}</name><email>${tokens[0]}</email></p>`],
    ['text', 'text', `Write to <${tokens[0]}> or ${tokens[0]?.toLowerCase()}, ${tokens[1]}.`],
  ] as const)('stays what it is in %s', (_, format, body) => {
    expect(sent(body, format)).toBe(body)
  })

  test('and what merely looks like one is read as what it is', () => {
    expect(sent('{"email":"EMAIL_222222222223@token.invalid"}')).toBe('{"email":"<EMAIL>"}')
    expect(sent(`{"email":"${tokens[0]}.example"}`)).toBe('{"email":"<EMAIL>"}')
  })
})

describe('values', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', 'é'), minLength: 1, maxLength: 12 })

  /** Two words, or more characters than stand anywhere by chance. */
  const isFree = (value: string): boolean =>
    /[abé].* /.test(value) || (/[abé]/.test(value) && value.length > 8)

  test('are found wherever they stand, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 12 }),
        fc.array(letters, { maxLength: 30 }),
        (values, texts) => {
          const found = new FoundValues()
          const known: string[] = []
          for (const value of values) {
            const before = found.size
            found.learn(finding('PERSON', 0, 9), Buffer.from(value))
            if (found.size > before) known.push(value)
          }
          const text = texts.join('')
          const bytes = Buffer.from(text)
          const out: ReturnType<typeof finding>[] = []
          found.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
          const left = out.reduceRight(
            (rest, { start, end }) => rest.slice(0, start) + '\u0000'.repeat(end - start) + rest.slice(end),
            bytes.toString('latin1'),
          )
          for (const value of known) {
            if (!/^1|1$/.test(value) && isFree(value))
              expect(left).not.toContain(Buffer.from(value).toString('latin1'))
          }
          for (const { start, end } of out) expect(known).toContain(bytes.toString('utf8', start, end))
          for (const [i, { start }] of out.entries())
            expect(start).toBeGreaterThanOrEqual(out[i - 1]?.end ?? 0)
        },
      ),
      runs(2000),
    )
  })

  test('leave the rest to what stands across their ends, and stand behind what covers them', () => {
    const found = new FoundValues()
    found.learn(finding('PERSON', 0, 9), Buffer.from('Anna Weber'))
    const read = (text: string, ...out: ReturnType<typeof finding>[]): string[] => {
      const bytes = Buffer.from(text)
      found.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
      return out.map(({ type, start, end }) => `${type} ${text.slice(start, end)}`)
    }
    expect(read('xAnna Weber', finding('EMAIL', 0, 5))).toEqual(['EMAIL x', 'PERSON Anna Weber'])
    expect(read('Anna Weber12', finding('EMAIL', 0, 4), finding('PHONE', 8, 12))).toEqual([
      'PERSON Anna Weber',
      'PHONE 12',
    ])
    expect(read('Anna Weber Way 1', finding('ADDRESS', 5, 16))).toEqual([
      'PERSON Anna Weber',
      'ADDRESS Way 1',
    ])
    expect(read('Anna Weber', finding('SECRET', 0, 4))).toEqual(['SECRET Anna', 'PERSON Weber'])
    expect(read('To Anna Weber12', finding('EMAIL', 0, 15))).toEqual([
      'EMAIL To Anna Weber12',
      'PERSON Anna Weber',
    ])
    expect(read('Anna Weber, Anna Weber', finding('EMAIL', 0, 22), finding('PHONE', 22, 22))).toEqual([
      'EMAIL Anna Weber, Anna Weber',
      'PERSON Anna Weber',
      'PERSON Anna Weber',
      'PHONE ',
    ])
    expect(read('Anna Weber Anna Weber', finding('EMAIL', 0, 15))).toEqual([
      'EMAIL Anna Weber',
      'PERSON Anna Weber',
      'PERSON Anna Weber',
    ])
    expect(read('Anna Weber Anna Weber', finding('EMAIL', 10, 11))).toEqual([
      'PERSON Anna Weber',
      'EMAIL  ',
      'PERSON Anna Weber',
    ])
  })

  test('cost what the text is long, however many are known and however alike they begin', () => {
    const found = new FoundValues()
    for (let i = 0; i < 3000; i++)
      found.learn(finding('PHONE', 0, 9), Buffer.from(`+49 30 ${'0'.repeat(i % 40)}${1_000_000 + i}`))
    expect(found.size).toBeLessThanOrEqual(1024)
    const time = (text: string): number => {
      const bytes = Buffer.from(text)
      const from = process.cpuUsage().user
      found.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, [])
      return process.cpuUsage().user - from
    }
    const text = '+49 30 0000000'
    time(text.repeat(1000))
    const short = Math.max(1000, time(text.repeat(2000)))
    expect(time(text.repeat(20_000))).toBeLessThan(40 * short)
  })

  test('cost little more than to keep them where all begin alike at every byte', () => {
    const mails = Array.from({ length: 8 }, (_, i) => `${'a'.repeat(60)}@${'b'.repeat(50 - i)}.example`)
    const body = chat(mails.join(' '), `${'a'.repeat(100)} `.repeat(2600))
    const time = (operator: Operator): number => {
      const from = process.cpuUsage().user
      sent(body, 'json', operator)
      return process.cpuUsage().user - from
    }
    time('keep')
    const kept = Math.max(20_000, time('keep'))
    // Where a string is made for every try, it is more than a hundred times.
    expect(time('tokenize')).toBeLessThan(20 * kept)
  })
})

function finding(type: EntityType, start: number, end: number) {
  return { type, start, end, score: 0.9, reasons: ['test'] as readonly string[] }
}
