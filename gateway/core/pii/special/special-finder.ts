/** Finds what tells of health, belief, union, party, orientation, origin or biometry of a person (GDPR Art. 9) in prose. */
import type { Finding } from '../entity.ts'
import type { Sight } from '../prose/features.ts'
import { TITLE } from '../prose/tokens.ts'
import { codeAt } from './codes.ts'
import { findPhrases, Surroundings } from './phrases.ts'

/** Bits of the model's lists: a first name that is no common word. */
const firstName = 0b00001
const commonWord = 0b10000

/** Asks lexicons and codes; precision weighs more than recall here, so that nearly all of it needs a telling word near. */
export class SpecialFinder {
  readonly #sight: Sight
  readonly #around: Surroundings
  readonly #isName = (index: number): boolean => {
    const bits = this.#sight.lists[index]!
    return this.#sight.tokens.form[index] === TITLE && (bits & firstName) !== 0 && (bits & commonWord) === 0
  }

  constructor(sight: Sight) {
    this.#sight = sight
    this.#around = new Surroundings(sight.tokens)
  }

  /** Appends what the first `count` tokens hold, phrases first, then codes; what overlaps is sorted out by the caller. */
  find(bytes: Uint8Array, count: number, out: Finding[]): void {
    this.#around.look(bytes, count, this.#isName)
    const { start, end } = this.#sight.tokens
    findPhrases(this.#around, { bytes, count }, (from, to, { type, name, score }) => {
      out.push({
        type,
        start: start[from]!,
        end: end[to - 1]!,
        score,
        reasons: [`lexicon:${name}`, 'context'],
      })
    })
    for (let index = 0; index < count; index++) {
      const code = codeAt(this.#around, { bytes, count }, index)
      if (code === null) continue
      out.push({
        type: 'HEALTH',
        start: start[code.from]!,
        end: end[code.to - 1]!,
        score: code.score,
        reasons: [code.reason],
      })
      index = Math.max(index, code.to - 1)
    }
  }
}
