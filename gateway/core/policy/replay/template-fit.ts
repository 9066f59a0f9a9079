/** Says whether a path of which the journal kept the template alone fits a pattern: yes, no, or nobody can know. */
import { anySegment, anything, compileGlob, spellings, type Token, tokenize } from '../glob.ts'
import { hiddenSegment, isWord, personSegments } from '../path-template.ts'

export type Fit = 'yes' | 'no' | 'perhaps'

/** Ends a template whose path had more segments than are kept. */
const more = '…'
/** No pattern names it: what takes it takes anything. */
const anyText = '\uffff'

/** `template` as `pathTemplate` made it of a normalized path. */
export function templateFits(pattern: string, template: string): Fit {
  if (!template.includes(more)) return compileGlob(pattern)(template) ? 'yes' : 'no'
  const segments = template.split('/')
  const isCut = segments.at(-1) === more
  const certain = template.replaceAll(hiddenSegment, anyText)
  if (!isCut && compileGlob(pattern)(certain)) return 'yes'
  return spellings(pattern).some((spelling) => mayFit(tokenize(spelling), segments)) ? 'perhaps' : 'no'
}

function mayFit(tokens: readonly Token[], segments: readonly string[]): boolean {
  let states = entered(tokens, [0])
  for (const [at, segment] of segments.entries()) {
    if (at > 0) states = stepped(tokens, states, '/')
    if (states.size === 0) return false
    // Behind it may stand whatever there is.
    if (segment === more && at === segments.length - 1) return true
    if (segment === hiddenSegment) states = throughHidden(tokens, states, beforeHidden(segments, at))
    else for (const character of segment) states = stepped(tokens, states, character)
  }
  return states.has(tokens.length)
}

/** The words that would have been told behind it; null where nobody knows what stands before. */
function beforeHidden(segments: readonly string[], at: number): string | null {
  const before = segments[at - 1] ?? ''
  if (before !== hiddenSegment) return before
  // A hidden segment may be one behind which everything is hidden, where it is hidden itself for what stands before it.
  const outer = beforeHidden(segments, at - 1)
  return outer === null || personSegments.has(outer) ? null : ''
}

/** Where a segment of unknown text, at least a character long, may lead. */
function throughHidden(
  tokens: readonly Token[],
  states: ReadonlySet<number>,
  before: string | null,
): Set<number> {
  const left = new Set<number>()
  for (const start of states) {
    let at = start
    let text = ''
    for (let token = tokens[at]; typeof token === 'string' && token !== '/'; token = tokens[at]) {
      text += token
      at += 1
      // Spelled out by the pattern from its first letter on: a word that would have been told is not it.
      const isWhole = start === 0 || tokens[start - 1] === '/'
      if (!isWhole || before === null || !isWord(text, before)) left.add(at)
    }
    if (typeof tokens[at] === 'string' || at === tokens.length) continue
    for (const reached of throughStar(tokens, at)) left.add(reached)
  }
  return entered(tokens, left)
}

/** All that any text without `/` leads to from a star on. */
function throughStar(tokens: readonly Token[], star: number): Set<number> {
  const reached = entered(tokens, [star])
  for (const state of reached) {
    const token = tokens[state]
    if (typeof token === 'string' && token !== '/')
      for (const next of entered(tokens, [state + 1])) reached.add(next)
  }
  return reached
}

function stepped(tokens: readonly Token[], states: ReadonlySet<number>, character: string): Set<number> {
  const left = new Set<number>()
  for (const state of states) {
    const token = tokens[state]
    if (token === anything || (token === anySegment && character !== '/')) left.add(state)
    else if (token === character) left.add(state + 1)
  }
  return entered(tokens, left)
}

/** A star may stand for nothing, so reaching it reaches what follows as well. */
function entered(tokens: readonly Token[], states: Iterable<number>): Set<number> {
  const all = new Set<number>()
  for (const state of states) {
    let at = state
    all.add(at)
    while (at < tokens.length && typeof tokens[at] !== 'string') all.add(++at)
  }
  return all
}
