/** Knows where in a JSON document its reader stands, and says it as `customer.cards[0].number` when asked. */
import { GatewayError } from '../errors.ts'
import { longestName } from './name-buffer.ts'
import type { ByteWindow } from './window.ts'

/** RFC 8259 §9 allows a bound. Deeper documents are no business document, and receivers refuse them too. */
export const deepestNesting = 512

const firstFrames = 16

/**
 * One frame for each open object (with the name that is being read) and array (with the element's number). Names are
 * indexes into the window while it stands, copied by `save` when it moves on, and become a string only in `path`.
 */
export class JsonPath {
  depth = 0
  readonly #window: ByteWindow
  #isObject = new Uint8Array(firstFrames)
  #element = new Float64Array(firstFrames)
  #nameStart = new Int32Array(firstFrames)
  #nameEnd = new Int32Array(firstFrames)
  readonly #names: (string | null)[] = []
  /** Paths of the outer frames, kept as long as their names stay the same. */
  readonly #prefixes: string[] = ['']
  #prefixDepth = 0
  #savedDepth = 0

  constructor(window: ByteWindow) {
    this.#window = window
  }

  open(isObject: boolean): void {
    const depth = ++this.depth
    if (depth > deepestNesting)
      throw new GatewayError('CONTENT_MALFORMED', { format: 'json', why: 'nested too deep' })
    if (depth >= this.#isObject.length) this.#grow()
    this.#isObject[depth] = isObject ? 1 : 0
    this.#element[depth] = 0
    this.#nameStart[depth] = 0
    this.#nameEnd[depth] = 0
    this.#names[depth] = null
  }

  close(): void {
    this.depth--
    if (this.#savedDepth > this.depth) this.#savedDepth = this.depth
    if (this.#prefixDepth > this.depth) this.#prefixDepth = this.depth
  }

  get inObject(): boolean {
    return this.#isObject[this.depth] === 1
  }

  /** The next element of the innermost array begins. */
  nextElement(): void {
    this.#element[this.depth] = (this.#element[this.depth] as number) + 1
    this.#forget()
  }

  /** The innermost object's member is named by `[start, end)` of the window, escapes included. */
  name(start: number, end: number): void {
    const depth = this.depth
    this.#nameStart[depth] = start
    this.#nameEnd[depth] = end
    this.#names[depth] = null
    this.#forget()
  }

  /** Shows another name for the innermost object's member; returns the one before. */
  rename(name: string): string {
    const before = this.#nameAt(this.depth)
    this.#names[this.depth] = name
    this.#forget()
    return before
  }

  /** The window is about to move: names that are needed longer are copied. */
  save(): void {
    for (let depth = this.#savedDepth + 1; depth <= this.depth; depth++) this.#nameAt(depth)
    this.#savedDepth = this.depth
  }

  path(): string {
    let path = this.#prefixes[this.#prefixDepth] as string
    for (let depth = this.#prefixDepth + 1; depth <= this.depth; depth++) {
      path = this.#extend(path, depth)
      this.#prefixes[depth] = path
    }
    this.#prefixDepth = this.depth
    return path
  }

  #extend(path: string, depth: number): string {
    if (this.#isObject[depth] === 0) return `${path}[${this.#element[depth]}]`
    const name = this.#nameAt(depth)
    // A name that holds what separates names is quoted, so that `{"a.b": 1}` is not taken for `{"a": {"b": 1}}`.
    if (/[.[\]"\\]/.test(name)) return `${path}["${name.replace(/["\\]/g, '\\$&')}"]`
    return path === '' ? name : `${path}.${name}`
  }

  #nameAt(depth: number): string {
    let name = this.#names[depth] ?? null
    if (name === null) {
      const start = this.#nameStart[depth] as number
      const end = Math.min(this.#nameEnd[depth] as number, start + longestName)
      name = unescapeName(this.#window.text(start, end))
      this.#names[depth] = name
    }
    return name
  }

  #forget(): void {
    if (this.#savedDepth >= this.depth) this.#savedDepth = this.depth - 1
    if (this.#prefixDepth >= this.depth) this.#prefixDepth = this.depth - 1
  }

  #grow(): void {
    const length = 4 * this.#isObject.length
    this.#isObject = enlarge(this.#isObject, new Uint8Array(length))
    this.#element = enlarge(this.#element, new Float64Array(length))
    this.#nameStart = enlarge(this.#nameStart, new Int32Array(length))
    this.#nameEnd = enlarge(this.#nameEnd, new Int32Array(length))
  }
}

function enlarge<Numbers extends Uint8Array | Int32Array | Float64Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from)
  return to
}

/** A name that was cut inside an escape keeps what is left of it. */
function unescapeName(name: string): string {
  if (!name.includes('\\')) return name
  return name.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (whole: string, sequence: string) => {
    if (sequence.length === 5) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
    return simple[sequence] ?? whole.slice(1)
  })
}

const simple: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
