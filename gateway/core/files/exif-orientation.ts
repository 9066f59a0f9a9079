/** Keeps of a picture's EXIF data which side is up, and nothing else. */
import { Buffer } from 'node:buffer'

const orientationTag = 0x0112
const SHORT = 3
const nothing = new Uint8Array(0)

/**
 * `content` is what stands in an APP1 segment. Returns a segment that says the same orientation, or nothing where the
 * picture lies as it is to be seen. CIPA DC-008 §4.6.2 and §4.6.5.
 */
export function orientationSegment(content: Uint8Array): Uint8Array {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length)
  if (bytes.toString('latin1', 0, 6) !== 'Exif\0\0') return nothing
  const orientation = readOrientation(bytes.subarray(6))
  return orientation < 2 || orientation > 8 ? nothing : segmentOf(orientation)
}

/** Of the first directory (TIFF 6.0 §2); 0 where it has none. */
function readOrientation(tiff: Buffer): number {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return 0
  const isLittle = order === 'II'
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return 0
  const count = short(directory)
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + 12 * i
    if (at + 12 > tiff.length) return 0
    if (short(at) === orientationTag && short(at + 2) === SHORT) return short(at + 8)
  }
  return 0
}

function segmentOf(orientation: number): Buffer {
  const head = Buffer.from('\xff\xe1\x00\x22Exif\0\0MM\x00\x2a\x00\x00\x00\x08\x00\x01', 'latin1')
  const entry = Buffer.from([0x01, 0x12, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0])
  return Buffer.concat([head, entry, Buffer.alloc(4)])
}
