/** How the services of the catalogue stream an answer, and how their clients put the text together again. */

/** An answer in the form of one service, for a text that it says in these pieces. */
export interface StreamShape {
  name: string
  type: string
  /** What the answer is made of: events, lines, or elements of an array. */
  write(pieces: readonly string[]): string
  /** The text as a client puts it together, up to the event that ends it. */
  read(answer: string): string
}

// biome-ignore lint/suspicious/noExplicitAny: events of foreign services, of which each reader reads one member.
type Foreign = any

interface Sent {
  event?: string
  data: unknown
}

const written = (events: readonly Sent[]) =>
  events
    .map(({ event, data }) => {
      const head = event === undefined ? '' : `event: ${event}\n`
      return `${head}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
    })
    .join('')

/** The data of each event, as browsers read them. */
const dataOf = (answer: string): string[] =>
  answer
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) =>
      event
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).replace(/^ /, ''))
        .join('\n'),
    )
const eventsOf = (answer: string): Foreign[] =>
  dataOf(answer)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data) as Foreign)
const linesOf = (answer: string): Foreign[] =>
  answer
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Foreign)

interface EventShape {
  name: string
  before?: readonly Sent[]
  piece(text: string, index: number): Sent
  after: readonly Sent[]
  /** Null where the event is none of the text's. */
  text(event: Foreign): string | null | undefined
  ends?(event: Foreign): boolean
}

function ofEvents({ name, before = [], piece, after, text, ends }: EventShape): StreamShape {
  return {
    name,
    type: 'text/event-stream',
    write: (pieces) => written([...before, ...pieces.map(piece), ...after]),
    read(answer) {
      const events = eventsOf(answer)
      const end = ends === undefined ? -1 : events.findIndex(ends)
      return events
        .slice(0, end < 0 ? undefined : end)
        .map((event) => text(event) ?? '')
        .join('')
    },
  }
}

function ofLines(
  name: string,
  type: string,
  {
    piece,
    after,
    text,
    ends,
  }: { piece(text: string): unknown; after: unknown } & Pick<EventShape, 'text' | 'ends'>,
): StreamShape {
  return {
    name,
    type,
    write: (pieces) => [...pieces.map(piece), after].map((line) => `${JSON.stringify(line)}\n`).join(''),
    read(answer) {
      const lines = linesOf(answer)
      const end = ends === undefined ? -1 : lines.findIndex(ends)
      return lines
        .slice(0, end < 0 ? undefined : end)
        .map((line) => text(line) ?? '')
        .join('')
    },
  }
}

const done = { data: '[DONE]' }
const part = '/message/content/parts/0'

/** Where each is written down stands beside it in core/restore/delta-shapes.ts. */
export const streamShapes: readonly StreamShape[] = [
  ofEvents({
    name: 'OpenAI, chat completions',
    piece: (content) => ({
      data: { id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] },
    }),
    after: [{ data: { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } }, done],
    text: (event) => event.choices[0].delta.content,
    ends: (event) => event.choices[0].finish_reason === 'stop',
  }),
  ofEvents({
    name: 'OpenAI, legacy completions',
    piece: (text) => ({ data: { id: 'c', choices: [{ index: 0, text, finish_reason: null }] } }),
    after: [{ data: { id: 'c', choices: [{ index: 0, text: '', finish_reason: 'stop' }] } }, done],
    text: (event) => event.choices[0].text,
  }),
  ofEvents({
    name: 'OpenAI, responses',
    piece: (delta, n) => ({
      event: 'response.output_text.delta',
      data: {
        type: 'response.output_text.delta',
        item_id: 'm',
        output_index: 0,
        content_index: 0,
        sequence_number: n,
        delta,
      },
    }),
    after: [
      {
        event: 'response.output_text.done',
        data: { type: 'response.output_text.done', item_id: 'm', output_index: 0, content_index: 0 },
      },
    ],
    text: (event) => event.delta,
    ends: (event) => event.type.endsWith('.done'),
  }),
  ofEvents({
    name: 'ChatGPT, to its own page',
    before: [
      { event: 'delta_encoding', data: '"v1"' },
      {
        event: 'delta',
        data: { p: '', o: 'add', v: { message: { id: 'm', content: { parts: [''] } } }, c: 0 },
      },
    ],
    piece: (v, n) => ({ event: 'delta', data: n === 0 ? { p: part, o: 'append', v } : { v } }),
    after: [
      {
        event: 'delta',
        data: {
          p: '',
          o: 'patch',
          v: [
            { p: part, o: 'append', v: '' },
            { p: '/message/status', o: 'replace', v: 'finished_successfully' },
          ],
        },
      },
      { data: { type: 'message_stream_complete', conversation_id: 'c' } },
      done,
    ],
    text: (event) => patched(event, part),
  }),
  ofEvents({
    name: 'DeepSeek, to its own page',
    piece: (v, n) => ({ data: n === 0 ? { p: 'response/content', o: 'APPEND', v } : { v } }),
    after: [{ data: { p: 'response/status', o: 'SET', v: 'FINISHED' } }],
    text: (event) => patched(event, 'response/content'),
    ends: (event) => event.p === 'response/status',
  }),
  ofEvents({
    name: 'Anthropic, messages',
    before: [
      {
        event: 'content_block_start',
        data: { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      },
      { event: 'ping', data: { type: 'ping' } },
    ],
    piece: (text) => ({
      event: 'content_block_delta',
      data: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
    }),
    after: [
      { event: 'content_block_stop', data: { type: 'content_block_stop', index: 0 } },
      { event: 'message_stop', data: { type: 'message_stop' } },
    ],
    text: (event) => event.delta?.text,
    ends: (event) => event.type === 'content_block_stop',
  }),
  ofEvents({
    name: 'Anthropic, text completions',
    piece: (completion) => ({
      event: 'completion',
      data: { type: 'completion', completion, stop_reason: null, model: 'claude-2.0' },
    }),
    after: [
      {
        event: 'completion',
        data: { type: 'completion', completion: '', stop_reason: 'stop_sequence', model: 'claude-2.0' },
      },
    ],
    text: (event) => event.completion,
  }),
  ofEvents({
    name: 'Gemini, with alt=sse',
    piece: (text) => ({ data: { candidates: [{ content: { parts: [{ text }], role: 'model' } }] } }),
    after: [
      { data: { candidates: [{ content: { parts: [{ text: '' }], role: 'model' }, finishReason: 'STOP' }] } },
    ],
    text: (event) => event.candidates[0].content.parts[0].text,
  }),
  {
    name: 'Gemini, as one array',
    type: 'application/json; charset=UTF-8',
    write: (pieces) =>
      `[${[...pieces, '']
        .map((text) =>
          JSON.stringify({ candidates: [{ content: { parts: [{ text }], role: 'model' } }] }, null, 2),
        )
        .join('\n,\r\n')}]`,
    read: (answer) =>
      (JSON.parse(answer) as Foreign[])
        .map((element) => element.candidates[0].content.parts[0].text)
        .join(''),
  },
  ofEvents({
    name: 'Mistral, conversations',
    piece: (content) => ({
      event: 'message.output.delta',
      data: {
        type: 'message.output.delta',
        id: 'msg_1',
        output_index: 0,
        content_index: 0,
        content,
        role: 'assistant',
      },
    }),
    after: [{ event: 'conversation.response.done', data: { type: 'conversation.response.done', usage: {} } }],
    text: (event) => event.content,
    ends: (event) => event.type.endsWith('.done'),
  }),
  ofEvents({
    name: 'Cohere v2',
    piece: (text) => ({
      event: 'content-delta',
      data: { type: 'content-delta', index: 0, delta: { message: { content: { text } } } },
    }),
    after: [{ event: 'content-end', data: { type: 'content-end', index: 0 } }],
    text: (event) => event.delta?.message.content.text,
    ends: (event) => event.type === 'content-end',
  }),
  ofLines('Cohere v1', 'application/stream+json', {
    piece: (text) => ({ is_finished: false, event_type: 'text-generation', text }),
    after: { is_finished: true, event_type: 'stream-end', finish_reason: 'COMPLETE' },
    text: (line) => line.text,
    ends: (line) => line.is_finished,
  }),
  ofLines('Ollama', 'application/x-ndjson', {
    piece: (content) => ({ model: 'm', message: { role: 'assistant', content }, done: false }),
    after: { model: 'm', message: { role: 'assistant', content: '' }, done: true },
    text: (line) => line.message.content,
  }),
  ofEvents({
    name: 'Hugging Face, text generation inference',
    piece: (text, index) => ({
      data: {
        index,
        token: { id: index, text, logprob: -1, special: false },
        generated_text: null,
        details: null,
      },
    }),
    after: [
      {
        data: {
          index: 99,
          token: { id: 2, text: '</s>', logprob: -1, special: true },
          generated_text: 'whole',
          details: { finish_reason: 'eos_token' },
        },
      },
    ],
    text: (event) => (event.token.special ? '' : event.token.text),
    ends: (event) => event.generated_text !== null,
  }),
  ofEvents({
    name: 'llama.cpp, completion',
    piece: (content) => ({ data: { index: 0, content, tokens: [1], stop: false, id_slot: -1 } }),
    after: [{ data: { index: 0, content: '', tokens: [], stop: true, id_slot: 0 } }],
    text: (event) => event.content,
  }),
  ofEvents({
    name: 'AI SDK of Vercel',
    before: [{ data: { type: 'text-start', id: '0' } }],
    piece: (delta) => ({ data: { type: 'text-delta', id: '0', delta } }),
    after: [{ data: { type: 'text-end', id: '0' } }, { data: { type: 'finish' } }, done],
    text: (event) => event.delta,
    ends: (event) => event.type === 'text-end',
  }),
  ofEvents({
    name: 'a service that nobody knows, with bare texts',
    piece: (content) => ({ data: { content } }),
    after: [done],
    text: (event) => event.content,
  }),
  ofEvents({
    name: 'a service that nobody knows, with texts deep in lists',
    piece: (value) => ({ data: { id: 7, result: { items: [{ kind: 'x', value }] } } }),
    after: [{ data: { keepalive: 1 } }],
    text: (event) => event.result?.items[0].value,
  }),
  ofLines('a service that nobody knows, line by line', 'application/x-ndjson', {
    piece: (token) => ({ result: { response: { token, isThinking: false } } }),
    after: { result: { title: 'x' } },
    text: (line) => line.result.response?.token,
  }),
  ofEvents({
    name: 'a service that sends JSON strings',
    piece: (text) => ({ data: JSON.stringify(text) }),
    after: [done],
    text: (event) => event,
  }),
  {
    name: 'a service that sends plain text',
    type: 'text/event-stream',
    write: (pieces) => written(pieces.map((data) => ({ data }))),
    read: (answer) => dataOf(answer).join(''),
  },
]

/** What a patch, or each of a list, puts behind the text at a path; without a path it goes on where the last one did. */
function patched({ p, o, v }: Foreign, path: string): string {
  if (Array.isArray(v)) return v.map((one) => patched(one, path)).join('')
  const isThere = p === undefined || p === path
  return isThere && (o === undefined || /append/i.test(o)) && typeof v === 'string' ? v : ''
}
