/** Matches paths and media types against patterns with `*` and `**`, in time that no input can blow up. */

export type GlobMatch = (text: string) => boolean

export const anySegment = 0
export const anything = 1
/** Four `**` in one path; nobody writes more. */
const maxSpellings = 16

export type Token = string | typeof anySegment | typeof anything

/**
 * `*` stands for any run of characters but `/`, `**` for any run at all, everything else for itself. As whole segments,
 * `**` may stand for none: `/api/**` also matches `/api`, and `/**` + `/pay` matches `/pay`.
 */
export function compileGlob(pattern: string): GlobMatch {
  const alternatives = spellings(pattern).map(compileSpelling)
  const [only] = alternatives
  if (only !== undefined && alternatives.length === 1) return only
  const needle = longestLiteral(pattern)
  return (text) => text.includes(needle) && alternatives.some((fits) => fits(text))
}

/** What every text that fits must hold somewhere: rules out nearly all texts before an automaton has to run. */
function longestLiteral(pattern: string): string {
  const literals = pattern.split(/\*+/).map((literal) => literal.replace(/\/$/, ''))
  return literals.reduce((longest, literal) => (literal.length > longest.length ? literal : longest), '')
}

/** The pattern, and what it becomes where segments of `**` stand for nothing. */
export function spellings(pattern: string): string[] {
  const found = new Set([pattern])
  for (const spelling of found) {
    if (found.size > maxSpellings) break
    for (let at = spelling.indexOf('/**'); at !== -1; at = spelling.indexOf('/**', at + 1)) {
      const rest = spelling.slice(at + 3)
      if (rest === '' || rest.startsWith('/')) found.add(spelling.slice(0, at) + rest)
    }
  }
  found.delete('')
  return [...found]
}

function compileSpelling(pattern: string): GlobMatch {
  const prefix = literalPrefix(pattern)
  if (prefix === pattern) return (text) => text === pattern
  if (pattern === `${prefix}**`) return (text) => text.startsWith(prefix)
  const tokens = tokenize(pattern.slice(prefix.length))
  return (text) => text.startsWith(prefix) && simulate(tokens, text, prefix.length)
}

/** What a pattern says before its first `*`: texts that do not begin with it cannot match. */
export function literalPrefix(pattern: string): string {
  const star = pattern.indexOf('*')
  return star === -1 ? pattern : pattern.slice(0, star)
}

/** A pattern as characters and stars. */
export function tokenize(pattern: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] !== '*') tokens.push(pattern[at] ?? '')
    else if (pattern[at + 1] === '*') {
      tokens.push(anything)
      at += 1
    } else tokens.push(anySegment)
  }
  return tokens
}

/** Runs all alternatives at once (a Thompson automaton): text length times pattern length at most, no backtracking. */
function simulate(tokens: readonly Token[], text: string, from: number): boolean {
  let states = new Uint8Array(tokens.length + 1)
  let next = new Uint8Array(tokens.length + 1)
  enter(states, tokens, 0)
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? ''
    let alive = false
    next.fill(0)
    for (let state = 0; state < tokens.length; state += 1) {
      if (states[state] === 0) continue
      const token = tokens[state]
      if (token === anything || (token === anySegment && character !== '/')) enter(next, tokens, state)
      else if (token === character) enter(next, tokens, state + 1)
      else continue
      alive = true
    }
    if (!alive) return false
    const spent = states
    states = next
    next = spent
  }
  return states[tokens.length] === 1
}

/** A star may stand for nothing, so entering it enters what follows as well. */
function enter(states: Uint8Array, tokens: readonly Token[], state: number): void {
  let at = state
  while (true) {
    states[at] = 1
    if (at === tokens.length || typeof tokens[at] === 'string') return
    at += 1
  }
}
