/** Finds tokens in a stretch of text, however they are cased or escaped for Markdown, and where one may yet begin. */
import { Buffer } from 'node:buffer'
import { type EntityType, entityTypeNames } from '../pii/entity.ts'
import { codeAt, codeLength, isCodeByte, mailSuffix } from '../pii/tokens/form.ts'

/** A token as it stands in a text: `[start, end)`. */
export interface FoundToken {
  start: number
  end: number
  type: EntityType
  /** In upper case. */
  code: string
  /** True where its `@` is percent-encoded, as in a link: so must the value's own be. */
  percent: boolean
}

export interface FoundTokens {
  tokens: readonly FoundToken[]
  /** From here on the text may be the beginning of a token; its end where it is not. */
  rest: number
}

/** No token is longer, with room for backslashes: what is held back of a stream for one. */
export const longestToken = 64

const UNDERSCORE = 0x5f
const BACKSLASH = 0x5c
const suffixes = [mailSuffix, mailSuffix.replace('@', '%40')].map((text) => Buffer.from(text.toUpperCase()))

/** By the last letter, longest first, so that `US_SSN` is not taken for a shorter word. */
const typesByLast = new Map<number, { type: EntityType; word: Buffer }[]>()
const words = entityTypeNames.map((type) => ({ type, word: Buffer.from(type) }))
words.sort((one, other) => other.word.length - one.word.length)
for (const entry of words) {
  const last = entry.word[entry.word.length - 1] as number
  typesByLast.set(last, [...(typesByLast.get(last) ?? []), entry])
}

/**
 * `final`: the text ends with `bytes`. Nothing need stand between two tokens, nor between one and what surrounds it:
 * whether a token is one is known by whoever made it.
 */
export function findTokens(bytes: Uint8Array, final: boolean): FoundTokens {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tokens: FoundToken[] = []
  let floor = 0
  for (let at = view.indexOf(UNDERSCORE); at >= 0; at = view.indexOf(UNDERSCORE, at + 1)) {
    if (at < floor) continue
    const found = tokenAround(view, { floor, at, final })
    if (found === null) continue
    tokens.push(found)
    floor = found.end
  }
  return { tokens, rest: final ? view.length : beginningOfToken(view, floor) }
}

/** The token whose code begins behind the underscore at `at`; null where none does, or where it may go on. */
function tokenAround(
  bytes: Buffer,
  { floor, at, final }: { floor: number; at: number; final: boolean },
): FoundToken | null {
  if (at + codeLength >= bytes.length) return null
  const code = codeAt(bytes, at + 1)
  if (code === null) return null
  const named = typeBefore(bytes, floor, at)
  if (named === null) return null
  const end = at + 1 + codeLength
  if (named.type !== 'EMAIL') return { ...named, end, code, percent: false }
  for (const [index, suffix] of suffixes.entries()) {
    const alike = commonLength(bytes, end, suffix)
    if (alike === suffix.length) return { ...named, end: end + alike, code, percent: index === 1 }
    if (end + alike === bytes.length && !final) return null
  }
  return { ...named, end, code, percent: false }
}

/** The type whose name ends before the underscore at `at`. Markdown may have a backslash before each underscore. */
function typeBefore(bytes: Buffer, floor: number, at: number): { type: EntityType; start: number } | null {
  const end = behindBackslashes(bytes, floor, at)
  for (const { type, word } of typesByLast.get(upper(bytes[end - 1] ?? 0)) ?? []) {
    let from = end
    let left = word.length
    while (left > 0 && from > floor && upper(bytes[from - 1] as number) === word[left - 1]) {
      from--
      left--
      if (word[left] === UNDERSCORE) from = behindBackslashes(bytes, floor, from)
    }
    if (left === 0) return { type, start: from }
  }
  return null
}

function behindBackslashes(bytes: Buffer, floor: number, at: number): number {
  let end = at
  while (end > floor && bytes[end - 1] === BACKSLASH) end--
  return end
}

/** From where on the end of the text may be a token's beginning; the text's length where it is not. */
function beginningOfToken(bytes: Buffer, floor: number): number {
  for (let start = Math.max(floor, bytes.length - longestToken + 1); start < bytes.length; start++) {
    const first = upper(bytes[start] as number)
    if (words.some(({ type, word }) => word[0] === first && mayBegin(bytes, start, { type, word })))
      return start
  }
  return bytes.length
}

function mayBegin(bytes: Buffer, start: number, { type, word }: (typeof words)[number]): boolean {
  const { length } = bytes
  let at = start
  for (let i = 0; i <= word.length; i++) {
    const wanted = i === word.length ? UNDERSCORE : (word[i] as number)
    while (wanted === UNDERSCORE && at < length && bytes[at] === BACKSLASH) at++
    if (at === length) return true
    if (upper(bytes[at] as number) !== wanted) return false
    at++
  }
  const code = at
  while (at < length && at < code + codeLength && isCodeByte(bytes[at] as number)) at++
  if (at < code + codeLength) return at === length
  if (type !== 'EMAIL' || codeAt(bytes, code) === null) return false
  return suffixes.some((suffix) => {
    const alike = commonLength(bytes, at, suffix)
    return at + alike === length && alike < suffix.length
  })
}

/** How many bytes from `at` on are those of `wanted`, which is in upper case. */
function commonLength(bytes: Buffer, at: number, wanted: Uint8Array): number {
  let same = 0
  while (
    same < wanted.length &&
    at + same < bytes.length &&
    upper(bytes[at + same] as number) === wanted[same]
  )
    same++
  return same
}

function upper(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte
}
