/** Looks into one office document that is at hand as a whole, and hands it back, edited where the judge ordered it. */
import { refuseWide } from '../content/body-inspector.ts'
import { BodyMemory } from '../content/body-memory.ts'
import type { Judge } from '../content/inspector.ts'
import { mayNameSomebody, RepeatedJudge } from '../content/second-look.ts'
import type { Steps } from '../content/steps.ts'
import { XmlParser } from '../content/xml.ts'
import { XmlPath } from '../content/xml-path.ts'
import { isGatewayError } from '../errors.ts'
import type { DocumentNames } from './document-names.ts'
import { type ContentKind, fileKindOf } from './file-kind.ts'
import { findNames } from './find-names.ts'
import { HeldRoom } from './held-room.ts'
import { stripperOf } from './metadata-image.ts'
import { openOdfSheets } from './odf-sheets.ts'
import { OfficeMetadata } from './office-metadata.ts'
import { judgeInFile } from './office-part.ts'
import {
  familyOf,
  growthOf,
  isEncryptedOdf,
  isSigned,
  isVml,
  type PartRole,
  roleOfPart,
} from './office-parts.ts'
import { OfficeTexts } from './office-texts.ts'
import type { OfficeFamily } from './office-words.ts'
import { PartEdits } from './part-edits.ts'
import { readOn } from './part-steps.ts'
import type { CellReader } from './sheet-cells.ts'
import { inspectTextPart } from './text-part.ts'
import { blanked, blankFor } from './thumbnail.ts'
import { openWorkbook } from './workbook.ts'
import { packed, unpack } from './zip-data.ts'
import { isCommented, readZipEntries, type ZipEntry } from './zip-entries.ts'
import { writeZip } from './zip-write.ts'

export interface InspectedFile {
  /** The very same bytes where nothing was changed. */
  body: Uint8Array
  refused: boolean
  /** What was not looked into. */
  opaque: readonly ContentKind[]
  /** True where that is all of it. */
  isUnread?: true
}

/** A document in a document is opened, and one in that is not: nothing honest is nested deeper, and quines are. */
const deepestNesting = 1

/** In how many documents it stands, and whether one of them is signed. */
const alone = { nesting: 0, signed: false }

/**
 * What one program or another would find in the package is looked into, once what all of them would find is the same
 * (`zip-entries.ts`). Entries that nothing is changed in stay as they are packed. An archive that is no document is
 * `archive`.
 *
 * @throws GatewayError CONTENT_MALFORMED
 */
export function* inspectPackage(file: Uint8Array, judge: Judge, within = alone): Steps<InspectedFile> {
  const { nesting } = within
  const entries = readZipEntries(file)
  if (entries === 'locked') return unread(file, 'locked')
  const family = familyOf(entries)
  if (family === null) return unread(file, 'archive')
  if (judge.files?.unpacks(growthOf(entries), nesting === 0 ? file.length : 0) === false)
    return unread(file, 'large')
  const room = new HeldRoom(judge.files)
  try {
    room.take(entries.reduce((sum, { method, size }) => sum + (method === 0 ? 0 : size), 0))
    return yield* inspectEntries({ file, entries, family, nesting, signed: within.signed, room }, judge)
  } finally {
    room.letGo()
  }
}

type Package = Omit<OfficeDocument, 'parts'>

function* inspectEntries(found: Package, judge: Judge): Steps<InspectedFile> {
  const { entries, file } = found
  const parts = new Map<string, Uint8Array>()
  for (const one of entries) if (!one.isFolder) parts.set(one.name, yield* unpack(one))
  if (isEncryptedOdf(parts)) return unread(file, 'locked')
  const document = { ...found, parts, signed: found.signed || isSigned(entries) }
  // What a document stands in is looked through twice itself.
  const isAlone = judge.known === undefined
  const repeated = isAlone && mayNameSomebody(judge.analyzer) ? new RepeatedJudge(judge, file) : null
  let read = yield* readDocument(document, repeated ?? judge)
  if (repeated !== null && !read.refused && repeated.isWorthIt({ format: 'file' })) {
    yield* repeated.beginAgainInSteps(null)
    read = yield* readDocument(document, repeated)
  }
  return yield* concluded(document, read, judge)
}

function unread(file: Uint8Array, kind: ContentKind): InspectedFile {
  return { body: file, refused: false, opaque: [kind], isUnread: true }
}

interface OfficeDocument {
  entries: readonly ZipEntry[]
  parts: ReadonlyMap<string, Uint8Array>
  family: OfficeFamily
  signed: boolean
  nesting: number
  file: Uint8Array
  room: HeldRoom
}

interface ReadDocument {
  changes: ReadonlyMap<string, Uint8Array>
  refused: boolean
  opaque: ContentKind[]
  stripped: boolean
  /** Pictures whose metadata could not be taken out. */
  kept: boolean
}

