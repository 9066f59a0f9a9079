/** Passes over the tags that HTML puts between a label and its value: `<b>Passport:</b> C01…`, `<label>SSN</label><span>5…`. */
import { isAlphanumeric, isLetter } from './bytes.ts'
import { hashesOf, hashOf } from './recognizers/told/prose-words.ts'

/** HTML Living Standard §4: elements of phrases, lists, tables and forms. Others, `<passport>` among them, may be labels themselves. */
const tagNames = hashesOf(
  'b strong em i u span font small mark code td th tr label p div dd dt dl li br h h1 h2 h3 h4 h5 h6',
)
/** With attributes. */
const longestTag = 80
const mostTags = 4

const LESS = 0x3c
const MORE = 0x3e
const SLASH = 0x2f

/** Behind the tags that stand at `at`, with blanks between them; `at` itself where none stands there whole. */
export function behindTags(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  for (let tags = 0; tags < mostTags; tags++) {
    let next = position
    while (next < end && bytes[next] === 0x20) next++
    const behind = next < end && bytes[next] === LESS ? tagEnd(bytes, next, end) : -1
    if (behind < 0) break
    position = behind
  }
  return position
}

/** Where the tag begins that ends right before `end`; `end` itself where none does. */
export function beforeTag(bytes: Uint8Array, end: number, start: number): number {
  if (end <= start || bytes[end - 1] !== MORE) return end
  for (let at = end - 2; at >= start && at >= end - longestTag; at--) {
    if (bytes[at] === MORE) return end
    if (bytes[at] === LESS) return tagEnd(bytes, at, end) === end ? at : end
  }
  return end
}

/** True for the end of an element, or of a line of it, at `at`: there a value ends that stands before it. In `P@ss</b>w0rd` none does. */
export function isEndTag(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] !== LESS) return false
  const behind = tagEnd(bytes, at, end)
  if (bytes[at + 1] === SLASH) return behind > at && (behind >= end || !isAlphanumeric(bytes[behind]!))
  return behind > at && (bytes[at + 1]! | 0x20) === 0x62 && (bytes[at + 2]! | 0x20) === 0x72
}

/** Behind the tag at `at`; -1 where none of these stands there whole. */
function tagEnd(bytes: Uint8Array, at: number, end: number): number {
  const start = bytes[at + 1] === SLASH ? at + 2 : at + 1
  let nameEnd = start
  while (nameEnd < end && (isLetter(bytes[nameEnd]!) || (nameEnd > start && isHeadingDigit(bytes[nameEnd]!))))
    nameEnd++
  if (nameEnd === start || !tagNames.has(hashOf(bytes, start, nameEnd))) return -1
  const last = Math.min(end, at + longestTag)
  for (let index = nameEnd; index < last; index++) {
    const byte = bytes[index]!
    if (byte === MORE) return index + 1
    if (byte === LESS || (index === nameEnd && !endsName(bytes, index))) return -1
  }
  return -1
}

/** A blank before attributes, or the slash of `<br/>`. */
function endsName(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x20 || (bytes[at] === SLASH && bytes[at + 1] === MORE)
}

function isHeadingDigit(byte: number): boolean {
  return byte >= 0x31 && byte <= 0x36
}
