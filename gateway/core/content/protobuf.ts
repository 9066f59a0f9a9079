/** Finds the texts in a protobuf message whose descriptor nobody here has, from its wire format alone. */
import { isUtf8 } from 'node:buffer'

/** A text, and where it stands: `path` is the numbers of the fields that lead to it. */
export interface ProtobufText {
  path: string
  start: number
  end: number
}

export interface ProtobufReading {
  texts: readonly ProtobufText[]
  /** Fields of bytes that are neither text nor a message: nobody can say what is in them. */
  opaque: number
}

/** What no schema nests deeper; protobuf's own readers stop at 100. */
const deepest = 32
/** More texts than this cost more to judge one by one than a body of their length should. */
export const maxTexts = 20_000
/** protobuf.dev/programming-guides/proto3: the highest number that a field can have. */
const highestField = 2 ** 29 - 1

/**
 * Null where the bytes are no message, or one beyond the bounds. Wire format (protobuf.dev/programming-guides/encoding)
 * writes texts, bytes and messages alike: what is UTF-8 without control characters is a text, what reads as fields to
 * its end is a message, and what is both is read as both.
 */
export function readProtobuf(bytes: Uint8Array): ProtobufReading | null {
  const reading = { texts: [], opaque: 0 }
  const isMessage = readFields({ bytes, reading }, { start: 0, end: bytes.length, path: '', depth: 0 })
  return isMessage && reading.texts.length <= maxTexts ? reading : null
}

interface Reader {
  bytes: Uint8Array
  reading: { texts: ProtobufText[]; opaque: number }
}

interface Range {
  start: number
  end: number
  path: string
  depth: number
}

/** False where these bytes are no fields; nothing is then left of what was read in them. */
function readFields(reader: Reader, { start, end, path, depth }: Range): boolean {
  const { bytes, reading } = reader
  const { opaque } = reading
  const textsBefore = reading.texts.length
  const fail = () => {
    reading.texts.length = textsBefore
    reading.opaque = opaque
    return false
  }
  let at = start
  while (at < end) {
    if (reading.texts.length > maxTexts) return depth === 0 ? fail() : true
    const tag = readVarint(bytes, at, end)
    if (tag === null) return fail()
    const field = Math.floor(tag.value / 8)
    if (field === 0 || field > highestField) return fail()
    const next = endOfValue(bytes, { wire: tag.value % 8, at: tag.next, end })
    if (next === null) return fail()
    if (tag.value % 8 === 2) {
      const name = path === '' ? String(field) : `${path}.${field}`
      readDelimited(reader, { start: next.from, end: next.to, path: name, depth: depth + 1 })
    }
    at = next.to
  }
  return true
}

function readDelimited(reader: Reader, range: Range): void {
  const { bytes, reading } = reader
  const { start, end, path, depth } = range
  if (start === end) return
  const { opaque } = reading
  const isMessage = depth <= deepest && readFields(reader, range)
  if (!isText(bytes.subarray(start, end))) {
    if (!isMessage) reading.opaque += 1
    return
  }
  reading.texts.push({ path, start, end })
  // As a text it is read whole, whatever stands in it as a message.
  reading.opaque = opaque
}

/** Where a value stands, and thereby the next field; null where it is cut short or of no known type. */
function endOfValue(
  bytes: Uint8Array,
  { wire, at, end }: { wire: number; at: number; end: number },
): { from: number; to: number } | null {
  const within = (from: number, length: number) => (length <= end - from ? { from, to: from + length } : null)
  switch (wire) {
    case 0: {
      const number = readVarint(bytes, at, end)
      return number === null ? null : { from: at, to: number.next }
    }
    case 1:
      return within(at, 8)
    case 2: {
      const length = readVarint(bytes, at, end)
      return length === null ? null : within(length.next, length.value)
    }
    case 5:
      return within(at, 4)
    // 3 and 4 are groups, which proto3 has no more; 6 and 7 are nothing.
    default:
      return null
  }
}

/** Seven bits a byte, ten bytes at most; of numbers beyond 2^53 only the end is right. */
function readVarint(bytes: Uint8Array, at: number, end: number): { value: number; next: number } | null {
  let value = 0
  let weight = 1
  for (let i = at; i < end && i < at + 10; i += 1) {
    const byte = bytes[i] as number
    value += (byte & 0x7f) * weight
    if (byte < 0x80) return { value, next: i + 1 }
    weight *= 128
  }
  return null
}

function isText(bytes: Uint8Array): boolean {
  for (const byte of bytes)
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f) return false
  return isUtf8(bytes)
}
