/** Holds back whole events of a shape that nobody knows, while what they say may be a token in pieces. */
import { Buffer } from 'node:buffer'
import { KiB } from '../units.ts'
import { DeltaShapes, deltaTexts } from './delta-shapes.ts'
import { findTokens, mayEndInToken } from './find-tokens.ts'
import { stringsOf } from './json-strings.ts'
import { escaped, isDoneWord, parsed, unescaped } from './json-text.ts'
import { isSlot, type RestorePiece } from './pieces.ts'
import { TextDepth, type TextKind } from './text-depth.ts'
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
  /** False where a token is taken for one only if this event has it whole. */
  mayJoin: boolean
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
/** JSON that comes in pieces, side by side. */
const mostDepths = 64

/**
 * Such events may be pieces of one text or messages of their own. So nothing is moved from one to the next unless a token
 * ends there: until that is known they wait, and leave as they came where it is none.
 */
export class LooseEvents<Event extends WaitingEvent> {
  readonly #kind: TextKind
  readonly #shapes = new DeltaShapes()
  /** How far the JSON was read that the pieces of a text are of; none for a text that is plain, or over. */
  readonly #depths = new Map<string, TextDepth>()
  #waiting: Waiting<Event>[] = []
  #bytes = 0
  #isKnown = false

  /** `kind`: what data is taken for that is no JSON; with `json`, for nothing. */
  constructor(kind: TextKind) {
    this.#kind = kind
  }

  /** What was pushed and waits. */
  get held(): readonly Uint8Array[] {
    return this.#waiting.map(({ event }) => event.raw)
  }

  push(event: Event): SettledEvent<Event>[] {
    const texts = this.#isKnown ? null : this.#textsOf(event)
    // From here on it is known of which texts the events are pieces.
    if (texts === null) return [...this.end(), { event, pieces: null }]
    if (this.#waiting.length === 0 && !texts.some(({ plain, mayJoin }) => mayJoin && mayEndInToken(plain)))
      return this.#settled([{ event, texts }])
    this.#waiting.push({ event, texts })
    this.#bytes += event.raw.length
    const isTooMuch = this.#waiting.length >= mostWaiting || this.#bytes > mostBytes
    return isTooMuch ? this.end() : this.#release(settledCount(this.#waiting))
  }

  /** Nothing follows, or nothing that these belong to. */
  end(): SettledEvent<Event>[] {
    return this.#release(this.#waiting.length)
  }

  #release(count: number): SettledEvent<Event>[] {
    if (count === 0) return []
    const gone = this.#waiting.slice(0, count)
    this.#waiting = this.#waiting.slice(count)
    this.#bytes = this.#waiting.reduce((sum, { event }) => sum + event.raw.length, 0)
    return this.#settled(gone)
  }

  /** null where the shape is known, or where the stream is over. */
  #textsOf({ name: eventName, data }: WaitingEvent): LooseText[] | null {
    if (data === null) return []
    const root = parsed(data)
    if (root === undefined && this.#kind === 'json') return []
    if (root === undefined)
      return isDoneWord(data)
        ? null
        : [{ key: `${eventName}`, start: 0, end: data.length, plain: data, isJson: false, mayJoin: true }]
    const strings = stringsOf(data) ?? []
    const deltaOf = this.#shapes.read(root)
    this.#isKnown = strings.some((string) => deltaOf(string) !== null)
    if (this.#isKnown) return null
    return strings.flatMap(({ path, start, end }) => {
      const name = path.findLast((part) => typeof part === 'string')
      const plain = unescaped(data.subarray(start, end))
      if (plain === null) return []
      const mayJoin = name === undefined || looseTexts.has(name)
      return [{ key: `${eventName} ${JSON.stringify(path)}`, start, end, plain, isJson: true, mayJoin }]
    })
  }

  #settled(gone: readonly Waiting<Event>[]): SettledEvent<Event>[] {
    const anew = gone.map(() => new Map<LooseText, RestorePiece[]>())
    for (const run of runsOf(gone).flatMap(joining)) {
      const begun = this.#begun(run.map(({ text }) => text))
      if (run.length === 1 && !begun.isInside[0]) continue
      for (const [i, pieces] of joinTokens(
        run.map(({ text }) => text),
        begun,
      ).entries()) {
        const { at, text } = run[i] as (typeof run)[number]
        if (pieces !== null) anew[at]?.set(text, pieces)
      }
    }
    return gone.map(({ event }, i) => ({ event, pieces: rewritten(event.data, anew[i] ?? new Map()) }))
  }

