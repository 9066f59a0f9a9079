/** Says of a field of a structured body, by its key path, whether it is dropped, left alone, or looked into. */
import type { FieldOrder } from '../content/inspector.ts'

type Part = { key: string } | { index: string }
interface Pattern {
  /** A plain name or `**.`: may begin at any depth. */
  anywhere: boolean
  parts: readonly Part[]
}

/**
 * Compiles the two lists of a rule. What lies beneath a field that is named goes with it. Where both lists fit,
 * `drop` wins, since a value that left cannot be called back.
 */
export function compileFields(lists: {
  drop: readonly string[]
  keep: readonly string[]
}): (path: string) => FieldOrder {
  const drop = lists.drop.map(parsePattern)
  const keep = lists.keep.map(parsePattern)
  return (path) => {
    const parts = parseParts(path)
    if (drop.some((pattern) => names(pattern, parts))) return 'drop'
    return keep.some((pattern) => names(pattern, parts)) ? 'keep' : 'scan'
  }
}

/** `**`, `*` and `**.*` are names of all fields. */
export function namesEverything(path: string): boolean {
  return path === '**' || path === '*' || path === '**.*'
}

function parsePattern(text: string): Pattern {
  if (namesEverything(text)) return { anywhere: true, parts: [] }
  const deep = text.startsWith('**.')
  const parts = parseParts(deep ? text.slice(3) : text)
  return { anywhere: deep || (parts.length === 1 && parts[0] !== undefined && 'key' in parts[0]), parts }
}

/** Splits `customer.cards[0].number` into keys and indexes; `["a.b"]` is one key that holds a dot. */
function parseParts(path: string): Part[] {
  const parts: Part[] = []
  let at = 0
  while (at < path.length) {
    if (path[at] === '.') at += 1
    else if (path[at] === '[') {
      const close = closingBracket(path, at)
      parts.push(bracketed(path.slice(at + 1, close)))
      at = close + 1
    } else {
      let end = at
      while (end < path.length && path[end] !== '.' && path[end] !== '[') end += 1
      parts.push({ key: path.slice(at, end) })
      at = end
    }
  }
  return parts
}

function bracketed(inner: string): Part {
  // Forms of many frameworks write `user[email]` where JSON has `user.email`.
  if (!inner.startsWith('"')) return /^(?:\d*|\*)$/.test(inner) ? { index: inner } : { key: inner }
  return { key: inner.slice(1, inner.endsWith('"') ? -1 : undefined).replaceAll(/\\(.)/g, '$1') }
}

function closingBracket(path: string, open: number): number {
  if (path[open + 1] !== '"') {
    const close = path.indexOf(']', open)
    return close === -1 ? path.length : close
  }
  for (let at = open + 2; at < path.length; at += 1) {
    if (path[at] === '\\') at += 1
    else if (path[at] === '"' && path[at + 1] === ']') return at + 1
  }
  return path.length
}

/** True where the pattern fits the path's beginning, or, anywhere, a stretch of it. */
function names(pattern: Pattern, path: readonly Part[]): boolean {
  const last = pattern.anywhere ? path.length - pattern.parts.length : 0
  for (let start = 0; start <= last; start += 1) {
    if (pattern.parts.every((part, offset) => partFits(part, path[start + offset]))) return true
  }
  return false
}

function partFits(wanted: Part, found: Part | undefined): boolean {
  if (found === undefined) return false
  if ('key' in wanted) return 'key' in found && (wanted.key === '*' || wanted.key === found.key)
  return 'index' in found && (wanted.index === '' || wanted.index === '*' || wanted.index === found.index)
}
