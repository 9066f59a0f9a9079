/** Knows which strings in the events of AI services are pieces of a longer text, of which text, and when it ends. */
import type { PlacedString } from './json-strings.ts'
import { isPatch, PatchedTexts } from './patched-texts.ts'

/** A text that arrives piece by piece: one choice, content block or argument list. */
export interface DeltaOf {
  /** The same for every piece of one text. */
  key: string
  /** What an event may say that ends it: `index=0`, `choices#1`. */
  marks: readonly string[]
  /** An event that says one more piece of it, up to the piece; absent: one like its newest event does. */
  lead?: string
}

/** Where the events of a service have their texts. */
interface DeltaShape {
  /** What tells such an event from others: members by their path, and what they are. */
  when: Readonly<Record<string, 'string' | 'boolean' | 'object' | RegExp>>
  /** Paths of member names; `*`: any whose last name is one of `deltaTexts`. Indexes of arrays are left out. */
  texts: readonly string[] | '*'
  /** False where `index` counts the pieces, and says nothing of which text is meant. */
  indexed?: boolean
}

/** Members that hold the text of a delta, by the names that OpenAI, Anthropic, Mistral, Cohere and DeepSeek give them. */
export const deltaTexts: ReadonlySet<string> = new Set(
  'delta content text partial_json thinking arguments reasoning reasoning_content reasoning_text refusal input transcript output_text summary inputTextDelta'.split(
    ' ',
  ),
)

/** Beside every string below a member `delta`, as OpenAI, Anthropic, Cohere v2 and the AI SDK of Vercel have them. */
const shapes: readonly DeltaShape[] = [
  // docs.mistral.ai, conversations: `{"type":"message.output.delta","content":"…"}`.
  { when: { type: /[._-]delta$/ }, texts: '*' },
  // platform.openai.com/docs/api-reference/completions
  { when: { choices: 'object' }, texts: ['choices.text'] },
  // ai.google.dev/api/generate-content
  { when: { candidates: 'object' }, texts: ['candidates.content.parts.text'] },
  // github.com/ollama/ollama/blob/main/docs/api.md
  { when: { done: 'boolean' }, texts: ['response', 'message.content', 'message.thinking'] },
  // docs.anthropic.com/en/api/streaming, text completions; claude.ai has them as well.
  { when: { type: /^completion$/, completion: 'string' }, texts: ['completion'] },
  { when: { completion: 'string', stop_reason: /^(?!undefined$)/ }, texts: ['completion'] },
  // docs.cohere.com/v1/docs/streaming
  { when: { event_type: /^text-generation$/ }, texts: ['text'] },
  { when: { event_type: /^tool-calls-chunk$/ }, texts: ['text', 'tool_call_delta.parameters'] },
  // huggingface.co/docs/text-generation-inference: what is `special` is not shown, so nothing may be put into it.
  {
    when: { 'token.text': 'string', 'token.special': /^(?:false|undefined)$/ },
    texts: ['token.text'],
    indexed: false,
  },
  // github.com/ggml-org/llama.cpp/tree/master/tools/server, /completion
  { when: { content: 'string', stop: 'boolean' }, texts: ['content'] },
]

/** Members that say which of several texts running side by side an event is about. */
const markers = ['index', 'output_index', 'content_index', 'summary_index', 'item_id'] as const
/** Sound in base64: no text, and each piece of it has to stay as long as it is. */
const soundType = /(?:^|[._-])audio\.delta$/
/** The last event of a text or of the stream: `content_block_stop`, `response.output_text.done`, `message-end`, `error`. */
const endingType = /(?:^|[._-])(?:stop|done|end|completed?|finished|failed|incomplete|error)$/

/** Reads the events of one stream, in their order. */
export class DeltaShapes {
  readonly #patched = new PatchedTexts()

  /** Of which text a string of this event is a piece; null where it is a value of its own, as nearly all are. */
  read(root: unknown): (string: PlacedString) => DeltaOf | null {
    if (!isObject(root)) return () => null
    if (typeof root.type === 'string' && soundType.test(root.type)) return () => null
    if (isPatch(root)) return this.#patched.read(root)
    const own = shapes.filter(({ when }) =>
      Object.entries(when).every(([path, what]) => fits(root, path, what)),
    )
    return ({ path }) => {
      const names = path.filter((part) => typeof part === 'string')
      const last = names.at(-1) ?? ''
      const isNamed = deltaTexts.has(last)
      if (isNamed && names.includes('delta')) return describe(root, path)
      const joined = names.join('.')
      const shape = own.find(({ texts }) => (texts === '*' ? isNamed : texts.includes(joined)))
      return shape === undefined ? null : describe(root, path, shape)
    }
  }
}

