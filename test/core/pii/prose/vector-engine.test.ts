/** Promises that the vector code tells of any text to the last bit what the plain code does. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../../../../gateway/core/pii/entity.ts'
import { labelCount, readModel } from '../../../../gateway/core/pii/prose/model.ts'
import { PlainEngine } from '../../../../gateway/core/pii/prose/plain-engine.ts'
import { proseReaderOf } from '../../../../gateway/core/pii/prose/prose-reader.ts'
import { longestProse, Tagger, type TaggerEngine } from '../../../../gateway/core/pii/prose/tagger.ts'
import { makeVectorEngine } from '../../../../gateway/core/pii/prose/vector-engine.ts'
import { runs } from '../../../support/property-runs.ts'
import { shippedModel } from './read.ts'

const model = readModel(shippedModel)
const plain = new PlainEngine(model)
const vector = makeVectorEngine(model)!

const pieces =
  'anna schmidt Anna SCHMIDT jan de vries Maria Lopez van der Berg rosengasse 12 Rosengasse wilhelminalaan 7 , . ! ? : - _ @ / // \\ ' +
  'box 17 street 742 Evergreen Terrace calle de los Olivos 14 rue 10115 NW1 6XE O’Neill McDonald Mr Dr. J. R. Liebe Grüße Zürich ' +
  'the order was on time and we would like it soon internationalisation unquestionably a I x XXX XxX ÅSE åse Ærø ÇELİK ŁÓDŹ ' +
  'Ольга Ξένια 東京 田中さん שלום محمد é É e\u0301 E\u0301 n\u0303 q\u0301 a\u0301\u0302 ß ﬁ ① ７８ Ａｂ \u00a0 \u2003 \u2028 \u200b \ufeff ™ € « » 👍 𝒜 \u{10FFFF}'
const bytesOf = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...pieces.split(/ +/)).map((piece) => Buffer.from(piece)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.integer({ min: 14, max: 60 }).map((length) => Buffer.alloc(length, 'abcdé')) },
)
const gaps = fc.constantFrom(' ', ' ', ' ', ' ', '', '', '\n', '\t').map((gap) => Buffer.from(gap))
const texts = fc
  .array(fc.tuple(bytesOf, gaps), { maxLength: 90 })
  .map((parts) => new Uint8Array(Buffer.concat(parts.flat())))
/** Where something begins and ends that others found, counted from the end of the one before. */
const takens = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 12 })), { maxLength: 4 })
const types = ['EMAIL', 'PHONE', 'IBAN'] as const

function findingsAt(places: readonly (readonly [number, number])[], end: number): Finding[] {
  const found: Finding[] = []
  let at = 0
  for (const [index, [ahead, length]] of places.entries()) {
    const start = at + ahead
    at = start + length
    if (at <= end) found.push({ type: types[index % 3]!, start, end: at, score: 1, reasons: ['test'] })
  }
  return found
}

/** All that is known of every token and every run, stretch by stretch. */
function toldBy(
  engine: TaggerEngine,
  text: { bytes: Uint8Array; start: number; end: number },
  taken: Finding[],
) {
  const { tokens, sight } = engine
  const told: unknown[] = []
  const first = (column: ArrayLike<number>, count: number) =>
    Array.from({ length: count }, (_, at) => column[at])
  new Tagger(engine).tag(text, taken, {
    onStretch: (keep) => {
      const { count, start, end, form, gap, hash, tail, joined } = tokens
      told.push(
        keep,
        ...[start, end, form, gap, hash, tail, joined, sight.open].map((each) => first(each, count)),
      )
      told.push(first(sight.marks, sight.markCount), first(sight.opened, sight.openedCount))
      told.push(sight.formsSeen, sight.knownSeen)
      for (const mark of first(sight.marks, sight.markCount)) told.push(sight.known[mark!])
    },
    onRun: (from, to) => {
      told.push(from, to, first(engine.likelihood, (to - from) * labelCount))
      for (let at = Math.max(0, from - 3); at < Math.min(tokens.count, to + 3); at++)
        told.push(sight.listsAt(at), sight.kindAt(at), tokens.prefix(at), tokens.suffix(at, 3))
    },
  })
  return told
}

