/** Knows what of an office document other places of it refer to by its name, and where the name itself stands. */
import type { OfficeFamily } from './office-words.ts'

/**
 * What a name may be: `sheet` as of a sheet (ECMA-376-1 §18.2.19), `word` as of a bookmark or a formula's name (§18.2.5),
 * `cell` what a cell says in the same letters (§18.5.1.3), `code` a name that macros use too (§18.3.1.82), `free` anything.
 */
export type NameKind = 'sheet' | 'word' | 'cell' | 'code' | 'free'

type Naming = Readonly<Record<string, Readonly<Record<string, NameKind>>>>

const sheet = { name: 'sheet' } as const
const word = { name: 'word' } as const
const cell = { name: 'cell' } as const
const free = { name: 'free' } as const

/** ECMA-376-1 §17.13.6, §18.2, §18.5, §18.10, §18.13, §18.14; [MS-XLSX] 2.6 for slicers and timelines. */
const ooxml: Naming = {
  sheet,
  sheetName: { val: 'sheet' },
  definedName: word,
  table: { name: 'word', displayName: 'word' },
  tableColumn: cell,
  cacheField: cell,
  queryTable: free,
  queryTableField: free,
  pivotTableDefinition: free,
  connection: free,
  modelTable: free,
  slicer: free,
  slicerCacheDefinition: word,
  timeline: free,
  timelineCacheDefinition: word,
  sheetPr: { codeName: 'code' },
  workbookPr: { codeName: 'code' },
  bookmarkStart: word,
  moveFromRangeStart: word,
  moveToRangeStart: word,
  // A form's field (§17.16.27).
  name: { val: 'word' },
}

/** LibreOffice calls the style of a page by the sheet's name. */
const style = { 'display-name': 'free' } as const

/** OpenDocument 1.3 part 3 §19.731 (`table:name`), §19.876 (`text:name`), §19.197 (`draw:name`), §19.276 (`form:name`). */
const odf: Naming = {
  ...{ style, 'master-page': style, 'list-style': style, 'table-template': style },
  ...{ table: sheet, 'named-range': word, 'named-expression': word, 'database-range': word },
  ...{ 'data-pilot-table': free, 'content-validation': free, section: free, query: free, component: free },
  ...{ bookmark: free, 'bookmark-start': free, 'bookmark-end': free, 'reference-mark': free },
  ...{ 'reference-mark-start': free, 'reference-mark-end': free, 'table-of-content': free },
  ...{ 'user-field-decl': word, 'variable-decl': word, 'sequence-decl': word },
  ...{ page: free, frame: free, 'custom-shape': free, rect: free, line: free, polyline: free, polygon: free },
  ...{ path: free, circle: free, ellipse: free, connector: free, caption: free, measure: free, g: free },
  ...{ control: free, form: free, text: free, textarea: free, checkbox: free, radio: free, listbox: free },
  ...{
    combobox: free,
    button: free,
    'fixed-text': free,
    file: free,
    hidden: free,
    password: free,
    date: free,
  },
}

/** null where the attribute names nothing that anything refers to. */
export function nameKindOf(family: OfficeFamily, element: string, attribute: string): NameKind | null {
  const naming = family === 'odf' ? odf : ooxml
  const attributes = Object.hasOwn(naming, element) ? (naming[element] as Naming[string]) : null
  return attributes !== null && Object.hasOwn(attributes, attribute)
    ? (attributes[attribute] as NameKind)
    : null
}

/** Finds a start tag that names something: its local name, and its attributes as they are written. */
export function namingTags(family: OfficeFamily): RegExp {
  const elements = Object.keys(family === 'odf' ? odf : ooxml)
  return new RegExp(`<(?:[\\w.-]+:)?(${elements.join('|')})\\s([^<>]*)`, 'gu')
}
