/** Promises for each national number of the tables: right ones are found, wrong ones are not taken for it, pieces never. */
import { describe, expect, test } from 'vitest'
import { entityTypes } from '../../../../gateway/core/pii/entity.ts'
import type { NationalNumber } from '../../../../gateway/core/pii/recognizers/national/description.ts'
import { nationalNumbers } from '../../../../gateway/core/pii/recognizers/national/numbers.ts'
import { isWholeValue } from '../../../../gateway/core/pii/recognizers/national/whole-value.ts'
import { scanWhole } from '../find.ts'
import { makeNumber } from './make.ts'

interface Row {
  name: string
  number: NationalNumber
  form: string
  /** As a text that names the number would. */
  word: string
}

const topicWords = {
  passport: 'passport number',
  driver: 'driving licence number',
  identity: 'identity number',
  tax: 'tax number',
  health: 'health card number',
  social: 'social security number',
  company: 'company registration number',
}

const rows: Row[] = nationalNumbers.map((number) => {
  // The French number is also written without its key, and then has nothing to check.
  const form = number.forms.split('|')[number.type === 'FR_NIR' ? 1 : 0]!
  const own = number.words.split(' ').find((word) => word !== '')
  const word = own?.replace('*', '') ?? topicWords[number.topics[0]!]
  return { name: `${number.type} of ${number.pack}`, number, form, word }
})

const wholeOf = (type: NationalNumber['type'], text: string) =>
  isWholeValue(type, Buffer.from(text), { start: 0, end: Buffer.byteLength(text) })

describe.each(rows)('$name', ({ number, form, word }) => {
  const right = makeNumber(number, { form, seed: 11, passing: true })

  test('can be written so that its own check says yes', () => {
    expect(right).not.toBeNull()
    expect(wholeOf(number.type, right!)).not.toBeNull()
    expect(wholeOf(number.type, `  ${right!.toLowerCase()} `)).not.toBeNull()
  })

  test('is found behind a word that tells it, as itself or as another of its kind', () => {
    const text = `Her ${word}: ${right}.`
    const found = scanWhole(Buffer.from(text))
    expect(found).toHaveLength(1)
    const [one] = found
    expect(Buffer.from(text).toString('utf8', one!.start, one!.end)).toBe(right)
    expect(one!.score).toBeGreaterThanOrEqual(0.5)
  })

  test('is not seen as a piece of a longer word', () => {
    for (const text of [
      `x9${right!.replaceAll(/[^0-9A-Z]/g, '')}00ff31ab9c4477`,
      `a1b2c3d4e5f6a7b8c9d0${right}`,
    ]) {
      expect(scanWhole(Buffer.from(text)).filter(({ type }) => type === number.type)).toEqual([])
    }
  })

  test('with wrong check digits is no whole value, and never sure', () => {
    if (number.check === undefined) return
    const wrong = makeNumber(number, { form, seed: 5, passing: false })
    if (wrong === null) return
    const others = nationalNumbers.filter((one) => one.type === number.type && one !== number)
    if (others.length === 0) expect(wholeOf(number.type, wrong)).toBeNull()
    const found = scanWhole(Buffer.from(`Her ${word}: ${wrong}.`)).filter(
      ({ type, score }) => type === number.type && score > 0.5,
    )
    if (others.length === 0) expect(found).toEqual([])
  })

  test('has a type that says what it is, and a source', () => {
    expect(entityTypes[number.type].title).not.toBe('')
    expect(number.source.length).toBeGreaterThan(10)
    expect(number.odds).toBeGreaterThanOrEqual(1)
  })
})
