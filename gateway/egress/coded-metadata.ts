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

export interface CodedMetadata {
  /** Texts that stand there for themselves, one a line. */
  texts: Buffer
  /**
   * Coded bytes in which such texts may stand anywhere: brotli's metadata blocks (RFC 7932 §9.2) lie on whole bytes
   * between bits that only its decoder can tell apart.
   */
  between: Buffer
}

/** `raw` was decoded already, so it is well-formed and within the limits. `codings` in the order they were applied. */
export function metadataOf(raw: Buffer, codings: readonly string[]): CodedMetadata {
  const texts: Buffer[] = []
  const between: Buffer[] = []
  let layer = raw
  for (const [index, coding] of codings.toReversed().entries()) {
    if (coding === 'br') between.push(layer)
    else if (coding === 'gzip' || coding === 'x-gzip') texts.push(...gzipTexts(layer))
    if (index < codings.length - 1) layer = undone(layer, coding)
  }
  return { texts: Buffer.concat(texts.flatMap((text) => [text, lineEnd])), between: Buffer.concat(between) }
}

const lineEnd = Buffer.from('\n')

function undone(layer: Buffer, coding: string): Buffer {
  switch (coding) {
    case 'br':
      return brotliDecompressSync(layer)
    case 'deflate':
      return inflateSync(layer)
    case 'zstd':
      return zstdDecompressSync(layer)
    default:
      return gunzipSync(layer)
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

function gzipTexts(raw: Buffer): Buffer[] {
  const found: Buffer[] = []
  let start = 0
  while (start < raw.length) {
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
