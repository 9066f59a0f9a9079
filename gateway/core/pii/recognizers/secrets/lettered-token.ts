/** Recognises tokens that are written without any digit, which nothing but their beginning anchors: those of Hugging Face. */
import { endsEscape } from '../../boundaries.ts'
import { asciiBytes, isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import type { TextView } from '../../text-view.ts'
import type { Recognizer } from '../recognizer.ts'
import { tokenEnd, tokenFormat } from './token-format.ts'

export const letteredToken = {
  name: 'lettered-token',
  trigger: 'underscore',
  source:
    'Hugging Face Hub documentation, "User access tokens": `hf_` and 34 letters; organisations had `api_org_`',
  recognize: recognizeLetteredToken,
} as const satisfies Recognizer

const formats = [
  { lead: asciiBytes('hf'), format: tokenFormat('huggingface hf_{w30-40}') },
  { lead: asciiBytes('api_org'), format: tokenFormat('huggingface-org api_org_{w34}') },
]
/** Of 34 random letters one in a thousand has fewer, or no two capitals beside one another, as humps of names have none. */
const fewestTurns = 8

function recognizeLetteredToken(text: TextView, at: number): Finding | null {
  for (const { lead, format } of formats) {
    const start = at - lead.length
    if (start < text.floor || !text.matches(start, lead) || !beginsWord(text, start)) continue
    const end = tokenEnd(text, start, format)
    if (text.starved) return null
    if (end < 0 || !mixesCases(text, at + 1, end)) continue
    return { type: 'SECRET', start, end, score: format.score, reasons: [`format:${format.name}`] }
  }
  return null
}

function beginsWord(text: TextView, start: number): boolean {
  const before = text.byte(start - 1)
  return before === 0x5f ? false : !isAlphanumeric(before) || endsEscape(text, start - 1)
}

function mixesCases(text: TextView, from: number, end: number): boolean {
  let turns = 0
  let hasPair = false
  for (let at = from + 1; at < end; at++) {
    const byte = text.byte(at)
    if (((byte ^ text.byte(at - 1)) & 0x20) !== 0) turns++
    else if ((byte & 0x20) === 0) hasPair = true
  }
  return turns >= fewestTurns && hasPair
}
