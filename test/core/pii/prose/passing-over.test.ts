/** Promises that nothing is missed by passing over the words that tell nobody anything. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../../../../gateway/core/pii/entity.ts'
import { readModel } from '../../../../gateway/core/pii/prose/model.ts'
import { PlainEngine } from '../../../../gateway/core/pii/prose/plain-engine.ts'
import { type ProseReader, proseReaderOf } from '../../../../gateway/core/pii/prose/prose-reader.ts'
import { Tagger } from '../../../../gateway/core/pii/prose/tagger.ts'
import { WordLook } from '../../../../gateway/core/pii/prose/word-look.ts'
import { findToldPasswords } from '../../../../gateway/core/pii/recognizers/secrets/told-password.ts'
import { findToldPersons } from '../../../../gateway/core/pii/recognizers/told/told-person.ts'
import { runs } from '../../../support/property-runs.ts'
import { everyWord } from '../recognizers/told/every-word.ts'
import { reader, shippedModel } from './read.ts'

const model = readModel(shippedModel)
const words = new WordLook(model.lists)
/** Looks up every word. */
const slow = proseReaderOf(
  new Tagger(
    new PlainEngine(model, {
      mayTell: () => true,
      listsOf: (hash) => words.listsOf(hash),
      endsLikeStreet: (tail) => words.endsLikeStreet(tail),
    }),
  ),
)

const pieces =
  'anna schmidt Anna SCHMIDT jan de vries maria lopez van der Berg rosengasse 12 Rosengasse wilhelminalaan 7 , . ! ? : - _ @ ' +
  'box 17 street 742 Evergreen Terrace calle de los Olivos 14 rue 10115 NW1 6XE she is muslim diagnosed with diabetes HIV - positive ' +
  'member of ver . di she left the church candesartan 8 mg ibuprofen 400mg F32 1 Zahn 36 login as maria_k password is Hunter2x! mot de passe ' +
  'username anna77 34 years old 34jährige aged 71 Alter contraseña: “password” 1password2 the order was on time and we would like it soon ' +
  'Ольга 東京 ß é É a@b.de http://x.y/z XXX'
const mixtures = fc
  .array(fc.tuple(fc.constantFrom(...pieces.split(' ')), fc.constantFrom(' ', ' ', ' ', '', '\n')), {
    maxLength: 120,
  })
  .map((parts) => Buffer.from(parts.flat().join('')))
/** Something that others found before, anywhere in the text. */
const taken = fc.option(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 12 })), { nil: null })

function read(by: ProseReader, bytes: Uint8Array, before: readonly Finding[]): Finding[] {
  const out = [...before]
  by.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
  return out
}

test('what is found is what is found where every word is looked up', () => {
  fc.assert(
    fc.property(mixtures, taken, (bytes, place) => {
      const before: Finding[] = []
      if (place !== null && place[0] + place[1] <= bytes.length)
        before.push({ type: 'EMAIL', start: place[0], end: place[0] + place[1], score: 1, reasons: ['test'] })
      expect(read(reader, bytes, before)).toEqual(read(slow, bytes, before))
    }),
    runs(1500),
  )
})

test('no password, age or user name is missed that asking every word would find', () => {
  const types = new Set(['PASSWORD', 'AGE', 'USERNAME'])
  fc.assert(
    fc.property(mixtures, (bytes) => {
      const text = { bytes, start: 0, end: bytes.length }
      const told: Finding[] = []
      findToldPasswords(text, everyWord(bytes), told)
      findToldPersons(text, everyWord(bytes), told)
      const all = read(reader, bytes, [])
      for (const one of told) {
        const standing = all.filter(({ start, end }) => start < one.end && one.start < end)
        // It is there, or something surer stands over it.
        expect(standing.length).toBeGreaterThan(0)
      }
      for (const one of all.filter(({ type }) => types.has(type))) expect(told).toContainEqual(one)
    }),
    runs(1500),
  )
})
