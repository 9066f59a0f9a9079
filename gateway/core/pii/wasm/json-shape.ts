/** Tells by vector code whether names may stand in a JSON document elsewhere than right before their values. */
import { compileProgram } from './json-program.ts'
import { binary } from './json-shape-binary.ts'

/** The names of members by what they may hold: a value, the name of one, or what kind of value stands beside. */
export interface PairNames {
  readonly values: readonly string[]
  readonly names: readonly string[]
  readonly kinds: readonly string[]
}

/** Where what stands in its memory; json-shape.wat explains it. */
const askedAt = 32 / 4
const silentAt = 24_576
const textAt = 40_960
const maskBytes = 16
/** It reads up to a vector further than the text goes. */
const textPadding = 32
const classes = { values: 2, names: 4, kinds: 8 } as const
const maybe = -1
const ask = -2
/** Longer names it does not know. */
const longestName = 16

interface Exports {
  memory: { buffer: ArrayBuffer }
  teach(start: number, length: number, type: number): void
  begin(): void
  look(at: number, end: number): number
  answer(isTelling: number): void
}

/** Whether a string tells anything of a value beside it that stands under the name of a kind, or of a name. */
export type AsksTelling = (text: string, isKind: boolean) => boolean

/** Looks at one document after another, and keeps nothing of any. */
export class JsonShape {
  readonly #exports: Exports
  readonly #bytes: Uint8Array
  readonly #asked: Int32Array
  readonly #room: number
  #hasAsked = false

  /** `room`: the most that it looks at at once. */
  constructor(exports: Exports, names: PairNames, room = Number.POSITIVE_INFINITY) {
    this.#exports = exports
    this.#bytes = new Uint8Array(exports.memory.buffer)
    this.#asked = new Int32Array(exports.memory.buffer).subarray(askedAt, askedAt + 4)
    this.#room = Math.min(room, this.#bytes.length - textAt - textPadding)
    this.#bytes.fill(0xff, 0, maskBytes)
    for (const kind of ['values', 'names', 'kinds'] as const)
      for (const name of names[kind]) this.#teach(name, classes[kind])
  }

  /**
   * False where no array of the document begins with an array, and no object has a value and beside it what tells of it: the
   * value is a string, or a list with one, the name a string of which `tells` says so, a kind that or an object.
   */
  mayNameElsewhere(body: Uint8Array, tells: AsksTelling): boolean {
    let filled = 0
    let from = 0
    this.#exports.begin()
    try {
      while (from < body.length) {
        const to = Math.min(body.length, from + this.#room)
        this.#bytes.set(from === 0 && to === body.length ? body : body.subarray(from, to), textAt)
        filled = Math.max(filled, to - from)
        const stopped = this.#look(textAt + to - from, tells)
        // A string for which there is no room may be a name; one that the document's end cuts off is none of a document.
        if (stopped === maybe || (stopped === textAt && to < body.length)) return true
        if (to === body.length) return false
        from += stopped - textAt
      }
      return false
    } finally {
      // Nothing of a document is kept, the strings that tell nothing included.
      this.#bytes.fill(0, this.#hasAsked ? silentAt : textAt, textAt + filled)
      this.#hasAsked = false
    }
  }

  #look(end: number, tells: AsksTelling): number {
    const asked = this.#asked
    let stopped = this.#exports.look(textAt, end)
    while (stopped === ask) {
      this.#hasAsked = true
      const text = decoder.decode(this.#bytes.subarray(asked[0]!, asked[1]!))
      const type = asked[2]!
      const isTelling =
        ((type & classes.names) !== 0 && tells(text, false)) ||
        ((type & classes.kinds) !== 0 && tells(text, true))
      this.#exports.answer(isTelling ? 1 : 0)
      stopped = this.#exports.look(asked[3]!, end)
    }
    return stopped
  }

  #teach(name: string, type: number): void {
    const bytes = new TextEncoder().encode(name)
    if (bytes.length > longestName) throw new TypeError(`too long a name: ${name}`)
    this.#bytes.set(bytes, textAt)
    this.#exports.teach(textAt, bytes.length, type)
  }
}

const decoder = new TextDecoder()

/** null where there are no vector instructions. */
export function makeJsonShape(names: PairNames, room?: number): JsonShape | null {
  const instantiate = compileProgram(binary)
  return instantiate && new JsonShape(instantiate() as Exports, names, room)
}
