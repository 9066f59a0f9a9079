/** Finds personal data in a text: one pass over its bytes, asking recognizers only where an entity can be anchored. */
import { isDigit, isHex, isLetter } from './bytes.ts'
import type { Finding, TextWindow } from './entity.ts'
import { recognizers } from './recognizers/all.ts'
import { email, isLocalByte, maxLocalPart } from './recognizers/email.ts'
import type { Recognizer, Trigger } from './recognizers/recognizer.ts'
import { TextView } from './text-view.ts'

/** How many bytes left of `from` decide about what is found from there on. */
export const lookBehind = 96

const NONE = 0
const DIGIT = 1
const AT = 2
const COLON = 3
const HYPHEN = 4

/** 1 where a byte may anchor an entity. A text without such bytes has no findings. */
export const triggerBytes: Uint8Array = new Uint8Array(256)
const classes = new Uint8Array(256)
for (let byte = 0x30; byte <= 0x39; byte++) classes[byte] = DIGIT
classes[0x40] = AT
classes[0x3a] = COLON
classes[0x2d] = HYPHEN
for (let byte = 0; byte < 256; byte++) triggerBytes[byte] = classes[byte] === NONE ? 0 : 1

const byTrigger = (trigger: Trigger): readonly Recognizer[] =>
  recognizers.filter((one) => one.trigger === trigger)
const atAt = byTrigger('at')
const atColon = byTrigger('colon')
const atHyphen = byTrigger('hyphen')
const firmAtDigits = byTrigger('digits').filter((one) => !one.yields)
const looseAtDigits = byTrigger('digits').filter((one) => one.yields)
/** An IPv4 address has at least this many. */
const fewestDigits = 4

/**
 * Appends the findings that can be decided from `window.from` on, in order and without overlaps, and returns the
 * position up to which everything is decided: the `from` of the next call, when more bytes are at hand. Returns
 * `window.end` when the window is final. How a text is cut into windows never changes what is found.
 */
export function scanText(window: TextWindow, out: Finding[]): number {
  const text = new TextView(window)
  const { bytes, end } = window
  let at = window.from
  while (at < end) {
    const kind = classes[bytes[at]!]!
    if (kind === NONE) {
      at++
      continue
    }
    const found = kind === DIGIT ? findNumber(text, at) : findMarked(text, at, kind)
    if (text.starved) break
    if (found) {
      out.push(found)
      text.floor = at = found.end
    } else at = kind === DIGIT ? digitsEnd(bytes, at + 1, end) : at + 1
  }
  return window.final ? end : resumeAt(text, at)
}

/** An entity may begin left of its anchor: step back to where the next one could, but not into what was found. */
function resumeAt(text: TextView, at: number): number {
  const farthest = Math.max(text.floor, at - maxLocalPart)
  let position = at
  while (position > farthest && mayLead(text.byte(position - 1))) position--
  return position
}

function mayLead(byte: number): boolean {
  return isLocalByte(byte) || byte === 0x28 // (
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let position = from
  while (position < end && classes[bytes[position]!] === DIGIT) position++
  return position
}

/** Most colons and hyphens are ruled out by their neighbours, without asking anybody. */
function findMarked(text: TextView, at: number, kind: number): Finding | null {
  if (kind === AT) return ask(atAt, text, at)
  const next = text.byte(at + 1)
  const before = text.byte(at - 1)
  if (kind === COLON) {
    const mayBeAddress = next === 0x3a ? before !== 0x3a : isHex(before) && isHex(next)
    return mayBeAddress ? ask(atColon, text, at) : null
  }
  const mayBeKey = next === 0x2d || (isLetter(before) && (next === 0x53 || next === 0x55))
  return mayBeKey ? ask(atHyphen, text, at) : null
}

function findNumber(text: TextView, at: number): Finding | null {
  const before = text.byte(at - 1)
  if (isDigit(before)) return null
  // Behind two letters only an IBAN's check digits can stand; behind one, nothing.
  if (!isLetter(before)) {
    if (text.numberAt(at).digits < fewestDigits) return null
  } else if (!isLetter(text.byte(at - 2))) return null
  const found = ask(firmAtDigits, text, at)
  if (found || text.starved) return found && preferAddress(text, found)
  const loose = ask(looseAtDigits, text, at)
  return loose && settle(text, at, loose)
}

function ask(candidates: readonly Recognizer[], text: TextView, at: number): Finding | null {
  for (const candidate of candidates) {
    const found = candidate.recognize(text, at)
    if (text.starved) return null
    if (found) return found
  }
  return null
}

/** A loose reading ends where a firm one begins: behind a phone number may stand a card over a mere space. */
function settle(text: TextView, at: number, loose: Finding): Finding | null {
  for (let inner = at + 1; inner < loose.end; inner++) {
    if (!isDigit(text.byte(inner)) || isDigit(text.byte(inner - 1))) continue
    const firm = ask(firmAtDigits, text, inner)
    if (text.starved) return null
    if (firm) return text.upTo(firm.start, () => ask(looseAtDigits, text, at))
  }
  return preferAddress(text, loose)
}

/** The e-mail address that a number is only a piece of, else the number: in `4111…@example.com` there is no card. */
function preferAddress(text: TextView, number: Finding): Finding {
  let position = number.end
  while (position < number.end + maxLocalPart && isLocalByte(text.byte(position))) position++
  if (text.byte(position) !== 0x40) return number
  const address = email.recognize(text, position)
  return address && address.start < number.end ? address : number
}
