/** How the APIs of public AI services stream one text: what each writes, and what a client of it reads. */

export interface ChatStyle {
  name: string
  host: string
  path: string
  contentType: string
  /** The whole answer, with the text in pieces of up to `size` characters. */
  write(said: string, size: number): string
  /** The text that a client has put together by the event that ends it. */
  read(answer: string): string
}

// biome-ignore lint/suspicious/noExplicitAny: events of foreign services, of which each style reads one member.
type Event = any

const pieces = (said: string, size: number) => said.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []

/** WHATWG HTML §9.2: an event with its name, where the service gives it one. */
const event = (data: object, name?: string) =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`

const eventsOf = (answer: string): Event[] =>
  answer
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6)))

const linesOf = (answer: string): Event[] =>
  answer
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** What stands before the first event that ends the text; there has to be one. */
function until(events: Event[], isEnd: (event: Event) => boolean): Event[] {
  const end = events.findIndex(isEnd)
  if (end < 0) throw new Error('nothing ends the text')
  return events.slice(0, end)
}

const joined = (events: Event[], text: (event: Event) => string | undefined) =>
  events.map((one) => text(one) ?? '').join('')

const openAi = { host: 'api.openai.com', contentType: 'text/event-stream; charset=utf-8' }
const anthropic = { host: 'api.anthropic.com', path: '/v1/messages', contentType: 'text/event-stream' }
const gemini = { host: 'generativelanguage.googleapis.com' }

const candidate = (text: string, isLast: boolean) => ({
  candidates: [
    { content: { parts: [{ text }], role: 'model' }, ...(isLast ? { finishReason: 'STOP' } : {}), index: 0 },
  ],
  usageMetadata: { promptTokenCount: 7 },
  modelVersion: 'gemini',
})
const candidates = (said: string, size: number) =>
  pieces(said, size).map((text, n, all) => candidate(text, n === all.length - 1))
const candidateText = (one: Event): string => one.candidates[0].content.parts[0].text

export const chatStyles: readonly ChatStyle[] = [
  {
    ...openAi,
    name: 'OpenAI chat completions',
    path: '/v1/chat/completions',
    write: (said, size) => {
      const chunk = (delta: object, finish: string | null = null) =>
        event({
          id: 'c',
          object: 'chat.completion.chunk',
          choices: [{ index: 0, delta, finish_reason: finish }],
        })
      return [
        chunk({ role: 'assistant', content: '' }),
        ...pieces(said, size).map((content) => chunk({ content })),
        chunk({}, 'stop'),
        'data: [DONE]\n\n',
      ].join('')
    },
    read: (answer) =>
      joined(
        until(eventsOf(answer), ({ choices }) => choices[0].finish_reason === 'stop'),
        ({ choices }) => choices[0].delta.content,
      ),
  },
  {
    ...openAi,
    name: 'OpenAI responses',
    path: '/v1/responses',
    write: (said, size) => {
      const at = { item_id: 'm', output_index: 0, content_index: 0 }
      const named = (type: string, rest: object) => event({ type, ...rest }, type)
      return [
        named('response.created', { response: { id: 'r', status: 'in_progress', output: [] } }),
        ...pieces(said, size).map((delta) => named('response.output_text.delta', { ...at, delta })),
        named('response.output_text.done', { ...at, text: said }),
        named('response.completed', {
          response: { id: 'r', output: [{ content: [{ type: 'output_text', text: said }] }] },
        }),
      ].join('')
    },
    read(answer) {
      const events = eventsOf(answer)
      const streamed = joined(
        until(events, ({ type }) => type === 'response.output_text.done'),
        ({ delta }) => delta,
      )
      // The same text comes twice more, in one piece.
      const wholes = [events.at(-2).text, events.at(-1).response.output[0].content[0].text]
      if (wholes.some((whole) => whole !== streamed)) throw new Error('the whole text is another')
      return streamed
    },
  },
  {
    ...anthropic,
    name: 'Anthropic messages',
    write: (said, size) =>
      [
        { type: 'message_start', message: { id: 'm', content: [] } },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        { type: 'ping' },
        ...pieces(said, size).map((text) => ({
          type: 'content_block_delta',
          index: 0,
          delta: { type: 'text_delta', text },
        })),
        { type: 'content_block_stop', index: 0 },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
        { type: 'message_stop' },
      ]
        .map((data) => event(data, data.type))
        .join(''),
    read: (answer) =>
      joined(
        until(eventsOf(answer), ({ type }) => type === 'content_block_stop'),
        ({ delta }) => delta?.text,
      ),
  },
  {
    ...anthropic,
    name: 'Anthropic tool use (input_json_delta)',
    write: (said, size) =>
      [
        {
          type: 'content_block_start',
          index: 1,
          content_block: { type: 'tool_use', id: 't', name: 'send', input: {} },
        },
        ...pieces(JSON.stringify({ body: said, list: [said] }), size).map((json) => ({
          type: 'content_block_delta',
          index: 1,
          delta: { type: 'input_json_delta', partial_json: json },
        })),
        { type: 'content_block_stop', index: 1 },
      ]
        .map((data) => event(data, data.type))
        .join(''),
    read(answer) {
      const events = until(eventsOf(answer), ({ type }) => type === 'content_block_stop')
      const { body, list } = JSON.parse(joined(events, ({ delta }) => delta?.partial_json)) as {
        body: string
        list: string[]
      }
      if (list[0] !== body) throw new Error('the same text came back in two ways')
      return body
    },
  },
  {
    ...gemini,
    name: 'Gemini streamGenerateContent, as events',
    path: '/v1beta/models/gemini:streamGenerateContent?alt=sse',
    contentType: 'text/event-stream',
    write: (said, size) =>
      candidates(said, size)
        .map((data) => event(data).replaceAll('\n', '\r\n'))
        .join(''),
    read: (answer) => joined(eventsOf(answer), candidateText),
  },
  {
    ...gemini,
    name: 'Gemini streamGenerateContent, as an array',
    path: '/v1beta/models/gemini:streamGenerateContent',
    contentType: 'application/json; charset=UTF-8',
    write: (said, size) =>
      `[${candidates(said, size)
        .map((one) => JSON.stringify(one, null, 2))
        .join('\n,\r\n')}\n]\n`,
    read: (answer) => joined(JSON.parse(answer) as Event[], candidateText),
  },
  {
    ...openAi,
    name: 'Ollama, line by line',
    path: '/api/chat',
    contentType: 'application/x-ndjson',
    write: (said, size) =>
      [
        ...pieces(said, size).map((content) => ({ message: { role: 'assistant', content }, done: false })),
        { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    read: (answer) =>
      joined(
        until(linesOf(answer), ({ done }) => done),
        ({ message }) => message.content,
      ),
  },
  {
    ...openAi,
    name: 'one JSON answer, with arguments of a tool that hold JSON in JSON',
    path: '/v1/chat/completions?stream=false',
    contentType: 'application/json',
    write: (said) => {
      const written = JSON.stringify({ said, inner: JSON.stringify([{ said }]) })
      const call = { id: 't', type: 'function', function: { name: 'send', arguments: written } }
      return JSON.stringify({ choices: [{ index: 0, message: { content: said, tool_calls: [call] } }] })
    },
    read(answer) {
      const { content, tool_calls: calls } = (JSON.parse(answer) as Event).choices[0].message
      const { said, inner } = JSON.parse(calls[0].function.arguments) as Event
      const [{ said: deepest }] = JSON.parse(inner) as Event
      if (said !== content || deepest !== content) throw new Error('the same text came back in two ways')
      return content
    },
  },
  {
    ...openAi,
    name: 'one answer in Markdown',
    path: '/v1/notes',
    contentType: 'text/markdown; charset=utf-8',
    write: (said) => said,
    read: (answer) => answer,
  },
]
