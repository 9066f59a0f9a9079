/** Leaves alone what programs call things, where it reads like a name: `getPassword()`, `customer.lastName`. */
import { isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { isExpression } from './expressions.ts'
import { hashesOf, hashOf, type Prose } from './prose-words.ts'

const DOT = 0x2e
const UNDERSCORE = 0x5f
const OPEN = 0x28
/** Names of programs with all their members are hardly longer. */
const longest = 80

interface Span {
  readonly start: number
  readonly end: number
}

/** Takes single words out of `found` that a tagger took for persons and are names of a program. */
export function dropCodeNames(text: Prose, found: Finding[]): void {
  let kept = 0
  for (let index = 0; index < found.length; index++) {
    const one = found[index]!
    const rest = isTagged(one) ? withoutCode(text, one) : one
    if (rest !== null) found[kept++] = rest
  }
  found.length = kept
}

/** `fileExists(packagePath`, where a call was read on as a name, is none; of `sendMail(Weber` the name that is given to it is left. */
function withoutCode(text: Prose, one: Finding): Finding | null {
  const open = text.bytes.subarray(one.start, one.end).indexOf(OPEN)
  if (open < 0) return isCodeName(text, one) ? null : one
  const start = one.start + open + 1
  if (!isCodeName(text, { start: one.start, end: start - 1 })) return one
  return start === one.end || isSmall(text.bytes[start]!) ? null : { ...one, start }
}

function isTagged({ type, reasons }: Finding): boolean {
  return type === 'PERSON' && reasons.includes('tagger')
}

function isCodeName({ bytes, start: textStart, end: textEnd }: Prose, { start, end }: Span): boolean {
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
