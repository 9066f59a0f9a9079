/** How one reading lies in a file of the spool: framed, numbered and checked, so that damage costs no more than itself. */
import { crc32 } from 'node:zlib'

/** A record: mark (4), length of the body (4), CRC-32 of length and body (4), body: number (6), then JSON. */
const mark = Buffer.from('GHR1', 'latin1')
const headLength = 12
const numberLength = 6
/** A reading of 64 values is under 4 KiB; what claims to be longer is damage. */
const mostBody = 16 * 1024

export interface FoundRecord {
  /** 0 for a file's first record, which says what the others belong to. */
  seq: number
  json: string
  offset: number
  length: number
}

export function encodeRecord(seq: number, json: string): Buffer {
  const text = Buffer.from(json, 'utf8')
  const record = Buffer.alloc(headLength + numberLength + text.length)
  if (numberLength + text.length > mostBody) throw new RangeError('a record is too long for the spool')
  mark.copy(record, 0)
  record.writeUInt32BE(numberLength + text.length, 4)
  record.writeUIntBE(seq, headLength, numberLength)
  text.copy(record, headLength + numberLength)
  record.writeUInt32BE(checksum(record, 0, record.length), 8)
  return record
}

/** The record that begins at `offset`; null where none does, or it is damaged or cut off. */
export function recordAt(bytes: Buffer, offset: number): FoundRecord | null {
  if (offset + headLength + numberLength > bytes.length) return null
  if (bytes.compare(mark, 0, mark.length, offset, offset + mark.length) !== 0) return null
  const body = bytes.readUInt32BE(offset + 4)
  const end = offset + headLength + body
  if (body < numberLength || body > mostBody || end > bytes.length) return null
  if (bytes.readUInt32BE(offset + 8) !== checksum(bytes, offset, end)) return null
  const start = offset + headLength
  return {
    seq: bytes.readUIntBE(start, numberLength),
    json: bytes.toString('utf8', start + numberLength, end),
    offset,
    length: end - offset,
  }
}

export interface Scan {
  records: readonly FoundRecord[]
  /** Bytes that are in no record lie somewhere: damage, or a write that was cut off. */
  isWhole: boolean
  /**
   * Where a last record begins that is there in its full length, and damaged; null where there is none. One that was cut
   * off was never promised to anybody.
   */
  damagedEnd: number | null
}

/** Finds every whole record; behind damage it looks for the next mark. */
export function scanRecords(bytes: Buffer): Scan {
  const records: FoundRecord[] = []
  let at = 0
  let isWhole = true
  while (at < bytes.length) {
    const record = recordAt(bytes, at)
    if (record !== null) {
      records.push(record)
      at += record.length
      continue
    }
    isWhole = false
    const next = bytes.indexOf(mark, at + 1)
    if (next < 0) return { records, isWhole, damagedEnd: isInFull(bytes, at) ? at : null }
    at = next
  }
  return { records, isWhole, damagedEnd: null }
}

function isInFull(bytes: Buffer, offset: number): boolean {
  return (
    offset + headLength <= bytes.length &&
    offset + headLength + bytes.readUInt32BE(offset + 4) <= bytes.length
  )
}

/** Over length and body; the mark is compared, the sum itself left out. */
function checksum(bytes: Buffer, offset: number, end: number): number {
  return crc32(bytes.subarray(offset + headLength, end), crc32(bytes.subarray(offset + 4, offset + 8)))
}
