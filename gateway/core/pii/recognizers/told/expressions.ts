/** Tells what programs write for a value from the value itself: calls, members, variables and references. */
import { isAlphanumeric, isLetter } from '../../bytes.ts'
import { hashesOf, hashOf } from './prose-words.ts'

const DOT = 0x2e
const OPEN = 0x28
const COMMA = 0x2c
const LESS = 0x3c
const MORE = 0x3e
const CLOSE = 0x29
const BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const BRACE = 0x7b
const DOLLAR = 0x24
const PERCENT = 0x25
const CRY = 0x21
const UNDERSCORE = 0x5f

/** What objects are called that hold settings, requests and records where programs read values from them. */
const holders = hashesOf(
  'process env environ environment os sys config configuration settings options opts props params args argv request req res ' +
    'response ctx context session this self app user users data form body input event state store vars var secrets vault local ' +
    'module each item row record entity model client auth credentials import django system configs cfg conf',
)
/** YAML 1.2.2 §6.9.1 and CloudFormation: a tag stands before what it makes a value of. */
const tags = hashesOf('vault ref sub getatt reference env_var env secret include')

/** What programs and forms say of a value instead of one: its kind, or that there is none. */
export const kindsOfValues =
  'string str text varchar char int integer number bool boolean object none null nil true false undefined required optional'

interface Span {
  readonly start: number
  readonly end: number
}

/** True where `bytes[start, end)` with what stands behind it, up to `limit`, is an expression of a program. */
export function isExpression(bytes: Uint8Array, { start, end }: Span, limit: number): boolean {
  const first = bytes[start]!
  if (first === DOLLAR) return isVariable(bytes, start + 1, end)
  if (first === PERCENT) return bytes[end - 1] === PERCENT && isVariable(bytes, start + 1, end - 1)
  if (first === BRACE && bytes[start + 1] === BRACE) return true
  if (first === CRY) return tags.has(hashOf(bytes, start + 1, end))
  if (!isLetter(first) && first !== UNDERSCORE) return false
  const member = nameEnd(bytes, start, limit)
  let at = member
  while (at + 1 < limit && bytes[at] === DOT && isNameByte(bytes[at + 1]!)) at = nameEnd(bytes, at + 1, limit)
  if (at < limit && bytes[at] === LESS && at < end) return isGeneric(bytes, { start: at, end }, limit)
  const opens = at < limit && (bytes[at] === BRACKET || bytes[at] === OPEN)
  if (opens && isCallee(bytes, start, at)) return endsCall(bytes, at, limit)
  return at > member && at >= end && holders.has(hashOf(bytes, start, member))
}

/** `$NAME`, `${NAME}`, `$(command)`, `$_POST[`: not `$ummer24!`. */
function isVariable(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!
  if (first === BRACE || first === OPEN || first === UNDERSCORE) return true
  let lower = false
  let upper = false
  let digit = false
  let joined = false
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === UNDERSCORE) joined = true
    else if (byte === BRACKET || (byte === 0x2d && bytes[at + 1] === 0x3e)) return true
    else if (!isAlphanumeric(byte)) return false
    else if (byte >= 0x61) lower = true
    else if (byte >= 0x41) upper = true
    else digit = true
  }
  // One case, as variables of the shell have: `$DB_PASS_1`, `$password`; in small letters without digits.
  return (upper && !lower) || (lower && !upper && (!digit || joined))
}

/** `TArg<KDFInput>,`: a type with another one in it, before the next parameter of a function. */
function isGeneric(bytes: Uint8Array, { start, end }: Span, limit: number): boolean {
  if (bytes[end - 1] !== MORE || end >= limit || bytes[end] !== COMMA || bytes[end + 1] !== 0x20) return false
  const next = nameEnd(bytes, end + 2, limit)
  // Another parameter with its type.
  if (next === end + 2 || next >= limit || bytes[next] !== 0x3a) return false
  for (let at = start + 1; at < end - 1; at++) {
    const byte = bytes[at]!
    if (!isNameByte(byte) && byte !== LESS && byte !== MORE && byte !== BRACKET && byte !== CLOSE_BRACKET)
      return false
  }
  return end > start + 2
}

/** Functions and tables begin small, or have humps or joints: `Sommer(2024)` is none. */
function isCallee(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const isUpper = bytes[at]! >= 0x41 && bytes[at]! <= 0x5a
    if (at === start ? !isUpper : isUpper || bytes[at] === DOT || bytes[at] === UNDERSCORE) return true
  }
  return false
}

/** The call or place ends with its bracket: behind it stand a blank, a mark that ends a statement, or another member. */
function endsCall(bytes: Uint8Array, open: number, limit: number): boolean {
  const next = bytes[open + 1] ?? 0
  const close = bytes[open] === OPEN ? CLOSE : CLOSE_BRACKET
  // A text in quotes, or nothing, is what calls are given.
  if (next === 0x22 || next === 0x27 || next === close) return true
  let at = open + 1
  while (at < limit && bytes[at] !== close && bytes[at]! >= 0x20) at++
  if (at >= limit || bytes[at] !== close) return next === 0x20
  const behind = bytes[at + 1] ?? 0x20
  return behind <= 0x20 || behind === 0x3b || behind === 0x2c || behind === DOT || behind === CLOSE
}

function nameEnd(bytes: Uint8Array, from: number, limit: number): number {
  let at = from
  while (at < limit && isNameByte(bytes[at]!)) at++
  return at
}

function isNameByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === UNDERSCORE
}
