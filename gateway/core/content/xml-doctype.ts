/** Reads an XML document type up to its end, and notices entities that it declares. */

const declaration = '<!ENTITY'
const LESS = 0x3c
const MORE = 0x3e

/** What one more byte of a document type is: part of it, its end, or the last letter of a forbidden declaration. */
export type DoctypeStep = 'inside' | 'end' | 'entity'

/** Fed byte by byte from behind `<!DOCTYPE` on. Markup inside nests; quotes hide markup. */
export class XmlDoctype {
  #depth = 0
  #quote = 0
  #tail = ''

  next(c: number): DoctypeStep {
    this.#tail = (this.#tail + String.fromCharCode(c)).slice(-declaration.length)
    if (this.#tail === declaration) return 'entity'
    if (this.#quote !== 0) {
      if (c === this.#quote) this.#quote = 0
    } else if (c === 0x22 || c === 0x27) this.#quote = c
    else if (c === LESS) this.#depth++
    else if (c === MORE && this.#depth-- === 0) return 'end'
    return 'inside'
  }
}
