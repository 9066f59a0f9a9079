/** Reads the attributes of one part of an office document: those that people write, and those that name something. */
import { Buffer } from 'node:buffer'
import { EntityEditor } from '../content/entity-editor.ts'
import { TextReader } from '../content/text-reader.ts'
import { xmlEncode } from '../content/xml-bytes.ts'
import { type NameKind, nameKindOf } from './named-things.ts'
import { mentionsName, type OfficePart, renaming, stripping, type Take } from './office-part.ts'
import { isDataNumber, isTelling, isWritten } from './written-attributes.ts'
import { decodedValue, encodedValue } from './xml-value.ts'

type Attribute = { does: 'nothing' } | { does: 'read'; reader: TextReader } | { does: 'take'; take: Take }

const nothing: Attribute = { does: 'nothing' }

export class OfficeAttributes {
  readonly #part: OfficePart
  readonly #number: Take
  readonly #told: TextReader
  /** For what has a name that says nothing. */
  readonly #untold: TextReader
  /** The one whose value is being read. */
  #open: Attribute | null = null
  #start = 0

  /** `number`: what is done to numbers that are data. */
  constructor(part: OfficePart, number: Take) {
    const { edits, judge, memory, path } = part
    const named = { judge, place: 'body', memory, encode: xmlEncode, path: () => path.innermost() } as const
    this.#part = part
    this.#number = number
    this.#told = new TextReader(new EntityEditor(edits, named), Number.MAX_SAFE_INTEGER)
    const untold = new EntityEditor(edits, { ...named, meaning: () => null })
    this.#untold = new TextReader(untold, Number.MAX_SAFE_INTEGER)
  }

  get isOpen(): boolean {
    return this.#open !== null
  }

  /** What the open one is read with; null where it is no text. */
  get reader(): TextReader | null {
    return this.#open?.does === 'read' ? this.#open.reader : null
  }

  begins(index: number, element: string, isLeft: boolean): void {
    this.#start = index
    this.#open = isLeft ? nothing : this.#orderFor(index, element, this.#part.path.innermost())
    this.reader?.begin(index)
  }

  ends(index: number): void {
    const open = this.#open
    this.#open = null
    if (open?.does === 'read') open.reader.finish()
    else if (open?.does === 'take') open.take(this.#start, index)
  }

  #orderFor(index: number, element: string, attribute: string): Attribute {
    const part = this.#part
    const { cells, isKnown, metadata, name, family } = part
    if (cells !== null && (element === 'c' || attribute === 'number-columns-repeated'))
      return takes((start, end) => cells.attribute(attribute, part.edits.window.text(start, end)))
    const kind = nameKindOf(family, element, attribute)
    if (kind !== null) return takes(this.#naming(kind))
    const becomes = metadata?.attributeOf(name, element, attribute) ?? null
    if (becomes !== null) return takes(stripping(part, becomes))
    if (isDataNumber(element, attribute)) return takes(this.#number)
    const isRead = !isKnown || isWritten(element, attribute)
    if (part.names.mentions !== null && mentionsName(part, index, this.#endFrom(index)))
      return takes(renaming(part, isRead))
    return isRead ? { does: 'read', reader: isTelling(attribute) ? this.#told : this.#untold } : nothing
  }

  /** All of the part is at hand, so the quotation mark that ends the value can be looked for. */
  #endFrom(index: number): number {
    const { bytes } = this.#part.edits.window
    const end = bytes.indexOf(bytes[index - 1] as number, index)
    return end < 0 ? index : end
  }

  #naming(kind: NameKind): Take {
    const { names, edits, offset } = this.#part
    return (start, end) => {
      const text = decodedValue(edits.window.text(start, end))
      const becomes = names.newOf(text, kind, offset)
      if (becomes !== text) edits.edit(start, end, Buffer.from(encodedValue(becomes)))
    }
  }
}

function takes(take: Take): Attribute {
  return { does: 'take', take }
}
