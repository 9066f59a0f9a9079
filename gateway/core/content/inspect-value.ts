/** Looks into one short text that is at hand as a whole: a path, a query, a header's value. */
import { Buffer } from 'node:buffer'
import type { Analyzer } from '../pii/analyzer.ts'
import type { Finding } from '../pii/entity.ts'
import { noFields } from '../pii/fields/field-dictionary.ts'
import { KiB } from '../units.ts'
import { inspectBody } from './body-inspector.ts'
import { EntityEditor } from './entity-editor.ts'
import { openDocument } from './inner-document.ts'
import type { Judge, Place } from './inspector.ts'
import { PercentParser, type PercentSyntax } from './percent.ts'
import { percentEncode, percentEncodeAlike } from './percent-encode.ts'
import { Rewriter } from './rewriter.ts'

export interface InspectedValue {
  /** What may be sent in its place. */
  text: string
  changed: boolean
  /** True once the judge said `refuse`; then `text` is not whole. */
  refused: boolean
}

export interface ValueOptions {
  judge: Judge
  place: Place
  syntax: PercentSyntax
  /** Names the value in findings; `null` leaves it to the fields inside. */
  path: string | null
  /** Put before the names of fields inside. */
  prefix?: string
}

const PERCENT = 0x25
const HYPHEN = 0x2d
const COLON = 0x3a
const AT = 0x40
const BRACE = 0x7b
/** `AGE-SECRET-KEY-…` has the fewest of all keys that hyphens mark. */
const fewestHyphens = 3
/** Four words are free text whatever their field is called. */
const fewestSpaces = 3

/** `value` holds one byte per character, as node:http hands out targets and header values. */
export function inspectValue(value: string, options: ValueOptions): InspectedValue {
  const asked = options.syntax.pairs && options.judge.judgesFields
  if (!asked && !mayHold(value) && !isTold(value, options))
    return { text: value, changed: false, refused: false }
  const rewriter = new Rewriter()
  const editor = new EntityEditor(rewriter, {
    judge: options.judge,
    place: options.place,
    path: () => options.path ?? prefixed(options.prefix, parser.path()),
    encode: options.place === 'header' ? percentEncodeAlike : percentEncode,
    documents: openDocument,
  })
  const { judge, syntax, prefix } = options
  const parser: PercentParser = new PercentParser(editor, {
    judge: prefix === undefined ? judge : fieldsOf(judge, prefix),
    syntax,
    maxValueBytes: Number.MAX_SAFE_INTEGER,
  })
  const inspector = inspectBody(rewriter, parser)
  const pieces = [...inspector.push(Buffer.from(value, 'latin1')), ...inspector.end()]
  const { changed, refused } = inspector
  return { text: changed || refused ? Buffer.concat(pieces).toString('latin1') : value, changed, refused }
}

/**
 * Most paths, queries and header values hold too little for any entity, and setting a parser up costs more than looking:
 * an entity has an `@`, four digits, two colons (IPv6) or three hyphens (keys), unless percent-encoding hides them, they
 * are written in other characters than ASCII's, or the names in a document tell of it.
 */
function mayHold(value: string): boolean {
  let digits = 0
  let colons = 0
  let hyphens = 0
  for (let i = 0; i < value.length; i++) {
    const byte = value.charCodeAt(i)
    if (byte >= 0x30 && byte <= 0x39) digits++
    else if (byte === COLON) colons++
    else if (byte === HYPHEN) hyphens++
    else if (byte === AT || byte === PERCENT || byte === BRACE || byte >= 0x80) return true
    if (digits === 4 || colons === 2 || hyphens === fewestHyphens) return true
  }
  return false
}

/** True where the name of the value, or of a field in it, tells what stands there. */
function isTold(value: string, { judge, syntax, path }: ValueOptions): boolean {
  const { fields } = judge.analyzer
  if (fields === noFields) return false
  if (!syntax.pairs || syntax.separator === null) return path !== null && fields.tells(path)
  for (const field of value.split(syntax.separator)) {
    const equals = field.indexOf('=')
    if (equals < 1 || equals === field.length - 1) continue
    const name = field.slice(0, equals).trim()
    if (fields.tells(name)) return true
    // Free text, as a field of a form has it: two words where its name says so, else a few.
    const spaces = judge.analyzer.prose !== null && syntax.plus ? spacesIn(field, equals) : 0
    if (spaces >= fewestSpaces || (spaces > 0 && fields.tellsProse(name))) return true
  }
  return false
}

function spacesIn(field: string, from: number): number {
  let spaces = 0
  for (let at = field.indexOf('+', from); at >= 0; at = field.indexOf('+', at + 1)) spaces++
  return spaces
}

/** True where a value that is one text, with nothing to undo but percent-encoding, has no entity in it. */
export function holdsNothing(value: string, analyzer: Analyzer): boolean {
  if (!mayHold(value)) return true
  const { length } = value
  if (length > scratch.length || value.includes('%') || value.includes('\\') || value.includes('{'))
    return false
  scratch.write(value, 'latin1')
  found.length = 0
  analyzer.scan({ bytes: scratch, start: 0, from: 0, end: length, final: true }, found)
  scratch.fill(0, 0, length)
  return found.length === 0
}

/** Longer values take the long way. */
const scratch = Buffer.alloc(2 * KiB)
const found: Finding[] = []

function fieldsOf(judge: Judge, prefix: string): Judge {
  return {
    entity: (found) => judge.entity(found),
    field: (path) => judge.field(`${prefix}${path}`),
    judgesFields: judge.judgesFields,
    analyzer: judge.analyzer,
    standIns: judge.standIns,
  }
}

function prefixed(prefix: string | undefined, path: string | null): string | null {
  return path === null ? null : `${prefix ?? ''}${path}`
}
