/** Points out where the strings of a small JSON text stand, each with the keys and indexes that lead to it. */

export interface PlacedString {
  /** Member names and array indexes from the root on. */
  path: readonly (string | number)[]
  /** The content without its quotes, in bytes. */
  start: number
  end: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const decoder = new TextDecoder()
/** Of an event with more nobody asks where they stand: it holds a list, and no piece of a text. */
const mostStrings = 4096
/** Events of AI services nest a handful of levels. */
const deepest = 64

interface Level {
  /** The name that comes next, or the index. */
  key: string | number
}

/** Values only, no names. `bytes` is JSON as `JSON.parse` takes it; null where it is nested too deeply or has too many. */
export function stringsOf(bytes: Uint8Array): PlacedString[] | null {
  const found: PlacedString[] = []
  const levels: Level[] = []
  let isName = false
  for (let at = 0; at < bytes.length; at++) {
    const top = levels[levels.length - 1]
    switch (bytes[at]) {
      case 0x7b:
      case 0x5b:
        if (levels.length === deepest) return null
        isName = bytes[at] === 0x7b
        levels.push({ key: isName ? '' : 0 })
        break
      case 0x7d:
      case 0x5d:
        levels.pop()
        isName = false
        break
      case 0x2c:
        isName = typeof top?.key === 'string'
        if (typeof top?.key === 'number') top.key++
        break
      case 0x3a:
        isName = false
        break
      case QUOTE: {
        const end = endOfString(bytes, at + 1)
        if (found.length === mostStrings) return null
        if (!isName) found.push({ path: levels.map(({ key }) => key), start: at + 1, end })
        else if (top !== undefined) top.key = nameAt(bytes, at, end)
        at = end
        break
      }
      default:
    }
  }
  return found
}

function nameAt(bytes: Uint8Array, quote: number, end: number): string {
  return String(JSON.parse(decoder.decode(bytes.subarray(quote, end + 1))))
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
