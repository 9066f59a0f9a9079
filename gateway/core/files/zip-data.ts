/** Unpacks what an entry of a ZIP file holds, never more than it says, and packs it again. */
import { deflateSync, Inflate } from 'fflate'
import { KiB } from '../units.ts'
import { malformedZip, type ZipEntry } from './zip-entries.ts'

/** Deflate makes at most 1,032 bytes of one: so much of a bomb is unpacked before it is seen to be one. */
const step = 16 * KiB

/** @throws GatewayError CONTENT_MALFORMED where it holds other bytes than its header says */
export function unpack({ method, data, size, crc }: ZipEntry): Uint8Array {
  const bytes = method === 0 ? data : inflated(data, size)
  if (bytes.length !== size || crc32(bytes) !== crc)
    throw malformedZip('an entry holds something else than it says')
  return bytes
}

/** The same entry with other bytes in it. */
export function packed({ name }: ZipEntry, bytes: Uint8Array): ZipEntry {
  const data = deflateSync(bytes, { level: 6 })
  return { name, isFolder: false, method: 8, crc: crc32(bytes), size: bytes.length, data }
}

function inflated(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  let length = 0
  let ended = false
  const inflate = new Inflate((piece, final) => {
    if (length + piece.length <= size) out.set(piece, length)
    length += piece.length
    ended ||= final
  })
  try {
    for (let at = 0; at < data.length && length <= size; at += step) {
      inflate.push(data.subarray(at, at + step), at + step >= data.length)
    }
  } catch (error) {
    throw malformedZip(error instanceof Error ? 'an entry cannot be unpacked' : 'unknown')
  }
  if (length !== size || !ended) throw malformedZip('an entry holds something else than it says')
  return out
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320
  return value >>> 0
})

/** ISO 3309, as APPNOTE 4.4.7 has it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (let i = 0; i < bytes.length; i++)
    crc = (crcTable[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
