/** Knows in how many JSON strings, one inside the other, the text that is being read stands. */
import { Buffer } from 'node:buffer'

/**
 * `json`: a JSON text, whatever it begins with; `any`: one only where it looks like one from its first character on;
 * `unknown`: its beginning was not seen.
 */
export type TextKind = 'json' | 'any' | 'unknown'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const APOSTROPHE = 0x27
const SOLIDUS = 0x2f
const [BRACKET, BRACE] = [0x5b, 0x7b]
const [BRACKET_END, BRACE_END] = [0x5d, 0x7d]
/** Each level doubles the backslashes of a value's escapes: deeper ones are not read, and nothing is escaped for them. */
const deepest = 8

const begins = 0
/** Behind a quote with which the text begins. */
const quoted = 1
const plain = 2
const json = 3
/** As `json`, and stays so: what stands between strings is not looked at. */
const surelyJson = 4
/** JSON that is too deep, or a text whose beginning was not seen: whether a string is open is not known from here on. */
const unknown = 5
/** The same of what is nearly JSON, as JSON5 is: an apostrophe may have begun a string. */
const loose = 6

/** Between strings: RFC 8259 §2 and §6, the letters of `true`, `false`, `null`, and of the numbers that Python adds. */
const between = new Uint8Array(256)
for (const byte of Buffer.from(' \t\r\n{}[],:0123456789+-.eEtrufalsnNaIity')) between[byte] = 1

const beforeStrings: ReadonlySet<number> = new Set(Buffer.from('{[,:('))
const behindStrings: ReadonlySet<number> = new Set(Buffer.from('}],:'))

const shortEscapes: Readonly<Record<number, number>> = { 98: 8, 102: 12, 110: 10, 114: 13, 116: 9 }
/** How `"{\"name\": …}"` begins, character by character: JSON that was written as a string once more. */
const twice = ['"', '{[', '\\', '"']

/** In UTF-8, and in a string that is read as characters: programs that read files put one before JSON. */
const byteOrderMark = [0xef, 0xbb, 0xbf]
const byteOrderCharacter = 0xfeff

/**
 * A text that begins with `{` or `[` and has nothing between its strings that JSON does not know is taken for JSON, as far
 * as it was read. What looked so and was not is nearly JSON where a string, a brace or a comment stood in its open brackets:
 * names without quotes, single quotes. Else, as a Markdown link is, it is plain from there on. Strings are looked into in the
 * same way.
 */
export class TextDepth {
  readonly #kind: TextKind
  readonly #level: number
  #state = begins
  /** What a text begins with that may be JSON as a string. */
  #beginning = ''
  /** Brackets that are open, and whether a string or a brace stood among them. */
  #open = 0
  #hasMembers = false
  /** So many bytes of a byte order mark were read. */
  #marked = 0
  #inSingle = false
  /** The last character between strings, but for spaces. */
  #last = 0
  #inString = false
  /** -1: none; 0: behind a backslash; 1 to 4: so many hex digits of `\u` are awaited. */
  #escape = -1
  #unit = 0
  #inner: TextDepth | null = null

  constructor(kind: TextKind, level = 0) {
    this.#kind = kind
    this.#level = level
    this.#reset()
  }

