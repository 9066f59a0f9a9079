/** Learns the weights of a tagger from examples: a conditional random field, trained by AdaGrad. */
import { Features, featureCount, placeOfFeature } from '../../gateway/core/pii/prose/features.ts'
import { Lattice } from '../../gateway/core/pii/prose/lattice.ts'
import { labelCount } from '../../gateway/core/pii/prose/model.ts'
import type { Sight } from '../../gateway/core/pii/prose/sight.ts'
import type { Chance } from './random.ts'
import { shuffle } from './random.ts'

/** One run of tokens: the places of their features, and the labels each may have. */
export interface Example {
  places: Int32Array
  allowed: Uint8Array
  /** How much it counts. */
  weight: number
}

export interface Learnt {
  transitions: Float64Array
  weights: Float32Array
}

export interface LearningSettings {
  placesLog: number
  epochs: number
  rate: number
  /** Strength by which weights are drawn to zero. */
  decay: number
}

export const standardLearning: LearningSettings = { placesLog: 16, epochs: 3, rate: 0.1, decay: 3e-6 }

/** Cuts what `sight` looked at into runs, as the tagger does. */
export function addExamples(
  sight: Sight,
  allowed: Uint8Array,
  mask: number,
  weight: number,
  out: Example[],
): void {
  const { open, tokens } = sight
  const features = new Features(sight)
  for (let from = 0; from < tokens.count; from++) {
    if (open[from] === 0) continue
    let to = from + 1
    while (to < tokens.count && open[to] === 1) to++
    const all = new Int32Array((to - from) * featureCount)
    features.begin(from, to)
    for (let token = from; token < to; token++) {
      features.describe(token)
      const at = (token - from) * featureCount
      for (const [feature, value] of features.values.entries())
        all[at + feature] = placeOfFeature(feature, value, mask)
    }
    out.push({ places: all, allowed: allowed.slice(from, to), weight })
    from = to
  }
}

/** A smaller difference moves no transition. */
const leastSlope = 1e-3

/** How often in an epoch the weights are noted for their mean. */
const notesPerEpoch = 4

/**
 * The same examples, settings and chance give the same weights: the mean of those noted from the second epoch on, which errs
 * less than the last ones (Polyak and Juditsky 1992).
 */
export function learn(examples: readonly Example[], settings: LearningSettings, chance: Chance): Learnt {
  const learner = new Learner(settings)
  const order = examples.map((_, index) => index)
  const step = Math.max(1, Math.ceil(order.length / notesPerEpoch))
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(chance, order).forEach((index, seen) => {
      learner.see(examples[index]!)
      if (epoch > 0 && ((seen + 1) % step === 0 || seen + 1 === order.length)) learner.note()
    })
  }
  return learner.mean()
}

class Learner {
  readonly transitions = new Float64Array((labelCount + 1) * labelCount)
  readonly #weights: Float32Array
  readonly #squares: Float32Array
  readonly #transitionSquares = new Float64Array((labelCount + 1) * labelCount)
  readonly #sums: Float32Array
  readonly #transitionSums = new Float64Array((labelCount + 1) * labelCount)
  #notes = 0
  readonly #settings: LearningSettings
  readonly #lattice = new Lattice(1024)
  readonly #wanted = new Float64Array(1024 * labelCount)
  /** Of one token. */
  readonly #scores = new Float64Array(labelCount)

  constructor(settings: LearningSettings) {
    this.#settings = settings
    this.#weights = new Float32Array(labelCount << settings.placesLog)
    this.#sums = new Float32Array(labelCount << settings.placesLog)
    this.#squares = new Float32Array(labelCount << settings.placesLog).fill(1e-2)
    this.#transitionSquares.fill(1)
  }

  note(): void {
    this.#notes++
    for (let at = 0; at < this.#weights.length; at++) this.#sums[at]! += this.#weights[at]!
    for (let at = 0; at < this.transitions.length; at++) this.#transitionSums[at]! += this.transitions[at]!
  }

  mean(): Learnt {
    const notes = Math.max(1, this.#notes)
    return {
      transitions: this.#transitionSums.map((sum) => sum / notes),
      weights: this.#sums.map((sum) => sum / notes),
    }
  }

  see({ places, allowed, weight }: Example): void {
    const count = allowed.length
    const lattice = this.#lattice
    this.#score(places, count)
    lattice.setTransitions(this.transitions, 1)
    lattice.weigh(count, allowed)
    this.#wanted.set(lattice.likelihood.subarray(0, count * labelCount))
    lattice.weigh(count, null)
    this.#moveTransitions(count, weight)
    for (let token = 0; token < count; token++) this.#move(places, token, weight)
  }

  #score(places: Int32Array, count: number): void {
    const { scores } = this.#lattice
    const weights = this.#weights
    const sums = this.#scores
    for (let token = 0; token < count; token++) {
      sums.fill(0)
      const end = (token + 1) * featureCount
      for (let place = token * featureCount; place < end; place++) {
        const at = places[place]! * labelCount
        for (let label = 0; label < labelCount; label++) sums[label]! += weights[at + label]!
      }
      scores.set(sums, token * labelCount)
    }
  }

  #move(places: Int32Array, token: number, weight: number): void {
    const { rate, decay } = this.#settings
    const { likelihood } = this.#lattice
    for (let label = 0; label < labelCount; label++) {
      const slope =
        (this.#wanted[token * labelCount + label]! - likelihood[token * labelCount + label]!) * weight
      if (slope < 1e-4 && slope > -1e-4) continue
      for (let feature = 0; feature < featureCount; feature++) {
        const at = places[token * featureCount + feature]! * labelCount + label
        const before = this.#weights[at]!
        const gradient = slope - decay * before
        const squares = this.#squares[at]! + gradient * gradient
        this.#squares[at] = squares
        this.#weights[at] = before + (rate * gradient) / Math.sqrt(squares)
      }
    }
  }

  /** Neighbouring labels are taken as independent given the text: a good guess once the scores are sharp, and cheap. */
  #moveTransitions(count: number, weight: number): void {
    const { likelihood } = this.#lattice
    const wanted = this.#wanted
    for (let to = 0; to < labelCount; to++)
      this.#moveTransition(labelCount * labelCount + to, wanted[to]! - likelihood[to]!, weight)
    for (let token = 1; token < count; token++) {
      const here = token * labelCount
      const before = here - labelCount
      for (let from = 0; from < labelCount; from++) {
        const wantedBefore = wanted[before + from]!
        const likelyBefore = likelihood[before + from]!
        if (wantedBefore < leastSlope && likelyBefore < leastSlope) continue
        for (let to = 0; to < labelCount; to++) {
          const slope = wantedBefore * wanted[here + to]! - likelyBefore * likelihood[here + to]!
          this.#moveTransition(from * labelCount + to, slope, weight)
        }
      }
    }
  }

  #moveTransition(at: number, slope: number, weight: number): void {
    if (slope < leastSlope && slope > -leastSlope) return
    this.#transitionSquares[at]! += slope * slope
    this.transitions[at]! += (0.05 * weight * slope) / Math.sqrt(this.#transitionSquares[at]!)
  }
}
