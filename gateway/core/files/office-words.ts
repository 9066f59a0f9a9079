/** Knows the elements and attributes of office documents in which people's words stand, by their local names. */

/** `mixed`: OpenDocument, where a paragraph's text stands between its elements. */
export type OfficeFamily = 'ooxml' | 'odf'

export type ElementRole = 'block' | 'leaf' | 'tab' | 'break' | 'hyphen' | 'inline' | 'other'

/**
 * ECMA-376-1 §17.3 (`w:p`, `w:t`), §18.4 (`si`, `is`, `rPh`), §18.7.7 (`text` of a comment), §21.1.2 (`a:p`): a text is
 * one however many runs it is cut into.
 */
const ooxml: Readonly<Record<string, ElementRole>> = {
  p: 'block',
  si: 'block',
  is: 'block',
  rPh: 'block',
  text: 'block',
  t: 'leaf',
  delText: 'leaf',
  instrText: 'leaf',
  delInstrText: 'leaf',
  tab: 'tab',
  ptab: 'tab',
  br: 'break',
  cr: 'break',
  noBreakHyphen: 'hyphen',
}

/** OpenDocument 1.3 part 3 §5.1 and §6. */
const odf: Readonly<Record<string, ElementRole>> = {
  p: 'block',
  h: 'block',
  tab: 'tab',
  s: 'tab',
  'line-break': 'break',
  'soft-page-break': 'inline',
  span: 'inline',
  a: 'inline',
  meta: 'inline',
  'meta-field': 'inline',
  ruby: 'inline',
  'ruby-base': 'inline',
  bookmark: 'inline',
  'bookmark-start': 'inline',
  'bookmark-end': 'inline',
  'reference-mark': 'inline',
  'reference-mark-start': 'inline',
  'reference-mark-end': 'inline',
  change: 'inline',
  'change-start': 'inline',
  'change-end': 'inline',
}

export function roleOf(family: OfficeFamily, element: string): ElementRole {
  const roles = family === 'odf' ? odf : ooxml
  return Object.hasOwn(roles, element) ? (roles[element] as ElementRole) : 'other'
}

/** Attributes that people write, or that hold what they wrote; all others are numbers, colours and names of styles. */
const writtenAttributes = new Set([
  'author',
  'initials',
  'descr',
  'title',
  'tooltip',
  'display',
  'displayName',
  'userId',
  'userName',
  'Target',
  'href',
  'instr',
  'caption',
  'alt',
  'prompt',
  'promptTitle',
  'error',
  'errorTitle',
  'formula',
  'string-value',
  'person',
  'creator',
  'url',
  'connection',
  'command',
])

/** Attributes of common names that only these elements use for what people write. */
const writtenIn: Readonly<Record<string, ReadonlySet<string>>> = {
  val: new Set(['alias', 'tag', 'docVar', 'query', 'connectString']),
  v: new Set(['s']),
  name: new Set(['docPr', 'cNvPr', 'cmAuthor', 'author', 'property', 'docVar']),
  value: new Set(['listItem', 'user-defined']),
  displayText: new Set(['listItem']),
}

export function isWritten(element: string, attribute: string): boolean {
  return writtenAttributes.has(attribute) || writtenIn[attribute]?.has(element) === true
}

/** Numbers that are data: a value of a pivot table's source, and of a cell in OpenDocument. */
export function isDataNumber(element: string, attribute: string): boolean {
  return (attribute === 'v' && element === 'n') || (attribute === 'value' && element.startsWith('table-cell'))
}
