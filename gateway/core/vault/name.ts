/** Says under which names a device may store a file. Names never reach the file system; they reach people and their disks. */

export const maxNameBytes = 200

/** Why a name is refused, as a stable word. */
export type NameFault = 'empty' | 'too-long' | 'path' | 'control' | 'not-text'

/** Null where the name is good. */
export function nameFault(name: string): NameFault | null {
  if (name === '') return 'empty'
  if (!name.isWellFormed()) return 'not-text'
  if (Buffer.byteLength(name) > maxNameBytes) return 'too-long'
  // A backslash is a border of folders where the file may be saved one day.
  if (/[/\\]/.test(name) || name === '.' || name === '..') return 'path'
  // Also characters that turn the direction of writing: `exe.<U+202E>gpj` reads as a picture.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return 'control'
  return null
}

/** For a person. */
export const nameFaultSentences: Readonly<Record<NameFault, string>> = {
  empty: 'The name is empty.',
  'too-long': `The name is longer than ${maxNameBytes} bytes.`,
  path: 'The name holds a slash, or means a folder.',
  control: 'The name holds characters that cannot be seen.',
  'not-text': 'The name is not UTF-8.',
}

/** A name as it stands in an address (RFC 3986 §2.1); null where an escape is broken or the bytes are not UTF-8. */
export function decodeName(escaped: string): string | null {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return null
  }
}
