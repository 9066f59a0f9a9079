/** Leaves alone what programs call things, where it reads like a name: `getPassword()`, `customer.lastName`. */
import { isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { isExpression } from './expressions.ts'
import { hashesOf, hashOf, type Prose } from './prose-words.ts'

const DOT = 0x2e
const UNDERSCORE = 0x5f
/** Names of programs with all their members are hardly longer. */
const longest = 80

/** Takes single words out of `found` that a tagger took for persons and are names of a program. */
export function dropCodeNames(text: Prose, found: Finding[]): void {
  let kept = 0
  for (let index = 0; index < found.length; index++) {
    const one = found[index]!
    if (!isTagged(one) || !isCodeName(text, one)) found[kept++] = one
  }
  found.length = kept
}

function isTagged({ type, reasons }: Finding): boolean {
  return type === 'PERSON' && reasons.includes('tagger')
}

function isCodeName({ bytes, start: textStart, end: textEnd }: Prose, { start, end }: Finding): boolean {
  for (let at = start; at < end; at++) if (!isNameByte(bytes[at]!)) return false
  let from = start
  while (from > textStart && from > start - longest && isNameByte(bytes[from - 1]!)) from--
  let to = end
  while (to < textEnd && to < end + longest && isNameByte(bytes[to]!)) to++
  while (to > end && bytes[to - 1] === DOT) to--
  return hasHumpBehindSmall(bytes, start, end) || isExpression(bytes, { start: from, end: to }, textEnd)
}

/** `lastName`, `getPassword`: no name begins small and goes on with a capital, but for the particles of some. */
function hasHumpBehindSmall(bytes: Uint8Array, start: number, end: number): boolean {
  if (!isSmall(bytes[start]!)) return false
  // deVries, vanDyke, diCaprio.
  for (let at = start + 4; at < end; at++)
    if (isUpper(bytes[at]!) && isSmall(bytes[at - 1]!)) return !particles.has(hashOf(bytes, start, at))
  return false
}

/** Longer ones, written together: delaCruz, vandenBerg, dellaValle. */
const particles = hashesOf(
  'dela dels della delle dello degli dalla dall vande vanden vander vonder vonden zuder auder opden opde inden intveld ' +
    'saint sainte sankt santa santo mac',
)

function isNameByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === DOT || byte === UNDERSCORE
}

function isSmall(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}
