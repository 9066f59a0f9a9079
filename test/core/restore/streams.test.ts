/** Promises that a token which an AI service streams in pieces comes back whole, in its own text and before its end. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { runs } from '../../support/property-runs.ts'
import { Known, restoredBy } from './restored.ts'

const known = new Known()
const anna = known.token('PERSON', 'Anna "A" Weber')
const mail = known.token('EMAIL', 'anna.weber@example.com')
const said = `Dear ${anna}, your address is ${mail}. Regards, E`
const wanted = 'Dear Anna "A" Weber, your address is anna.weber@example.com. Regards, E'

function restored(type: string, body: string, cuts: readonly number[] = []): string {
  const restorer = restorerFor(type)
  if (restorer === null) throw new Error('not restored')
  return restoredBy(restorer, known, { body, cuts })
}

interface Sent {
  event?: string
  data: unknown
}

const sse = (events: readonly Sent[]) =>
  events
    .map(({ event, data }) => {
      const head = event === undefined ? '' : `event: ${event}\n`
      return `${head}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
    })
    .join('')

/** As a client reads them: the data of each event. */
function eventsOf(stream: string): unknown[] {
  return stream
    .split(/\n\n/)
    .filter((event) => event !== '')
    .map((event) => {
      const data = event
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(6))
        .join('\n')
      return data.startsWith('{') ? (JSON.parse(data) as unknown) : data
    })
}

/** Splits a text into pieces of up to `size` characters. */
const split = (text: string, size: number) => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []

type Event = Record<string, never>
// biome-ignore lint/suspicious/noExplicitAny: events of foreign services, of which each test reads one member.
const at = (event: unknown): any => event as Event

interface Service {
  name: string
  type?: string
  write(text: string, size: number): string
  /** The text that a client puts together from the events before the one that ends it. */
  read(events: unknown[]): string
}

const until = (events: unknown[], isEnd: (event: never) => boolean) => {
  const end = events.findIndex((event) => isEnd(event as never))
  expect(end).toBeGreaterThan(0)
  return events.slice(0, end)
}

const services: readonly Service[] = [
  {
    name: 'OpenAI chat completions',
    write: (text, size) =>
      sse([
        { data: { id: 'c', choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] } },
        ...split(text, size).map((content) => ({
          data: {
            id: 'c',
            object: 'chat.completion.chunk',
            choices: [{ index: 0, delta: { content }, finish_reason: null }],
          },
        })),
        { data: { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } },
        { data: '[DONE]' },
      ]),
    read: (events) =>
      until(events, (event) => at(event).choices[0].finish_reason === 'stop')
        .map((event) => at(event).choices[0].delta.content ?? '')
        .join(''),
  },
  {
    name: 'OpenAI responses',
    write: (text, size) =>
      sse([
        ...split(text, size).map((delta, n) => ({
          event: 'response.output_text.delta',
          data: {
            type: 'response.output_text.delta',
            item_id: 'm',
            output_index: 0,
            content_index: 0,
            sequence_number: n,
            delta,
          },
        })),
        {
          event: 'response.output_text.done',
          data: { type: 'response.output_text.done', item_id: 'm', output_index: 0, content_index: 0, text },
        },
      ]),
    read(events) {
      const before = until(events, (event) => at(event).type.endsWith('.done'))
      expect(at(events.at(-1)).text).toBe(wanted)
      return before.map((event) => at(event).delta).join('')
    },
  },
  {
    name: 'Anthropic messages',
    write: (text, size) =>
      sse([
        {
          event: 'content_block_start',
          data: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        },
        { event: 'ping', data: { type: 'ping' } },
        ...split(text, size).map((piece) => ({
          event: 'content_block_delta',
          data: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } },
        })),
        { event: 'content_block_stop', data: { type: 'content_block_stop', index: 0 } },
        { event: 'message_stop', data: { type: 'message_stop' } },
      ]),
    read: (events) =>
      until(events, (event) => at(event).type === 'content_block_stop')
        .filter((event) => at(event).type === 'content_block_delta')
        .map((event) => at(event).delta.text)
        .join(''),
  },
  {
    name: 'Gemini',
    write: (text, size) => {
      const pieces = split(text, size)
      return sse(
        pieces.map((piece, n) => ({
          data: {
            candidates: [
              {
                content: { parts: [{ text: piece }], role: 'model' },
                ...(n === pieces.length - 1 ? { finishReason: 'STOP' } : {}),
              },
            ],
          },
        })),
      )
    },
    read: (events) => events.map((event) => at(event).candidates[0].content.parts[0].text).join(''),
  },
  {
    name: 'Ollama, line by line',
    type: 'application/x-ndjson',
    write: (text, size) =>
      [
        ...split(text, size).map((content) => ({
          model: 'm',
          message: { role: 'assistant', content },
          done: false,
        })),
        { model: 'm', message: { role: 'assistant', content: '' }, done: true },
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    read: (events) => events.map((event) => at(event).message.content).join(''),
  },
  {
    name: 'Cohere',
    write: (text, size) =>
      sse([
        ...split(text, size).map((piece) => ({
          event: 'content-delta',
          data: { type: 'content-delta', index: 0, delta: { message: { content: { text: piece } } } },
        })),
        { event: 'content-end', data: { type: 'content-end', index: 0 } },
      ]),
    read: (events) =>
      until(events, (event) => at(event).type === 'content-end')
        .map((event) => at(event).delta.message.content.text)
        .join(''),
  },
]

