/** Reads bytes that are no UTF-8 as what they mean in the 8-bit character set that most texts without UTF-8 are in. */
import { Buffer, isUtf8 } from 'node:buffer'
import { latin9, windows1252 } from './charset.ts'
import { DecodedText } from './decoded-text.ts'

const longestCharacter = 4
/** FF FE or FE FF is the mark of UTF-16, which stays behind where texts were put together; no language has ÿ beside þ. */
const byteOrderMark = 0xfeff

/**
 * Takes a text byte by byte. What is a character in UTF-8 stays as it came, in whatever pieces it comes; each other byte is
 * one of Windows-1252, which has all letters of ISO-8859-1 where that has them, or of ISO-8859-15 where the body says so.
 */
export class LooseBytes {
  /** The beginning of a character that may go on: its bytes, where in the body each stands, and in how many bytes. */
  readonly #bytes = new Uint8Array(longestCharacter)
  readonly #offsets = new Float64Array(longestCharacter)
  readonly #lengths = new Uint8Array(longestCharacter)
  #count = 0
  #isLatin9 = false

  /** True while a character may go on. */
  get isOpen(): boolean {
    return this.#count > 0
  }

  /** Offset in the body of what is open. */
  get openFrom(): number {
    return this.#offsets[0] as number
  }

  begin(isLatin9: boolean): void {
    this.#isLatin9 = isLatin9
    this.#count = 0
  }

  /** `source[from, to)` stands at `offset` in the body as it is. */
  plain(text: DecodedText, source: Uint8Array, { from, to, offset }: Stood): void {
    let at = from
    while (at < to) {
      const run = at
      while (at < to && (source[at] as number) < 0x80) at++
      if (run < at) {
        this.close(text)
        text.append(source, { from: run, to: at }, offset + run - from)
      }
      if (at < to) this.byte(text, source[at] as number, { offset: offset + at - from, length: 1 })
      at++
    }
  }

  /** One byte, which `length` bytes at `offset` in the body mean. */
  byte(text: DecodedText, byte: number, { offset, length }: { offset: number; length: number }): void {
    if (this.#count === 1 && isMark(this.#bytes[0] as number, byte)) {
      text.appendCharacter(byteOrderMark, this.openFrom, (this.#lengths[0] as number) + length)
      this.#count = 0
      return
    }
    if (this.#count > 0 && !goesOn(this.#bytes, this.#count, byte)) this.close(text)
    if (this.#count === 0 && byte < 0x80) {
      text.appendByte(byte, offset, length)
      return
    }
    this.#bytes[this.#count] = byte
    this.#offsets[this.#count] = offset
    this.#lengths[this.#count++] = length
    const whole = lengthFrom(this.#bytes[0] as number)
    if (this.#count === whole) this.#keep(text)
    else if (whole === 0 && byte < 0xfe) this.close(text)
  }

  /** Nothing goes on: what is open is no UTF-8. */
  close(text: DecodedText): void {
    for (let i = 0; i < this.#count; i++) {
      const code = meant(this.#bytes[i] as number, this.#isLatin9)
      text.appendCharacter(code, this.#offsets[i] as number, this.#lengths[i] as number)
    }
    this.#count = 0
  }

  /** The whole character is one of UTF-8. */
  #keep(text: DecodedText): void {
    for (let i = 0; i < this.#count; i++) {
      const offset = this.#offsets[i] as number
      if (this.#lengths[i] === 1) text.append(this.#bytes, { from: i, to: i + 1 }, offset)
      else text.appendByte(this.#bytes[i] as number, offset, this.#lengths[i] as number)
    }
    this.#count = 0
  }
}

/** Where bytes of a source stand in it, and in the body. */
interface Stood {
  from: number
  to: number
  offset: number
}

/** A short text as it is read, for names of fields. */
export function looseText(bytes: Uint8Array, isLatin9 = false): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString()
  const text = new DecodedText()
  const loose = new LooseBytes()
  loose.begin(isLatin9)
  loose.plain(text, bytes, { from: 0, to: bytes.length, offset: 0 })
  loose.close(text)
  return Buffer.from(text.bytes.subarray(0, text.length)).toString()
}

/** How many bytes at the end begin a character of UTF-8 that may go on. */
export function openAtEnd(bytes: Uint8Array): number {
  for (let count = 1; count < longestCharacter && count <= bytes.length; count++) {
    const lead = bytes[bytes.length - count] as number
    if (lead < 0x80) return 0
    if (lead >= 0xc0) return lengthFrom(lead) > count ? count : 0
  }
  return 0
}

/** RFC 3629 §4; 0 where none begins. */
function lengthFrom(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

/** RFC 3629 §4: some leads leave the second byte less room. */
function goesOn(bytes: Uint8Array, count: number, byte: number): boolean {
  if (count > 1) return byte >= 0x80 && byte < 0xc0
  const lead = bytes[0] as number
  if (lengthFrom(lead) === 0) return false
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  return byte >= least && byte <= most
}

function isMark(first: number, second: number): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

function meant(byte: number, isLatin9: boolean): number {
  if (isLatin9) return latin9.get(byte) ?? byte
  return byte < 0xa0 ? (windows1252[byte - 0x80] as number) : byte
}
