/** Recognises tokens by the word they begin with, however short the pieces between their marks are, and without any digit. */
import { isAlphanumeric, isDigit, isHex as isHexDigit, isLetter } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import type { TextView } from '../../text-view.ts'
import type { Recognizer } from '../recognizer.ts'
import { tokenFinding } from './token-finding.ts'
import { hasExactLength, prefixOf, type TokenFormat, tokenEnd } from './token-format.ts'
import { formatsAt, leadBefore } from './token-leads.ts'

const source =
  'the pages of each provider (code-tokens.ts, office-tokens.ts); Hugging Face Hub documentation, "User access tokens"'

/** Asked at the first `-` or `_` behind the beginning of a token. */
export const prefixedTokens: readonly Recognizer[] = [
  { name: 'prefixed-token', trigger: 'hyphen', source, recognize: recognizePrefixed },
  { name: 'prefixed-token', trigger: 'underscore', source, recognize: recognizePrefixed },
]

/** Beginnings so long, and unlike any word, tell enough: what follows need hardly look drawn by lot. */
const tellingLength = 4
/** Words of other things, too. */
const usual = new Set(['secret_', 'live_', 'api_org_', 'key-', 'api-', 'ico-', 'pul-', 'rnd_', 'aio_'])
/** Of 34 random letters one in a thousand has fewer turns, or no two capitals beside one another, as humps of names have none. */
const fewestTurns = 8
const fewestTurnsOfExact = 3
const fewestTurnsTold = 2
/** Numbers of a workspace: `xoxs-5683068485897-…`. */
const longNumber = 8

function recognizePrefixed(text: TextView, at: number): Finding | null {
  const start = leadBefore(text.window, at)
  if (start < text.floor || isInName(text, start)) return null
  for (const format of formatsAt(text.bytes, start)) {
    const end = tokenEnd(text, start, format)
    if (text.starved) return null
    if (end > at && isDrawn(text, start, { end, format })) return tokenFinding(text, { start, end }, format)
  }
  return null
}

/** `my_hf_…`: a piece of a longer name. */
function isInName(text: TextView, start: number): boolean {
  return text.byte(start - 1) === UNDERSCORE && isAlphanumeric(text.byte(start - 2))
}

/** No name made of words: `sk-proj-my-first-project-of-this-year` is none that a lot has drawn. */
function isDrawn(
  text: TextView,
  start: number,
  { end, format }: { end: number; format: TokenFormat },
): boolean {
  const prefix = prefixOf(format)
  const { turns, hasPair, digits, isHex } = lookOf(text, start + prefix.length, end)
  if (isHex && digits > 0) return true
  const isExact = hasExactLength(format)
  if (prefix.length >= tellingLength && !usual.has(String.fromCharCode(...prefix)))
    return (
      isExact || turns > fewestTurnsTold || (turns === fewestTurnsTold && hasPair) || digits >= longNumber
    )
  return hasPair && turns >= (isExact ? fewestTurnsOfExact : fewestTurns)
}

interface Look {
  /** How often small letters, capitals and digits beside one another differ; not counted where a word begins with a capital. */
  turns: number
  /** Two capitals, or a digit and a letter, are neighbours. */
  hasPair: boolean
  digits: number
  /** Nothing but hexadecimal digits and hyphens. */
  isHex: boolean
}

function lookOf(text: TextView, from: number, end: number): Look {
  const look = { turns: 0, hasPair: false, digits: 0, isHex: true }
  let before = MARK
  let isFirst = true
  for (let at = from; at < end; at++) {
    const byte = text.byte(at)
    const kind = kindOf(byte)
    if (kind === DIGIT) look.digits++
    if (!isHexDigit(byte) && byte !== HYPHEN) look.isHex = false
    if (before !== MARK && kind !== MARK) {
      const isCapitalised = isFirst && before === UPPER && kind === LOWER
      if (before !== kind && !isCapitalised) look.turns++
      if (before === kind ? kind === UPPER : before === DIGIT || kind === DIGIT) look.hasPair = true
    }
    isFirst = before === MARK
    before = kind
  }
  return look
}

const HYPHEN = 0x2d
const UNDERSCORE = 0x5f
const MARK = 0
const DIGIT = 1
const LOWER = 2
const UPPER = 3

function kindOf(byte: number): number {
  if (isDigit(byte)) return DIGIT
  if (!isLetter(byte)) return MARK
  return byte >= 0x61 ? LOWER : UPPER
}
