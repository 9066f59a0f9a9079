/** Counts what a short value is made of, once for all questions about its shape. */

/** `from` and `to` are its first byte and the one behind its last, white space left out. */
export class ShapeCounts {
  bytes: Uint8Array = new Uint8Array(0)
  from = 0
  to = 0
  digits = 0
  /** Letters of ASCII, and bytes of characters beyond it. */
  letters = 0
  spaces = 0
  /** Everything else. */
  marks = 0
  /** Words that begin with a capital letter, with a small one, and with what has no capitals. */
  capitals = 0
  smalls = 0
  /** Which ASCII characters are in it, a bit for each. */
  readonly #seen = new Int32Array(4)
  words = 0

  read(bytes: Uint8Array, start: number, end: number): void {
    let from = start
    let to = end
    while (from < to && isSpace(bytes[from]!)) from++
    while (to > from && isSpace(bytes[to - 1]!)) to--
    this.bytes = bytes
    this.from = from
    this.to = to
    this.digits = 0
    this.letters = 0
    this.spaces = 0
    this.marks = 0
    this.capitals = 0
    this.smalls = 0
    this.words = 0
    this.#seen.fill(0)
    this.#count()
  }

  get length(): number {
    return this.to - this.from
  }

  /** True where a mark of ASCII is in it: `@`, `/`, `_` … */
  has(mark: string): boolean {
    const code = mark.charCodeAt(0)
    return (this.#seen[code >> 5]! & (1 << (code & 31))) !== 0
  }

  /** Where a character of ASCII stands first; -1 where it does not. */
  indexOf(mark: string): number {
    if (!this.has(mark)) return -1
    return this.bytes.indexOf(mark.charCodeAt(0), this.from)
  }

  #count(): void {
    const { bytes, to } = this
    let inWord = false
    for (let at = this.from; at < to; at++) {
      const byte = bytes[at]!
      const small = byte | 0x20
      if (small >= 0x61 && small <= 0x7a) {
        this.letters++
        if (!inWord) this.#beginWord(byte < 0x61)
        inWord = true
      } else if (byte >= 0x80) {
        this.letters++
        if (!inWord) this.#beginWord(isCapitalBeyond(bytes, at))
        inWord = true
      } else if (byte >= 0x30 && byte <= 0x39) {
        this.digits++
        inWord = true
      } else if (isSpace(byte)) {
        this.spaces++
        inWord = false
      } else {
        this.marks++
        this.#seen[byte >> 5]! |= 1 << (byte & 31)
        // O'Brien and Anna-Maria are one word each.
        inWord = byte === 0x27 || byte === 0x2e ? inWord : false
      }
    }
  }

  #beginWord(isCapital: boolean): void {
    this.words++
    if (isCapital) this.capitals++
    else this.smalls++
  }
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}

/** Of two-byte letters: Latin-1 and Cyrillic and Greek capitals; scripts without capitals count as capital. */
function isCapitalBeyond(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at]!
  const next = bytes[at + 1] ?? 0
  if (lead === 0xc3) return next < 0x9f
  if (lead === 0xc4 || lead === 0xc5)
    return (next & 1) === 0 || (lead === 0xc5 && (next < 0x89 || next > 0xb8))
  if (lead === 0xce) return next < 0xac
  if (lead === 0xd0) return next < 0xb0
  return lead !== 0xcf && lead !== 0xd1
}

/** True where `word`, in small letters, begins the value as a word of its own, before a blank. */
export function beginsWithWord({ bytes, from, to }: ShapeCounts, word: Uint8Array): boolean {
  const end = from + word.length
  if (end >= to || !isSpace(bytes[end]!)) return false
  for (let i = 0; i < word.length; i++) if ((bytes[from + i]! | 0x20) !== (word[i]! | 0x20)) return false
  return true
}

/** True where `word`, in small letters, ends the value as a word of its own. */
export function endsWithWord({ bytes, from, to }: ShapeCounts, word: Uint8Array): boolean {
  const start = to - word.length
  if (start < from || (start > from && !isSpace(bytes[start - 1]!))) return false
  for (let i = 0; i < word.length; i++) if ((bytes[start + i]! | 0x20) !== (word[i]! | 0x20)) return false
  return true
}
