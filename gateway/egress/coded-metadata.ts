/** Reads what a coded body carries beside its content: the names and comments of gzip, the metadata blocks of brotli. */
import { Buffer } from 'node:buffer'
import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
  zstdDecompressSync,
} from 'node:zlib'
import { MiB } from '../core/units.ts'

export interface CodedMetadata {
  /** Texts that stand there for themselves, one a line. */
  texts: Buffer
  /**
   * Coded bytes in which such texts may stand anywhere: brotli's metadata blocks (RFC 7932 §9.2) lie on whole bytes
   * between bits that only its decoder can tell apart.
   */
  between: Buffer
}

/** Somebody who sends more members than this, or a longer layer between two codings, gets the body coded anew unseen. */
const mostMembers = 16
const longestLayer = 4 * MiB

/**
 * `raw` was decoded already, so it is well-formed and within the limits. `codings` in the order they were applied.
 * Null: there may be more than is worth looking into.
 */
export function metadataOf(raw: Buffer, codings: readonly string[]): CodedMetadata | null {
  const texts: Buffer[] = []
  const between: Buffer[] = []
  let layer = raw
  for (const [index, coding] of codings.toReversed().entries()) {
    if (coding === 'br') between.push(layer)
    else if (coding === 'gzip' || coding === 'x-gzip') {
      const found = gzipTexts(layer)
      if (found === null) return null
      texts.push(...found)
    }
    if (index === codings.length - 1) break
    const inner = undone(layer, coding)
    if (inner === null) return null
    layer = inner
  }
  return { texts: Buffer.concat(texts.flatMap((text) => [text, lineEnd])), between: Buffer.concat(between) }
}

const lineEnd = Buffer.from('\n')

/** Null: longer than a layer may be. */
function undone(layer: Buffer, coding: string): Buffer | null {
  const bound = { maxOutputLength: longestLayer }
  try {
    switch (coding) {
      case 'br':
        return brotliDecompressSync(layer, bound)
      case 'deflate':
        return inflateSync(layer, bound)
      case 'zstd':
        return zstdDecompressSync(layer, bound)
      default:
        return gunzipSync(layer, bound)
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return null
    throw error
  }
}

/** RFC 1952 §2.3.1. */
const FHCRC = 2
const FEXTRA = 4
const FNAME = 8
const FCOMMENT = 16
const fixedHeader = 10
/** CRC32 and ISIZE. */
const trailer = 8
const magic = Buffer.of(0x1f, 0x8b, 0x08)

function gzipTexts(raw: Buffer): Buffer[] | null {
  const found: Buffer[] = []
  let start = 0
  for (let member = 0; start < raw.length; member++) {
    if (member === mostMembers) return null
    const { end, texts } = readHeader(raw, start)
    found.push(...texts)
    // Another member begins with the same bytes; where they stand nowhere, looking for its beginning is spared.
    if (raw.indexOf(magic, end) < 0) break
    start = end + deflatedLength(raw.subarray(end)) + trailer
  }
  return found
}

/** Where the compressed data of the member at `start` begins, and the texts before it. */
function readHeader(raw: Buffer, start: number): { end: number; texts: Buffer[] } {
  const flags = raw[start + 3] ?? 0
  const texts: Buffer[] = []
  let at = start + fixedHeader
  if ((flags & FEXTRA) !== 0) {
    const length = raw.readUInt16LE(at)
    texts.push(raw.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if ((flags & flag) === 0) continue
    const end = raw.indexOf(0, at)
    texts.push(raw.subarray(at, end))
    at = end + 1
  }
  return { end: (flags & FHCRC) === 0 ? at : at + 2, texts }
}

/** How many bytes a member's compressed data takes; what follows it is not looked at. */
function deflatedLength(rest: Buffer): number {
  const told = inflateRawSync(rest, { info: true } as ZlibOptions) as unknown as InflateInfo
  return told.engine.bytesWritten
}

/** What zlib returns where `info` is asked for; its types do not say so. */
interface InflateInfo {
  engine: { bytesWritten: number }
}
