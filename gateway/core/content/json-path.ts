/** Knows where in a JSON document its reader stands, and says it as `customer.cards[0].number` when asked. */
import { GatewayError } from '../errors.ts'
import { boundedPath, hiddenName, longestName } from './name-buffer.ts'
import type { PlaceMeanings } from './place-meanings.ts'
import type { ByteWindow } from './window.ts'

/** RFC 8259 §9 allows a bound. Deeper documents are no business document, and receivers refuse them too. */
export const deepestNesting = 512
/** The names of a body that was nested deeper are not kept behind its end. */
const keptNesting = 16

/** A frame is four numbers: 1 for an object; its name's start and end, or the element's number; 1 where it `isTold`. */
const width = 4
const firstFrames = 16

/**
 * One frame for each open object (with the name that is being read) and array (with the element's number). Names are
 * indexes into the window while it stands, copied by `save` when it moves on, and become a string only in `path`.
 */
export class JsonPath {
  depth = 0
  /** Another number behind each name and bracket: values that find the same one are elements of one list. */
  place = 0
  /** While true, the innermost name is shown as `{…}`: it is being looked through itself. */
  hidesName = false
  readonly #window: ByteWindow
  /** Those of the vector code while that reads, else its own. */
  #frames: Int32Array = new Int32Array(width * firstFrames)
  #own = this.#frames
  /** Names of the outer frames up to `#savedDepth`. */
  readonly #names: string[] = ['']
  /** The same with the names that only a second look hides. */
  readonly #asked: string[] = ['']
  #hidesLate = false
  /** Paths of the outer frames, kept as long as their names stay the same. */
  readonly #prefixes: string[] = ['']
  #prefixDepth = 0
  #savedDepth = 0
  readonly #name = { start: 0, end: 0 }

  constructor(window: ByteWindow) {
    this.#window = window
  }

