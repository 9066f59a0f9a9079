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

/** No token is longer, with room for escapes: what is held back of a stream for one. */
export const longestToken = 64

const UNDERSCORE = 0x5f
const BACKSLASH = 0x5c
/** RFC 8259 §7: any character of a string may be written so. Writers escape these two at most; how often is left open. */
const escapedUnderscore = Buffer.from('U005F')
const escapedAt = Buffer.from('U0040')
const percentAt = Buffer.from('%40')
const plainAt = Buffer.from('@')
const domain = Buffer.from(mailSuffix.slice(1).toUpperCase())

/** By the last letter, longest first, so that `US_SSN` is not taken for a shorter word. */
const typesByLast = new Map<number, { type: EntityType; word: Buffer }[]>()
const words = entityTypeNames.map((type) => ({ type, word: Buffer.from(type) }))
words.sort((one, other) => other.word.length - one.word.length)
for (const entry of words) {
  const last = entry.word[entry.word.length - 1] as number
  typesByLast.set(last, [...(typesByLast.get(last) ?? []), entry])
}

const wordsByFirst = Map.groupBy(words, ({ word }) => word[0] as number)
/** What a token may have in it, escapes and all. */
const inTokens = new Uint8Array(256)
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_\\@%.'))
  inTokens[byte] = 1

/**
 * `final`: the text ends with `bytes`. Nothing need stand between two tokens, nor between one and what surrounds it:
 * whether a token is one is known by whoever made it.
 */
export function findTokens(bytes: Uint8Array, final: boolean): FoundTokens {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tokens: FoundToken[] = []
  let floor = 0
  let plain = view.indexOf(UNDERSCORE)
  let escaped = nextEscaped(view, 0)
  while (plain >= 0 || escaped >= 0) {
    const isPlain = escaped < 0 || (plain >= 0 && plain < escaped)
    const at = isPlain ? plain : escaped
    if (isPlain) plain = view.indexOf(UNDERSCORE, at + 1)
    else escaped = nextEscaped(view, at + 1)
    if (at < floor) continue
    const found = tokenAround(view, { floor, at, code: isPlain ? at + 1 : at + 5 }, final)
    if (found === null) continue
    tokens.push(found)
    floor = found.end
  }
  return { tokens, rest: final ? view.length : beginningOfToken(view, floor) }
}

/** Where the next `u005f` begins, in either case. */
function nextEscaped(bytes: Buffer, from: number): number {
  let at = bytes.indexOf('u005', from, 'latin1')
  while (at >= 0 && upper(bytes[at + 4] ?? 0) !== 0x46) at = bytes.indexOf('u005', at + 1, 'latin1')
  return at
}

/** The token whose underscore is at `at`, or whose escaped one has its `u` there; null where none is, or where it may go on. */
function tokenAround(
  bytes: Buffer,
  { floor, at, code: start }: { floor: number; at: number; code: number },
  final: boolean,
): FoundToken | null {
  if (start + codeLength > bytes.length) return null
  const code = codeAt(bytes, start)
  if (code === null) return null
  const nameEnd = behindBackslashes(bytes, floor, at)
  if (bytes[at] !== UNDERSCORE && nameEnd === at) return null
  const named = typeBefore(bytes, floor, nameEnd)
  if (named === null) return null
  const end = start + codeLength
  if (named.type !== 'EMAIL') return { ...named, end, code, percent: false }
  const suffix = suffixAt(bytes, end)
  if (suffix === 'cut' && !final) return null
  if (suffix === 'cut' || suffix === 'none') return { ...named, end, code, percent: false }
  return { ...named, code, ...suffix }
}

/** The type whose name ends before `end`. Markdown may have a backslash before each underscore. */
function typeBefore(bytes: Buffer, floor: number, end: number): { type: EntityType; start: number } | null {
  for (const { type, word } of typesByLast.get(upper(bytes[end - 1] ?? 0)) ?? []) {
    let from = end
    let left = word.length
    while (left > 0 && from > floor) {
      const before = beforeCharacter(bytes, { floor, from, wanted: word[left - 1] as number })
      if (before === from) break
      from = before
      left--
    }
    if (left === 0) return { type, start: from }
  }
  return null
}

