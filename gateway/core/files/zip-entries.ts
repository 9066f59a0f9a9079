/** Reads which entries a ZIP file has, and refuses every file that two programs could read in two ways. */
import { Buffer } from 'node:buffer'
import { GatewayError } from '../errors.ts'
import { KiB, MiB } from '../units.ts'

export interface ZipEntry {
  name: string
  /** 0: stored, 8: deflated. */
  method: 0 | 8
  /** CRC-32 of what it holds. */
  crc: number
  /** Bytes that it holds. */
  size: number
  /** What stands in the file: `size` bytes, or their deflated form. */
  data: Uint8Array
  isFolder: boolean
}

/** Office documents have dozens of parts, workbooks of a thousand sheets a few thousand. */
export const mostEntries = 4 * KiB
/** What one entry, and all entries together, may hold. */
export const mostEntryBytes = 16 * MiB
export const mostFileBytes = 32 * MiB

const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** APPNOTE 4.3.16. */
const endMark = Buffer.from('PK\x05\x06', 'latin1')
const DESCRIPTOR = 0x08074b50

/** APPNOTE 4.4.4: encrypted, strong encryption, masked headers. */
const lockedFlags = 0x2041
const hasDescriptor = 0x0008
/** What may stand beside: deflate's levels, UTF-8 names. */
const knownFlags = 0x080e

/**
 * PKWARE APPNOTE 6.3.10, strictly. Programs find entries by the central directory at the end, others by the local
 * headers, and repair what does not fit, each in its own way. So all of it must fit: every byte of the file belongs to
 * one entry or to the directory, both headers of an entry say the same, and no name is there twice. Returns `locked`
 * where entries are encrypted.
 *
 * @throws GatewayError CONTENT_MALFORMED
 */
export function readZipEntries(file: Uint8Array): ZipEntry[] | 'locked' {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length)
  const { count, start, end } = readEnd(bytes)
  const entries: PlacedEntry[] = []
  const names = new Set<string>()
  let at = start
  let total = 0
  for (let i = 0; i < count; i++) {
    const entry = readCentral(bytes, at, end)
    if (entry === 'locked') return 'locked'
    at = entry.next
    total += entry.size
    if (entry.size > mostEntryBytes || total > mostFileBytes) throw malformedZip('holds too much')
    const folded = entry.name.toLowerCase()
    if (names.has(folded)) throw malformedZip('a name is there twice')
    names.add(folded)
    entries.push(entry)
  }
  if (at !== end) throw malformedZip('the directory has another length')
  return joined(bytes, entries, start)
}

/** True where the file says something of itself, or of an entry, that no document has use for (APPNOTE 4.4.26, 4.4.24). */
export function isCommented(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length)
  const { count, start, end } = readEnd(bytes)
  if (bytes.length > end + 22) return true
  let at = start
  for (let i = 0; i < count; i++) {
    const comment = bytes.readUInt16LE(at + 32)
    if (comment > 0) return true
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30)
  }
  return false
}

interface PlacedEntry {
  name: string
  rawName: Buffer
  method: 0 | 8
  flags: number
  crc: number
  size: number
  packed: number
  /** Where its local header begins. */
  place: number
  next: number
}

function readEnd(bytes: Buffer): { count: number; start: number; end: number } {
  const at = bytes.lastIndexOf(endMark)
  // A comment in which the mark stands once more has another directory for whoever looks for it from behind.
  if (at < 0 || at + 22 > bytes.length || bytes.readUInt16LE(at + 20) !== bytes.length - at - 22)
    throw malformedZip('it does not end with its directory')
  const count = bytes.readUInt16LE(at + 10)
  const length = bytes.readUInt32LE(at + 12)
  const start = bytes.readUInt32LE(at + 16)
  if (bytes.readUInt32LE(at + 4) !== 0 || bytes.readUInt16LE(at + 8) !== count)
    throw malformedZip('it is one of several disks')
  // APPNOTE 4.4.1.4: these values stand elsewhere. No file that is held here is that long.
  if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) throw malformedZip('zip64')
  if (count > mostEntries) throw malformedZip('too many entries')
  if (count === 0 || start + length !== at) throw malformedZip('the directory stands elsewhere')
  return { count, start, end: at }
}

