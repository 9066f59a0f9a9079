/** Weighs all readings of a stretch of tokens against each other, and says how likely each label of each token is. */
import { labelCount } from './model.ts'

/** So far below the best label of a token, another one is as good as impossible, and not worth an exponential. */
const leastWeighed = -24

/**
 * A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001), computed by the scaled forward-backward
 * algorithm (Rabiner 1989, §V.A), so that no stretch is too long for the range of numbers.
 */
export class Lattice {
  /** In: what the features say of token × label, as a natural logarithm. */
  readonly scores: Float64Array
  /** Out: likelihood of token × label. */
  readonly likelihood: Float64Array
  readonly #forward: Float64Array
  readonly #backward = new Float64Array(labelCount)
  readonly #next = new Float64Array(labelCount)
  readonly #emission: Float64Array
  readonly #scale: Float64Array
  /** As `transitionsOf`. */
  transitions: Float64Array = new Float64Array((labelCount + 1) * labelCount)

  constructor(capacity: number) {
    this.scores = new Float64Array(capacity * labelCount)
    this.likelihood = new Float64Array(capacity * labelCount)
    this.#forward = new Float64Array(capacity * labelCount)
    this.#emission = new Float64Array(capacity * labelCount)
    this.#scale = new Float64Array(capacity)
  }

  setTransitions(weights: ArrayLike<number>, unit: number): void {
    this.transitions = transitionsOf(weights, unit)
  }

  /**
   * Reads `scores` of the first `count` tokens, fills `likelihood`, and returns the logarithm of the sum over all
   * readings. `allowed`: per token the labels that are possible, as bits; null: all are.
   */
  weigh(count: number, allowed: Uint8Array | null): number {
    this.#exponentiate(count, allowed)
    const total = this.#goForward(count)
    this.#goBackward(count)
    return total
  }

  #exponentiate(count: number, allowed: Uint8Array | null): void {
    for (let token = 0; token < count; token++) {
      const at = token * labelCount
      let highest = Number.NEGATIVE_INFINITY
      for (let label = 0; label < labelCount; label++) highest = Math.max(highest, this.scores[at + label]!)
      const bits = allowed === null ? 0xff : allowed[token]!
      for (let label = 0; label < labelCount; label++) {
        const less = this.scores[at + label]! - highest
        const weight = weightOf(less)
        this.#emission[at + label] = (bits & (1 << label)) === 0 ? 0 : weight
      }
      this.#scale[token] = highest
    }
  }

  #goForward(count: number): number {
    const forward = this.#forward
    let total = 0
    for (let token = 0; token < count; token++) {
      const at = token * labelCount
      let sum = 0
      for (let to = 0; to < labelCount; to++) {
        let weight = 0
        if (token === 0) weight = this.transitions[labelCount * labelCount + to]!
        else {
          for (let from = 0; from < labelCount; from++) {
            weight += forward[at - labelCount + from]! * this.transitions[from * labelCount + to]!
          }
        }
        weight *= this.#emission[at + to]!
        forward[at + to] = weight
        sum += weight
      }
      if (sum === 0) sum = Number.MIN_VALUE
      for (let label = 0; label < labelCount; label++) forward[at + label]! /= sum
      total += Math.log(sum) + this.#scale[token]!
    }
    return total
  }

  #goBackward(count: number): void {
    const backward = this.#backward.fill(1)
    for (let token = count - 1; token >= 0; token--) {
      const at = token * labelCount
      let sum = 0
      for (let label = 0; label < labelCount; label++) {
        const weight = this.#forward[at + label]! * backward[label]!
        this.likelihood[at + label] = weight
        sum += weight
      }
      if (sum > 0) for (let label = 0; label < labelCount; label++) this.likelihood[at + label]! /= sum
      if (token > 0) this.#stepBack(at)
    }
  }

  #stepBack(at: number): void {
    const backward = this.#backward
    const next = this.#next
    let sum = 0
    for (let from = 0; from < labelCount; from++) {
      let weight = 0
      for (let to = 0; to < labelCount; to++) {
        weight += this.transitions[from * labelCount + to]! * this.#emission[at + to]! * backward[to]!
      }
      next[from] = weight
      sum += weight
    }
    if (sum === 0) sum = Number.MIN_VALUE
    for (let from = 0; from < labelCount; from++) backward[from] = next[from]! / sum
  }
}

/** A reading is never wholly impossible, so that no sum becomes zero. */
function weightOf(less: number): number {
  return less < leastWeighed ? 1e-30 : Math.exp(less)
}

/**
 * What a label weighs that is so many units below the best one; the last entry serves all that are further below. Scores are whole
 * numbers of units of 24 bits, so that the difference of two is exact, and this gives the very weights that `weigh` does.
 */
export function weightsBelow(unit: number, most: number): Float64Array {
  const count = Math.min(most, Math.ceil(-leastWeighed / unit) + 1) + 1
  return Float64Array.from({ length: count }, (_, below) => weightOf(-below * unit))
}

/**
 * Likelihood of from × to before seeing the tokens; the last row: to begin with. `weights`: natural logarithms, in units of `unit`.
 * What BIO does not allow (an inside without its beginning) becomes impossible.
 */
export function transitionsOf(weights: ArrayLike<number>, unit: number): Float64Array {
  const transitions = new Float64Array((labelCount + 1) * labelCount)
  for (let from = 0; from <= labelCount; from++) {
    for (let to = 0; to < labelCount; to++) {
      const at = from * labelCount + to
      transitions[at] = follows(from, to) ? Math.exp(weights[at]! * unit) : 0
    }
  }
  return transitions
}

/** Inside labels are the even ones from 2 on; each follows its beginning, or itself. */
export function follows(from: number, to: number): boolean {
  return to === 0 || to % 2 === 1 || from === to || from === to - 1
}
