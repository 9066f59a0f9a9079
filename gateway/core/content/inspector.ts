/** What every content parser has in common: bytes in, judged entities on the way, bytes out. */
import type { ContentKind } from '../files/file-kind.ts'
import type { Analyzer } from '../pii/analyzer.ts'
import type { Finding, Operator } from '../pii/entity.ts'
import type { KnownValues } from '../pii/fields/known-values.ts'
import type { StandIns } from '../pii/tokens/stand-ins.ts'
import type { BodyMemory } from './body-memory.ts'

/** Where in an exchange a text stands. */
export type Place = 'body' | 'query' | 'path' | 'header'

/** A finding together with where it was found. */
export interface LocatedFinding {
  finding: Finding
  place: Place
  /** Key path such as `customer.cards[0].number`, a form field, column or header name; null in plain text. */
  path: string | null
  /** Offset of the entity's first byte in the undecoded body, query or header value. */
  offset: number
  /** Bytes that the entity takes there, escapes included. */
  length: number
  /** The entity's own bytes with escapes undone. Valid only during the call: copy what must be kept. */
  value: Uint8Array
  /** True where a change would break the request: of all orders only `refuse` is carried out. */
  fixed?: true
  /** True where it stands in a JSON number, which has to stay one: no token and no hash fits there. */
  number?: true
  /** True where it stands in a file that is signed: a change is refused or kept from it, as the rule says. */
  signed?: true
  /** True where the judge was asked about it before: its answer now is instead of that one, which let it pass. */
  again?: true
  /** True where it stands in a file: `offset` then counts on through what the file holds, unpacked. */
  inFile?: true
}

/** What the rule says of files, and who is told what was done with them. */
export interface FileOrders {
  /** Whether it is taken out of office files and images who made them, where and with what. */
  readonly metadata: 'strip' | 'keep'
  /** How deep files are looked for that stand in JSON as Base64; 0: not at all. */
  readonly base64Depth: number
  /** Most bytes that are held of a file that stands in a body that is not held itself. */
  readonly maxFileBytes: number
  /**
   * Asked before a package of `bytes` is unpacked, which makes it longer by `growth`. False where that is more than the
   * body that it stands in may cost: then it is not looked into.
   */
  unpacks(growth: number, bytes: number): boolean
  /** Counts what is held for files beside the body itself; absent: nobody does. */
  readonly room?: Room | undefined
  told(note: FileNote): void
}

/** Memory of which there is only so much for everybody. */
export interface Room {
  /** Counts bytes that are held from now on. False where that is too much; they are counted all the same. */
  hold(bytes: number): boolean
  letGo(bytes: number): void
}

/**
 * The journal's words: `opaque:…` was not looked into, `metadata-kept` could not be taken out, `signed` kept a change from
 * a file.
 */
export type FileNote =
  | `opaque:${ContentKind}`
  | 'metadata-stripped'
  | 'metadata-kept'
  | 'signed'
  | 'signed-metadata'
  | 'base64-large'

/** What the rule says of a structured field before its text is looked at. */
export type FieldOrder = 'scan' | 'keep' | 'drop'

/** Decides, in document order, what is done to each entity. One judge serves one exchange. */
export interface Judge {
  /** What looks for entities in this exchange: the country packs and dictionaries that its policy switched on. */
  readonly analyzer: Analyzer
  /** Makes what stands in entities' places; undefined: without keys, so that only masks and their kin are made. */
  readonly standIns: StandIns | undefined
  entity(found: LocatedFinding): Operator
  /** Asked once per field of a structured body. `drop` empties the value (JSON: null). */
  field(path: string): FieldOrder
  /** False where the rule names no fields: parsers then need not ask. */
  readonly judgesFields: boolean
  /** Path under which a text stands that has none of its own: the name of a multipart body's part. */
  readonly within?: string
  /** What is done with files; absent: none is opened. */
  readonly files?: FileOrders | undefined
  /** Who is named in the body, where all of it was looked through once; absent: only what came before is known. */
  readonly known?: KnownValues
  /** What the body around remembers of what came before, where this is a file in it; absent: it is none. */
  readonly memory?: BodyMemory
}

/**
 * Looks into one body (or query, or header value) while it passes.
 *
 * `push` and `end` return pieces that are ready to be forwarded, in order; a piece may be a view of a pushed chunk,
 * so the chunk must not be reused before its pieces were written. After the judge said `refuse`, no byte of that
 * entity or behind it is returned any more, while further input is still judged (so that a body held whole can be
 * explained whole). Throws GatewayError CONTENT_MALFORMED or CONTENT_LIMIT where the content cannot be understood;
 * nothing that was not yet returned may then be forwarded as inspected.
 */
export interface ContentInspector {
  push(chunk: Uint8Array): readonly Uint8Array[]
  end(): readonly Uint8Array[]
  /** True once any byte was changed. */
  readonly changed: boolean
  /** True while every edit so far kept the length. */
  readonly lengthKept: boolean
  /** True once the judge said `refuse`. */
  readonly refused: boolean
}

/** Formats that are understood. `opaque` is everything else: its rule is `onOpaque`. */
export type ContentFormat = 'json' | 'ndjson' | 'form' | 'multipart' | 'xml' | 'csv' | 'text' | 'opaque'
