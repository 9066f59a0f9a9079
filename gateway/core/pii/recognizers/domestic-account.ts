/** Recognises bank accounts with their country's own check digits: RIB of France, CCC of Spain, NRB of Poland. */
import { endsCleanly } from '../boundaries.ts'
import { isAlphanumeric, isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { numberForms } from '../number-forms.ts'
import { goesOnFromDigits } from '../number-joints.ts'
import { wordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { passesCcc, passesNrb, passesRib } from './bank-checks.ts'
import type { Recognizer } from './recognizer.ts'

export const domesticAccount = {
  name: 'domestic-account',
  trigger: 'digits',
  forms: numberForms.TWELVE,
  source:
    'CFONB, relevé d’identité bancaire (5-5-11-2); AEB, código cuenta cliente (4-4-2-10); NBP, Zarządzenie 7/2017, NRB (2-4 times six)',
  recognize: recognizeDomestic,
} as const satisfies Recognizer

interface Layout {
  readonly country: string
  /** Lengths of the groups in which it is printed. */
  readonly groups: readonly number[]
  readonly length: number
  /** Where letters may stand. */
  readonly lettersFrom: number
  readonly passes: (characters: Uint8Array) => boolean
  /** How sure it is unbroken, without a word: other numbers are as long, and one in so many passes. */
  readonly unbroken: number
}

const layouts: readonly Layout[] = [
  { country: 'FR', groups: [5, 5, 11, 2], length: 23, lettersFrom: 10, passes: passesRib, unbroken: 0.5 },
  { country: 'ES', groups: [4, 4, 2, 10], length: 20, lettersFrom: 20, passes: passesCcc, unbroken: 0.3 },
  {
    country: 'PL',
    groups: [2, 4, 4, 4, 4, 4, 4],
    length: 26,
    lettersFrom: 26,
    passes: passesNrb,
    unbroken: 0.5,
  },
]
const grouped = 0.6
const told = 0.95

const SPACE = 0x20
const HYPHEN = 0x2d
const characters = new Uint8Array(26)

function recognizeDomestic(text: TextView, at: number): Finding | null {
  if (isAlphanumeric(text.byte(at - 1)) || goesOnFromDigits(text, at)) return null
  for (const layout of layouts) {
    const end = endOf(text, at, layout)
    if (end < 0 || !endsCleanly(text, end) || !layout.passes(characters)) continue
    const isTold = wordBefore(text, at) === 'account'
    const isUnbroken = end - at === layout.length
    const reasons = ['check-digits', `country:${layout.country}`]
    if (isTold) reasons.push('word:account')
    return {
      type: 'BANK_ACCOUNT',
      start: at,
      end,
      score: isTold ? told : isUnbroken ? layout.unbroken : grouped,
      reasons,
    }
  }
  return null
}

/** Where the characters end that stand in this layout from `at` on, unbroken or over one mark throughout; -1 where they do not. */
function endOf(text: TextView, at: number, { groups, length, lettersFrom }: Layout): number {
  let position = at
  let count = 0
  const first = text.byte(at + groups[0]!)
  const mark = first === SPACE || first === HYPHEN ? first : 0
  for (const [index, size] of groups.entries()) {
    if (mark !== 0 && index > 0 && text.byte(position++) !== mark) return -1
    for (let place = 0; place < size; place++) {
      const byte = text.byte(position++)
      const isAllowed = isDigit(byte) || (count >= lettersFrom && count < length - 2 && isCapital(byte))
      if (!isAllowed) return -1
      characters[count++] = byte
    }
  }
  return position
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}
