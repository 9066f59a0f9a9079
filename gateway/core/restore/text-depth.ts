/** Knows in how many JSON strings, one inside the other, the text that is being read stands. */

/** `json`: a JSON text, whatever it begins with; `any`: one only where it looks like one from its first character on. */
export type TextKind = 'json' | 'any'

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Deeper ones are read as the text of the last level. */
const deepest = 8

const begins = 0
const plain = 1
const json = 2
/** As `json`, and stays so: what stands between strings is not looked at. */
const surelyJson = 3

/** What may stand between the strings of a JSON text: RFC 8259 §2 and §6, and the letters of `true`, `false`, `null`. */
const between = new Uint8Array(256)
for (const byte of Buffer.from(' \t\r\n{}[],:0123456789+-.eEtrufalsn')) between[byte] = 1

const shortEscapes: Readonly<Record<number, number>> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 }

/**
 * A text that begins with `{` or `[` and has nothing between its strings that JSON does not know is taken for JSON, as far
 * as it was read; what looked so and was not is plain from there on. Strings are looked into in the same way.
 */
export class TextDepth {
  readonly #kind: TextKind
  readonly #level: number
  #state: number
  #inString = false
  /** -1: none; 0: behind a backslash; 1 to 4: so many hex digits of `\u` are awaited. */
  #escape = -1
  #unit = 0
  #inner: TextDepth | null = null

  constructor(kind: TextKind, level = 0) {
    this.#kind = kind
    this.#level = level
    this.#state = kind === 'json' ? surelyJson : begins
  }

  /** Levels of JSON strings around the next character: 0 in plain text, 1 in a string of a JSON body. */
  get depth(): number {
    if (!this.#inString) return 0
    return 1 + (this.#inner?.depth ?? 0)
  }

  read(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end && this.#state !== plain; at++) this.#character(bytes[at] as number)
  }

  #reset(): void {
    this.#state = this.#kind === 'json' ? surelyJson : begins
    this.#inString = false
    this.#escape = -1
  }

  #character(character: number): void {
    if (this.#state === plain) return
    if (this.#inString) this.#inside(character)
    else if (this.#state === begins) this.#begin(character)
    else if (character === QUOTE) this.#openString()
    else if (this.#state === json && (character > 0xff || between[character] === 0)) this.#state = plain
  }

  #begin(character: number): void {
    if (character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09) return
    this.#state = character === 0x7b || character === 0x5b ? json : plain
  }

  #openString(): void {
    this.#inString = true
    this.#escape = -1
    if (this.#inner !== null) this.#inner.#reset()
    else if (this.#level < deepest) this.#inner = new TextDepth('any', this.#level + 1)
  }

  #inside(character: number): void {
    if (this.#escape >= 0) this.#unescape(character)
    else if (character === BACKSLASH) this.#escape = 0
    else if (character === QUOTE) this.#inString = false
    else this.#pass(character)
  }

  #pass(character: number): void {
    if (this.#inner !== null) this.#inner.#character(character)
  }

  #unescape(character: number): void {
    if (this.#escape > 0) {
      this.#unit = (this.#unit << 4) | Number.parseInt(String.fromCharCode(character), 16)
      this.#escape--
      if (this.#escape > 0) return
      this.#escape = -1
      this.#pass(this.#unit & 0xffff)
    } else if (character === 0x75) {
      this.#escape = 4
      this.#unit = 0
    } else {
      this.#escape = -1
      this.#pass(shortEscapes[character] ?? character)
    }
  }
}
