/** Takes a key path such as `customer.cards[0].number` apart, from its innermost key outwards. */

/** Names further out say nothing any more. */
const mostKeys = 6
const QUOTE = 0x22

/** The keys of a path, innermost first, indexes left out: `number`, `cards`, `customer`. */
export function keysOf(path: string): string[] {
  const keys: string[] = []
  let end = path.length
  while (keys.length < mostKeys) {
    const key = lastKey(path, end)
    if (key === null) break
    keys.push(path.slice(key.start, key.end))
    end = key.from
  }
  return keys
}

/** The innermost key of a path; null where it has none. */
export function innermostKey(path: string): string | null {
  const key = lastKey(path, path.length)
  return key === null ? null : path.slice(key.start, key.end)
}

/** The path of what the innermost key stands in; empty where it stands in nothing. */
export function outerPath(path: string): string {
  return path.slice(0, lastKey(path, path.length)?.from ?? 0)
}

/** One path for all elements of a list: `cards[0].number` and `cards[17].number` are `cards.number`. */
export function withoutIndexes(path: string): string {
  let out = ''
  let taken = 0
  for (let at = path.indexOf('['); at >= 0; at = path.indexOf('[', at + 1)) {
    let end = at + 1
    while (isDigit(path.charCodeAt(end))) end += 1
    if (end === at + 1 || path[end] !== ']') continue
    out += path.slice(taken, at)
    taken = end + 1
  }
  return taken === 0 ? path : out + path.slice(taken)
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Where the key that ends before `end` stands, indexes such as `[12]` left out, and where the path above it ends. */
function lastKey(path: string, end: number): { start: number; end: number; from: number } | null {
  let at = end
  while (at > 0) {
    if (path[at - 1] === '.') at -= 1
    else if (path[at - 1] !== ']') {
      const start = Math.max(path.lastIndexOf('.', at - 1), path.lastIndexOf(']', at - 1)) + 1
      return { start, end: at, from: start }
    } else {
      const open = openingBracket(path, at)
      if (open < 0) return null
      if (isName(path, open + 1)) return { start: open + 1, end: at - 1, from: open }
      at = open
    }
  }
  return null
}

/** A quoted key may hold brackets itself. */
function openingBracket(path: string, end: number): number {
  return path[end - 2] === '"' ? path.lastIndexOf('["', end - 2) : path.lastIndexOf('[', end - 1)
}

/** False for an index, an empty pair of brackets, and a wildcard. */
function isName(path: string, at: number): boolean {
  const code = path.charCodeAt(at)
  const small = code | 0x20
  return code === QUOTE || (small >= 0x61 && small <= 0x7a) || code >= 0x80
}
