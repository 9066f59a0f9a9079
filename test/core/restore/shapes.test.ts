/** Promises that a token comes back whole however a service cuts it over its events, in every form that is known, and in others. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { runs } from '../../support/property-runs.ts'
import { Known, restoredBy } from './restored.ts'
import { streamShapes } from './services.ts'

const known = new Known()
const anna = known.token('PERSON', 'Anna "A" Weber')
const mail = known.token('EMAIL', 'anna.weber@example.com')
const ssn = known.token('US_SSN', '134-77-9981')
const values = [
  [anna, 'Anna "A" Weber'],
  [mail, 'anna.weber@example.com'],
  [ssn, '134-77-9981'],
] as const

function restored(type: string, body: string, cuts: readonly number[] = []): string {
  const restorer = restorerFor(type)
  if (restorer === null) throw new Error('not restored')
  return restoredBy(restorer, known, { body, cuts })
}

const plain = (text: string) => values.reduce((said, [token, value]) => said.replaceAll(token, value), text)

/** Words that begin like tokens, and are none. */
const word = fc.constantFrom(
  anna,
  mail,
  ssn,
  'PERS',
  'e',
  ' ',
  'US_',
  'Dear ',
  'EMAIL_2',
  '"',
  'ü',
  '\\',
  'PHONE_',
)
const said = fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join(''))
const pieces = fc.tuple(said, fc.array(fc.nat(), { maxLength: 9 })).map(([text, cuts]) => {
  const characters = [...text]
  const borders = [0, ...cuts.map((cut) => cut % (characters.length + 1)), characters.length]
  borders.sort((one, other) => one - other)
  return borders.slice(1).map((border, i) => characters.slice(borders[i], border).join(''))
})
const cuts = fc.array(fc.nat(), { maxLength: 6 })

describe.each(streamShapes)('$name', ({ type, write, read }) => {
  test('gives a token back that is cut in two anywhere', () => {
    for (const [token, value] of values)
      for (let cut = 0; cut <= token.length; cut++)
        expect(read(restored(type, write([`Dear ${token.slice(0, cut)}`, `${token.slice(cut)}!`])))).toBe(
          `Dear ${value}!`,
        )
  })

  test('gives a token back that comes letter by letter', () => {
    const text = `Dear ${anna}, ${mail} or ${ssn}: E`
    expect(read(restored(type, write([...text])))).toBe(plain(text))
  })

  test('gives every text back, however it is cut into pieces and into chunks', () => {
    fc.assert(
      fc.property(pieces, cuts, (all, where) => {
        const answer = write(all)
        // Data that are a JSON string as a whole stay one, see below.
        fc.pre(!all.some((piece) => isJsonString(piece) && write([piece]) === `data: ${piece}\n\n`))
        expect(read(answer)).toBe(all.join(''))
        expect(read(restored(type, answer, where))).toBe(plain(all.join('')))
      }),
      runs(300),
    )
  })
})

function isJsonString(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'string'
  } catch {
    return false
  }
}