/** True where the event ends the text that has these marks. */
export function endsText(root: unknown, eventName: string | null): (text: DeltaOf) => boolean {
  if (!isObject(root)) return () => false
  if (root.done === true || root.stop === true || root.is_finished === true) return () => true
  if (isWord(root.stop_reason) || isWord(root.generated_text)) return () => true
  if (isPatch(root)) return PatchedTexts.ends(root)
  if (isObject(root.delta) && isWord(root.delta.stop_reason)) return () => true
  const type = typeOf(root) ?? eventName
  const marks = marksOf(root)
  if (type !== null && endingType.test(type)) return (text) => marks.length === 0 || speaksOf(marks, text)
  const over = [...finished(root, 'choices'), ...finished(root, 'candidates')]
  return (text) => over.some((mark) => text.marks.includes(mark))
}

function fits(root: Record<string, unknown>, path: string, what: DeltaShape['when'][string]): boolean {
  const value = path
    .split('.')
    .reduce<unknown>((node, name) => (isObject(node) ? node[name] : undefined), root)
  if (what instanceof RegExp) return what.test(String(value))
  return typeof value === what && value !== null
}

function typeOf(root: Record<string, unknown>): string | null {
  if (typeof root.type === 'string') return root.type
  return typeof root.event_type === 'string' ? root.event_type : null
}

/** Some marks are the text's, and none of the others says that another one is meant. */
function speaksOf(marks: readonly string[], text: DeltaOf): boolean {
  const own = marks.filter((mark) => text.marks.includes(mark))
  const named = (mark: string) => mark.slice(0, mark.indexOf('=') + 1)
  const other = marks.some(
    (mark) => !own.includes(mark) && text.marks.some((theirs) => theirs.startsWith(named(mark))),
  )
  return own.length > 0 && !other
}

function describe(
  root: unknown,
  path: readonly (string | number)[],
  { indexed = true }: Pick<DeltaShape, 'indexed'> = {},
): DeltaOf {
  const marks: string[] = []
  let key = ''
  let node: unknown = root
  for (const [depth, part] of path.entries()) {
    if (typeof part === 'string') {
      if (depth === 0) {
        if (indexed) marks.push(...marksOf(node))
        key = `${(isObject(node) ? typeOf(node) : null) ?? ''};${marks.join(';')};`
      }
      key += `${part}.`
      node = isObject(node) ? node[part] : undefined
    } else {
      node = Array.isArray(node) ? node[part] : undefined
      const index = indexOf(node, part)
      marks.push(`${path[depth - 1]}#${index}`)
      key += isPart(path, depth) ? partKey(node) : `#${index}.`
    }
  }
  return { key, marks }
}

function marksOf(node: unknown): string[] {
  if (!isObject(node)) return []
  const marks = markers.flatMap((name) => (isWord(node[name]) ? [`${name}=${node[name]}`] : []))
  // ai-sdk.dev, data stream protocol: blocks have names there. Elsewhere `id` is the answer's, or even the event's.
  const isBlock = typeof node.type === 'string' && /^(?:text|reasoning)-(?:start|delta|end)$/.test(node.type)
  return isBlock && isWord(node.id) ? [...marks, `id=${node.id}`] : marks
}

/** Gemini lists the parts of an event anew in each: their place means nothing, but thoughts are a text of their own. */
function isPart(path: readonly (string | number)[], depth: number): boolean {
  return path[0] === 'candidates' && path[depth - 1] === 'parts'
}

function partKey(part: unknown): string {
  return isObject(part) && part.thought === true ? 'thought.' : 'said.'
}

/** Elements say their own index, since an event carries only those that go on. */
function indexOf(element: unknown, position: number): number {
  return isObject(element) && typeof element.index === 'number' ? element.index : position
}

function finished(root: Record<string, unknown>, list: 'choices' | 'candidates'): string[] {
  const elements = root[list]
  if (!Array.isArray(elements)) return []
  return elements.flatMap((element: unknown, position) =>
    isObject(element) && (isWord(element.finish_reason) || isWord(element.finishReason))
      ? [`${list}#${indexOf(element, position)}`]
      : [],
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWord(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
