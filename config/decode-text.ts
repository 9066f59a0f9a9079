/** Turns the bytes of a file into text, or says in words why they are none. */
import { MiB } from '../gateway/core/units.ts'
import type { Problem } from './problems.ts'

/** More than anybody writes by hand, and little enough to be read at once. */
export const maxFileBytes = MiB

/** Strict UTF-8; a byte order mark stays in the text, so that offsets are the file's own. */
export function decodeText(file: string, bytes: Uint8Array): string | Problem {
  const at = (line: number, message: string, hint: string): Problem => ({
    file,
    path: '',
    line,
    column: 1,
    message,
    hint,
  })
  if (bytes.length > maxFileBytes)
    return at(
      1,
      'the file is larger than 1 MiB',
      'A file written by a person is never that long: is it the right one?',
    )
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return at(1, 'the file is UTF-16', 'Save it as UTF-8.')
  const zero = bytes.indexOf(0)
  if (zero >= 0)
    return at(
      lineOfByte(bytes, zero),
      'the file holds zero bytes, so it is no text',
      'Is it the right file? After a power cut, restore it from a copy.',
    )
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return at(firstBadLine(bytes), 'the line is not UTF-8', 'Save the file as UTF-8.')
  }
}

function lineOfByte(bytes: Uint8Array, offset: number): number {
  let line = 1
  for (let index = 0; index < offset; index++) if (bytes[index] === 0x0a) line++
  return line
}

/** A line feed is never part of a longer UTF-8 sequence, so lines can be tried one by one. */
function firstBadLine(bytes: Uint8Array): number {
  let start = 0
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start)
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end < 0 ? bytes.length : end))
    } catch {
      return line
    }
    if (end < 0) return line
    start = end + 1
  }
}
