/** Replaces what one part of an office document calls by its name: in formulas and fields, and in the cells of a table's head. */
import { Buffer } from 'node:buffer'
import { unwritable } from './document-names.ts'
import { mentionsName, type OfficePart, renaming, type Take } from './office-part.ts'
import { decodedValue, encodedValue } from './xml-value.ts'

const LESS = 0x3c
const SLASH = 0x2f
/** A name is shorter, with all of its markup. */
const longestCell = 4096

/** Fields of Word stand in the runs of a paragraph (ECMA-376-1 §17.16.23), which may cut them anywhere. */
const instructions = new Set(['instrText', 'delInstrText'])
const cells = new Set(['si', 'is'])

export class OfficeMentions {
  readonly #part: OfficePart
  readonly #namesCells: boolean
  /** The open field, and how often replaced names are used in its pieces. */
  #instruction = ''
  #used = 0

  constructor(part: OfficePart) {
    this.#part = part
    this.#namesCells = part.cells !== null && part.names.hasCells
  }

  /** What is done to the content of an element that begins at `index`; null where it is read as any other. */
  takeFor(element: string, index: number, isInBlock: boolean): Take | null {
    if (this.#namesCells && cells.has(element)) return this.#takeCell(element, index)
    if (this.#part.names.mentions === null) return null
    const isInstruction = instructions.has(element)
    if (!isInstruction && this.#instruction !== '') this.#endInstruction(element)
    if (isInBlock ? !isInstruction : this.#part.cells !== null && (element === 'v' || element === 't'))
      return null
    const end = this.#endOfText(index)
    if (end < 0) return null
    if (isInstruction) this.#count(index, end)
    return mentionsName(this.#part, index, end) ? renaming(this.#part, true) : null
  }

  /** The head of a table says the same as its columns' names, or Excel repairs it (ECMA-376-1 §18.5.1.3). */
  #takeCell(element: string, index: number): Take | null {
    const { edits, names, cells } = this.#part
    if (cells?.column.order === 'drop') return null
    const { bytes } = edits.window
    const beginning = Buffer.from(
      bytes.buffer,
      bytes.byteOffset + index,
      Math.min(longestCell, bytes.length - index),
    )
    const markup = new RegExp(`^(.*?)</(?:[\\w.-]+:)?${element}\\s*>`, 'su').exec(
      beginning.toString('utf8'),
    )?.[1]
    if (markup === undefined) return null
    const text = textOf(markup)
    const becomes = names.cellOf(text)
    if (becomes === null) return null
    const prefix = /^\s*<((?:[\w.-]+:)?)/u.exec(markup)?.[1] ?? ''
    const written = `<${prefix}t xml:space="preserve">${encodedValue(becomes)}</${prefix}t>`
    return (start, end) => {
      if (becomes !== text) edits.edit(start, end, Buffer.from(written))
    }
  }

  /** Where the element ends whose content is nothing but one text; -1 where it is not. */
  #endOfText(index: number): number {
    const { bytes } = this.#part.edits.window
    const end = bytes.indexOf(LESS, index)
    return end > index && bytes[end + 1] === SLASH ? end : -1
  }

  #count(start: number, end: number): void {
    const text = decodedValue(this.#part.edits.window.text(start, end))
    this.#instruction += text
    this.#used += this.#part.names.mentions?.countIn(text) ?? 0
  }

  #endInstruction(element: string): void {
    if (element !== 'fldChar' && element !== 'p' && element !== 't') return
    const used = this.#part.names.mentions?.countIn(this.#instruction) ?? 0
    if (used > this.#used) throw unwritable('a field uses a name that is cut in two')
    this.#instruction = ''
    this.#used = 0
  }
}

/** What a cell shows, however it is cut into runs; how it is pronounced is beside that. */
function textOf(markup: string): string {
  const shown = markup.replaceAll(/<((?:[\w.-]+:)?rPh)\b.*?<\/\1\s*>/gsu, '')
  const texts = shown.matchAll(/<((?:[\w.-]+:)?t)(?:\s[^>]*)?>([^<]*)<\/\1\s*>/gu)
  return [...texts].map(([, , text = '']) => decodedValue(text)).join('')
}
