/** Finds the marks behind which lines of logs, settings, forms and cards tell something: most texts have none. */

const marks = new Uint8Array(256)
for (const mark of ':=\n') marks[mark.charCodeAt(0)] = 1

/** Index of the first colon, equals sign or line end in `bytes[from, end)`; `end` where there is none. */
export function nextMark(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && marks[bytes[at]!] === 0) at++
  return at
}
