/** Notices an XML declaration that says the bytes are not what they look like. */
import { isLatin9, scannedCharset } from './charset.ts'

/** More of an instruction is not remembered: a declaration is shorter. */
const longest = 256

/** Fed with the text of one processing instruction, in any pieces. */
export class XmlDeclaration {
  #text = ''
  /** True once it says ISO-8859-15. */
  isLatin9 = false

  /** False once the instruction is `<?xml … encoding="…"?>` with a character set that is not read here. */
  readable(piece: string): boolean {
    if (this.#text.length >= longest) return true
    this.#text += piece.slice(0, longest)
    const found = /^xml\s[^>]*?encoding\s*=\s*(["'])([^"']*)\1/.exec(this.#text)
    if (found?.[2] === undefined) return true
    this.isLatin9 = isLatin9(found[2])
    return scannedCharset(found[2])
  }
}
