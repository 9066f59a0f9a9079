/** Restores the events of a stream: each by itself, and the texts that run through many of them as the texts they are. */
import { Buffer } from 'node:buffer'
import { KiB } from '../units.ts'
import { type DeltaOf, DeltaShapes, endsText } from './delta-shapes.ts'
import { type PlacedString, stringsOf } from './json-strings.ts'
import { escaped, isDoneWord, parsed, unescaped, unescapedLoosely } from './json-text.ts'
import { jsonEscaped, type RestorePiece } from './pieces.ts'
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

interface RunningText extends DeltaOf {
  readonly restorer: TextRestorer
  /** While something is held: an event that says a piece of the text, and where the piece stands in it. */
  template: Template | null
}

interface Template {
  name: string | null
  before: Uint8Array
  behind: Uint8Array
}

/**
 * A piece leaves with its event but for what of its end may begin a token: that leaves in the text's next event, or in one
 * made for it right before the text's end. A text runs from its first piece to the event that ends it.
 */
export class DeltaEvents {
  readonly #kind: TextKind
  readonly #shapes = new DeltaShapes()
  readonly #texts = new Map<string, RunningText>()

  /** `kind`: what data is taken for that is no JSON. */
  constructor(kind: TextKind) {
    this.#kind = kind
  }

  /** What goes on instead of this event: itself, and before it what is held of texts that end with it. */
  push(event: StreamEvent): RestoredEvent[] {
    const root = parsed(event.data)
    if (root === undefined) {
      const ended = isDoneWord(event.data) ? this.end() : []
      return [...ended, { name: event.name, pieces: restoreText(event.data, this.#kind) }]
    }
    const deltaOf = this.#shapes.read(root)
    const said: Said[] = []
    for (const string of stringsOf(event.data) ?? []) {
      const delta = deltaOf(string)
      if (delta !== null) said.push({ string, delta })
    }
    const ends = endsText(root, event.name)
    const pieces = this.#restoreStrings(event, { said, ends })
    const seen = new Set(said.map(({ delta }) => delta.key))
    const late = [...this.#texts.values()].filter((text) => ends(text) && !seen.has(text.key))
    return [...late.flatMap((text) => this.#close(text)), { name: event.name, pieces }]
  }

  /** What is held of texts, as `end` would hand it out, but as it came. */
  get held(): { name: string | null; data: Uint8Array }[] {
    return [...this.#texts.values()].flatMap(({ restorer: { held }, template }) =>
      held.length === 0 || template === null
        ? []
        : [
            {
              name: template.name,
              data: Buffer.concat([template.before, jsonEscaped(held), template.behind]),
            },
          ],
    )
  }

  /** The stream ends: what is still held. */
  end(): RestoredEvent[] {
    return [...this.#texts.values()].flatMap((text) => this.#close(text))
  }

  #restoreStrings(
    event: StreamEvent,
    { said, ends }: { said: readonly Said[]; ends: (text: DeltaOf) => boolean },
  ): RestorePiece[] {
    const { data } = event
    const pieces: RestorePiece[] = []
    const add = (more: readonly RestorePiece[]) => {
      for (const piece of more) pieces.push(piece)
    }
    const lastOf = new Map(said.map(({ delta, string }) => [delta.key, string]))
    let done = 0
    for (const { string: own, delta } of said) {
      // What stands outside of running texts begins and ends outside of strings.
      add(restoreText(data.subarray(done, own.start - 1), 'json'))
      done = own.end + 1
      const raw = data.subarray(own.start, own.end)
      const text = this.#textOf(delta)
      pieces.push(quote)
      // Nobody knows how its beginning was.
      if (text === null) add(restoreText(raw, 'unknown'))
      else if (lastOf.get(delta.key) !== own) add(this.#say(text, raw, false))
      else {
        const isLast = ends(text)
        add(this.#say(text, raw, isLast))
        if (isLast) this.#texts.delete(text.key)
        else text.template = templateOf(text, { event, said, own })
        if (text.restorer.held.length > 0 && text.template === null) add(escaped(text.restorer.end()))
      }
      pieces.push(quote)
    }
    add(restoreText(data.subarray(done), 'json'))
    return pieces
  }

  /** A piece of a text, as it goes into the string where it came from. */
  #say(text: RunningText, raw: Uint8Array, isLast: boolean): RestorePiece[] {
    const heldBefore = text.restorer.held.length
    const plain = unescaped(raw)
    // A character that two events share cannot be written anew.
    if (plain === null) {
      const before = escaped(text.restorer.end())
      text.restorer.pass(unescapedLoosely(raw))
      return [...before, raw]
    }
    const said = text.restorer.push(plain)
    if (isLast) for (const piece of text.restorer.end()) said.push(piece)
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
    const { name, before, behind } = text.template
    return [{ name, pieces: [before, ...held, behind] }]
  }
}

/** A string of an event that is a piece of a text. */
interface Said {
  readonly string: PlacedString
  readonly delta: DeltaOf
}

const quote = Uint8Array.of(0x22)

function templateOf(
  { restorer, lead }: RunningText,
  { event, said, own }: { event: StreamEvent; said: readonly Said[]; own: PlacedString },
): Template | null {
  if (restorer.held.length === 0 || event.data.length > longestTemplate) return null
  if (lead !== undefined) return { name: event.name, before: Buffer.from(lead), behind: Buffer.from('"}') }
  // Nothing else of any text may be said twice.
  const others = said.map(({ string }) => string)
  const [before, behind] = [
    others.filter(({ end }) => end < own.start),
    others.filter(({ start }) => start > own.end),
  ]
  return {
    name: event.name,
    before: emptied(event.data, before, { from: 0, to: own.start }),
    behind: emptied(event.data, behind, { from: own.end, to: event.data.length }),
  }
}

/** A stretch of an event without what these strings say. */
function emptied(
  data: Uint8Array,
  strings: readonly PlacedString[],
  { from, to }: { from: number; to: number },
): Uint8Array {
  const kept: Uint8Array[] = []
  let at = from
  for (const { start, end } of strings) {
    kept.push(data.subarray(at, start))
    at = end
  }
  return Buffer.concat([...kept, data.subarray(at, to)])
}