test('tokens, marks, lists and likelihoods are the same to the last bit', () => {
  fc.assert(
    fc.property(texts, takens, fc.nat(20), fc.nat(20), (bytes, places, before, behind) => {
      const start = Math.min(before, bytes.length)
      const end = Math.max(start, bytes.length - behind)
      const taken = findingsAt(places, end).filter((one) => one.start >= start)
      const text = { bytes, start, end }
      expect(toldBy(vector, text, taken)).toEqual(toldBy(plain, text, taken))
    }),
    runs(1500),
  )
})

test('what is found is the same, with its score and its reasons', () => {
  const [fast, slow] = [proseReaderOf(new Tagger(vector)), proseReaderOf(new Tagger(plain))]
  fc.assert(
    fc.property(texts, takens, (bytes, places) => {
      const window = { bytes, start: 0, from: 0, end: bytes.length, final: true }
      const taken = findingsAt(places, bytes.length)
      const [one, other] = [[...taken], [...taken]]
      fast.read(window, one)
      slow.read(window, other)
      expect(one).toEqual(other)
    }),
    runs(1500),
  )
})

test('texts of many stretches, of one long word and of as much as is read give the same', () => {
  const sentence =
    'Anna Schmidt und Jürgen von der Heide wohnen in der Rosengasse 12, 10115 Berlin. the order was on time. '
  for (const text of [
    sentence.repeat(400),
    'Ab'.repeat(longestProse / 2),
    'x'.repeat(70_000),
    '7 '.repeat(5000),
    ' '.repeat(4000),
  ]) {
    const bytes = new Uint8Array(Buffer.from(text))
    const whole = { bytes, start: 0, end: Math.min(bytes.length, longestProse) }
    expect(toldBy(vector, whole, [])).toEqual(toldBy(plain, whole, []))
  }
})

/** As the columns have the end of a short word. */
const endOf = (word: string) => Buffer.from(word.toLowerCase()).reverse()

test('nothing of a text stays in the memory of the vector code, its short words neither', () => {
  const memory = Buffer.from(vector.likelihood.buffer)
  const bytes = new Uint8Array(Buffer.from('the secret name is Xylophonia Quetzalcoatl, or Zyqx '.repeat(20)))
  let held = 0
  const onStretch = () => {
    if (memory.includes('Quetzal') && memory.includes(endOf('Zyqx'))) held++
  }
  new Tagger(vector).tag({ bytes, start: 0, end: bytes.length }, [], { onStretch, onRun: () => {} })
  expect(held).toBe(1)
  expect(memory.includes('Quetzal')).toBe(false)
  expect(memory.includes(endOf('Zyqx'))).toBe(false)
})

test.each([
  ['the vector code', vector],
  ['the plain code', plain],
])('a text over which somebody fails is forgotten by %s, and the next one is read as ever', (_, engine) => {
  const bytes = new Uint8Array(Buffer.from('please ask Xylophonia Quetzalcoatl or Zyqx about it '.repeat(20)))
  const text = { bytes, start: 0, end: bytes.length }
  const fail = () => {
    throw new Error('on the way')
  }
  expect(() => new Tagger(engine).tag(text, [], { onStretch: fail, onRun: () => {} })).toThrow('on the way')
  expect(engine.tokens.count).toBe(0)
  // Behind the last word stands -2 for what is none.
  expect([...engine.tokens.tail, ...engine.tokens.hash].filter((each) => each !== 0 && each !== -2)).toEqual(
    [],
  )
  expect(Buffer.from(vector.likelihood.buffer).includes('Quetzal')).toBe(false)
  expect(toldBy(engine, text, [])).toEqual(toldBy(engine === plain ? vector : plain, text, []))
})
