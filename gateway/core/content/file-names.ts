/** Finds who is named in the name of a file: `Lebenslauf_Anna_Weber.pdf`. */
import type { Finding } from '../pii/entity.ts'
import type { ProseReader } from '../pii/prose/prose-reader.ts'

/** No file system has longer ones. */
const longest = 255
const SPACE = 0x20
const DOT = 0x2e
/** A longer end behind the last full stop is no extension. */
const longestExtension = 5
/** Rules act from here on. */
const leastScore = 0.4
/** Two words, of which lists of names have the first: a word alone may be a town, and what the file is about. */
const leastWords = 2

/** Such names in `name`, with its escapes undone, in their order. */
export function findInFileName(name: Uint8Array, prose: ProseReader): Finding[] {
  if (name.length > longest) return []
  const words = wordsOf(name)
  const read: Finding[] = []
  prose.read({ bytes: words, start: 0, from: 0, end: words.length, final: true }, read)
  return read.filter((one) => namesSomebody(one, words))
}

/** As somebody would say it: what joins words in names of files are blanks, and numbers and the extension are nothing. */
function wordsOf(name: Uint8Array): Uint8Array {
  const words = name.slice()
  const dot = name.lastIndexOf(DOT)
  const until = dot > 0 && name.length - dot - 1 <= longestExtension ? dot : name.length
  for (let at = 0; at < words.length; at++) if (at >= until || !isOfName(words[at]!)) words[at] = SPACE
  return words
}

/** Letters of any script, and the apostrophe of O'Brien. */
function isOfName(byte: number): boolean {
  const small = byte | 0x20
  return (small >= 0x61 && small <= 0x7a) || byte >= 0x80 || byte === 0x27
}

function namesSomebody({ type, start, end, score, reasons }: Finding, words: Uint8Array): boolean {
  if (type !== 'PERSON' || score < leastScore) return false
  return reasons.includes('list:first-name') && countWords(words.subarray(start, end)) >= leastWords
}

function countWords(bytes: Uint8Array): number {
  let words = 0
  for (let at = 0; at < bytes.length; at++)
    if (bytes[at] !== SPACE && (at === 0 || bytes[at - 1] === SPACE)) words++
  return words
}
