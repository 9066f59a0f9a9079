/** Recognises the password in a web address that carries a user's name and password. */
import { isAlphanumeric } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { maxLocalPart } from '../local-part.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

/**
 * Anchored at the `@` before the host. What is found is the password alone: the rest of the address may stay where rules
 * let addresses pass. One without a password reads as a mail address.
 */
export const urlLogin = {
  name: 'url-login',
  trigger: 'at',
  source: 'RFC 3986 §3.2.1 (userinfo) and §3.1 (scheme)',
  recognize: recognizeLogin,
} as const satisfies Recognizer

const COLON = 0x3a
const SLASH = 0x2f
const DOT = 0x2e
const HYPHEN = 0x2d
const longestScheme = 10
const longestHost = 253
/** RFC 3986 §3.2.1: unreserved, sub-delims and percent-encoded characters, and the colon. */
const userinfo = new Uint8Array(256)
for (let byte = 0; byte < 0x80; byte++) if (isAlphanumeric(byte)) userinfo[byte] = 1
for (const mark of "-._~%!$&'()*+,;=:") userinfo[mark.charCodeAt(0)] = 1

function recognizeLogin(text: TextView, at: number): Finding | null {
  const farthest = Math.max(text.floor, at - maxLocalPart)
  let start = at
  let colon = -1
  while (start > farthest && userinfo[text.byte(start - 1) & 0xff] === 1 && text.byte(start - 1) >= 0) {
    start--
    if (text.byte(start) === COLON) colon = start
  }
  // Without a user (`redis://:password@host`) the colon comes first.
  if (colon < start || colon === at - 1) return null
  if (text.byte(start - 1) !== SLASH || text.byte(start - 2) !== SLASH || text.byte(start - 3) !== COLON)
    return null
  let scheme = start - 3
  while (scheme > start - 3 - longestScheme && isAlphanumeric(text.byte(scheme - 1))) scheme--
  const end = hostEnd(text, at + 1)
  if (scheme === start - 3 || scheme < farthest || end === at + 1) return null
  return { type: 'PASSWORD', start: colon + 1, end: at, score: 0.9, reasons: ['userinfo', 'password'] }
}

/** Behind the host and its port. */
function hostEnd(text: TextView, from: number): number {
  let end = from
  while (end < from + longestHost && isHostByte(text.byte(end))) end++
  while (end > from && !isAlphanumeric(text.byte(end - 1))) end--
  return end
}

function isHostByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === DOT || byte === HYPHEN || byte === COLON
}
