/** Finds the marks behind which lines of logs, settings, forms and cards tell something: most texts have none. */
import type { Prose } from './prose-words.ts'

export const COLONS = 1
export const EQUALS_SIGNS = 2
export const LINE_ENDS = 4

const marks = new Uint8Array(256)
marks[0x3a] = COLONS
marks[0x3d] = EQUALS_SIGNS
marks[0x0a] = LINE_ENDS

/** Which of them stand behind the first byte of a text. */
export function marksIn({ bytes, start, end }: Prose): number {
  let seen = 0
  // Without a branch, since nothing tells a processor before which byte it must turn off.
  for (let at = start + 1; at < end; at++) seen |= marks[bytes[at]!]!
  return seen
}

/** Index of the first of them from `from` on; `end` where there is none. */
export function nextMark(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && marks[bytes[at]!] === 0) at++
  return at
}