  /** Where the first of these begins, and which of them begin inside of a string of JSON that one before began. */
  #begun(texts: readonly LooseText[]): Begun {
    const { key } = texts[0] as LooseText
    const known = this.#depths.get(key)
    const depth = known ?? new TextDepth('any')
    const begun = { depth: depth.copy(), isInside: [] as boolean[] }
    for (const { plain } of texts) {
      begun.isInside.push(depth.depth > 0)
      depth.read(plain, 0, plain.length)
    }
    if (!depth.isOpen) this.#depths.delete(key)
    else if (known !== undefined || this.#depths.size < mostDepths) this.#depths.set(key, depth)
    return begun
  }
}

interface Waiting<Event> {
  event: Event
  texts: readonly LooseText[]
}

interface Begun {
  depth: TextDepth
  isInside: readonly boolean[]
}

type Run = { at: number; text: LooseText }[]

/** The texts of each key, with the number of the event that says them. */
function runsOf(waiting: readonly Waiting<WaitingEvent>[]): Run[] {
  const all = waiting.flatMap(({ texts }, at) => texts.map((text) => ({ at, text })))
  return [...Map.groupBy(all, ({ text }) => text.key).values()]
}

/** Apart where nothing of one is a piece of another. */
function joining(run: Run): Run[] {
  return run[0]?.text.mayJoin === false ? run.map((one) => [one]) : [run]
}

/** How many of the first events no token reaches out of, nor may. */
function settledCount(waiting: readonly Waiting<WaitingEvent>[]): number {
  let count = waiting.length
  const spans: [number, number][] = []
  for (const run of runsOf(waiting)) {
    if (run[0]?.text.mayJoin === false) continue
    const plain = Buffer.concat(run.map(({ text }) => text.plain))
    const ends = endsOf(run.map(({ text }) => text))
    const eventAt = (offset: number) => run[ends.findIndex((end) => offset < end)]?.at ?? count
    const { tokens, rest } = findTokens(plain, false)
    count = Math.min(count, eventAt(rest))
    for (const { start, end } of tokens) spans.push([eventAt(start), eventAt(end - 1)])
  }
  return spans.some(([first, last]) => first < count && last >= count) ? 0 : count
}

function endsOf(texts: readonly LooseText[]): number[] {
  const ends: number[] = []
  for (const { plain } of texts) ends.push((ends.at(-1) ?? 0) + plain.length)
  return ends
}

/**
 * For each piece of one text what it becomes, where a token reaches from it into the next or from the one before, or where
 * what it begins with does not show that it is JSON.
 */
function joinTokens(texts: readonly LooseText[], { depth, isInside }: Begun): (RestorePiece[] | null)[] {
  const ends = endsOf(texts)
  const within = (offset: number) => ends.findIndex((end) => offset < end)
  const pieces: RestorePiece[][] = texts.map(() => [])
  const touched = new Set<number>()
  let at = 0
  for (const piece of restoreText(Buffer.concat(texts.map(({ plain }) => plain)), 'any', depth)) {
    if (isSlot(piece)) {
      const [first, last] = [within(at), within(at + piece.raw.length - 1)]
      pieces[first]?.push(piece)
      if (isInside[first] === true) touched.add(first)
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
    const before = restoreText(data.subarray(done, start - 1), 'json')
    for (const piece of [...before, quote, ...escaped(own), quote]) pieces.push(piece)
    done = end + 1
  }
  return [...pieces, ...restoreText(data.subarray(done), 'json')]
}

const quote = Uint8Array.of(0x22)
