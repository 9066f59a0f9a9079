/** Restores the events of a stream: each by itself, and the texts that run through many of them as the texts they are. */
import { Buffer } from 'node:buffer'
import { KiB } from '../units.ts'
import { type DeltaOf, deltaOf, endsText } from './delta-shapes.ts'
import { type PlacedString, stringsOf } from './json-strings.ts'
import { jsonEscaped, type RestorePiece, rewritten } from './pieces.ts'
import type { TextKind } from './text-depth.ts'
import { restoreText, TextRestorer } from './text-restorer.ts'

/** One event: its name, where the stream has names, and its data. */
export interface StreamEvent {
  name: string | null
  data: Uint8Array
}

export interface RestoredEvent {
  name: string | null
  pieces: readonly RestorePiece[]
}

/** Texts that run side by side; more are restored event by event. */
const mostTexts = 64
/** The event that held text would be sent in, should the text end there. */
const longestTemplate = 32 * KiB

const decoder = new TextDecoder()

interface RunningText extends DeltaOf {
  readonly restorer: TextRestorer
  /** While something is held: the newest event of the text, and where its piece stands in it. */
  template: { event: StreamEvent; strings: readonly PlacedString[]; own: PlacedString } | null
}

/**
 * A piece leaves with its event but for what of its end may begin a token: that leaves in the text's next event, or in one
 * made for it right before the text's end. A text runs from its first piece to the event that ends it.
 */
export class DeltaEvents {
  readonly #kind: TextKind
  readonly #texts = new Map<string, RunningText>()

  /** `kind`: what data is taken for that is no JSON. */
  constructor(kind: TextKind) {
    this.#kind = kind
  }

  /** What goes on instead of this event: itself, and before it what is held of texts that end with it. */
  push(event: StreamEvent): RestoredEvent[] {
    const root = parsed(event.data)
    if (root === undefined) {
      // OpenAI ends its streams with the bare word [DONE].
      const ended = isDoneWord(event.data) ? this.end() : []
      return [...ended, { name: event.name, pieces: restoreText(event.data, this.#kind) }]
    }
    const strings = stringsOf(event.data)
    if (strings === null) return [{ name: event.name, pieces: restoreText(event.data, 'json') }]
    const ends = endsText(root, event.name)
    const seen = new Set<string>()
    const pieces = this.#restoreStrings(event, { root, strings, ends, seen })
    const late = [...this.#texts.values()].filter((text) => ends(text) && !seen.has(text.key))
    return [...late.flatMap((text) => this.#close(text)), { name: event.name, pieces }]
  }

  /** The stream ends: what is still held. */
  end(): RestoredEvent[] {
    return [...this.#texts.values()].flatMap((text) => this.#close(text))
  }

  #restoreStrings(
    event: StreamEvent,
    at: {
      root: unknown
      strings: readonly PlacedString[]
      ends: (text: DeltaOf) => boolean
      seen: Set<string>
    },
  ): RestorePiece[] {
    const { data } = event
    const pieces: RestorePiece[] = []
    let done = 0
    const between = (end: number) => {
      // What stands outside of running texts; it begins and ends outside of strings.
      if (end > done) pieces.push(...restoreText(data.subarray(done, end), 'json'))
      done = end
    }
    for (const own of at.strings) {
      const delta = deltaOf(at.root, own)
      const text = delta === null ? null : this.#textOf(delta)
      if (text === null) continue
      between(own.start - 1)
      at.seen.add(text.key)
      const isLast = at.ends(text)
      const raw = data.subarray(own.start, own.end)
      const said = this.#say(text, raw, isLast)
      pieces.push(quote, ...said, quote)
      done = own.end + 1
      if (isLast) this.#texts.delete(text.key)
      else text.template = templateOf(text, { event, strings: at.strings, own })
      if (text.restorer.held.length > 0 && text.template === null)
        pieces.splice(-1, 0, ...escaped(text.restorer.end()))
    }
    between(data.length)
    return pieces
  }

  /** A piece of a text, as it goes into the string where it came from. */
  #say(text: RunningText, raw: Uint8Array, isLast: boolean): RestorePiece[] {
    const heldBefore = text.restorer.held.length
    const plain = unescaped(raw)
    // A character that two events share cannot be written anew.
    if (plain === null) return [...escaped(text.restorer.end()), raw]
    const said = text.restorer.push(plain)
    if (isLast) said.push(...text.restorer.end())
    // Nothing was taken from it or put before it: it stays as it was written.
    if (
      heldBefore === 0 &&
      said.length === 1 &&
      said[0] instanceof Uint8Array &&
      said[0].length === plain.length
    )
      return [raw]
    return escaped(said)
  }

  #textOf(delta: DeltaOf): RunningText | null {
    const known = this.#texts.get(delta.key)
    if (known !== undefined) return known
    if (this.#texts.size >= mostTexts) return null
    const text = { ...delta, restorer: new TextRestorer('any'), template: null }
    this.#texts.set(delta.key, text)
    return text
  }

  /** The event in which the held end of a text leaves: its newest, with nothing else of any text in it. */
  #close(text: RunningText): RestoredEvent[] {
    this.#texts.delete(text.key)
    const held = escaped(text.restorer.end())
    if (held.length === 0 || text.template === null) return []
    const { event, strings, own } = text.template
    const root = parsed(event.data)
    const pieces: RestorePiece[] = []
    let done = 0
    for (const string of strings) {
      if (string !== own && deltaOf(root, string) === null) continue
      pieces.push(event.data.subarray(done, string.start))
      if (string === own) pieces.push(...held)
      done = string.end
    }
    pieces.push(event.data.subarray(done))
    return [{ name: event.name, pieces }]
  }
}

const quote = Uint8Array.of(0x22)

/** What a JSON string says; null where half a surrogate pair is in it. */
function unescaped(raw: Uint8Array): Uint8Array | null {
  if (!raw.includes(0x5c)) return raw
  const text = String(JSON.parse(`"${decoder.decode(raw)}"`))
  return text.isWellFormed() ? Buffer.from(text) : null
}

function templateOf(
  { restorer }: RunningText,
  { event, strings, own }: NonNullable<RunningText['template']>,
): RunningText['template'] {
  if (restorer.held.length === 0 || event.data.length > longestTemplate) return null
  return { event: { name: event.name, data: event.data.slice() }, strings, own }
}

function escaped(pieces: readonly RestorePiece[]): RestorePiece[] {
  return rewritten(pieces, jsonEscaped)
}

/** undefined where it is no JSON. */
function parsed(data: Uint8Array): unknown {
  const first = data.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
  if (first !== 0x7b && first !== 0x5b && first !== 0x22) return undefined
  try {
    return JSON.parse(decoder.decode(data)) as unknown
  } catch {
    return undefined
  }
}

function isDoneWord(data: Uint8Array): boolean {
  return data.length <= 16 && decoder.decode(data).trim() === '[DONE]'
}