function readCentral(bytes: Buffer, at: number, end: number): PlacedEntry | 'locked' {
  if (at + 46 > end || bytes.readUInt32LE(at) !== CENTRAL) throw malformedZip('an entry is missing')
  const flags = bytes.readUInt16LE(at + 8)
  const method = bytes.readUInt16LE(at + 10)
  if ((flags & lockedFlags) !== 0 || method === 99) return 'locked'
  if ((flags & ~(knownFlags | hasDescriptor)) !== 0) throw malformedZip('unknown flags')
  if (method !== 0 && method !== 8) throw malformedZip('unknown compression')
  const nameLength = bytes.readUInt16LE(at + 28)
  const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  if (next > end || bytes.readUInt16LE(at + 34) !== 0) throw malformedZip('an entry is cut off')
  const rawName = bytes.subarray(at + 46, at + 46 + nameLength)
  const entry: PlacedEntry = {
    name: readName(rawName),
    rawName,
    method,
    flags,
    crc: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    place: bytes.readUInt32LE(at + 42),
    next,
  }
  if (entry.place === 0xffffffff || entry.size === 0xffffffff || entry.packed === 0xffffffff)
    throw malformedZip('zip64')
  if (method === 0 && entry.packed !== entry.size) throw malformedZip('a stored entry has two lengths')
  return entry
}

/** Nothing is ever written to a disk here; but what would leave its folder elsewhere is no honest document. */
function readName(raw: Buffer): string {
  const name = raw.toString('utf8')
  const parts = name.split('/')
  const isFine =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    !/[\x00-\x1f\\]/.test(name) &&
    !name.includes('\ufffd') &&
    parts.every(
      (part, i) => part !== '..' && part !== '.' && (part !== '' || (i > 0 && i === parts.length - 1)),
    )
  if (!isFine) throw malformedZip('an entry has a name that is none')
  return name
}

/** Each entry begins where the one before it ends; the first at the beginning, the last ends at the directory. */
function joined(bytes: Buffer, entries: readonly PlacedEntry[], directory: number): ZipEntry[] {
  let at = 0
  const read = new Map<PlacedEntry, ZipEntry>()
  for (const entry of entries.toSorted((one, other) => one.place - other.place)) {
    if (entry.place !== at) throw malformedZip('entries overlap, or something stands between them')
    const begin = readLocal(bytes, entry, directory)
    const end = begin + entry.packed
    if (end > directory) throw malformedZip('an entry is cut off')
    const { name, method, crc, size } = entry
    const data = bytes.subarray(begin, end)
    const isFolder = name.endsWith('/')
    if (isFolder && size > 0) throw malformedZip('a folder holds bytes')
    read.set(entry, { name, method, crc, size, data, isFolder })
    at = (entry.flags & hasDescriptor) === 0 ? end : behindDescriptor(bytes, entry, end)
  }
  if (at !== directory) throw malformedZip('something stands before the directory')
  return entries.map((entry) => read.get(entry) as ZipEntry)
}

/** Returns where the entry's data begins. */
function readLocal(bytes: Buffer, entry: PlacedEntry, directory: number): number {
  const at = entry.place
  if (at + 30 > directory || bytes.readUInt32LE(at) !== LOCAL) throw malformedZip('a local header is missing')
  const nameLength = bytes.readUInt16LE(at + 26)
  const name = bytes.subarray(at + 30, at + 30 + nameLength)
  const values = [bytes.readUInt32LE(at + 14), bytes.readUInt32LE(at + 18), bytes.readUInt32LE(at + 22)]
  const isLater = (entry.flags & hasDescriptor) !== 0 && values.every((value) => value === 0)
  const isSame = values[0] === entry.crc && values[1] === entry.packed && values[2] === entry.size
  const fits =
    bytes.readUInt16LE(at + 6) === entry.flags &&
    bytes.readUInt16LE(at + 8) === entry.method &&
    name.equals(entry.rawName) &&
    (isLater || isSame)
  if (!fits) throw malformedZip('the two headers of an entry differ')
  return at + 30 + nameLength + bytes.readUInt16LE(at + 28)
}

/** APPNOTE 4.3.9: with or without its signature. */
function behindDescriptor(bytes: Buffer, entry: PlacedEntry, at: number): number {
  const signed = at + 16 <= bytes.length && bytes.readUInt32LE(at) === DESCRIPTOR
  const from = signed ? at + 4 : at
  const fits =
    from + 12 <= bytes.length &&
    bytes.readUInt32LE(from) === entry.crc &&
    bytes.readUInt32LE(from + 4) === entry.packed &&
    bytes.readUInt32LE(from + 8) === entry.size
  if (!fits) throw malformedZip('a data descriptor does not fit')
  return from + 12
}

/** Says what is wrong, never what stands there. */
export function malformedZip(why: string): GatewayError {
  return new GatewayError('CONTENT_MALFORMED', { format: 'zip', why })
}
