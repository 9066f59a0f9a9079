/** Promises about the shipped model, and about how it is made. */
import { expect, test } from 'vitest'
import type { Finding } from '../../../../gateway/core/pii/entity.ts'
import { listed, listNames, readModel } from '../../../../gateway/core/pii/prose/model.ts'
import { proseReaderOf } from '../../../../gateway/core/pii/prose/prose-reader.ts'
import { hashWord } from '../../../../gateway/core/pii/prose/tokens.ts'
import type { AnnotatedText } from '../../../../scripts/prose/annotated.ts'
import { hashedList, hashesOf } from '../../../../scripts/prose/hashed-lists.ts'
import { createChance } from '../../../../scripts/prose/random.ts'
import { ExampleMaker, taggerOf, trainModel } from '../../../../scripts/prose/training.ts'
import { shippedModel } from './read.ts'

test('the shipped model is no larger than 1.5 MB', () => {
  expect(shippedModel.length).toBeLessThanOrEqual(1_500_000)
})

test.each(listNames.map((name, index) => [name, index] as const))(
  'whether a word is on the list «%s» cannot be told from the model: of words that nobody listed, one in thirty or more seems to be',
  (_, index) => {
    const list = readModel(shippedModel).lists[index]!
    const chance = createChance(7)
    let members = 0
    const asked = 20_000
    for (let word = 0; word < asked; word++) if (listed(list, hashWord(inventedWord(chance)))) members++
    expect(members / asked).toBeGreaterThan(1 / 30)
    expect(members / asked).toBeLessThan(1 / 5)
  },
)

test('the share of unlisted words that seem listed is the share of bits that are set', () => {
  for (const list of readModel(shippedModel).lists) {
    const set = list.bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
    const share = set / (list.bits.length * 8)
    const chance = createChance(11)
    let members = 0
    for (let word = 0; word < 20_000; word++) if (listed(list, hashWord(inventedWord(chance)))) members++
    expect(Math.abs(members / 20_000 - share)).toBeLessThan(0.02)
  }
})

test('every listed word is found, and its accents do not matter', () => {
  const list = hashedList(hashesOf(['Zoë', 'Jürgen', 'Anne-Marie']))
  for (const word of ['Zoë', 'zoë', 'Zoe', 'JÜRGEN', 'jurgen', 'Anne', 'Marie'])
    expect(listed(list, hashWord(word))).toBe(true)
})

const tinyCorpus: AnnotatedText[] = [
  tiny('Please ask Olga Prinz about it.', 'Olga Prinz'),
  tiny('Olga Prinz has called.', 'Olga Prinz'),
  tiny('Tell Ivan Stone the news.', 'Ivan Stone'),
  tiny('The report of Monday is late.', null),
  tiny('Please tell us the price.', null),
]

test('a small training finds what it was taught, and comes out the same twice', () => {
  const lists = listNames.map((name) =>
    hashedList(hashesOf(name === 'first-name' ? ['Olga', 'Ivan', 'Petra'] : ['Prinz'])),
  )
  const settings = { placesLog: 12, epochs: 20, rate: 0.2, decay: 1e-6 }
  const train = () => {
    const maker = new ExampleMaker(lists, settings.placesLog)
    return trainModel(
      tinyCorpus.flatMap((text) => maker.examples(text, 1)),
      lists,
      settings,
    )
  }
  const model = train()
  expect(Buffer.compare(model, train())).toBe(0)
  const bytes = Buffer.from('Please ask Petra Prinz about it.')
  const out: Finding[] = []
  proseReaderOf(taggerOf(model)).read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
  expect(out.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)).toEqual([
    'PERSON Petra Prinz',
  ])
})

test('bytes that are no model are refused', () => {
  expect(() => readModel(new Uint8Array(64))).toThrow(RangeError)
})

function tiny(text: string, name: string | null): AnnotatedText {
  const entities =
    name === null
      ? []
      : [{ type: 'PERSON', start: text.indexOf(name), end: text.indexOf(name) + name.length, value: name }]
  return { id: text, source: 'test', set: 'test', text, entities }
}

function inventedWord(chance: () => number): string {
  let word = ''
  const length = 6 + Math.floor(chance() * 6)
  for (let index = 0; index < length; index++) word += String.fromCharCode(97 + Math.floor(chance() * 26))
  return word
}
