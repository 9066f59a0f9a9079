/** Promises that each national number is found in all its customary spellings behind its words, and hardly anything without. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NationalNumber } from '../../../../gateway/core/pii/recognizers/national/description.ts'
import { nationalNumbers } from '../../../../gateway/core/pii/recognizers/national/numbers.ts'
import { runs } from '../../../support/property-runs.ts'
import { scanWhole } from '../find.ts'
import { makeNumber } from './make.ts'

const topicWords = {
  passport: 'passport number',
  driver: 'driving licence number',
  identity: 'identity number',
  tax: 'tax number',
  health: 'health insurance number',
  social: 'social security number',
  company: 'company registration number',
}

/** What stands around a number in letters, forms, logs and requests. */
const places: readonly ((word: string, value: string) => string)[] = [
  (word, value) => `${word}: ${value}`,
  (word, value) => `${word} ${value}`,
  (word, value) => `Please note, the ${word} of our client is ${value}, thank you.`,
  (word, value) => `${word} no. ${value}\nSecond line`,
  (word, value) => `his ${word} (${value})`,
  (word, value) => `${word}=${value}`,
  (word, value) => `${word} #${value}`,
  (word, value) => `"${word}": "${value}"`,
  // Cells of a table, pasted into a letter: a comma alone stands before a date.
  (word, value) => `${word}: ${value},2026-09-14`,
]

/** Digits enough to be one: of the places that may hold either, a made-up number may have none. */
const fewestDigits = 4

/** The forms of the table, with no-break spaces, with the country's letters, and with other marks where there is one kind. */
function spellingsOf(number: NationalNumber): string[] {
  const spellings = new Set<string>()
  for (const form of number.forms.split('|')) {
    const value = made(number, form)
    if (value === null) continue
    spellings.add(value)
    spellings.add(value.replaceAll(' ', '\u00a0'))
    if (number.prefix === undefined) continue
    for (const link of ['', ' ']) spellings.add(`${number.prefix}${link}${value}`)
  }
  return [...spellings]
}

function made(number: NationalNumber, form: string): string | null {
  for (let seed = 11; seed < 31; seed++) {
    // The digits of a Brazilian company's first group may all be letters, and over dots those are not looked at.
    const value = makeNumber(number, { form: form.replace(/^\*\*\./, '99.'), seed, passing: true })
    if (value === null) return null
    if (value.replace(/\D/g, '').length >= fewestDigits) return value
  }
  return null
}

/** The number's own words, and what English calls such numbers. */
function wordsOf({ words, topics }: NationalNumber): string[] {
  const own = words.split(' ').filter((word) => word !== '')
  return [...own.map((word) => word.replace('*', '')), ...topics.map((topic) => topicWords[topic])]
}

function isFoundWhole(text: string, value: string): boolean {
  const bytes = Buffer.from(text)
  const start = bytes.indexOf(value)
  const end = start + Buffer.byteLength(value)
  const found = scanWhole(bytes).filter((one) => one.start < end && one.end > start)
  // The letters of a country, or of a register, may be left out.
  return found.length === 1 && found[0]!.start <= start + 4 && found[0]!.end === end
}

describe.each(nationalNumbers.map((number, index) => ({ name: `${number.type} (${index})`, number })))(
  '$name',
  ({ number }) => {
    test('is found in every customary spelling behind every word that tells it', () => {
      const spellings = spellingsOf(number)
      expect(spellings.length).toBeGreaterThan(0)
      const missed = spellings.flatMap((value) =>
        wordsOf(number).flatMap((word) =>
          places.map((place) => place(word, value)).filter((text) => !isFoundWhole(text, value)),
        ),
      )
      expect(missed).toEqual([])
    })

    test('is not found with a wrong check digit where no word tells it', () => {
      if (number.check === undefined) return
      for (const form of number.forms.split('|')) {
        const wrong = makeNumber(number, { form, seed: 3, passing: false })
        if (wrong === null) continue
        const found = scanWhole(Buffer.from(`We saw ${wrong} among the others.`))
        expect(found.filter(({ type, score }) => type === number.type && score > 0.5)).toEqual([])
      }
    })
  },
)

test('of random digits that nobody calls anything, not one in fifty is a number of a state', () => {
  let asked = 0
  let found = 0
  const digits = fc
    .integer({ min: 7, max: 15 })
    .chain((length) =>
      fc
        .array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length })
        .map((all) => all.join('')),
    )
  fc.assert(
    fc.property(digits, (value) => {
      asked++
      const types = scanWhole(Buffer.from(`We saw ${value} among the others.`)).map(({ type }) => type)
      if (types.some((type) => nationalTypes.has(type))) found++
    }),
    runs(3000),
  )
  expect(found / asked).toBeLessThan(0.02)
})

const nationalTypes = new Set(nationalNumbers.map(({ type }) => type))
