/** Knows which strings in the events of AI services are pieces of a longer text, of which text, and when it ends. */
import type { PlacedString } from './json-strings.ts'

/** A text that arrives piece by piece: one choice, content block or argument list. */
export interface DeltaOf {
  /** The same for every piece of one text. */
  key: string
  /** What an event may say that ends it: `index=0`, `choices#1`. */
  marks: readonly string[]
}

/** Members that hold the text of a delta, by the names that OpenAI, Anthropic, Mistral, Cohere and DeepSeek give them. */
const deltaTexts = new Set(
  'delta content text partial_json thinking arguments reasoning reasoning_content reasoning_text refusal input transcript output_text summary'.split(
    ' ',
  ),
)
/** Members that say which of several texts running side by side an event is about. */
const markers = ['index', 'output_index', 'content_index', 'summary_index', 'item_id'] as const
/** Sound in base64: no text, and each piece of it has to stay as long as it is. */
const soundType = /(?:^|[._-])audio\.delta$/
/** The last event of a text or of the stream: `content_block_stop`, `response.output_text.done`, `message-end`, `error`. */
const endingType = /(?:^|[._-])(?:stop|done|end|completed|finished|failed|incomplete|error)$/

/** Of which text the string is a piece; null where it is a value of its own, as nearly all are. */
export function deltaOf(root: unknown, { path }: PlacedString): DeltaOf | null {
  return isDelta(root, path) ? describe(root, path) : null
}

/** True where the event ends the text that has these marks. */
export function endsText(root: unknown, eventName: string | null): (text: DeltaOf) => boolean {
  if (!isObject(root)) return () => false
  if (root.done === true) return () => true
  if (isObject(root.delta) && isWord(root.delta.stop_reason)) return () => true
  const type = typeof root.type === 'string' ? root.type : eventName
  const marks = marksOf(root)
  if (type !== null && endingType.test(type)) return (text) => marks.length === 0 || speaksOf(marks, text)
  const over = [...finished(root, 'choices'), ...finished(root, 'candidates')]
  return (text) => over.some((mark) => text.marks.includes(mark))
}

function isDelta(root: unknown, path: readonly (string | number)[]): boolean {
  const names = path.filter((part) => typeof part === 'string')
  const last = names.at(-1)
  if (last === undefined || !isObject(root)) return false
  if (typeof root.type === 'string' && soundType.test(root.type)) return false
  if (names.includes('delta')) return deltaTexts.has(last)
  // OpenAI's completions, Gemini, and what Ollama sends until it is `done`.
  if (names[0] === 'choices') return names.length === 2 && last === 'text'
  if (names[0] === 'candidates') return names.join('.') === 'candidates.content.parts.text'
  if (typeof root.done === 'boolean')
    return ['response', 'message.content', 'message.thinking'].includes(names.join('.'))
  return false
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

function describe(root: unknown, path: readonly (string | number)[]): DeltaOf {
  const marks: string[] = []
  let key = ''
  let node: unknown = root
  for (const [depth, part] of path.entries()) {
    if (typeof part === 'string') {
      if (depth === 0) {
        marks.push(...marksOf(node))
        key = `${isObject(node) && isWord(node.type) ? node.type : ''};${marks.join(';')};`
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
  return markers.flatMap((name) => (isWord(node[name]) ? [`${name}=${node[name]}`] : []))
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
