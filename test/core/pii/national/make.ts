/** Makes numbers that pass every check of a description, and such that fail it, for the tests of national numbers. */
import type { Check } from '../../../../gateway/core/pii/recognizers/national/checks.ts'
import type { NationalNumber } from '../../../../gateway/core/pii/recognizers/national/description.ts'
import { Random } from '../../../../scripts/bench/random.ts'

const tries = 3_000_000

/** A number of the form that passes (or fails) its check; null where none turned up. */
export function makeNumber(
  number: NationalNumber,
  { form, seed, passing }: { form: string; seed: number; passing: boolean },
): string | null {
  const random = new Random(seed)
  const values = new Uint8Array(32)
  const passes = (check: Check | undefined, end: number) => check === undefined || check(values, 0, end)
  for (let attempt = 0; attempt < tries; attempt++) {
    const text = fill(form, random, values)
    const end = lengthOf(form)
    if (!passes(number.possible, end)) continue
    if (passes(number.check, end) === passing) return text
  }
  return null
}

export function lengthOf(form: string): number {
  return form.replace(/[^0-9A-Za*]/g, '').length
}

const letterWeights = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

function fill(form: string, random: Random, values: Uint8Array): string {
  let text = ''
  let place = 0
  for (const character of form) {
    const made = characterFor(character, random)
    text += made
    if (/[0-9A-Z]/.test(made)) values[place++] = Number.parseInt(made, 36)
  }
  return text
}

function characterFor(character: string, random: Random): string {
  if (character === '9') return String(random.below(10))
  if (character === 'a') return letterWeights[random.below(26)]!
  if (character === '*') return random.below(36).toString(36).toUpperCase()
  return character
}
