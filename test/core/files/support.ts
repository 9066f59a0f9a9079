/** Makes files for tests, and reads them under a rule as the gateway would. */
import { Buffer } from 'node:buffer'
import { deflateRawSync } from 'node:zlib'
import { strFromU8, unzipSync, zipSync } from 'fflate'
import type { FieldOrder, Judge, LocatedFinding } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { crc32 } from '../../../gateway/core/files/zip-data.ts'
import type { Operator } from '../../../gateway/core/pii/entity.ts'
import { fieldsAnalyzer } from '../../support/analysis.ts'

export interface Asked {
  type: string
  path: string | null
  value: string
}

export interface FileOrder {
  operator?: Operator
  fields?: Record<string, FieldOrder>
  metadata?: 'strip' | 'keep'
  opaqueParts?: 'pass' | 'refuse'
  base64Depth?: number
  maxFileBytes?: number
}

export function fileJudge({
  operator = 'mask',
  fields,
  metadata = 'keep',
  base64Depth = 2,
  maxFileBytes = 1 << 20,
}: FileOrder) {
  const asked: Asked[] = []
  const notes: string[] = []
  const judge: Judge = {
    analyzer: fieldsAnalyzer,
    standIns: undefined,
    judgesFields: fields !== undefined,
    files: {
      metadata,
      base64Depth,
      maxFileBytes,
      unpacks: () => true,
      told(note) {
        if (!notes.includes(note)) notes.push(note)
      },
    },
    field: (path) => fields?.[path] ?? 'scan',
    entity({ finding, path, value, signed }: LocatedFinding) {
      asked.push({ type: finding.type, path, value: Buffer.from(value).toString() })
      return signed === true ? 'keep' : operator
    },
  }
  return { judge, asked, notes }
}

/** A whole file as the gateway reads it. */
export function inspectFile(file: Uint8Array, order: FileOrder = {}) {
  const { judge, asked, notes } = fileJudge(order)
  const body = Buffer.from(file)
  const { opaqueParts = 'pass' } = order
  const result = inspectWhole({ format: 'opaque', judge, opaqueParts }, body)
  return { ...result, asked, notes, values: asked.map(({ value }) => value), same: result.body === body }
}

const contentTypes = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

export const wordSpace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

/** A document of Word whose body is `content`. */
export function docx(content: string, more: Record<string, string | Uint8Array> = {}): Buffer {
  return zip({
    '[Content_Types].xml': contentTypes,
    'word/document.xml': `<?xml version="1.0"?><w:document ${wordSpace}><w:body>${content}</w:body></w:document>`,
    ...more,
  })
}

export function paragraph(...runs: readonly string[]): string {
  return `<w:p>${runs.map((run) => `<w:r><w:rPr><w:b/></w:rPr><w:t>${run}</w:t></w:r>`).join('')}</w:p>`
}

/** A workbook of one sheet; strings are shared, as Excel writes them. */
export function xlsx(
  rows: readonly (readonly (string | number)[])[],
  more: Record<string, string> = {},
): Buffer {
  const shared: string[] = []
  const cell = (value: string | number) => {
    if (typeof value === 'number') return `<c><v>${value}</v></c>`
    if (!shared.includes(value)) shared.push(value)
    return `<c t="s"><v>${shared.indexOf(value)}</v></c>`
  }
  const data = rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')
  return zip({
    '[Content_Types].xml': contentTypes,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${data}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst>${shared.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    ...more,
  })
}

export function zip(entries: Record<string, string | Uint8Array>): Buffer {
  const files = Object.entries(entries).map(([name, content]) => [name, bytesOf(content)] as const)
  return Buffer.from(zipSync(Object.fromEntries(files)))
}

/** What an entry of a ZIP file holds, as another program reads it. */
export function entryOf(file: Uint8Array, name: string): string {
  const bytes = unzipSync(file)[name]
  if (bytes === undefined) throw new Error(`there is no ${name}`)
  return strFromU8(bytes)
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new Uint8Array(Buffer.from(content)) : content
}

export interface RawEntry {
  name: string
  content: string
  /** What the central directory says, where that differs. */
  central?: { name?: string; size?: number; flags?: number; method?: number; crc?: number; place?: number }
  flags?: number
  method?: number
}

/** Writes a ZIP file by hand, mistakes included. */
export function rawZip(
  entries: readonly RawEntry[],
  odd: { between?: string; before?: string; behind?: string; count?: number; comment?: string } = {},
): Buffer {
  const pieces: Buffer[] = [Buffer.from(odd.before ?? '')]
  const directory: Buffer[] = []
  for (const { name, content, central = {}, flags = 0, method = 8 } of entries) {
    const bytes = Buffer.from(content)
    const data = method === 8 ? deflateRawSync(bytes) : bytes
    const at = pieces.reduce((sum, piece) => sum + piece.length, 0)
    const values = { flags, method, crc: crc32(bytes), packed: data.length, size: bytes.length }
    pieces.push(Buffer.from('PK\x03\x04'), header(values, name), Buffer.from(name), data)
    if (odd.between !== undefined) pieces.push(Buffer.from(odd.between))
    const said = { ...values, ...central }
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(central.place ?? at, 10)
    const saidName = central.name ?? name
    directory.push(
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      header(said, saidName),
      rest,
      Buffer.from(saidName),
    )
  }
  const start = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(odd.count ?? entries.length, 8)
  end.writeUInt16LE(odd.count ?? entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(start, 16)
  end.writeUInt16LE(odd.comment?.length ?? 0, 20)
  return Buffer.concat([
    ...pieces,
    central,
    end,
    Buffer.from(odd.comment ?? ''),
    Buffer.from(odd.behind ?? ''),
  ])
}

function header(
  values: { flags: number; method: number; crc: number; packed: number; size: number },
  name: string,
): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(values.flags, 2)
  bytes.writeUInt16LE(values.method, 4)
  bytes.writeUInt32LE(values.crc, 10)
  bytes.writeUInt32LE(values.packed, 14)
  bytes.writeUInt32LE(values.size, 18)
  bytes.writeUInt16LE(Buffer.byteLength(name), 22)
  return bytes
}
