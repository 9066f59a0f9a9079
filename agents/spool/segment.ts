/** One file of the spool: readings of one stream in a row, appended to and never changed. */
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { encodeRecord, type FoundRecord, recordAt, scanRecords } from './record.ts'

export interface SegmentInfo {
  ordinal: number
  path: string
  stream: string
  /** Which run of the machine wrote it: page cache outlives a process, not a power cut. */
  boot: string
  /** The number that its first reading has, or will have. */
  first: number
  /** The number of its last reading; `first - 1` where there is none yet. */
  last: number
  bytes: number
}

export interface FoundSegment extends SegmentInfo {
  /** Every byte belongs to a record, and nothing says that the stream ends here. */
  mayGoOn: boolean
  /** The last reading was there in full and had come to harm; its place was given up. */
  lostLast: boolean
}

const namePattern = /^(\d{8})\.spool$/

export function ordinalOf(fileName: string): number | null {
  const match = namePattern.exec(fileName)
  return match === null ? null : Number(match[1])
}

/**
 * What a file holds; null where it does not say to which stream it belongs: nobody could place its readings. A damaged
 * end is marked as the end of the stream, so that it is found, and counted, once.
 */
export function readSegment(
  folder: string,
  ordinal: number,
): { found: FoundSegment | null; records: number } {
  const path = pathOf(folder, ordinal)
  const bytes = readFileSync(path)
  const { records, isWhole, damagedEnd } = scanRecords(bytes)
  const [head, ...others] = records
  const about = head?.seq === 0 ? headOf(head.json) : null
  if (about === null) return { found: null, records: records.length }
  const readings = others.filter(({ seq }) => seq > 0)
  const size = damagedEnd === null ? bytes.length : markEnd(path, damagedEnd)
  const last = readings.at(-1)?.seq ?? about.first - 1
  const mayGoOn = isWhole && readings.length === others.length
  return {
    found: { ordinal, path, ...about, last, bytes: size, mayGoOn, lostLast: damagedEnd !== null },
    records: readings.length,
  }
}

/** Written over the damage, which is longer, so that a full disk has room for it. Returns the file's new length. */
function markEnd(path: string, offset: number): number {
  const end = encodeRecord(0, '{}')
  const descriptor = openSync(path, 'r+')
  try {
    writeSync(descriptor, end, 0, end.length, offset)
    ftruncateSync(descriptor, offset + end.length)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  return offset + end.length
}

/** An open segment that takes readings. */
export interface SegmentWriter extends Disposable {
  readonly info: SegmentInfo
  /** Handed to the system when it returns; a write that fails is taken back. Throws the system's error. */
  append(json: string): number
  /** What was appended outlives a power cut from here on. */
  sync(): void
}

export function createSegment(
  folder: string,
  about: Pick<SegmentInfo, 'ordinal' | 'stream' | 'boot' | 'first'>,
): SegmentWriter {
  const { ordinal, stream, boot, first } = about
  const path = pathOf(folder, ordinal)
  const descriptor = openSync(path, 'wx', 0o600)
  const info = { ...about, path, last: first - 1, bytes: 0 }
  const writer = writerOf(descriptor, info)
  try {
    put(descriptor, info, encodeRecord(0, JSON.stringify({ stream, boot, first })))
    return writer
  } catch (error) {
    closeSync(descriptor)
    rmSync(path, { force: true })
    throw error
  }
}

export function continueSegment({
  ordinal,
  path,
  stream,
  boot,
  first,
  last,
  bytes,
}: SegmentInfo): SegmentWriter {
  return writerOf(openSync(path, 'r+'), { ordinal, path, stream, boot, first, last, bytes })
}

function writerOf(descriptor: number, info: SegmentInfo): SegmentWriter {
  let isSynced = false
  return {
    info,
    append(json) {
      put(descriptor, info, encodeRecord(info.last + 1, json))
      info.last += 1
      isSynced = false
      return info.last
    },
    sync() {
      if (!isSynced) fsyncSync(descriptor)
      isSynced = true
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  }
}

function put(descriptor: number, info: SegmentInfo, record: Buffer): void {
  try {
    let written = 0
    while (written < record.length)
      written += writeSync(descriptor, record, written, record.length - written, info.bytes + written)
  } catch (error) {
    // Half a record at the end would be taken for damage.
    ftruncateSync(descriptor, info.bytes)
    throw error
  }
  info.bytes += record.length
}

/** Reads on from an offset, at most `most` records, past damage. */
export function readRecords(
  path: string,
  offset: number,
  most: number,
): { records: FoundRecord[]; next: number } {
  const size = statSync(path).size
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(Math.min(windowBytes, Math.max(0, size - offset)))
    const length = readSync(descriptor, bytes, 0, bytes.length, offset)
    return recordsIn(bytes.subarray(0, length), offset, { most, isEnd: offset + length >= size })
  } finally {
    closeSync(descriptor)
  }
}

/** More than the longest record, so that one always fits. */
const windowBytes = 64 * 1024

function recordsIn(bytes: Buffer, offset: number, { most, isEnd }: { most: number; isEnd: boolean }) {
  const records: FoundRecord[] = []
  let at = 0
  while (at < bytes.length && records.length < most) {
    const record = recordAt(bytes, at)
    if (record !== null) {
      records.push({ ...record, offset: offset + at })
      at += record.length
      continue
    }
    if (records.length > 0 && !isEnd) break
    const next = bytes.indexOf('GHR1', at + 1, 'latin1')
    // A mark may lie across the window's end.
    at = next >= 0 ? next : isEnd ? bytes.length : bytes.length - 3
  }
  return { records, next: offset + at }
}

function headOf(json: string): Pick<SegmentInfo, 'stream' | 'boot' | 'first'> | null {
  try {
    const { stream, boot, first }: Record<string, unknown> = JSON.parse(json)
    if (typeof stream !== 'string' || !/^[0-9a-f]{16}$/.test(stream)) return null
    if (typeof boot !== 'string' || !Number.isSafeInteger(first) || Number(first) < 1) return null
    return { stream, boot, first: Number(first) }
  } catch {
    return null
  }
}

/** False where the disk does not let it go, as one that turned read-only. One that is gone already is no error. */
export function removeSegment(folder: string, ordinal: number): boolean {
  try {
    rmSync(pathOf(folder, ordinal), { force: true })
    return true
  } catch {
    return false
  }
}

function pathOf(folder: string, ordinal: number): string {
  return join(folder, `${String(ordinal).padStart(8, '0')}.spool`)
}
