/** Unpacks what an entry of a ZIP file holds, never more than it says, and packs it again. */
import { Buffer } from 'node:buffer'
import { Deflate, Inflate } from 'fflate'
import type { Steps } from '../content/steps.ts'
import { KiB, MiB } from '../units.ts'
import { malformedZip, type ZipEntry } from './zip-entries.ts'

/** Deflate makes at most 1,032 bytes of one: so much of a bomb is unpacked before it is seen to be one. */
const step = 4 * KiB
const packingStep = 32 * KiB
const sumStep = MiB

/** @throws GatewayError CONTENT_MALFORMED where it holds other bytes than its header says */
export function* unpack({ method, data, size, crc }: ZipEntry): Steps<Uint8Array> {
  const bytes = method === 0 ? data : yield* inflated(data, size)
  if (bytes.length !== size || (yield* sumOf(bytes)) !== crc)
    throw malformedZip('an entry holds something else than it says')
  return bytes
}

/** The same entry with other bytes in it. */
export function* packed({ name }: ZipEntry, bytes: Uint8Array): Steps<ZipEntry> {
  const pieces: Uint8Array[] = []
  const deflate = new Deflate({ level: 6 }, (piece) => pieces.push(piece))
  let at = 0
  do {
    deflate.push(bytes.subarray(at, at + packingStep), at + packingStep >= bytes.length)
    at += packingStep
    yield
  } while (at < bytes.length)
  const crc = yield* sumOf(bytes)
  return { name, isFolder: false, method: 8, crc, size: bytes.length, data: Buffer.concat(pieces) }
}

function* inflated(data: Uint8Array, size: number): Steps<Uint8Array> {
  const out = new Uint8Array(size)
  let length = 0
  let ended = false
  const inflate = new Inflate((piece, final) => {
    if (length + piece.length <= size) out.set(piece, length)
    length += piece.length
    ended ||= final
  })
  for (let at = 0; at < data.length && length <= size; at += step) {
    try {
      inflate.push(data.subarray(at, at + step), at + step >= data.length)
    } catch (error) {
      throw malformedZip(error instanceof Error ? 'an entry cannot be unpacked' : 'unknown')
    }
    yield
  }
  if (length !== size || !ended) throw malformedZip('an entry holds something else than it says')
  return out
}

function* sumOf(bytes: Uint8Array): Steps<number> {
  let crc = 0
  for (let at = 0; at < bytes.length; at += sumStep) {
    crc = crc32(bytes.subarray(at, at + sumStep), crc)
    yield
  }
  return crc
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320
  return value >>> 0
})

/** ISO 3309, as APPNOTE 4.4.7 has it. `before`: that of the bytes in front of these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  for (let i = 0; i < bytes.length; i++)
    crc = (crcTable[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
