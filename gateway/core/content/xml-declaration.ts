/** Notices an XML declaration that says the bytes are not what they look like. */
import { scannedCharset } from './charset.ts'

/** More of an instruction is not remembered: a declaration is shorter. */
const longest = 256

/** Fed with the text of one processing instruction, in any pieces. */
export class XmlDeclaration {
  #text = ''

  /** False once the instruction is `<?xml … encoding="…"?>` with a character set that is not read here. */
  readable(piece: string): boolean {
    if (this.#text.length >= longest) return true
    this.#text += piece.slice(0, longest)
    const found = /^xml\s[^>]*?encoding\s*=\s*(["'])([^"']*)\1/.exec(this.#text)
    return found?.[2] === undefined || scannedCharset(found[2])
  }
}
