/** Finds the tables in a JSON body whose rows are lists, and the names of their columns: `{"columns":["name"],"rows":[["Ana"]]}`. */
import type { Buffer } from 'node:buffer'
import type { FieldDictionary } from './field-dictionary.ts'
import type { FieldMeaning } from './field-meaning.ts'
import { memberPath } from './member-path.ts'

interface Table {
  readonly names: readonly string[]
  /** The first row holds the names. */
  readonly hasHeader: boolean
}

const deepest = 12
const mostTables = 64
const mostColumns = 256
const OPEN = 0x5b
/** So many blanks behind a bracket are looked at before a body is read for tables anyway. */
const mostLooks = 256
const blanks = ['[ ', '[\n', '[\r', '[\t']
const headers = ['columns', 'headers', 'header', 'fields', 'cols', 'columnNames', 'column_names', 'keys']
const titles = ['name', 'field', 'key', 'title', 'label', 'header', 'id']

/** What the columns of tables tell of their cells, by the cells' paths; null where there is no table with known columns. */
export function rowTables(
  root: unknown,
  fields: FieldDictionary,
): ((path: string) => FieldMeaning | null | undefined) | null {
  const tables = new Map<string, Table>()
  collect(root, { path: '', depth: 0, tables, fields })
  return tables.size === 0 ? null : (path) => meaningIn(tables, path, fields)
}

/**
 * What the first line of many says of the cells of all others, each line a row: by their paths, `[0]`. Null where it names no
 * columns; undefined for what is no cell.
 */
export function lineColumns(
  line: Buffer,
  fields: FieldDictionary,
): ((path: string) => FieldMeaning | null | undefined) | null {
  let row: unknown
  try {
    row = JSON.parse(line.toString('utf8'))
  } catch {
    return null
  }
  const names = Array.isArray(row) ? namesOf(row, fields) : null
  if (names === null) return null
  return (path) => {
    const cell = /^\[(\d{1,4})\]$/.exec(path)
    const name = cell === null ? undefined : names[Number(cell[1])]
    return name === undefined ? undefined : fields.meaningAmong(name, names)
  }
}

/** False where no bracket stands right behind another, over white space. */
export function mayHaveRows(body: Buffer): boolean {
  return body.indexOf('[[') >= 0 || blanks.some((opening) => opensRows(body, opening))
}

function opensRows(body: Buffer, opening: string): boolean {
  let at = body.indexOf(opening)
  for (let look = 0; at >= 0 && look < mostLooks; look++) {
    let next = at + opening.length
    while (isBlank(body[next])) next++
    if (body[next] === OPEN) return true
    at = body.indexOf(opening, next)
  }
  return at >= 0
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

interface Search {
  path: string
  depth: number
  tables: Map<string, Table>
  fields: FieldDictionary
}

function collect(value: unknown, search: Search): void {
  const { path, depth, tables } = search
  if (typeof value !== 'object' || value === null || depth > deepest || tables.size >= mostTables) return
  if (Array.isArray(value)) {
    const names = namesInRow(value, search.fields)
    if (names !== null) tables.set(path, { names, hasHeader: true })
    else
      for (const [index, one] of value.entries())
        collect(one, { ...search, path: `${path}[${index}]`, depth: depth + 1 })
    return
  }
  const members = Object.entries(value)
  const names = namesBeside(value as Record<string, unknown>, search.fields)
  for (const [key, one] of members) {
    const inner = memberPath(path, key)
    if (inner === null) continue
    if (names !== null && isRows(one)) tables.set(inner, { names, hasHeader: false })
    else collect(one, { ...search, path: inner, depth: depth + 1 })
  }
}

function isRows(value: unknown): value is unknown[][] {
  return Array.isArray(value) && value.length > 0 && value.every((row) => Array.isArray(row))
}

/** The first of several rows, where it reads like names of columns. */
function namesInRow(value: readonly unknown[], fields: FieldDictionary): readonly string[] | null {
  if (!isRows(value) || value.length < 2) return null
  return namesOf(value[0] as readonly unknown[], fields)
}

function namesBeside(record: Record<string, unknown>, fields: FieldDictionary): readonly string[] | null {
  for (const key of headers) {
    const list = record[key]
    const names = Array.isArray(list) ? namesOf(list.map(titleOf), fields) : null
    if (names !== null) return names
  }
  return null
}

/** A column is called by a text, or described by an object. */
function titleOf(column: unknown): unknown {
  if (typeof column !== 'object' || column === null) return column
  const record = column as Record<string, unknown>
  return titles.map((title) => record[title]).find((title) => typeof title === 'string')
}

/** As of the first line of a table in text: words, half of them names of fields, and one of them telling. */
function namesOf(row: readonly unknown[], fields: FieldDictionary): readonly string[] | null {
  if (row.length < 2 || row.length > mostColumns) return null
  const names = row.filter((cell): cell is string => typeof cell === 'string' && cell.length <= 64)
  if (names.length < row.length) return null
  const known = names.filter((name) => fields.knows(name)).length
  return 2 * known >= names.length && names.some((name) => fields.tells(name)) ? names : null
}

/** undefined: the path is not in a table. */
function meaningIn(
  tables: ReadonlyMap<string, Table>,
  path: string,
  fields: FieldDictionary,
): FieldMeaning | null | undefined {
  const cell = /^(.*)\[(\d{1,9})\]\[(\d{1,4})\]$/.exec(path)
  if (cell === null) return undefined
  const [, base = '', row, column] = cell
  const table = tables.get(base)
  if (table === undefined) return undefined
  if (table.hasHeader && Number(row) === 0) return null
  const name = table.names[Number(column)]
  return name === undefined ? null : fields.meaningAmong(name, table.names)
}
