/** Recognises tokens that begin with the number of whom they belong to, and a colon: bots of Telegram, people of Asana. */
import { beginsCleanly } from '../../boundaries.ts'
import type { Finding } from '../../entity.ts'
import { numberForms } from '../../number-forms.ts'
import type { TextView } from '../../text-view.ts'
import type { Recognizer } from '../recognizer.ts'
import { tokenEnd, tokenFormat } from './token-format.ts'

export const numberedToken = {
  name: 'numbered-token',
  trigger: 'digits',
  forms: numberForms.LABELLED,
  source: 'Telegram Bot API, "Authorizing your bot"; Asana, "Personal access token"',
  recognize: recognizeNumberedToken,
} as const satisfies Recognizer

const formats = [
  tokenFormat('telegram-bot {d8-10}:AA{s33}'),
  tokenFormat('asana {d1}/{d12-19}:{h32}'),
  tokenFormat('asana {d12-19}:{h32}'),
]

function recognizeNumberedToken(text: TextView, at: number): Finding | null {
  for (const format of formats) {
    const end = tokenEnd(text, at, format)
    if (text.starved) return null
    if (end < 0 || !beginsCleanly(text, at)) continue
    return { type: 'SECRET', start: at, end, score: 0.95, reasons: [`format:${format.name}`] }
  }
  return null
}
