/** Looks through the sheets of a workbook for which column each string stands in, before any of them is read. */
import type { XmlEvents } from '../content/xml-events.ts'
import type { XmlPath } from '../content/xml-path.ts'
import { columnOf, type HeaderCell, placeOf, type SheetLook } from './sheet-columns.ts'

/** A title may stand above a table. */
const mostTitleRows = 10

/** A string that stands in more columns than these says nothing by where it stands. */
const mostPlaces = 4

/** Handles the events of one sheet. */
export class SheetLooker implements XmlEvents, SheetLook {
  headers: ReadonlyMap<number, HeaderCell> = new Map()
  headerRow = -1
  readonly #path: XmlPath
  readonly #sheet: number
  readonly #text: (start: number, end: number) => string
  readonly #places: Map<number, number[]>
  #row: Map<number, HeaderCell> = new Map()
  #rowPlaces: [shared: number, column: number][] = []
  #rows = 0
  #column = -1
  #type = ''
  #attribute = ''
  #start = 0
  #element = ''
  #inline = ''

  constructor(
    path: XmlPath,
    sheet: { number: number; text: (start: number, end: number) => string; places: Map<number, number[]> },
  ) {
    this.#path = path
    this.#sheet = sheet.number
    this.#text = sheet.text
    this.#places = sheet.places
  }

  elementNamed(): void {
    this.#element = this.#path.innermost()
    if (this.#element === 'row') {
      this.#row = new Map()
      this.#rowPlaces = []
      this.#column = -1
    } else if (this.#element === 'c') {
      this.#column++
      this.#type = ''
      this.#inline = ''
    }
  }

  attributeBegins(index: number): void {
    this.#attribute = this.#element === 'c' ? this.#path.innermost() : ''
    this.#start = index
  }

  attributeEnds(index: number): void {
    if (this.#attribute === 'r') {
      const column = columnOf(this.#text(this.#start, index))
      if (column >= 0) this.#column = column
    } else if (this.#attribute === 't') this.#type = this.#text(this.#start, index)
    this.#attribute = ''
  }

  contentBegins(index: number): void {
    this.#start = index
  }

  elementEnds(index: number | null): void {
    const element = this.#path.innermost()
    if (element === 'v' && index !== null) this.#value(this.#text(this.#start, index))
    else if (element === 'row') this.#endRow()
    else if (element === 'c' && this.#inline !== '') this.#seen({ text: this.#inline })
    this.#element = ''
  }

  plain(start: number, end: number): void {
    if (this.#element === 't' && this.#isHeaderOpen && this.#inline.length < 256)
      this.#inline += this.#text(start, Math.min(end, start + 256))
  }

  character(code: number): void {
    if (this.#element === 't' && this.#isHeaderOpen && this.#inline.length < 256)
      this.#inline += String.fromCodePoint(code)
  }

  begin(): void {}
  end(): void {}
  pause(): void {}

  get #isHeaderOpen(): boolean {
    return this.#rows < mostTitleRows && this.headers.size < 2
  }

  #value(text: string): void {
    if (this.#type === 'str') this.#seen({ text })
    if (this.#type !== 's') return
    const shared = Number.parseInt(text, 10)
    if (!Number.isSafeInteger(shared) || shared < 0) return
    this.#seen({ shared })
    this.#rowPlaces.push([shared, this.#column])
  }

  #seen(cell: HeaderCell): void {
    if (this.#isHeaderOpen) this.#row.set(this.#column, cell)
  }

  /** The first row with two texts has the names of the columns, else the first one with any. */
  #endRow(): void {
    if (this.#isHeaderOpen && this.#row.size > this.headers.size) {
      this.headers = this.#row
      this.headerRow = this.#rows
    } else for (const [shared, column] of this.#rowPlaces) this.#place(shared, column)
    this.#rows++
  }

  #place(shared: number, column: number): void {
    const places = this.#places.get(shared)
    const place = placeOf(this.#sheet, column)
    if (places === undefined) this.#places.set(shared, [place])
    else if (places.length < mostPlaces && !places.includes(place)) places.push(place)
  }
}

/** Handles the events of the shared strings: collects those that are wanted. */
export class SharedTexts implements XmlEvents {
  readonly texts = new Map<number, string>()
  readonly #path: XmlPath
  readonly #text: (start: number, end: number) => string
  #shared = -1
  #isText = false

  constructor(
    path: XmlPath,
    { wanted, text }: { wanted: Iterable<number>; text: (start: number, end: number) => string },
  ) {
    this.#path = path
    this.#text = text
    for (const shared of wanted) this.texts.set(shared, '')
  }

  elementNamed(): void {
    const element = this.#path.innermost()
    if (element === 'si') this.#shared++
    this.#isText = element === 't' && this.texts.has(this.#shared)
  }

  plain(start: number, end: number): void {
    if (this.#isText) this.#add(this.#text(start, Math.min(end, start + 256)))
  }

  character(code: number): void {
    if (this.#isText) this.#add(String.fromCodePoint(code))
  }

  elementEnds(): void {
    this.#isText = false
  }

  contentBegins(): void {}
  attributeBegins(): void {}
  attributeEnds(): void {}
  begin(): void {}
  end(): void {}
  pause(): void {}

  #add(text: string): void {
    const known = this.texts.get(this.#shared) ?? ''
    if (known.length < 256) this.texts.set(this.#shared, known + text)
  }
}