describe.each(services)('$name', ({ type = 'text/event-stream', write, read }) => {
  test.each([1, 2, 3, 5, 7, 11, 16, 30, 200])('in pieces of %i characters', (size) => {
    const stream = write(said, size)
    const lines = (out: string) =>
      type === 'text/event-stream'
        ? eventsOf(out)
        : out
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as unknown)
    expect(read(lines(restored(type, stream)))).toBe(wanted)
    expect(read(lines(restored(type, stream, [5, 60, 61, 300, 301, 302])))).toBe(wanted)
  })
})

test('choices that run side by side keep their own', () => {
  const chunk = (index: number, content: string) => ({ data: { choices: [{ delta: { content }, index }] } })
  const pieces = split(said, 4)
  const stream = sse([
    ...pieces.flatMap((piece) => [chunk(0, piece), chunk(1, piece)]),
    { data: { choices: [{ index: 1, delta: {}, finish_reason: 'stop' }] } },
    { data: { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } },
    { data: '[DONE]' },
  ])
  const events = eventsOf(restored('text/event-stream', stream)).filter((event) => event !== '[DONE]')
  for (const index of [0, 1]) {
    const own = events.map((event) => at(event).choices[0]).filter((choice) => choice.index === index)
    expect(own.at(-1).finish_reason).toBe('stop')
    expect(own.map((choice) => choice.delta.content ?? '').join('')).toBe(wanted)
  }
})

test('the arguments of a tool, which are JSON in pieces of a JSON string, stay JSON', () => {
  const json = JSON.stringify({ to: mail, name: anna, list: [anna] })
  const stream = sse([
    {
      data: {
        choices: [
          {
            index: 0,
            delta: {
              tool_calls: [
                { index: 0, id: 't', type: 'function', function: { name: 'send', arguments: '' } },
              ],
            },
          },
        ],
      },
    },
    ...split(json, 3).map((piece) => ({
      data: {
        choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: piece } }] } }],
      },
    })),
    { data: { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] } },
  ])
  const events = eventsOf(restored('text/event-stream', stream))
  const text = events
    .map((event) => at(event).choices[0].delta.tool_calls?.[0].function.arguments ?? '')
    .join('')
  expect(JSON.parse(text)).toEqual({
    to: 'anna.weber@example.com',
    name: 'Anna "A" Weber',
    list: ['Anna "A" Weber'],
  })
  const anthropic = sse([
    ...split(json, 2).map((piece) => ({
      data: {
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'input_json_delta', partial_json: piece },
      },
    })),
    { data: { type: 'content_block_stop', index: 1 } },
  ])
  const blocks = eventsOf(restored('text/event-stream', anthropic)).slice(0, -1)
  expect(JSON.parse(blocks.map((event) => at(event).delta.partial_json).join(''))).toEqual(JSON.parse(text))
})

test('a piece that cannot begin a token leaves at once, and one that may leaves all but its end', () => {
  const restorer = restorerFor('text/event-stream')
  const push = (content: string) =>
    known
      .fill(
        restorer?.push(Buffer.from(sse([{ data: { choices: [{ index: 0, delta: { content } }] } }]))) ?? [],
      )
      .toString()
  expect(push('Hello, 1.')).toContain('"content":"Hello, 1."')
  expect(push('Hello PERSON_7K')).toContain('"content":"Hello "')
  expect(push('X!')).toContain('"content":"PERSON_7KX!"')
})

test('a value with a line end goes on in the next data line of an event that is plain text', () => {
  const token = known.token('ADDRESS', 'Hauptstr. 1\n10115 Berlin')
  expect(restored('text/event-stream', `data: at ${token}.\n\n`)).toBe(
    'data: at Hauptstr. 1\ndata: 10115 Berlin.\n\n',
  )
  expect(restored('text/event-stream', `id: 7\r\ndata:at ${token}.\r\n\r\n`)).toBe(
    'id: 7\r\ndata:at Hauptstr. 1\r\ndata: 10115 Berlin.\r\n\r\n',
  )
})

test('a stream that breaks off hands out what was held, and half an event as it is', () => {
  const open = sse([{ data: { choices: [{ index: 0, delta: { content: 'I am PERS' } }] } }])
  const out = restored('text/event-stream', `${open}data: {"cho`)
  const texts = out.match(/"content":"[^"]*"/g)
  expect(texts).toEqual(['"content":"I am "', '"content":"PERS"'])
  expect(out.endsWith('data: {"cho')).toBe(true)
})

test('a stream without an end to its events is read on as text, in bounded memory', () => {
  const endless = `data: ${anna} ${'x'.repeat(3_000_000)} ${anna}`
  expect(restored('text/event-stream', endless, [900_000, 1_800_000])).toBe(
    endless.replaceAll(anna, 'Anna "A" Weber'),
  )
})

test('however a stream is cut, the same comes out', () => {
  const whole = services.map(({ type = 'text/event-stream', write }) => {
    const stream = write(said, 3)
    return { type, stream, expected: restored(type, stream) }
  })
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.array(fc.nat(), { maxLength: 12 }),
      ({ type, stream, expected }, cuts) => {
        expect(restored(type, stream, cuts)).toBe(expected)
      },
    ),
    runs(1500),
  )
})
