/** Says of each part of an office document what it is, and which of them nobody has to read. */
import { Buffer, isUtf8 } from 'node:buffer'
import { atOnce } from '../content/steps.ts'
import { type ContentKind, contentKindOf, type FileKind, fileKindOf } from './file-kind.ts'
import type { OfficeFamily } from './office-words.ts'
import { unpack } from './zip-data.ts'
import type { ZipEntry } from './zip-entries.ts'

/** null where the package is no office document. */
export function familyOf(entries: readonly ZipEntry[]): OfficeFamily | null {
  const [first] = entries
  if (first?.name === 'mimetype' && first.size < 100) {
    const type = Buffer.from(atOnce(unpack(first))).toString('latin1')
    return type.startsWith('application/vnd.oasis.opendocument.') ? 'odf' : null
  }
  if (!entries.some(({ name }) => name === '[Content_Types].xml')) return null
  return entries.some(({ name }) => /^(?:word|xl|ppt)\//i.test(name)) ? 'ooxml' : null
}

/** ECMA-376-2 §13 and OpenDocument 1.3 part 2 §3.5: what is changed in a signed document breaks its signature. */
export function isSigned(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => /^_xmlsignatures\/|^META-INF\/.*signatures\.xml$/i.test(name))
}

/** How much longer it gets by being unpacked. Pictures hardly do; what does is markup, and takes time to read. */
export function growthOf(entries: readonly ZipEntry[]): number {
  return entries.reduce((sum, { size, data }) => sum + Math.max(0, size - data.length), 0)
}

/** OpenDocument 1.3 part 2 §4.8.3: what is encrypted is said in the manifest. */
export function isEncryptedOdf(parts: ReadonlyMap<string, Uint8Array>): boolean {
  const manifest = parts.get('META-INF/manifest.xml')
  return manifest !== undefined && Buffer.from(manifest).includes('encryption-data')
}

export type PartRole =
  | { does: 'read'; isKnown: boolean }
  /** It holds nothing that people write. */
  | { does: 'leave' }
  | { does: 'strip' }
  /** A small picture of the first page. */
  | { does: 'thumbnail' }
  /** What an embedded object looks like. */
  | { does: 'preview'; kind: ContentKind }
  /** Words without any markup. */
  | { does: 'text' }
  /** A document in the document. */
  | { does: 'open' }
  | { does: 'count'; kind: ContentKind }

/** Colours, fonts and the like. Reading styles takes longer than reading the text. */
const idle =
  /^(?:\[Content_Types\]\.xml|word\/(?:styles|stylesWithEffects|fontTable|webSettings|theme\/.*)\.xml|xl\/(?:styles|calcChain|theme\/.*|metadata)\.xml|ppt\/(?:theme\/.*|tableStyles|presProps|viewProps)\.xml|META-INF\/manifest\.xml|manifest\.rdf|Configurations2\/.*|.*signatures?\/.*|META-INF\/.*signatures\.xml)$/i

/**
 * What the first element of such a part is called. By their names alone nobody knows: which part of a document holds its
 * text is said elsewhere in it, and may be any.
 */
const idleElements = new Set([
  'Types',
  'styles',
  'styleSheet',
  'fonts',
  'webSettings',
  'theme',
  'themeOverride',
  'clrMap',
  'calcChain',
  'metadata',
  'tblStyleLst',
  'presentationPr',
  'viewPr',
  'manifest',
  'RDF',
  'Signature',
  'document-signatures',
  'Relationships',
  'accelerators',
  'acceleratorlist',
  'menubar',
  'toolbar',
  'statusbar',
  'images',
])

/** A printer's settings and the shapes of letters: they are no markup. */
const idleBytes = /^mimetype$|\/(?:printerSettings|fonts?)\/|^layout-cache$|^Configurations2\/|signatures?\//i

const thumbnails = /^(?:docProps\/thumbnail\.|Thumbnails\/)/i

/** OpenDocument 1.3 part 2 §3.16 leaves it to programs where they put these; all put them here. */
const previews = /^ObjectReplacements\//i

const known =
  /^(?:word|xl|ppt|docProps|_rels|customXml\/_rels)\/|^(?:content|styles|meta|settings)\.xml$|\/(?:content|styles|meta|settings)\.xml$/i

/** By what it holds: what it is called says nothing beyond doubt. */
export function roleOfPart(name: string, bytes: Uint8Array): PartRole {
  if (bytes.length === 0) return { does: 'leave' }
  if (idle.test(name) && idleElements.has(firstElementOf(bytes))) return { does: 'leave' }
  const kind = fileKindOf(bytes)
  if (thumbnails.test(name) && isPicture(kind, bytes)) return { does: 'thumbnail' }
  if (previews.test(name) && isPicture(kind, bytes)) return { does: 'preview', kind: previewKind(kind) }
  switch (kind) {
    case 'jpeg':
    case 'png':
    case 'webp':
      return { does: 'strip' }
    case 'package':
      return { does: 'open' }
    case 'heic':
    case 'image':
    case 'pdf':
      return { does: 'count', kind: contentKindOf(kind) }
    case 'other':
      if (isMarkup(bytes)) return { does: 'read', isKnown: known.test(name) }
      if (idleBytes.test(name)) return { does: 'leave' }
      if (isText(bytes)) return { does: 'text' }
      return { does: 'count', kind: kindOfOther(name) }
  }
}

/** Metafiles and their kin have no mark. */
function isPicture(kind: FileKind, bytes: Uint8Array): boolean {
  return contentKindOf(kind) === 'image' || (kind === 'other' && !isMarkup(bytes))
}

function previewKind(kind: FileKind): ContentKind {
  return kind === 'other' ? 'embedded' : contentKindOf(kind)
}

/** UTF-8 to its end, without the control characters that are in all binary data. */
function isText(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false
  return isUtf8(bytes)
}

/** VML drawings are markup that no XML parser has to be able to read. */
export function isVml(name: string): boolean {
  return name.toLowerCase().endsWith('.vml')
}

function kindOfOther(name: string): ContentKind {
  if (/vba|macro/i.test(name)) return 'macros'
  return /\.(?:emf|wmf|svg|bmp|tiff?|gif)$/i.test(name) ? 'image' : 'embedded'
}

function isMarkup(bytes: Uint8Array): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (at < bytes.length && (bytes[at] as number) <= 0x20) at++
  return (
    bytes[at] === 0x3c || (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  )
}

/** Its local name; '' where that is not seen at the beginning. */
function firstElementOf(bytes: Uint8Array): string {
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString(
    'latin1',
  )
  return (
    /^[^<]{0,16}(?:<\?[^>]{0,500}\?>\s*)*(?:<!DOCTYPE[^>[]{0,500}>\s*)?<(?:[\w.-]+:)?([\w.-]+)/.exec(
      beginning,
    )?.[1] ?? ''
  )
}