  /** Back to the beginning of a body. */
  reset(): void {
    this.depth = 0
    this.place++
    this.hidesName = false
    this.#hidesLate = false
    this.#frames[1] = 0
    this.#frames[3] = 0
    this.#prefixDepth = 0
    this.#savedDepth = 0
    if (this.#prefixes.length > keptNesting) this.#prefixes.length = 1
    if (this.#names.length > keptNesting) {
      this.#names.length = 1
      this.#asked.length = 1
    }
  }

  open(isObject: boolean): void {
    const depth = ++this.depth
    this.place++
    if (depth > deepestNesting)
      throw new GatewayError('CONTENT_MALFORMED', { format: 'json', why: 'nested too deep' })
    const at = width * depth
    if (at === this.#frames.length) this.#grow(depth + 1)
    this.#frames[at] = isObject ? 1 : 0
    this.#frames[at + 1] = 0
    this.#frames[at + 2] = 0
    // What is told of an array counts for its elements.
    this.#frames[at + 3] = isObject ? 0 : (this.#frames[at - 1] as number)
  }

  close(): void {
    this.depth--
    this.place++
    if (this.#savedDepth > this.depth) this.#savedDepth = this.depth
    if (this.#prefixDepth > this.depth) this.#prefixDepth = this.depth
  }

  get inObject(): boolean {
    return this.#frames[width * this.depth] === 1
  }

  /** True where the innermost member's name tells what its value holds. */
  get isTold(): boolean {
    return this.#frames[width * this.depth + 3] === 1
  }

  set isTold(isTold: boolean) {
    this.#frames[width * this.depth + 3] = isTold ? 1 : 0
  }

  /** The frames are kept by another reader from now on, which has room for all of them. */
  lend(frames: Int32Array): void {
    frames.set(this.#own.subarray(0, width * (this.depth + 1)))
    this.#frames = frames
  }

  /** The other reader stands at this depth, and changed frames from `changed` on. */
  moveTo(depth: number, changed: number): void {
    // Where nothing but the innermost frame changed, and that is an array, it has come to another element.
    if (changed < depth || depth !== this.depth || this.inObject) this.place++
    this.depth = depth
    const same = Math.min(depth, changed - 1)
    if (this.#savedDepth > same) this.#savedDepth = same
    if (this.#prefixDepth > same) this.#prefixDepth = same
  }

  /** The other reader is done. */
  takeBack(): void {
    const lent = this.#frames
    this.#frames = this.#own
    const length = width * (this.depth + 1)
    if (length > this.#own.length) this.#grow(this.depth + 1)
    this.#frames.set(lent.subarray(0, length))
  }

  /** The next element of the innermost array begins. */
  nextElement(): void {
    const at = width * this.depth + 1
    this.#frames[at] = (this.#frames[at] as number) + 1
    this.#forget()
  }

  /** The innermost object's member is named by `[start, end)` of the window, escapes included. */
  name(start: number, end: number): void {
    const at = width * this.depth
    this.place++
    this.#frames[at + 1] = start
    this.#frames[at + 2] = end
    this.#forget()
  }

  /** The innermost object's member has a name that must not be shown; `isLate`: a second look says so, the first did not. */
  hideName(isLate: boolean): void {
    this.#forget()
    this.save()
    this.#names[this.depth] = hiddenName
    if (!isLate) this.#asked[this.depth] = hiddenName
    else this.#hidesLate = true
  }

  /** The window is about to move: names that are needed longer are copied. */
  save(): void {
    for (let depth = this.#savedDepth + 1; depth <= this.depth; depth++) {
      const name = this.#nameAt(depth)
      this.#names[depth] = name
      this.#asked[depth] = name
    }
    this.#savedDepth = this.depth
  }

  /** The number of the innermost member's place; -1 where a name of its way is not in the window as it came. */
  placeIn(places: PlaceMeanings): number {
    if (this.#savedDepth > 0 || this.hidesName || this.#window.base > 0) return -1
    const frames = this.#frames
    const inner = width * this.depth
    // The cell of a table whose rows are lists: what it holds is told by its number.
    if (this.depth > 1 && frames[inner] === 0 && frames[inner - width] === 0) return -1
    let place = 0
    for (let depth = 1; depth <= this.depth && place >= 0; depth++) {
      const at = width * depth
      if (frames[at] === 0) continue
      this.#name.start = frames[at + 1] as number
      this.#name.end = frames[at + 2] as number
      place = places.placeOf(place, this.#window.bytes, this.#name)
    }
    return place
  }

  path(): string {
    const outer = this.hidesName ? this.depth - 1 : this.depth
    let path = this.#prefixes[Math.min(this.#prefixDepth, outer)] as string
    for (let depth = Math.min(this.#prefixDepth, outer) + 1; depth <= outer; depth++) {
      path = this.#extend(path, depth, this.#names)
      this.#prefixes[depth] = path
    }
    this.#prefixDepth = outer
    return this.hidesName ? dotted(path, hiddenName) : path
  }

  /** What names are asked by, and never shown: the path as it was in the first look, so that they tell the same. */
  askedPath(): string {
    if (!this.#hidesLate) return this.path()
    const outer = this.hidesName ? this.depth - 1 : this.depth
    let path = ''
    for (let depth = 1; depth <= outer; depth++) path = this.#extend(path, depth, this.#asked)
    return this.hidesName ? dotted(path, hiddenName) : path
  }

  #extend(path: string, depth: number, names: readonly string[]): string {
    const outer = boundedPath(path)
    if (this.#frames[width * depth] === 0) return `${outer}[${this.#frames[width * depth + 1]}]`
    const name = depth <= this.#savedDepth ? (names[depth] as string) : this.#nameAt(depth)
    // A name that holds what separates names is quoted, so that `{"a.b": 1}` is not taken for `{"a": {"b": 1}}`.
    if (/[.[\]"\\]/.test(name)) return `${outer}["${name.replace(/["\\]/g, '\\$&')}"]`
    return dotted(outer, name)
  }

  #nameAt(depth: number): string {
    if (depth <= this.#savedDepth) return this.#names[depth] as string
    const start = this.#frames[width * depth + 1] as number
    const end = Math.min(this.#frames[width * depth + 2] as number, start + longestName)
    return unescapeName(this.#window.text(start, end))
  }

  #grow(depth: number): void {
    const grown = new Int32Array(2 * width * depth)
    grown.set(this.#own)
    this.#own = grown
    this.#frames = grown
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
