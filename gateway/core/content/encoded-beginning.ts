/** Tells by a few characters which texts are no files in Base64: nearly all, and each long text of a body is asked. */

/** What a byte is in Base64: six bits, or one of these. */
const space = 64
const unclear = 65
const neither = 66

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const meanings = new Uint8Array(256).fill(neither)
for (let i = 0; i < letters.length; i++) meanings[letters.charCodeAt(i)] = i
// RFC 4648 §5.
meanings[0x2d] = 62
meanings[0x5f] = 63
// White space as `\s` has it in ISO 8859-1.
for (const byte of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xa0]) meanings[byte] = space
// What an escape stands for is not undone here, and what comes behind filling is not looked at.
for (const byte of [0x5c, 0x3d]) meanings[byte] = unclear

/** 1 for the control characters that stand in no text. */
const controls = new Uint8Array(256)
controls.fill(1, 0, 0x09)
controls.fill(1, 0x0e, 0x20)
controls[0x1b] = 0
controls[0x7f] = 1

/** So many letters tell prose without a comma or full stop from Base64 as well. */
const mostLetters = 128
/** Bytes in which every mark of `fileKindOf` stands, and as many letters as no label is long. */
const marked = 8

/**
 * False where the text `[start, end)` has neither a label (`data:…;base64,` or the end of one) nor decodes to what begins
 * as text or with the mark of a file. True says nothing yet.
 */
export function mayBeginFile(bytes: Uint8Array, start: number, end: number): boolean {
  const mostOthers = ((end - start) * 3) >> 5
  let bits = 0
  let count = 0
  let decoded = 0
  let first = 0
  let second = 0
  let others = 0
  let awaited = 0
  let controlled = 0
  let isBroken = false
  for (let at = start; at < end && count < mostLetters; at++) {
    const meaning = meanings[bytes[at] as number] as number
    if (meaning === space) continue
    if (meaning > space) return meaning === unclear || endsLabel(bytes[at] as number, count)
    count++
    bits = (bits << 6) | meaning
    if (count % 4 === 1) continue
    const byte = (bits >> (2 * (3 - ((count - 1) % 4)))) & 0xff
    decoded++
    if (decoded <= 4) first = (first << 8) | byte
    else if (decoded <= marked) second = (second << 8) | byte
    controlled |= controls[byte]!
    others += byte >> 7
    // What prose decodes to breaks at once, and each of its bytes is as likely to be one of ASCII as none.
    if (!isBroken) {
      if (byte < 0x80) isBroken = awaited > 0
      else {
        isBroken = byte < 0xc0 !== awaited > 0 || byte > 0xf4
        awaited = byte < 0xc0 ? awaited - 1 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
      }
    }
    // Letters behind the last whole group are not asked.
    if (count % 4 === 0 && decoded >= marked && (controlled !== 0 || (isBroken && others > mostOthers)))
      return isMarked(first >>> 0, second)
  }
  return true
}

/** `data:` or, where the rest of it was cut off, `base64,`. */
function endsLabel(byte: number, count: number): boolean {
  return (byte === 0x3a && count === 4) || (byte === 0x2c && count === 6)
}

/** Of ISO base media `ftyp` stands behind the length; the rest begin with three bytes, or two of an order mark. */
function isMarked(first: number, second: number): boolean {
  if (second === 0x66747970) return true
  const order = first >>> 16
  return order === 0xfffe || order === 0xfeff || marks.has(first >>> 8)
}

/** ZIP, JPEG, PNG, WebP, PDF, GIF, and TIFF in both orders. */
const marks = new Set([0x504b03, 0xffd8ff, 0x89504e, 0x524946, 0x255044, 0x474946, 0x49492a, 0x4d4d00])