/** Where the wanted character begins that ends before `from`; `from` where another one does. */
function beforeCharacter(
  bytes: Buffer,
  { floor, from, wanted }: { floor: number; from: number; wanted: number },
): number {
  const isIt = upper(bytes[from - 1] as number) === wanted
  if (wanted !== UNDERSCORE) return isIt ? from - 1 : from
  if (isIt) return behindBackslashes(bytes, floor, from - 1)
  const mark = from - escapedUnderscore.length
  if (mark < floor || commonLength(bytes, mark, escapedUnderscore) < escapedUnderscore.length) return from
  const before = behindBackslashes(bytes, floor, mark)
  return before === mark ? from : before
}

function behindBackslashes(bytes: Buffer, floor: number, at: number): number {
  let end = at
  while (end > floor && bytes[end - 1] === BACKSLASH) end--
  return end
}

/** What follows the code of an address: where it ends, nothing of the kind, or what the text ends in the midst of. */
function suffixAt(bytes: Buffer, at: number): { end: number; percent: boolean } | 'none' | 'cut' {
  let from = at
  while (bytes[from] === BACKSLASH) from++
  const mark = from > at ? escapedAt : bytes[at] === percentAt[0] ? percentAt : plainAt
  const marked = commonLength(bytes, from, mark)
  if (marked < mark.length) return from + marked === bytes.length ? 'cut' : 'none'
  const start = from + mark.length
  const same = commonLength(bytes, start, domain)
  if (same === domain.length) return { end: start + same, percent: mark === percentAt }
  return start + same === bytes.length ? 'cut' : 'none'
}

/** True where the end of the text may be a token's beginning. */
export function mayEndInToken(text: Uint8Array): boolean {
  const view = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  return beginningOfToken(view, 0) < view.length
}

/** From where on the end of the text may be a token's beginning; the text's length where it is not. */
function beginningOfToken(bytes: Buffer, floor: number): number {
  if (bytes.length === 0 || inTokens[bytes[bytes.length - 1] as number] === 0) return bytes.length
  for (let start = Math.max(floor, bytes.length - longestToken + 1); start < bytes.length; start++) {
    const own = wordsByFirst.get(upper(bytes[start] as number))
    if (own?.some((entry) => mayBegin(bytes, start, entry))) return start
  }
  return bytes.length
}

function mayBegin(bytes: Buffer, start: number, { type, word }: (typeof words)[number]): boolean {
  const { length } = bytes
  let at = start
  for (let i = 0; i <= word.length; i++) {
    const wanted = i === word.length ? UNDERSCORE : (word[i] as number)
    const behind = wanted === UNDERSCORE ? behindUnderscore(bytes, at) : at + 1
    if (behind > length || at === length) return true
    if (behind < 0 || (wanted !== UNDERSCORE && upper(bytes[at] as number) !== wanted)) return false
    at = behind
  }
  const code = at
  while (at < length && at < code + codeLength && isCodeByte(bytes[at] as number)) at++
  if (at < code + codeLength) return at === length
  return type === 'EMAIL' && codeAt(bytes, code) !== null && suffixAt(bytes, at) === 'cut'
}

/** Behind the underscore at `at`, however it is escaped; -1 where none is, more than the length where one may be. */
function behindUnderscore(bytes: Buffer, at: number): number {
  let mark = at
  while (bytes[mark] === BACKSLASH) mark++
  if (mark === bytes.length) return mark + 1
  if (bytes[mark] === UNDERSCORE) return mark + 1
  if (mark === at) return -1
  const same = commonLength(bytes, mark, escapedUnderscore)
  if (same === escapedUnderscore.length) return mark + same
  return mark + same === bytes.length ? bytes.length + 1 : -1
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
