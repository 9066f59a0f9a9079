/** Holds back whole events of a shape that nobody knows, while what they say may be a token in pieces. */
import { Buffer } from 'node:buffer'
import { KiB } from '../units.ts'
import { DeltaShapes, deltaTexts } from './delta-shapes.ts'
import { findTokens } from './find-tokens.ts'
import { stringsOf } from './json-strings.ts'
import { escaped, isDoneWord, parsed, unescaped } from './json-text.ts'
import { isSlot, type RestorePiece } from './pieces.ts'
import { restoreText } from './text-restorer.ts'

/** An event as it came. `data` null: one without data, which only keeps its place. */
export interface WaitingEvent {
  raw: Uint8Array
  name: string | null
  data: Uint8Array | null
}

/** An event that may go on. `pieces`: its data anew, where a token was put together in it or taken from it; else null. */
export interface SettledEvent<Event> {
  event: Event
  pieces: readonly RestorePiece[] | null
}

/** A string of an event, by where it stands, or its whole data. */
interface LooseText {
  key: string
  start: number
  end: number
  plain: Uint8Array
  isJson: boolean
}

/** Beside the names of known services: what others call a piece of what is said. */
const looseTexts = new Set([
  ...deltaTexts,
  ...'answer body chunk completion generated_text generation markdown message msg output outputText part parts reply response result token v value'.split(
    ' ',
  ),
])
/** More is no token any more; and nobody waits longer. */
const mostWaiting = 64
const mostBytes = 64 * KiB

/**
 * Such events may be pieces of one text or messages of their own. So nothing is moved from one to the next unless a token
 * ends there: until that is known they wait, and leave as they came where it is none.
 */
export class LooseEvents<Event extends WaitingEvent> {
  readonly #shapes = new DeltaShapes()
  #waiting: { event: Event; texts: readonly LooseText[] }[] = []
  #bytes = 0
  #isKnown = false

  /** What was pushed and waits. */
  get held(): readonly Uint8Array[] {
    return this.#waiting.map(({ event }) => event.raw)
  }

  push(event: Event): SettledEvent<Event>[] {
    const texts = this.#isKnown ? null : this.#textsOf(event)
    // From here on it is known of which texts the events are pieces.
    if (texts === null) return [...this.end(), { event, pieces: null }]
    if (this.#waiting.length === 0 && !texts.some(({ plain }) => mayGoOn(plain)))
      return [{ event, pieces: null }]
    this.#waiting.push({ event, texts })
    this.#bytes += event.raw.length
    const isTooMuch = this.#waiting.length >= mostWaiting || this.#bytes > mostBytes
    return isTooMuch || !this.#isOpen() ? this.end() : []
  }

  /** Nothing follows, or nothing that these belong to. */
  end(): SettledEvent<Event>[] {
    const waiting = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    const anew = waiting.map(() => new Map<LooseText, RestorePiece[]>())
    for (const key of keysOf(waiting)) {
      const own = waiting.flatMap(({ texts }, at) =>
        texts.filter((text) => text.key === key).map((text) => ({ at, text })),
      )
      if (own.length > 1)
        joinTokens(own.map(({ text }) => text)).forEach((pieces, i) => {
          const { at, text } = own[i] as (typeof own)[number]
          if (pieces !== null) anew[at]?.set(text, pieces)
        })
    }
    return waiting.map(({ event }, i) => ({ event, pieces: rewritten(event.data, anew[i] ?? new Map()) }))
  }

  #isOpen(): boolean {
    return keysOf(this.#waiting).some((key) => {
      const own = this.#waiting.flatMap(({ texts }) => texts.filter((text) => text.key === key))
      return mayGoOn(Buffer.concat(own.map(({ plain }) => plain)))
    })
  }

  /** null where the shape is known, or where the stream is over. */
  #textsOf({ name: eventName, data }: WaitingEvent): LooseText[] | null {
    if (data === null) return []
    const root = parsed(data)
    if (root === undefined)
      return isDoneWord(data)
        ? null
        : [{ key: `${eventName}`, start: 0, end: data.length, plain: data, isJson: false }]
    const strings = stringsOf(data) ?? []
    const deltaOf = this.#shapes.read(root)
    this.#isKnown = strings.some((string) => deltaOf(string) !== null)
    if (this.#isKnown) return null
    return strings.flatMap(({ path, start, end }) => {
      const name = path.findLast((part) => typeof part === 'string')
      const plain = name === undefined || looseTexts.has(name) ? unescaped(data.subarray(start, end)) : null
      return plain === null
        ? []
        : [{ key: `${eventName} ${JSON.stringify(path)}`, start, end, plain, isJson: true }]
    })
  }
}

function mayGoOn(text: Uint8Array): boolean {
  return findTokens(text, false).rest < text.length
}

function keysOf(waiting: readonly { texts: readonly LooseText[] }[]): string[] {
  return [...new Set(waiting.flatMap(({ texts }) => texts.map(({ key }) => key)))]
}

/** For each piece of one text what it becomes, where a token reaches from it into the next or from the one before. */
function joinTokens(texts: readonly LooseText[]): (RestorePiece[] | null)[] {
  const ends: number[] = []
  for (const { plain } of texts) ends.push((ends.at(-1) ?? 0) + plain.length)
  const within = (offset: number) => ends.findIndex((end) => offset < end)
  const pieces: RestorePiece[][] = texts.map(() => [])
  const touched = new Set<number>()
  let at = 0
  for (const piece of restoreText(Buffer.concat(texts.map(({ plain }) => plain)), 'any')) {
    if (isSlot(piece)) {
      const [first, last] = [within(at), within(at + piece.raw.length - 1)]
      pieces[first]?.push(piece)
      if (first !== last) for (let i = first; i <= last; i++) touched.add(i)
      at += piece.raw.length
      continue
    }
    for (let from = 0; from < piece.length; ) {
      const text = within(at)
      const to = Math.min(piece.length, from + (ends[text] as number) - at)
      pieces[text]?.push(piece.subarray(from, to))
      at += to - from
      from = to
    }
  }
  return pieces.map((own, i) => (touched.has(i) ? own : null))
}

function rewritten(
  data: Uint8Array | null,
  anew: ReadonlyMap<LooseText, readonly RestorePiece[]>,
): RestorePiece[] | null {
  if (data === null || anew.size === 0) return null
  const pieces: RestorePiece[] = []
  let done = 0
  for (const [{ start, end, isJson }, own] of [...anew].sort(([one], [other]) => one.start - other.start)) {
    if (!isJson) return [...own]
    // What stands between begins and ends outside of strings.
    pieces.push(...restoreText(data.subarray(done, start - 1), 'json'), quote, ...escaped(own), quote)
    done = end + 1
  }
  return [...pieces, ...restoreText(data.subarray(done), 'json')]
}

const quote = Uint8Array.of(0x22)
