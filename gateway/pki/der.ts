/** Writes the DER encoding that certificates are made of (ITU-T X.690), so that a leaf costs one signature and little else. */

/** Tag numbers of X.680 §8.6; `0x30` and `0x31` carry the constructed bit. */
const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** One element: tag, length in as few bytes as it needs, content (X.690 §8.1, §10.1). */
function element(tagByte: number, content: readonly Uint8Array[]): Buffer {
  let size = 0
  for (const part of content) size += part.length
  const head = header(tagByte, size)
  return Buffer.concat([head, ...content], head.length + size)
}

function header(tagByte: number, size: number): Buffer {
  if (size < 0x80) return Buffer.from([tagByte, size])
  if (size < 0x100) return Buffer.from([tagByte, 0x81, size])
  if (size < 0x10000) return Buffer.from([tagByte, 0x82, size >> 8, size & 0xff])
  return Buffer.from([tagByte, 0x83, size >> 16, (size >> 8) & 0xff, size & 0xff])
}

export function sequence(...content: Uint8Array[]): Buffer {
  return element(tag.sequence, content)
}

/** A set of one element, the only kind that a distinguished name needs here; more would have to be sorted (X.690 §11.6). */
export function setOfOne(content: Uint8Array): Buffer {
  return element(tag.set, [content])
}

/** A non-negative integer given as big-endian bytes of any length. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const minimal = bytes.subarray(start)
  // X.690 §8.3: the first bit is the sign, so a leading zero keeps the number positive.
  const sign = minimal.length === 0 || (minimal[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0)
  return element(tag.integer, [sign, minimal])
}

/** DER knows one encoding of true, and leaves a default of false out altogether; so this writes only true. */
export function booleanTrue(): Buffer {
  return Buffer.from([tag.boolean, 1, 0xff])
}

export function octetString(content: Uint8Array): Buffer {
  return element(tag.octetString, [content])
}

/** `unusedBits` counts the bits of the last byte that do not belong to the string. */
export function bitString(content: Uint8Array, unusedBits = 0): Buffer {
  return element(tag.bitString, [Buffer.from([unusedBits]), content])
}

export function utf8String(text: string): Buffer {
  return element(tag.utf8String, [Buffer.from(text, 'utf8')])
}

/** A dotted object identifier (X.690 §8.19): the first two arcs share a byte, the others are base 128. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const digits = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      digits.unshift((left & 0x7f) | 0x80)
    }
    bytes.push(...digits)
  }
  return element(tag.objectIdentifier, [Buffer.from(bytes)])
}

/** Whole seconds; RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. `at` is milliseconds since 1970. */
export function time(at: number): Buffer {
  const digits = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '')
  const year = Number(digits.slice(0, 4))
  if (year >= 2050) return element(tag.generalizedTime, [Buffer.from(digits, 'latin1')])
  return element(tag.utcTime, [Buffer.from(digits.slice(2), 'latin1')])
}

/** `[number]` that replaces the tag of a primitive: a GeneralName, a key identifier. */
export function contextPrimitive(number: number, content: Uint8Array): Buffer {
  return element(0x80 | number, [content])
}

/** `[number]` around, or in place of the tag of, something constructed. */
export function contextConstructed(number: number, ...content: Uint8Array[]): Buffer {
  return element(0xa0 | number, content)
}
