/** Knows where in a JSON document its reader stands, and says it as `customer.cards[0].number` when asked. */
import { GatewayError } from '../errors.ts'
import { hiddenName, longestName } from './name-buffer.ts'
import type { ByteWindow } from './window.ts'

/** RFC 8259 §9 allows a bound. Deeper documents are no business document, and receivers refuse them too. */
export const deepestNesting = 512
/** The names of a body that was nested deeper are not kept behind its end. */
const keptNesting = 16

/**
 * One frame for each open object (with the name that is being read) and array (with the element's number). Names are
 * indexes into the window while it stands, copied by `save` when it moves on, and become a string only in `path`.
 */
export class JsonPath {
  depth = 0
  /** While true, the innermost name is shown as `{…}`: it is being looked through itself. */
  hidesName = false
  readonly #window: ByteWindow
  readonly #isObject: boolean[] = [false]
  readonly #element: number[] = [0]
  readonly #nameStart: number[] = [0]
  readonly #nameEnd: number[] = [0]
  /** Names of the outer frames up to `#savedDepth`. */
  readonly #names: string[] = ['']
  /** Paths of the outer frames, kept as long as their names stay the same. */
  readonly #prefixes: string[] = ['']
  #prefixDepth = 0
  #savedDepth = 0

  constructor(window: ByteWindow) {
    this.#window = window
  }

  /** Back to the beginning of a body. */
  reset(): void {
    this.depth = 0
    this.hidesName = false
    this.#element[0] = 0
    this.#prefixDepth = 0
    this.#savedDepth = 0
    if (this.#prefixes.length > keptNesting) this.#prefixes.length = 1
    if (this.#names.length > keptNesting) this.#names.length = 1
  }

  open(isObject: boolean): void {
    const depth = ++this.depth
    if (depth > deepestNesting)
      throw new GatewayError('CONTENT_MALFORMED', { format: 'json', why: 'nested too deep' })
    this.#isObject[depth] = isObject
    this.#element[depth] = 0
    this.#nameStart[depth] = 0
    this.#nameEnd[depth] = 0
  }

  close(): void {
    this.depth--
    if (this.#savedDepth > this.depth) this.#savedDepth = this.depth
    if (this.#prefixDepth > this.depth) this.#prefixDepth = this.depth
  }

  get inObject(): boolean {
    return this.#isObject[this.depth] as boolean
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
    this.#forget()
  }

  /** The innermost object's member has a name that must not be shown. */
  hideName(): void {
    this.#forget()
    this.save()
    this.#names[this.depth] = hiddenName
  }

  /** The window is about to move: names that are needed longer are copied. */
  save(): void {
    for (let depth = this.#savedDepth + 1; depth <= this.depth; depth++)
      this.#names[depth] = this.#nameAt(depth)
    this.#savedDepth = this.depth
  }

  path(): string {
    const outer = this.hidesName ? this.depth - 1 : this.depth
    let path = this.#prefixes[Math.min(this.#prefixDepth, outer)] as string
    for (let depth = Math.min(this.#prefixDepth, outer) + 1; depth <= outer; depth++) {
      path = this.#extend(path, depth)
      this.#prefixes[depth] = path
    }
    this.#prefixDepth = outer
    return this.hidesName ? dotted(path, hiddenName) : path
  }

  #extend(path: string, depth: number): string {
    if (!this.#isObject[depth]) return `${path}[${this.#element[depth]}]`
    const name = this.#nameAt(depth)
    // A name that holds what separates names is quoted, so that `{"a.b": 1}` is not taken for `{"a": {"b": 1}}`.
    if (/[.[\]"\\]/.test(name)) return `${path}["${name.replace(/["\\]/g, '\\$&')}"]`
    return dotted(path, name)
  }

  #nameAt(depth: number): string {
    if (depth <= this.#savedDepth) return this.#names[depth] as string
    const start = this.#nameStart[depth] as number
    const end = Math.min(this.#nameEnd[depth] as number, start + longestName)
    return unescapeName(this.#window.text(start, end))
  }

  #forget(): void {
    if (this.#savedDepth >= this.depth) this.#savedDepth = this.depth - 1
    if (this.#prefixDepth >= this.depth) this.#prefixDepth = this.depth - 1
  }
}

function dotted(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
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
