/** Knows which XML elements are open, and says where a text stands as `order.customer.mail`. */
import { Buffer } from 'node:buffer'
import { GatewayError } from '../errors.ts'
import { looseText } from './loose-bytes.ts'
import { boundedPath, longestName, NameBuffer } from './name-buffer.ts'

const deepestNesting = 512
/** All names of the open elements together; documents of people stay far below. */
const longestNames = 64 * 1024

export class XmlPath {
  depth = 0
  #bytes = Buffer.allocUnsafe(256)
  readonly #ends: number[] = [0]
  /** Local names of the open elements, where they were asked; '' where not yet. */
  readonly #locals: string[] = []
  /** Paths of the outer elements up to `#prefixDepth`. */
  readonly #prefixes: string[] = ['']
  #prefixDepth = 0
  /** The attribute that is being read; none while `#inAttribute` is false. */
  readonly #attribute = new NameBuffer()
  #inAttribute = false

  /** An element opens; its name follows by `add`. */
  open(): void {
    if (++this.depth > deepestNesting) throw malformed('nested too deep')
    this.#ends[this.depth] = this.#ends[this.depth - 1] as number
    this.#prefixDepth = Math.min(this.#prefixDepth, this.depth - 1)
    this.#locals[this.depth] = ''
  }

  add(byte: number): void {
    if (this.#inAttribute) {
      this.#attribute.addByte(byte)
      return
    }
    const end = this.#ends[this.depth] as number
    if (end === this.#bytes.length) {
      if (end >= longestNames) throw malformed('names too long')
      const grown = Buffer.allocUnsafe(2 * end)
      this.#bytes.copy(grown)
      this.#bytes = grown
    }
    this.#bytes[end] = byte
    this.#ends[this.depth] = end + 1
  }

  close(): void {
    this.depth--
    this.#prefixDepth = Math.min(this.#prefixDepth, this.depth)
  }

  openAttribute(): void {
    this.#inAttribute = true
    this.#attribute.clear()
  }

  closeAttribute(): void {
    this.#inAttribute = false
  }

  /** True when byte `index` of the innermost element's name is `byte`. */
  nameHas(byte: number, index: number): boolean {
    return index < this.nameLength && this.#bytes[(this.#ends[this.depth - 1] as number) + index] === byte
  }

  get nameLength(): number {
    return (this.#ends[this.depth] as number) - (this.#ends[this.depth - 1] as number)
  }

  /** Local name of the innermost element, once it is complete, or of the attribute that is being read. */
  innermost(): string {
    if (this.#inAttribute) return localName(this.#attribute.toString())
    const known = this.#locals[this.depth]
    if (known !== undefined && known !== '') return known
    const start = this.#ends[this.depth - 1] ?? 0
    const end = Math.min(this.#ends[this.depth] as number, start + longestName)
    const name = localName(this.#bytes.toString('latin1', start, end))
    this.#locals[this.depth] = name
    return name
  }

  /**
   * Elements and the attribute by their local names, joined as in JSON, so that one field name in a rule fits all
   * formats: `<s:order><customer mail="…"/></s:order>` is `order.customer.mail`.
   */
  path(): string {
    let path = this.#prefixes[this.#prefixDepth] as string
    for (let depth = this.#prefixDepth + 1; depth <= this.depth; depth++) {
      const start = this.#ends[depth - 1] as number
      const end = Math.min(this.#ends[depth] as number, start + longestName)
      path = dotted(path, localName(looseText(this.#bytes.subarray(start, end))))
      this.#prefixes[depth] = path
    }
    this.#prefixDepth = this.depth
    return this.#inAttribute ? dotted(path, localName(this.#attribute.toString())) : path
  }
}

function dotted(path: string, name: string): string {
  return path === '' ? name : `${boundedPath(path)}.${name}`
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function malformed(why: string): GatewayError {
  return new GatewayError('CONTENT_MALFORMED', { format: 'xml', why })
}
