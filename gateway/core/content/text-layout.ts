/** Tells by a body's first bytes whether they are text, and how its characters lie in them. */
import { hasSignature } from './signatures.ts'
import { type WideLayout, wideLayoutOf } from './wide-layout.ts'

/** `bytes`: ASCII is ASCII, whatever the bytes above it mean (UTF-8, Windows-1252, ISO 8859, most of the others). */
export type TextLayout = 'bytes' | WideLayout

const NUL = 0x00
const CONTROL_Z = 0x1a

/** At most one byte in so many of a text is a control character that is no white space. */
const leastPerControl = 24
/** Zeros end the entries of some lists (`find -print0`): at most one in so many bytes. */
const leastPerZero = 8

/** What WHATWG MIME Sniffing §3 calls a binary data byte, and DEL. ESC and the separator of RFC 7464 are none. */
const isControl = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isSpace = byte >= 0x09 && byte <= 0x0d
  return (byte < 0x20 && !isSpace && byte !== 0x1b && byte !== 0x1e) || byte === 0x7f ? 1 : 0
})

/**
 * How the text lies that the sample begins; null where it is binary data.
 *
 * MIME Sniffing §7.2 takes one binary data byte for the proof of binary data, and a text with a stray one would then
 * pass unread. Here their share decides. Of evenly distributed bytes (what is compressed or encrypted) one in ten is a
 * control character, and of the headers of most binary formats more are; of text next to none. Bytes from 0x80 on say
 * nothing: they are letters in every 8-bit character set. Formats that are half text are known by their signatures.
 */
export function layoutOf(sample: Uint8Array): TextLayout | null {
  if (isMarkedBinary(sample)) return null
  return wideLayoutOf(sample) ?? (isText(sample) ? 'bytes' : null)
}

/** True where the sample begins as a binary format does, and holds what no text does. */
export function isMarkedBinary(sample: Uint8Array): boolean {
  const { controls, zeros } = oddBytes(sample, sample.length)
  return controls + zeros > 0 && hasSignature(sample)
}

function isText(sample: Uint8Array): boolean {
  const end = endOfText(sample)
  if (end === 0) return sample.length === 0
  const { controls, zeros } = oddBytes(sample, end)
  return controls * leastPerControl <= end && zeros * leastPerZero <= end
}

/** CP/M and DOS end a text with Ctrl-Z, and fill its last block up; more than half of a text is no filling. */
function endOfText(sample: Uint8Array): number {
  let end = sample.length
  while (end > sample.length / 2 && (sample[end - 1] === NUL || sample[end - 1] === CONTROL_Z)) end--
  return end
}

function oddBytes(sample: Uint8Array, end: number): { controls: number; zeros: number } {
  let controls = 0
  let zeros = 0
  for (let i = 0; i < end; i++) {
    const byte = sample[i] as number
    if (byte === NUL) zeros++
    else controls += isControl[byte] as number
  }
  return { controls, zeros }
}