function* readDocument(document: OfficeDocument, judge: Judge): Steps<ReadDocument> {
  const { parts, family } = document
  const metadata = judge.files?.metadata === 'strip' ? new OfficeMetadata() : null
  const sheets = family === 'ooxml' ? yield* openWorkbook(parts, judge) : yield* openOdfSheets(parts, judge)
  const changes = new Map<string, Uint8Array>()
  const state = { opaque: [] as ContentKind[], refused: false, stripped: false, kept: false }
  const memory = new BodyMemory()
  const judgeAt = (offset: number) => judgeInFile(judge, offset, document.signed)
  const names = yield* findNames(document, { memory, judgeAt })
  let start = 0
  for (const [name, bytes] of parts) {
    const role = roleOfPart(name, bytes)
    const within = judgeAt(start)
    const reading = {
      name,
      offset: start,
      bytes,
      role,
      judge: within,
      metadata,
      sheets,
      memory,
      document,
      names,
    }
    start += bytes.length
    const result = yield* readPart(reading)
    yield
    state.opaque.push(...result.opaque)
    state.refused ||= result.refused
    state.stripped ||= result.stripped === true
    state.kept ||= result.kept === true
    if (result.body === bytes) continue
    document.room.take(result.body.length)
    changes.set(name, result.body)
  }
  state.stripped ||= metadata?.stripped === true
  state.refused ||= names.refused
  return { changes, ...state }
}

/** What reads the cells of a part, whose columns have names; null where it has none. */
interface Sheets {
  cellsOf(name: string): CellReader | null
}

interface PartReading {
  name: string
  offset: number
  names: DocumentNames
  bytes: Uint8Array
  role: PartRole
  judge: Judge
  metadata: OfficeMetadata | null
  sheets: Sheets | null
  memory: BodyMemory
  document: OfficeDocument
}

type ReadPart = InspectedFile & { stripped?: boolean; kept?: boolean }

function* readPart(reading: PartReading): Steps<ReadPart> {
  const { bytes, role, metadata, judge, document } = reading
  const asItIs = { body: bytes, refused: false, opaque: [] }
  switch (role.does) {
    case 'leave':
      return asItIs
    case 'thumbnail':
      return metadata === null ? asItIs : { ...asItIs, ...blanked(bytes) }
    case 'preview':
      if (metadata !== null) return { ...asItIs, ...blanked(bytes) }
      return { ...asItIs, opaque: [role.kind] }
    case 'text':
      return { ...asItIs, ...(yield* inspectTextPart(bytes, reading)) }
    case 'count':
      return { ...asItIs, opaque: [role.kind], kept: role.kind === 'image' }
    case 'strip':
      return metadata === null ? { ...asItIs, opaque: ['image'] } : yield* stripImage(bytes)
    case 'open':
      if (document.nesting >= deepestNesting) return { ...asItIs, opaque: ['embedded'] }
      return yield* openWithin(document, bytes, judge)
    case 'read':
      return yield* readMarkup(reading, role.isKnown)
  }
}

/** What of it was not looked into is told; the document around it was. */
function* openWithin(document: OfficeDocument, bytes: Uint8Array, judge: Judge): Steps<ReadPart> {
  const { signed, nesting } = document
  const { body, refused, opaque } = yield* inspectPackage(bytes, judge, { nesting: nesting + 1, signed })
  return { body, refused, opaque }
}

function* readMarkup(reading: PartReading, isKnown: boolean): Steps<ReadPart> {
  const { name, bytes, sheets, document } = reading
  const edits = new PartEdits(bytes)
  const path = new XmlPath()
  const cells = sheets?.cellsOf(name) ?? null
  const { family } = document
  const texts = new OfficeTexts({ ...reading, family, isKnown, edits, path, cells })
  try {
    refuseWide(bytes, bytes.length)
    yield* readOn(new XmlParser(edits, { path, texts }), edits.window)
  } catch (error) {
    if (!isVml(name) || !isGatewayError(error, 'CONTENT_MALFORMED')) throw error
    return { body: bytes, refused: edits.refused, opaque: ['embedded'] }
  }
  return { body: yield* edits.finish(), refused: edits.refused, opaque: [] }
}

/** The pixels stay, and stay unread. */
export function* stripImage(bytes: Uint8Array): Steps<ReadPart> {
  const edits = new PartEdits(bytes)
  const stripper = stripperOf(fileKindOf(bytes), edits)
  if (stripper !== null) yield* readOn(stripper, edits.window)
  const stripped = stripper?.stripped === true
  const opaque: ContentKind[] = ['image']
  return { body: yield* edits.finish(), refused: false, opaque, stripped, kept: stripper === null }
}

function* concluded(document: OfficeDocument, read: ReadDocument, judge: Judge): Steps<InspectedFile> {
  const { changes, opaque, refused } = read
  const { files } = judge
  if (read.kept && files?.metadata === 'strip') files.told('metadata-kept')
  const asItCame = { body: document.file, refused, opaque }
  if (refused) return asItCame
  if (changes.size === 0 || document.signed) {
    // What the rule orders for values was carried out by the judge; of what else would change it is told.
    if (document.signed && read.stripped) files?.told('signed-metadata')
    // A signature speaks of the parts (ECMA-376-2 §13.2.4.2), not of what the package says of itself.
    return isCommented(document.file) ? { ...asItCame, body: writeZip(document.entries) } : asItCame
  }
  if (read.stripped) files?.told('metadata-stripped')
  const entries: ZipEntry[] = []
  for (const entry of document.entries) {
    const changed = changes.get(entry.name) ?? blankFor(entry.name, document.parts)
    entries.push(changed === null ? entry : yield* packed(entry, changed))
  }
  return { body: writeZip(entries), refused, opaque }
}
