/** Computes what tokens are likely to be in plain code: what the vector code is compared with, and used where that cannot run. */
import { Features, featureCount, placeOfFeature } from './features.ts'
import { Lattice } from './lattice.ts'
import { labelCount, type ProseModel, weightBias } from './model.ts'
import { Sight } from './sight.ts'
import { stretchTokens, type TaggerEngine } from './tagger.ts'
import { Tokens } from './tokens.ts'
import { WordLook, type Words } from './word-look.ts'

const allBiases = featureCount * weightBias

export class PlainEngine implements TaggerEngine {
  readonly tokens: Tokens = new Tokens(stretchTokens)
  readonly sight: Sight = new Sight(this.tokens)
  readonly #lattice = new Lattice(stretchTokens)
  readonly likelihood: Float64Array = this.#lattice.likelihood
  readonly #model: ProseModel
  readonly #words: Words
  readonly #features = new Features(this.sight)

  /** `words`: by default most are passed over; that nothing is missed so is for a test to show. */
  constructor(model: ProseModel, words: Words = new WordLook(model.lists)) {
    this.#model = model
    this.#lattice.setTransitions(model.transitions, model.scale)
    this.#words = words
  }

  begin(): void {}

  look(): void {
    this.sight.look(this.#words)
  }

  weigh(from: number, to: number): void {
    const { pairs, mask } = this.#model
    const { values } = this.#features
    this.#features.begin(from, to)
    for (let token = from; token < to; token++) {
      this.#features.describe(token)
      let s01 = 0
      let s23 = 0
      let s45 = 0
      let s67 = 0
      for (let feature = 0; feature < featureCount; feature++) {
        const at = placeOfFeature(feature, values[feature]!, mask) << 2
        s01 = (s01 + pairs[at]!) | 0
        s23 = (s23 + pairs[at + 1]!) | 0
        s45 = (s45 + pairs[at + 2]!) | 0
        s67 = (s67 + pairs[at + 3]!) | 0
      }
      const at = (token - from) * labelCount
      this.#unpair(at, s01)
      this.#unpair(at + 2, s23)
      this.#unpair(at + 4, s45)
      this.#unpair(at + 6, s67)
    }
    this.#lattice.weigh(to - from, null)
  }

  end(): void {
    this.tokens.clear()
  }

  #unpair(at: number, sums: number): void {
    const { scores } = this.#lattice
    const { scale } = this.#model
    scores[at] = ((sums & 0xffff) - allBiases) * scale
    scores[at + 1] = ((sums >>> 16) - allBiases) * scale
  }
}