  /** Levels of JSON strings around the next character: 0 in plain text, 1 in a string of a JSON body. */
  get depth(): number {
    if (!this.#inString) return 0
    return 1 + (this.#inner === null ? 0 : this.#inner.depth)
  }

  /** False where there may be more of them. */
  get isKnown(): boolean {
    if (this.#state === unknown || this.#state === loose) return false
    return !this.#inString || this.#inner === null || this.#inner.isKnown
  }

  /** True where an apostrophe may end a string. */
  get mayBeSingleQuoted(): boolean {
    if (this.#state === loose) return this.#inSingle
    return this.#inString && this.#inner?.mayBeSingleQuoted === true
  }

  /** True where what comes next belongs to JSON that has begun. */
  get isOpen(): boolean {
    return this.#inString || this.#state === quoted || (this.#state === json && this.#open > 0)
  }

  /** One that reads on from the same place. */
  copy(): TextDepth {
    const copy = new TextDepth(this.#kind, this.#level)
    copy.#state = this.#state
    copy.#beginning = this.#beginning
    copy.#open = this.#open
    copy.#hasMembers = this.#hasMembers
    copy.#marked = this.#marked
    copy.#inSingle = this.#inSingle
    copy.#last = this.#last
    copy.#inString = this.#inString
    copy.#escape = this.#escape
    copy.#unit = this.#unit
    copy.#inner = this.#inner === null ? null : this.#inner.copy()
    return copy
  }

  read(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end && !this.#isOver; at++) this.#character(bytes[at] as number)
  }

  get #isOver(): boolean {
    return this.#state === plain || this.#state === unknown
  }

  #reset(): void {
    this.#state = this.#kind === 'json' ? surelyJson : this.#kind === 'any' ? begins : unknown
    this.#beginning = ''
    this.#open = 0
    this.#hasMembers = false
    this.#marked = 0
    this.#inSingle = false
    this.#last = 0
    this.#inString = false
    this.#escape = -1
  }

  #character(character: number): void {
    if (this.#inString) this.#inside(character)
    else if (this.#state === begins) this.#begin(character)
    else if (this.#state === quoted) this.#beginQuoted(character)
    else if (this.#state === json) this.#outside(character)
    else if (this.#state === surelyJson && character === QUOTE) this.#openString()
    else if (this.#state === loose) this.#lookLoosely(character)
  }

  /** One begins a string where one may stand, not in the midst of words, and a quote that ends another shows that none did. */
  #lookLoosely(character: number): void {
    if (character === APOSTROPHE)
      this.#inSingle = this.#inSingle ? this.#last === BACKSLASH : beforeStrings.has(this.#last)
    else if (this.#last === QUOTE && behindStrings.has(character)) this.#inSingle = false
    if (character > 0x20) this.#last = character
  }

  #begin(character: number): void {
    if (character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09) return
    if (character === byteOrderCharacter) return
    if (character === byteOrderMark[this.#marked]) {
      this.#marked = (this.#marked + 1) % byteOrderMark.length
      return
    }
    const isJson = this.#marked === 0 && (character === BRACE || character === BRACKET)
    this.#hasMembers = character === BRACE
    this.#last = character
    this.#state = character === QUOTE ? quoted : isJson ? this.#jsonHere : plain
    this.#open = 1
    this.#beginning = '"'
  }

  get #jsonHere(): number {
    return this.#level < deepest ? json : unknown
  }

  #beginQuoted(character: number): void {
    this.#beginning += character > 0xff ? ' ' : String.fromCharCode(character)
    if (!twice[this.#beginning.length - 1]?.includes(this.#beginning.at(-1) ?? '')) this.#state = plain
    if (this.#state === plain || this.#beginning.length < twice.length) return
    this.#state = this.#jsonHere
    this.#open = 0
    this.#hasMembers = false
    if (this.#state === unknown) return
    this.#openString()
    for (const one of this.#beginning.slice(1)) this.#inside(one.charCodeAt(0))
  }

  #outside(character: number): void {
    if (character === QUOTE && this.#open > 0) this.#openString()
    else if (character === BRACE || character === BRACKET) this.#openBracket(character)
    else if (character === BRACE_END || character === BRACKET_END) this.#open--
    else if (character > 0xff || character === QUOTE || between[character] === 0) {
      this.#leaveJson(character)
      return
    }
    if (character > 0x20) this.#last = character
  }

  #openBracket(character: number): void {
    this.#open++
    if (character === BRACE) this.#hasMembers = true
  }

  #leaveJson(character: number): void {
    const isNearly = this.#hasMembers || character === APOSTROPHE || character === SOLIDUS
    this.#state = this.#open > 0 && isNearly ? loose : plain
    if (this.#state === loose) this.#lookLoosely(character)
  }

  #openString(): void {
    this.#hasMembers = true
    this.#inString = true
    this.#escape = -1
    if (this.#inner === null) this.#inner = new TextDepth('any', this.#level + 1)
    else this.#inner.#reset()
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