describe('events of a shape that nobody knows', () => {
  const lines = (data: readonly unknown[]) => data.map((one) => `${JSON.stringify(one)}\n`).join('')
  const apart = (data: readonly unknown[]) => data.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')

  test('stay JSON where all they say is one string', () => {
    const stream = apart([`"${anna}", I said`, anna])
    expect(restored('text/event-stream', stream)).toBe(apart(['"Anna "A" Weber", I said', 'Anna "A" Weber']))
    expect(restored('text/event-stream', `data: "${anna}", I said\n\n`)).toBe(
      'data: "Anna "A" Weber", I said\n\n',
    )
  })

  test('leave as they came where no token runs through them', () => {
    const text = fc.oneof(
      word.filter((one) => !values.some(([token]) => token === one)),
      fc.string(),
    )
    const event = fc.oneof(
      fc.record({ content: text }),
      fc.record({ message: text, at: fc.nat() }),
      fc.record({ list: fc.array(fc.record({ text })) }),
      text,
      fc.constant({ ping: 1 }),
    )
    const stream = fc
      .array(
        fc.oneof(
          event.map((data) => apart([data])),
          fc.constantFrom(': alive\n\n', 'id: 7\n\n', 'data: Come\n\n'),
        ),
      )
      .map((events) => events.join(''))
    fc.assert(
      fc.property(stream, cuts, (body, where) => {
        fc.pre(plain(body) === body)
        expect(restored('text/event-stream', body, where)).toBe(body)
      }),
      runs(1000),
    )
    const file = fc.tuple(fc.array(event), fc.constantFrom('', '\n', 'e', '{"content":"PERS"}'))
    fc.assert(
      fc.property(file, cuts, ([records, end], where) => {
        const body = lines(records) + end
        fc.pre(plain(body) === body)
        expect(restored('application/x-ndjson', body, where)).toBe(body)
      }),
      runs(1000),
    )
  })

  test('that are messages of their own keep each its own words', () => {
    const messages = [{ message: 'Welcome' }, { message: `PERS ${anna}` }, { message: 'ON_ the phone' }]
    expect(restored('text/event-stream', apart(messages))).toBe(
      apart([messages[0], { message: 'PERS Anna "A" Weber' }, messages[2]]),
    )
  })

  test('wait for one another only while they may be a token, and never for long', () => {
    const restorer = restorerFor('text/event-stream')
    const push = (data: unknown) => known.fill(restorer?.push(Buffer.from(apart([data]))) ?? []).toString()
    expect(push({ content: 'Hello, 1.' })).toBe(apart([{ content: 'Hello, 1.' }]))
    expect(push({ content: 'Hello PERSON_' })).toBe('')
    expect(push({ content: '0' })).toBe(apart([{ content: 'Hello PERSON_' }, { content: '0' }]))
    expect(push({ content: 'e' })).toBe('')
    // Each that comes settles those before it.
    for (let n = 0; n < 9; n++)
      expect(push({ content: 'Come' })).toBe(apart([{ content: n === 0 ? 'e' : 'Come' }]))
    let waiting = 0
    while (push({ ping: 1 }) === '') waiting++
    expect(waiting).toBeLessThan(64)
  })

  test('of a kind of their own do not mix with others', () => {
    const head = anna.slice(0, 9)
    const stream = `event: a\ndata: ${head}\n\nevent: b\ndata: x\n\nevent: a\ndata: ${anna.slice(9)}!\n\n`
    expect(restored('text/event-stream', stream)).toBe(
      'event: a\ndata: Anna "A" Weber\n\nevent: b\ndata: x\n\nevent: a\ndata: !\n\n',
    )
  })
})

test('texts that run side by side in named blocks do not mix', () => {
  const event = (id: string, delta: string) =>
    `data: ${JSON.stringify({ type: 'text-delta', id, delta })}\n\n`
  const [one, two] = [anna.slice(0, 9), anna.slice(9)]
  const out = restored(
    'text/event-stream',
    event('1', one) + event('2', one) + event('2', two) + event('1', two),
  )
  expect(out).toBe(
    event('1', '') + event('2', '') + event('2', 'Anna "A" Weber') + event('1', 'Anna "A" Weber'),
  )
})

test('a list of changes says a piece of the text as well', () => {
  const change = (v: unknown) => `event: delta\ndata: ${JSON.stringify(v)}\n\n`
  const path = '/message/content/parts/0'
  const stream =
    change({ p: path, o: 'append', v: `Dear ${anna.slice(0, 4)}` }) +
    change({ p: '', o: 'patch', v: [{ p: path, o: 'append', v: `${anna.slice(4)}, E` }] }) +
    change({ p: '/message/status', o: 'replace', v: 'finished_successfully' })
  expect(restored('text/event-stream', stream)).toBe(
    change({ p: path, o: 'append', v: 'Dear ' }) +
      change({ p: '', o: 'patch', v: [{ p: path, o: 'append', v: 'Anna "A" Weber, ' }] }) +
      change({ p: path, o: 'append', v: 'E' }) +
      change({ p: '/message/status', o: 'replace', v: 'finished_successfully' }),
  )
})

test('lines that are records of their own keep each its own words, whatever their members are called', () => {
  const records = [
    { prompt: 'Hello', completion: 'Welcome' },
    { prompt: 'Who?', completion: anna },
    { content: 'PERS', text: 'EMAIL_' },
    { content: 'ON_ the phone', text: 'e' },
    { v: 'Come' },
    { p: 7, v: 'One' },
  ]
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  expect(restored('application/jsonl', lines)).toBe(lines.replace(anna, 'Anna \\"A\\" Weber'))
})
