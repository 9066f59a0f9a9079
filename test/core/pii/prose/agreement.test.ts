/** Promises that a doubtful name is dropped where its text gainsays it, and nowhere else. */
import { expect, test } from 'vitest'
import { isGainsaid } from '../../../../gateway/core/pii/prose/agreement.ts'
import { labelCount } from '../../../../gateway/core/pii/prose/model.ts'
import { Sight } from '../../../../gateway/core/pii/prose/sight.ts'
import { Tokens } from '../../../../gateway/core/pii/prose/tokens.ts'

const nothingKnown = { mayTell: () => true, listsOf: () => 0, endsLikeStreet: () => false }

/** Whether `words` of `text` are gainsaid at `score`, where `names` are likely names too. */
function gainsaid(text: string, words: string, { score = 0.7, names = [] as string[] } = {}): boolean {
  const bytes = Buffer.from(text)
  const tokens = new Tokens(256)
  tokens.fill(bytes, 0, bytes.length)
  const sight = new Sight(tokens)
  sight.look(nothingKnown)
  sight.open.fill(1, 0, tokens.count)
  const likelihood = new Float64Array(tokens.count * labelCount)
  const at = (word: string) => {
    const start = text.indexOf(word)
    return tokens.start.subarray(0, tokens.count).indexOf(Buffer.byteLength(text.slice(0, start)))
  }
  for (const name of names) likelihood[at(name) * labelCount + 1] = 0.8
  const from = at(words)
  const run = { from: 0, to: tokens.count, likelihood, bytes }
  return isGainsaid(sight, { from, to: from + words.split(' ').length, score }, run)
}

test('an item of a list whose other items are things is no name', () => {
  expect(gainsaid('Beet: Tulpe, Dalia, Nelke, Aster', 'Dalia')).toBe(true)
  expect(gainsaid('Sizes | Samt | Leather | Oak', 'Samt')).toBe(true)
  expect(gainsaid('compare columns Supplier, Unit Price and Lead Time', 'Supplier')).toBe(true)
})

test('an item beside others that may be names is one', () => {
  expect(gainsaid('Invited: Jade, Amber, Ruby, Pearl', 'Amber', { names: ['Ruby', 'Pearl'] })).toBe(false)
})

test('a row of unlike columns is no list', () => {
  expect(gainsaid('4711, Dalia, Berlin, Vertrieb', 'Dalia')).toBe(false)
  expect(gainsaid('Dalia, Berlin, 10115', 'Dalia')).toBe(false)
})

test('a word beside one other is no list yet', () => {
  expect(gainsaid('Please ask Dalia, Marketing knows too', 'Dalia')).toBe(false)
})

test('a word that stands there in small letters too is no name', () => {
  expect(gainsaid('Basil keeps well. Chop the basil finely.', 'Basil')).toBe(true)
  expect(gainsaid('Basil keeps well. Chop the herbs finely.', 'Basil')).toBe(false)
})

test('places and feasts of saints, and clubs of rulers, are no names of anybody', () => {
  expect(gainsaid('we travel to Sankt Gallen by train', 'Sankt Gallen')).toBe(true)
  expect(gainsaid('closed on Santo Stefano and Easter', 'Santo Stefano')).toBe(true)
  expect(gainsaid('tickets for Willem II on Friday', 'Willem II')).toBe(true)
})

test('a name that is nearly sure is kept whatever stands beside it', () => {
  expect(gainsaid('Beet: Tulpe, Dalia, Nelke, Aster', 'Dalia', { score: 0.95 })).toBe(false)
})
