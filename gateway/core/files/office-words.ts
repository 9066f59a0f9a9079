/** Knows the elements of office documents in which people's words stand, by their local names. */

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
